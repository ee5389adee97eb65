"""What waits in Genomföra: an activity or a round past its day, a contact register that is due for disposal."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from dialog.process.access import Access
from dialog.process.wait_kinds import WaitKind, Where, add_kinds
from dialog.process.waits import Waiting, morning, rule
from dialog.rights import RESPONSIBLE
from execution.in_force import registers, rounds, was_held
from execution.models import FeedbackRound
from execution.models.in_force import activities

add_kinds(
    WaitKind(
        "activity_past",
        _("Mark whether the activity was held or cancelled"),
        Where("held"),
        on_track=True,
        about=_("Mark whether %(what)s was held or cancelled"),
    ),
    WaitKind("round_past", _("Mark whether the feedback has been given"), Where("carried_out_on")),
    # People's details are mostly due when the dialogue is over.
    WaitKind(
        "register_due",
        _("Dispose of the contact details"),
        Where("dispose", page="contact_register"),
        after_closing=True,
    ),
    WaitKind("round_owed", _("Plan feedback to the people who took part"), Where("plan", begins="round")),
    WaitKind("round_unwritten", _("Give the feedback, or choose another date"), Where("written")),
)


@rule
def activities_past_their_day(access: Access) -> Iterator[Waiting]:
    """A planned activity whose last day has been waits for the responsible official; where no dialogue goes on, one that
    has begun does.
    """
    for activity in activities(access).values():
        last = activity.first_day if access.is_on_information_track else activity.last_day or activity.first_day
        if activity.is_planned and last:
            yield Waiting(_morning_after(last), "activity_past", RESPONSIBLE, "activities", activity.key)


@rule
def rounds_past_their_day(access: Access) -> Iterator[Waiting]:
    """A round of feedback whose day has been, and that was not carried out, waits for the responsible official: to be
    written, or to be carried out. While its content waits for the elected, it waits for them.
    """
    for feedback_round in rounds(access).values():
        record = access.record("feedback", feedback_round.key)
        if (
            feedback_round.planned_on
            and not feedback_round.is_carried_out
            and not feedback_round.dropped_because
            and record
            and not record.is_proposed
        ):
            kind = "round_past" if record.version and not record.is_written_on else "round_unwritten"
            yield Waiting(_morning_after(feedback_round.planned_on), kind, RESPONSIBLE, "feedback", feedback_round.key)


@rule
def rounds_owed(access: Access) -> Iterator[Waiting]:
    """Where a dialogue was held and ended, feedback to those who took part waits to be planned, from that day on."""
    if not access.is_on_information_track or access.case.closed_at or not was_held(access):
        return
    live = [
        feedback_round
        for feedback_round in rounds(access).values()
        if feedback_round.to == FeedbackRound.To.PARTICIPANTS and not feedback_round.dropped_because
    ]
    if not live:
        since = max(decision.recorded_at for decision in access.decisions_in_force.values())
        yield Waiting(since, "round_owed", RESPONSIBLE, "feedback")


@rule
def registers_due(access: Access) -> Iterator[Waiting]:
    """A contact register waits for the responsible official from its disposal date on."""
    for register in registers(access):
        if register.disposed_on is None:
            yield Waiting(morning(register.disposal_date), "register_due", RESPONSIBLE, "activities", register.key)


def _morning_after(day: dt.date) -> dt.datetime:
    return morning(day + dt.timedelta(days=1))
