"""The kinds of publication texts as rows of registers: held by the civil servant, then by the communicator."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dialog.engine.register import RowKind
from dialog.models import Publication, Record
from dialog.rights import CIVIL_SERVANT, COMMUNICATOR, TEXT
from dialog.texts import forms

if TYPE_CHECKING:
    from dialog.access import Access


class TextKind(RowKind):
    """A publication text. One holder at a time: the civil servant writes and hands over, the communicator edits and
    approves or sends back. A published version is fixed; a change is a new version through the same queue.
    """

    role = TEXT
    last_act = "approve"
    send_act = "hand_over"
    template = "texts/text.html"
    add_label = _("Write a text in another language")

    def shut(self, access: "Access") -> str:
        """A text that was handed over before the case closed, or one that withdraws, still goes through the queue."""
        return "" if access.case.closed_at else super().shut(access)

    def possible_acts(self, record: "Record | None", access: "Access") -> set[str]:
        """Return what the holder may do."""
        acts = super().possible_acts(record, access) - {self.last_act, "save_draft"}
        waits = record is not None and record.is_proposed
        holder = COMMUNICATOR if waits else CIVIL_SERVANT
        if holder in access.capacities and not (self.shut(access)):
            acts.add("save_draft")
        if waits:
            acts |= {self.last_act}
        if record and record.version and not waits and not is_published(record):
            acts.add("publish")
        return acts


class BeforeText(TextKind):
    """Text före."""

    kind, title, plural = "before", _("Text before"), _("Texts before")
    form = forms.BeforeForm


class AfterText(TextKind):
    """Text efter."""

    kind, title, plural = "after", _("Text after"), _("Texts after")
    form = forms.AfterForm


class InformationText(TextKind):
    """Information i stället för dialog."""

    kind, title, plural = "information", _("Information instead of dialogue"), _("Information texts")
    form = forms.InformationForm


def is_published(record: Record) -> bool:
    """Say whether the version in force of a text was published."""
    return Publication.objects.filter(record=record, version=record.version).exists()
