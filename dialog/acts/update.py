"""After an update of Dialog: what is stored for lists is derived again, as it was derived by rules that may have changed.

Which rules it was derived by is kept as the key of the job that derived it: a fingerprint of their code. The clock asks for
a new job when it differs, and so does ``migrate``.
"""

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from django.utils.translation import gettext as _

from dialog.acts.derived import derive_again
from dialog.machine import jobs
from dialog.machine.jobs import Progress, job_kind
from dialog.models import Case, Job
from dialog.process.phases import process

KIND = "derive_again"


@cache
def fingerprint() -> str:
    """Return what tells these rules from others: a digest of the code of Dialog and of the apps that declare steps."""
    digest = hashlib.sha256()
    for package in sorted({type(step).__module__.partition(".")[0] for step in process.steps()}):
        spec = find_spec(package)
        for folder in (spec and spec.submodule_search_locations) or ():
            for file in sorted(Path(folder).rglob("*.py")):
                digest.update(file.relative_to(folder).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def derive_again_after_update() -> Job | None:
    """Ask for every case to be derived again where the last time was by other rules; None where nothing has to be done."""
    last = Job.objects.filter(kind=KIND).order_by("-pk").first()
    rules = fingerprint()
    if last is not None and last.key.startswith(rules):
        return last if last.state != Job.State.FAILED else jobs.ask(KIND, key=last.key)
    if not Case.objects.exists():
        return None
    return jobs.ask(KIND, key=f"{rules}-{last.pk if last else 0}")  # an older release may come back


def derive_again_after_migrate(**_kwargs: object) -> None:
    """Ask for it once the tables are there."""
    derive_again_after_update()


@job_kind(KIND)
def derive_every_case_again(job: Job, report: Progress) -> None:
    """Derive again what is stored of every case; each is locked only while it is derived, and may be derived twice."""
    cases = list(Case.objects.order_by("pk").values_list("pk", flat=True))
    for number, case in enumerate(cases):
        derive_again(case)
        if number % 50 == 0:
            sentence = _("%(done)d of %(all)d cases") % {"done": number, "all": len(cases)}
            report(100 * number // len(cases), sentence)
