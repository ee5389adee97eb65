"""The plan beside what happened: what was confirmed at the first gate, and what came of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialog.models import GateConfirmation, Revision
from execution.models import GroupParticipation
from execution.models.counting import Count, Counted, aimed_for, count, reached
from followup.told import answer_in_force
from planning.models import TargetGroup

if TYPE_CHECKING:
    from dialog.access import Access

Answers = list[dict[str, Any]]


@dataclass(frozen=True)
class Compared:
    """Something that was planned, and what came of it. ``differs`` where that is another thing."""

    label: str
    planned: str
    happened: str
    differs: bool = False


@dataclass(frozen=True)
class ActivityCompared:
    """An activity: how many were expected, how many came, and how it went."""

    title: str
    state: str
    expected: str
    actual: str
    note: str


@dataclass(frozen=True)
class Comparison:
    """The plan as it was confirmed, line by line beside what happened, and the activities."""

    confirmation: GateConfirmation | None
    lines: list[Compared]
    activities: list[ActivityCompared]


def comparison(access: "Access") -> Comparison:
    """Return the plan beside what happened. Without a confirmed gate there is no plan to compare with."""
    confirmation = GateConfirmation.objects.filter(case=access.case, phase="planning").select_related("by").last()
    counted = count(access.case.pk)
    lines = list(_lines(access, plan_of(confirmation), counted)) if confirmation else []
    return Comparison(confirmation, lines, [_activity(one) for one in counted.values()])


def plan_of(confirmation: GateConfirmation | None) -> dict[str, Answers]:
    """Return the answers of each step as they stood when the gate was confirmed, by the step's key."""
    if confirmation is None:
        return {}
    copied = Revision.objects.filter(record__in=confirmation.copy, version__isnull=False).select_related("record")
    return {
        one.record.step: one.answers or []
        for one in copied
        if confirmation.copy[str(one.record_id)] == one.version and not one.record.row
    }


def _lines(access: "Access", plan: dict[str, Answers], counted: dict[str, Counted]) -> Iterator[Compared]:
    now = access.versions(["purpose", "influence_level"])
    for step, name, title in (
        ("purpose", "purpose", _("The purpose")),
        ("influence_level", "level", _("Level of influence")),
        ("influence_level", "promise", _("The promise")),
    ):
        planned = text_of(plan.get(step), name)
        today = text_of(now[step].answers, name) if step in now else ""
        if planned:
            differs = today != planned
            yield Compared(title, planned, today if differs else _("As planned"), differs)
    question = text_of(plan.get("question"), "question")
    if question:
        yield Compared(_("The question"), question, answer_in_force(access) or _("No answer is in force yet."))
    yield from _groups(access, counted)


def text_of(answers: Answers | None, name: str) -> str:
    """Return one answer among those of a version, as text."""
    value = next((one.get("value") for one in answers or () if one["key"] == name), None)
    return ", ".join(value) if isinstance(value, list) else value or ""


def _groups(access: "Access", counted: dict[str, Counted]) -> Iterator[Compared]:
    """Yield for each target group how many were aimed for, how many came, and whether the group was reached."""
    aimed, came = aimed_for(access.case.pk), reached(counted.values())
    said = {one.key: one for one in GroupParticipation.objects.filter(case=access.case)}
    for group in TargetGroup.objects.filter(case=access.case):
        if group.dropped_because:
            yield Compared(group.name, _("One of the target groups"), group.dropped_because, differs=True)
            continue
        judged = said.get(group.key)
        words = str(judged.get_reached_display()) if judged and judged.reached else ""
        number = _people(came.get(group.key))
        happened = ". ".join(filter(None, [_("Reached: %(answer)s") % {"answer": words} if words else "", number]))
        less = came.get(group.key, 0) < aimed.get(group.key, 0)
        planned = _people(aimed.get(group.key)) or _("To be reached")
        yield Compared(group.name, planned, happened or _("Not known"), differs=less)


def _people(number: int | None) -> str:
    if number is None:
        return ""
    return ngettext("%(n)s participant", "%(n)s participants", number) % {"n": number_format(number)}


def _activity(one: Counted) -> ActivityCompared:
    state = "" if one.activity.is_held else str(one.activity.get_status_display())
    because = one.activity.cancelled_because if one.activity.is_cancelled else one.activity.experience
    return ActivityCompared(one.activity.title, state, _counts(one.expected), _counts(one.actual), because)


def _counts(counts: list[Count]) -> str:
    return ", ".join(_said(one) for one in counts) or "–"


def _said(one: Count) -> str:
    number = f"{number_format(one.number)} {one.unit.label}"
    return _("about %(number)s") % {"number": number} if one.exact is False else number
