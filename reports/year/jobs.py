"""The PDF of a year as a job."""

from django.utils.translation import gettext as _

from dialog.machine.jobs import JobFailed, Progress, Result, ask, job_kind
from dialog.models import Job, Person
from reports.document import Document
from reports.pdf import render_pdf, stamp
from reports.year.document import build
from reports.year.year import Year

JOB_KIND = "render_year"


def ask_for_year(year: int, document: Document, by: Person) -> Job:
    """Return the job that makes this report's PDF. The same report is made once, whoever asks for it."""
    made_of = stamp(document)
    return ask(JOB_KIND, f"{year}-{made_of}", by=by, year=year, stamp=made_of)


@job_kind(JOB_KIND)
def render_year(job: Job, report: Progress) -> Result:
    """Render the report that was asked for; not another that it has become since."""
    year = int(job.arguments["year"])
    document = build(Year(year))
    if stamp(document) != job.arguments["stamp"]:
        raise JobFailed(_("The figures have changed since you asked for the report. Ask for it again."))
    report(30, _("The PDF is being created."))
    return Result(render_pdf(document), name=file_name(year), content_type="application/pdf")


def file_name(year: int) -> str:
    """Return what the file is called in a reader's folder."""
    return f"invanardialog-{year}.pdf"
