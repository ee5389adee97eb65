"""Which events have a receipt: the answers of elected people to a proposal, and what they confirm at a gate."""

from typing import TYPE_CHECKING

from django.urls import reverse

from dialog.models import Event
from dialog.process.act import find_act, which
from dialog.process.phases import process
from dialog.process.register import step_or_kind_at
from dialog.process.step import WrittenStep
from dialog.rights import ELECTED, GATE

if TYPE_CHECKING:
    from dialog.process.access import Access


def receipt_url(event: Event, access: "Access") -> str:
    """Return the address of an event's receipt; empty where it has none. A communicator's answer to a text has none."""
    declared = find_act(event.act)
    step, record = process.find(event.step), access.record(event.step, event.row)
    if step is None or not getattr(declared, "has_receipt", False):
        return ""
    thing = step_or_kind_at(step, event.row, record.kind if record else "")
    if not isinstance(thing, WrittenStep) or thing.role not in (ELECTED, GATE):
        return ""
    return reverse("receipt", args=[event.case_id, event.pk])


def answers_after(event: Event) -> bool:
    """Say whether what was answered has been sent, answered or taken back since."""
    here = {"case": event.case_id, "step": event.step, "row": event.row}
    return Event.objects.filter(
        **here, act__in=["propose", "withdraw", *which("has_receipt")], pk__gt=event.pk
    ).exists()
