"""The kinds of rows in the registers of Genomföra: the text before, an activity, a round of feedback."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dialog.forms.answers import Answered
from dialog.forms.sending import new_sending
from dialog.forms.step_form import StepForm
from dialog.models import Record
from dialog.process.access import Access
from dialog.process.reading import Reading
from dialog.process.register import RowKind, was_presented
from dialog.process.step import Step
from dialog.rights import ELECTED, SHARED
from dialog.texts.kinds import BeforeText
from execution import forms, reading
from execution.in_force import groups, promises, rounds
from execution.models import Activity, FeedbackRound, Talk
from execution.models.counting import Counted, count_one
from execution.models.in_force import activities, methods
from execution.notes import contributions_of


class TextBefore(BeforeText):
    """Text före, begun from the plan."""

    form = forms.TextBeforeForm


class ActivityKind(RowKind):
    """A dialogue activity. It is in force as soon as it is complete; people say that it was held, or cancel it."""

    kind, title, plural = "activity", _("Activity"), _("Activities")
    add_label = _("New activity")
    role = SHARED
    form = forms.ActivityForm
    template = "execution/activity.html"

    def possible_acts(self, record: Record | None, access: Access) -> set[str]:
        """Return what may be done: written, and according to what became of it. A second press changes nothing."""
        acts = super().possible_acts(record, access)
        found = activities(access).get(record.row) if record else None
        if found is None:
            return acts
        if self.shut(access):
            return acts | self.of_what_took_place(found, access)
        if found.is_planned:
            return acts | {"mark_held", "cancel_activity", "plan_again"}
        if found.is_held:
            return acts | {"mark_held", "plan_again", "record_notes", "correct_talk"}
        return acts | {"cancel_activity", "plan_again"}

    def of_what_took_place(self, activity: Activity, access: Access) -> set[str]:
        """Return what may be done while residents are informed instead: say what became of what had begun, and keep what
        was said there. Nothing is planned.
        """
        if access.case.closed_at or not access.is_on_information_track:
            return set()
        if activity.is_held:
            return {"record_notes", "correct_talk"}
        held = {"mark_held"} if activity.may_have_been(access.today) else set()
        return held | ({"cancel_activity"} if activity.is_planned else set())

    def reading(self, access: Access, answers: list[Answered]) -> Reading:
        """What was promised and how it went, the rest folded."""
        return reading.activity()

    def row_context(self, access: Access, row: str, form: StepForm | None) -> dict[str, Any]:
        """What became of it, the promise, what was counted, the talks, and how many contributions it has."""
        found = activities(access).get(row)
        if found is None:
            return {"activity": None, "promise": promises(access).promise()}
        talks = list(Talk.objects.filter(case=access.case, activity=row).select_related("by"))
        counted = count_one(found, talks)
        return {
            "activity": found,
            "promise": promise_of(found, access),
            "counted": counted,
            "talks": [(talk, group_names(access).get(talk.target_group, "")) for talk in talks],
            "lacking": what_an_activity_lacks(counted) if found.is_held else [],
            "contributions": contributions_of(access.case.pk).get(row, 0),
            "batch": new_sending(),
        }


def group_names(access: Access) -> dict[str, str]:
    """Return the names of the target groups by their keys."""
    return {group.key: group.name for group in groups(access)}


def promise_of(activity: Activity | None, access: Access) -> str:
    """Return what the participants of an activity are promised: in the part of the dialogue that its method is for."""
    method = next((chosen for chosen in methods(access) if activity and chosen.key == activity.method), None)
    return promises(access).promise(method.part if method else "")


def what_an_activity_lacks(counted: Counted) -> list[str]:
    """Return what is still to be said of a held activity: how many came, and what was said or that nothing was."""
    activity, found = counted.activity, []
    if not counted.actual:
        found.append(gettext("how many came (zero is also an answer)"))
    if not activity.said and not counted.lines:
        found.append(gettext("what was said, or that nothing was"))
    return found


class RoundKind(RowKind):
    """A round of feedback: planned by whoever plans it, its content approved by an elected official, then carried out."""

    kind, title, plural = "round", _("Feedback"), _("All feedback")
    spoken = _("the feedback")
    answered = _("The feedback has been approved")
    add_label = _("New feedback")
    role = ELECTED
    form = forms.RoundForm
    plan_form = forms.RoundPlanForm
    template = "execution/round.html"

    def row_context(self, access: Access, row: str, form: StepForm | None) -> dict[str, Any]:
        """How the round is planned, and whether it goes out too early."""
        found = rounds(access).get(row)
        planned_first = {"along": ""} if access.record(self.key, row) is None else {}
        return planned_first | {
            "round": found,
            "plan": forms.RoundPlanForm.of(found, access),
            "too_early": found is not None and goes_out_too_early(found, access),
        }

    def possible_acts(self, record: Record | None, access: Access) -> set[str]:
        """Return what may be done: nothing is written any more in a round that was carried out, or dropped."""
        acts = super().possible_acts(record, access)
        if self.shut(access):
            return acts
        found = rounds(access).get(record.row) if record else None
        if found and found.is_carried_out:
            return Step.possible_acts(self, record, access) | {"carry_out_round"}
        if found and found.dropped_because:
            return Step.possible_acts(self, record, access) | {"plan_round", "drop_round"}
        acts.add("plan_round")
        if found:
            acts.discard("discard")  # planned, it is dropped instead, and stays readable
        if found and record and not record.is_proposed:
            acts.add("drop_round")
        if found and record and record.version and not record.is_written_on:
            acts.add("carry_out_round")
        return acts


def goes_out_too_early(feedback_round: FeedbackRound, access: Access) -> bool:
    """Say whether a round tells residents of the result before the body has treated it.

    The body has treated it when a presentation stands in the analysis. While the round lies ahead, it will have by the
    day that it is to decide; once the round's own day has come, a plan is no longer enough.
    """
    if (
        feedback_round.to != FeedbackRound.To.RESIDENTS
        or feedback_round.is_carried_out
        or feedback_round.dropped_because
        or not feedback_round.planned_on
    ):
        return False
    if was_presented(access):
        return False
    decides = access.case.decision_planned
    return decides is None or feedback_round.planned_on < decides or feedback_round.planned_on <= access.today
