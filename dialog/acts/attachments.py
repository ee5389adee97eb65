"""Files at a step, at a row of one, or at a contribution: attached, described, replaced by a new version, removed."""

from functools import partial
from typing import Any, BinaryIO, cast

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.acts.core import Attempt, Refused
from dialog.files.attached import Checked, thumbnail_of
from dialog.forms.draft_form import Missing
from dialog.forms.sending import keys_of
from dialog.machine.jobs import Progress, ask, job_kind
from dialog.models import Attachment, Job
from dialog.process.act import Button, Everywhere, Touches, act

PAGE = "files"
JOB_KIND = "make_thumbnail"
LONGEST = 1000
TEMPLATE = "dialog/files.html"


@act(
    called=gettext_lazy("Attach a file"),
    happened=gettext_lazy("%(who)s attached a file to “%(step)s”"),
    done=gettext_lazy("The file has been attached."),
    icon="plus",
    touches=Touches.NEITHER,
    everywhere=Everywhere.WHILE_OPEN,
    page=PAGE,
    reads=None,
    button=Button(gettext_lazy("Attach the file"), template=TEMPLATE),
)
def attach_file(
    attempt: Attempt,
    *,
    file: Checked | None = None,
    called: str = "",
    what: str = Attachment.Kind.OTHER,
    attached: int | None = None,
    sending: str = "",
    **told: Any,
) -> None:
    """Keep a file that was checked, under the name it came with; ``attached`` is the version that it replaces.

    A picture needs to be described, or to be only decoration. Sent twice from the same page it is kept once.
    """
    replaced = _find(attempt, attached) if attached is not None else None
    if file is None:
        attempt.missing.append(Missing(_("Choose a file."), "file"))
    if what not in Attachment.Kind.values:
        attempt.missing.append(Missing(_("That is not one of the choices."), "what"))
    about = _about(attempt, is_picture=bool(file and file.is_picture), **told)
    if attempt.missing or file is None:
        return
    [key] = keys_of(sending, [[attempt.record.step, attempt.record.row, file.digest]])
    if Attachment.objects.filter(case=attempt.access.case, key=key).exists():
        return
    kept = Attachment(
        **_here(attempt),
        **about,
        key=key,
        kind=what,
        name=called[:200] or file.content.name or "",
        content_type=file.content_type,
        size=file.content.size,
        width=file.width,
        height=file.height,
        digest=file.digest,
        replaces=replaced,
        version=replaced.version + 1 if replaced else 1,
        added_by=attempt.by,
        added_at=attempt.at,
    )
    kept.file.save(file.content.name or "file", file.content, save=False)
    kept.save()
    if kept.is_picture:
        kept.job = ask(JOB_KIND, str(kept.pk), by=attempt.by, case=attempt.access.case, file=kept.pk)
        kept.save(update_fields=["job"])
    attempt.happened = True


@act(
    called=gettext_lazy("Describe a file and choose whether reports show it"),
    happened=gettext_lazy("%(who)s described a file at “%(step)s”"),
    done=gettext_lazy("Saved."),
    icon="pencil",
    touches=Touches.NEITHER,
    everywhere=Everywhere.WHILE_OPEN,
    page=PAGE,
    reads=None,
    button=Button(gettext_lazy("Save"), template=TEMPLATE),
)
def describe_file(attempt: Attempt, *, attached: int = 0, **told: Any) -> None:
    """Say what a picture shows, that it is only decoration, and whether reports show the file."""
    found = _find(attempt, attached)
    about = _about(attempt, is_picture=found.is_picture, **told)
    if attempt.missing or all(getattr(found, name) == value for name, value in about.items()):
        return
    Attachment.objects.filter(pk=found.pk).update(**about)
    attempt.happened = True


@act(
    called=gettext_lazy("Remove a file"),
    happened=gettext_lazy("%(who)s removed a file at “%(step)s”"),
    done=gettext_lazy("The file and its earlier versions have been removed."),
    icon="trash",
    touches=Touches.NEITHER,
    everywhere=Everywhere.ALWAYS,
    page=PAGE,
    reads=None,
    button=Button(gettext_lazy("Remove the file"), template=TEMPLATE),
)
def remove_file(attempt: Attempt, *, attached: int = 0, reason: str = "") -> None:
    """Remove a file with its earlier versions for good, and say why: that it was there stays known."""
    found = _find(attempt, attached)
    if attempt.lacks(reason, _("Enter why the file is removed."), "reason"):
        return
    for version in found.versions():
        names = [(field.storage, field.name) for field in (version.file, version.thumbnail) if field.name]
        version.file = version.thumbnail = ""
        version.removed_at, version.removed_by, version.removed_because = (
            attempt.at,
            attempt.by,
            reason[:LONGEST].strip(),
        )
        version.save()
        for storage, name in names:
            transaction.on_commit(partial(storage.delete, name))
    attempt.happened = True


def _here(attempt: Attempt) -> dict[str, Any]:
    return {"case": attempt.access.case, "step": attempt.record.step, "row": attempt.record.row}


def _find(attempt: Attempt, pk: int) -> Attachment:
    found = Attachment.objects.current().filter(**_here(attempt), pk=pk).first() if pk < 2**62 else None
    if found is None:
        raise Refused(_("The file is not there any more, or there is a newer version of it."))
    return found


def _about(
    attempt: Attempt, *, is_picture: bool, alternative: str = "", is_decoration: bool = False, in_reports: bool = False
) -> dict[str, Any]:
    """Return what is said of a file; of a picture it is missing what those who do not see it are told."""
    alternative = alternative.strip()
    if len(alternative) > LONGEST:
        attempt.missing.append(Missing(_("Enter no more than %(n)d characters.") % {"n": LONGEST}, "alternative"))
    if is_picture and not alternative and not is_decoration:
        sentence = _("Describe what can be seen in the picture, or say that it is only decoration.")
        attempt.missing.append(Missing(sentence, "alternative"))
    if alternative and is_decoration:
        sentence = _("A picture that is only decoration needs no description. Remove one of them.")
        attempt.missing.append(Missing(sentence, "is_decoration"))
    return {"alternative": alternative, "is_decoration": is_decoration, "in_reports": in_reports}


@job_kind(JOB_KIND)
def make_thumbnail(job: Job, report: Progress) -> None:
    """Make the small copy of a picture, unless it is there or the picture is gone."""
    found = Attachment.objects.filter(pk=job.arguments["file"], removed_at=None, thumbnail="").first()
    if found is None or not found.file:
        return
    with found.file.open() as opened:
        small = thumbnail_of(cast(BinaryIO, opened))
    found.thumbnail.save(small.name or "small", ContentFile(small.read()), save=False)
    if not Attachment.objects.filter(pk=found.pk, removed_at=None, thumbnail="").update(thumbnail=found.thumbnail.name):
        found.thumbnail.storage.delete(found.thumbnail.name or "")
