"""The PDF of a report as a job: asked for on the preview, made by a worker, fetched by whoever may read the report."""

from django.http import Http404
from django.utils.text import slugify
from django.utils.translation import gettext as _

from dialog.machine.jobs import JobFailed, Progress, Result, ask, job_kind
from dialog.models import Job, Person
from dialog.process.access import Access, load
from reports.document import Document, NothingToReport
from reports.kinds import KINDS, Kind
from reports.pdf import render_pdf, stamp
from reports.year import jobs as year_jobs

JOB_KIND = "render_report"
KINDS_OF_JOBS = (JOB_KIND, year_jobs.JOB_KIND)  # what is declared where ``jobs`` is looked for


def ask_for_pdf(access: Access, kind: Kind, part: str, document: Document) -> Job:
    """Return the job that makes this document's PDF. The same document is made once, whoever asks for it."""
    made_of = stamp(document)
    return ask(
        JOB_KIND,
        f"{access.case.pk}-{kind.key}-{part}-{made_of}",
        by=access.user,
        case=access.case,
        report=kind.key,
        part=part,
        stamp=made_of,
        draft=document.draft,
    )


def may_have(access: Access, kind: Kind, job: Job) -> bool:
    """Say whether somebody may have what a job makes: a draft only who reads it on the screen as well."""
    if not job.arguments.get("draft") or access.may("read_drafts"):
        return True
    try:
        return stamp(kind.build(access, job.arguments["part"])) == job.arguments["stamp"]
    except NothingToReport:
        return False


def make_summary(person: Person, case: int) -> None:
    """Ask for the PDF of a summary report that has just been finished."""
    access, kind = load(person, case, for_texts=True), KINDS["summary"]
    ask_for_pdf(access, kind, "", kind.build(access, ""))


@job_kind(JOB_KIND)
def render_report(job: Job, report: Progress) -> Result:
    """Render the report that was asked for, with the rights of who asked; not another that it has become since."""
    kind = KINDS[job.arguments["report"]]
    access = _access(job)
    if access is None or not kind.may(access):
        raise JobFailed(_("You no longer have permission to read this report."))
    try:
        document = kind.build(access, job.arguments["part"])
    except NothingToReport as reason:
        raise JobFailed(str(reason)) from reason
    if stamp(document) != job.arguments["stamp"]:
        raise JobFailed(_("The text has changed since you asked for the report. Ask for it again."))
    report(30, _("The PDF is being created."))
    return Result(render_pdf(document), name=file_name(document), content_type="application/pdf")


def _access(job: Job) -> Access | None:
    """The case as whoever asked meets it now; None when it is not there for them."""
    if job.by is None or job.case_id is None:
        return None
    try:
        return load(job.by, job.case_id, for_texts=True)
    except Http404:
        return None


def file_name(document: Document, suffix: str = "pdf") -> str:
    """Return what the file is called in a reader's folder: «beslutsunderlag-norra-stranden.pdf»."""
    draft = _("draft") if document.draft else ""
    return f"{slugify(' '.join([document.kind, document.title[:60], draft]))}.{suffix}"
