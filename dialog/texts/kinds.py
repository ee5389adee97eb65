"""The kinds of publication texts as rows of registers: held by the civil servant, then by the communicator."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import F
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from dialog.forms.answers import Answered
from dialog.forms.drafts import Draft
from dialog.language.sentences import tally
from dialog.models import Publication, PublicationText, Record, Revision
from dialog.process.act import everywhere
from dialog.process.once import once
from dialog.process.reading import Reading as StepReading
from dialog.process.register import RowKind
from dialog.rights import CIVIL_SERVANT, COMMUNICATOR, TEXT
from dialog.texts import forms
from dialog.texts.outdated import COMING, DECIDED, out_of_date_in
from dialog.texts.reading import Reading, reading

if TYPE_CHECKING:
    from dialog.forms.step_form import StepForm
    from dialog.process.access import Access


class TextKind(RowKind):
    """A publication text. One holder at a time: the civil servant writes and hands over, the communicator edits and
    approves or sends back. A published version is fixed; a change is a new version through the same queue.
    """

    role = TEXT
    last_act = "approve"
    send_act = "hand_over"
    template = "texts/text.html"
    add_label = _("Write a text in another language")
    in_force_label = _("Approved")
    eyebrow: ClassVar[Any] = ""  # above a leaf of the text: what it is, to whoever finds it on a table

    def is_over(self, access: "Access") -> bool:
        """Say whether nothing new is told any more: the case is closed, or residents are informed instead."""
        on_track = access.is_on_information_track and not self.register.stays_open_on_track
        return bool(access.case.closed_at) or on_track

    def shut(self, access: "Access") -> str:
        """A text that was handed over before, or one that withdraws, still goes through the queue when all is over."""
        return "" if self.is_over(access) else super().shut(access)

    def possible_acts(self, record: "Record | None", access: "Access") -> set[str]:
        """Return what the holder may do."""
        acts = super().possible_acts(record, access) - {self.last_act, "save_draft"}
        if self.is_over(access) and not (record and (record.version or record.sent_at)):
            return acts & everywhere(is_open=False, is_written=not access.case.closed_at)
        waits = record is not None and record.is_proposed
        holder = COMMUNICATOR if waits else CIVIL_SERVANT
        if holder in access.capacities and not self.shut(access):
            acts.add("save_draft")
        if waits:
            acts |= {self.last_act}
        if record and record.version and not waits and not is_published(record, access):
            acts.add("publish")
        if record and record.pk in out_of_date_in(access):
            acts.add("still_right")
        return acts

    def reading(self, access: "Access", answers: list[Answered]) -> StepReading:
        """Return the answers folded: the text that is made of them stands beside, as residents read it."""
        made_of = frozenset(answer["key"] for answer in answers) - {"language"}
        return StepReading(folds=((_("The answers the text is made from"), made_of),))

    def row_context(self, access: "Access", row: str, form: "StepForm | None") -> dict[str, Any]:
        """Return the text as residents read it, what has changed since it was handed over, and the queue beside it."""
        record = access.record(self.key, row)
        latest = record.revisions.exclude(number=None).order_by("-number").first() if record else None
        written = self.as_written(access, row, latest.data) if latest else None
        approved = self.approved(access, row)
        return {
            "reading": (written if access.reads_text(record) else None) or approved,
            "approved": approved,
            "changes": out_of_date_in(access).get(record.pk, []) if record else [],
            "publications": publications(access, record) if record else [],
            "older": older_versions(record) if record else [],
        }

    def dropped_because(self, access: "Access", row: str) -> str:
        """A text is never dropped: one that was published is withdrawn."""
        return ""

    def approved(self, access: "Access", row: str) -> Reading | None:
        """Return the approved text as residents read it; None while there is none."""
        found = PublicationText.objects.filter(case=access.case, key=row).first()
        return reading(model_to_dict(found)) if found else None

    def as_written(self, access: "Access", row: str, text: Draft) -> Reading:
        """Return a text that is being written as residents would read it."""
        return reading(self.make_form(text, access, row=row).judged)


class BeforeText(TextKind):
    """Text före."""

    kind, title, plural = "before", _("Text before the dialogue"), _("Texts before")
    spoken = _("the text before the dialogue")
    first_label = _("Write the text before the dialogue")
    eyebrow = _("Take part and tell us what you think")
    rests_on = frozenset({COMING, DECIDED})
    form = forms.BeforeForm


class AfterText(TextKind):
    """Text efter."""

    kind, title, plural = "after", _("Text after the dialogue"), _("Texts after")
    spoken = _("the text after the dialogue")
    first_label = _("Write the text after the dialogue")
    eyebrow = _("This is what happened")
    form = forms.AfterForm


class InformationText(TextKind):
    """Information i stället för dialog."""

    kind, title, plural = "information", _("Information instead of dialogue"), _("Information texts")
    spoken = _("the information to residents")
    first_label = _("Write the information")
    eyebrow = _("Information from the municipality")
    rests_on = frozenset({DECIDED})
    form = forms.InformationForm

    def is_over(self, access: "Access") -> bool:
        """Say whether nothing new is told: the case is closed, or a dialogue is held after all."""
        return bool(access.case.closed_at) or not access.is_on_information_track


@once
def publications(access: "Access", record: Record) -> list[Publication]:
    """Return where and when the versions of a text were published."""
    return list(record.publications.select_related("by"))


@once
def published_now(access: "Access") -> set[int]:
    """Return the records of the texts of a case whose version in force was published."""
    made = Publication.objects.filter(record__case=access.case, version=F("record__version"))
    return set(made.values_list("record", flat=True))


def said_of_texts(records: Iterable[Record], access: "Access") -> str:
    """Return how far texts have come, in words: how many wait, are published, approved, are being written. What is not in
    force is told to members alone.
    """
    found, out = list(records), published_now(access)
    in_force = [record for record in found if record.version]
    mine = found if access.is_member else []
    waiting = sum(record.is_proposed for record in mine)
    published = sum(record.pk in out for record in in_force)
    approved = len(in_force) - published
    drafts = sum(not record.version and not record.is_proposed for record in mine)
    words = tally(
        (waiting, ngettext("%(n)s is waiting for an answer", "%(n)s are waiting for an answer", waiting)),
        (published, ngettext("%(n)s has been published", "%(n)s have been published", published)),
        (approved, ngettext("%(n)s has been approved", "%(n)s have been approved", approved)),
        (drafts, ngettext("%(n)s draft", "%(n)s drafts", drafts)),
    ) or _("none yet")
    return words[0].upper() + words[1:]


def older_versions(record: Record) -> list[Revision]:
    """Return the versions of a text that were in force before, the latest first."""
    if record.version < 2:
        return []
    return list(record.revisions.filter(version__gt=0, version__lt=record.version).order_by("-version"))


@once
def withdrawn(access: "Access") -> set[str]:
    """Return the keys of the texts that tell no more than that they are withdrawn."""
    rows = PublicationText.objects.filter(case=access.case).exclude(withdrawn_because="")
    return set(rows.values_list("key", flat=True))


def holds(record: Record, access: "Access") -> bool:
    """Say whether an approved text tells residents what is so today: it is neither withdrawn nor out of date."""
    return bool(record.version) and record.row not in withdrawn(access) and record.pk not in out_of_date_in(access)


def is_published(record: Record, access: "Access") -> bool:
    """Say whether the version in force of a text was published."""
    return any(publication.version == record.version for publication in publications(access, record))
