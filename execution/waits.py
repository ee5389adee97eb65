"""What waits in Genomföra: an activity or a round past its day, a contact register that is due for disposal."""

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialog.access import Access
from dialog.rights import RESPONSIBLE
from dialog.waits import AFTER_CLOSING, SENTENCES, Waiting, rule
from execution.in_force import registers, rounds
from execution.models.in_force import activities

SENTENCES.update(
    {
        "activity_past": _("Say whether the activity was held"),
        "round_past": _("Say whether the feedback was given"),
        "register_due": _("Dispose of the contact details"),
    }
)
AFTER_CLOSING.add("register_due")  # people's details are mostly due when the dialogue is over


@rule
def activities_past_their_day(access: Access) -> Iterator[Waiting]:
    """A planned activity whose last day has been waits for the responsible official."""
    for one in activities(access).values():
        day = one.last_day or one.first_day
        if one.is_planned and day:
            yield Waiting(_morning_after(day), "activity_past", RESPONSIBLE, "activities", one.key)


@rule
def rounds_past_their_day(access: Access) -> Iterator[Waiting]:
    """A round of feedback whose day has been, and that was not carried out, waits for the responsible official."""
    for one in rounds(access).values():
        if one.planned_on and not one.is_carried_out and not one.dropped_because:
            yield Waiting(_morning_after(one.planned_on), "round_past", RESPONSIBLE, "feedback", one.key)


@rule
def registers_due(access: Access) -> Iterator[Waiting]:
    """A contact register waits for the responsible official from its disposal date on."""
    for one in registers(access):
        if one.disposed_on is None:
            yield Waiting(_morning(one.disposal_date), "register_due", RESPONSIBLE, "activities")


def _morning(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _morning_after(day: dt.date) -> dt.datetime:
    return _morning(day + dt.timedelta(days=1))
