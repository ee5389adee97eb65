"""A file comes in as a job: it is read in full, then all of it is written at once, or nothing."""

from typing import Any

from django.utils.translation import gettext as _

from dialog.acts.core import Refused, run
from dialog.acts.derived import derive_again
from dialog.files.sheets import Unreadable
from dialog.machine.jobs import JobFailed, Progress, ask, job_kind
from dialog.models import Job
from dialog.process.access import load
from followup.acts.imports import Voices
from followup.importing.opened import Opened
from followup.looking import look_through_case
from followup.models import Import
from followup.suggesting.groups import make_groups, read_new_contributions

__all__ = [
    "ask_for_import",
    "look_through_case",
    "make_groups",
    "read_new_contributions",
    "take_in",
]  # the jobs there are

JOB_KIND = "import_contributions"
STEP = "compilation"
READ = 60  # of a hundred, when the file has been read


def ask_for_import(source: Import) -> Job:
    """Return the job that takes in what a file says as it is chosen to be read now."""
    source.chosen["asked"] = source.chosen.get("asked", 0) + 1
    key = f"{source.pk}-{source.chosen['asked']}"
    source.job = ask(JOB_KIND, key, by=source.added_by, case=source.case, source=source.pk)
    source.told_at = None
    source.save(update_fields=["job", "chosen", "told_at"])
    return source.job


def is_over(job: Job) -> None:
    """Let it wait for whoever asked that the import is over, also where it failed: no act tells of that."""
    if job.case_id:
        derive_again(job.case_id)


@job_kind(JOB_KIND, over=is_over)
def take_in(job: Job, report: Progress) -> None:
    """Read a file and take in what is new; run again after a lost worker it finds everything there and adds nothing."""
    source = Import.objects.select_related("case", "added_by").filter(pk=job.arguments["source"]).first()
    if source is None or source.is_in:
        return
    report(5, _("The file is being read."))
    try:
        opened = Opened(load(source.added_by, source.case_id), source)
        found = opened.review
    except Unreadable as reason:
        raise JobFailed(str(reason)) from reason
    report(READ, _("%(n)d contributions are being added.") % {"n": len(found.new)})
    source.shape, source.found = opened.shape, found.counts()
    source.save(update_fields=["shape", "found"])
    voices = Voices(found.new, f"{source.pk} {source.digest} {job.key}")
    facts: dict[str, Any] = {"came_with": source.pk, "voices": voices, "corrections": found.corrected}
    try:
        run("import_contributions", source.case_id, STEP, by=source.added_by, **facts)
    except Refused as reason:
        raise JobFailed(str(reason)) from reason
