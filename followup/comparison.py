"""The plan beside what happened: what was confirmed at the first gate, and what came of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialog.forms.answers import Answered, RowAnswer, as_text, rows_of, value_of
from dialog.language.sentences import figures
from dialog.models import GateConfirmation, Revision
from dialog.process.phases import process
from execution.models.counting import Count, Counted, aimed_for, reached
from execution.models.in_force import counted, methods
from execution.models.methods import Reached
from followup.in_force import groups

if TYPE_CHECKING:
    from dialog.process.access import Access

Plan = dict[str, list[Answered]]  # what each step of the plan says


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

    @property
    def differing(self) -> list[Compared]:
        """The lines in which something else happened than was planned."""
        return [line for line in self.lines if line.differs]

    @property
    def as_planned(self) -> list[Compared]:
        """The other lines."""
        return [line for line in self.lines if not line.differs]


def comparison(access: "Access") -> Comparison:
    """Return the plan beside what happened. Without a confirmed gate there is no plan to compare with."""
    confirmation = GateConfirmation.objects.filter(case=access.case, phase="planning").last()
    lines = list(_lines(access, confirmation)) if confirmation else []
    return Comparison(
        confirmation, lines, [_activity(counted_activity) for counted_activity in counted(access).values()]
    )


def plan_and_today(access: "Access", confirmation: GateConfirmation) -> tuple[Plan, Plan]:
    """Return the answers of each step of the plan as they stood when the gate was confirmed, and as they stand today."""
    steps = {kept.pk: kept for kept in access.records.values() if str(kept.pk) in confirmation.copy and not kept.row}
    plan: Plan = {}
    today: Plan = {}
    for revision in Revision.objects.filter(record__in=steps, version__isnull=False):
        record = steps[revision.record_id]
        if revision.version == confirmation.copy[str(record.pk)]:
            plan[record.step] = revision.answers or []
        if revision.version == record.version:
            today[record.step] = revision.answers or []
    return plan, today


def _lines(access: "Access", confirmation: GateConfirmation) -> Iterator[Compared]:
    plan, today = plan_and_today(access, confirmation)
    for step, name, title in (
        ("question", "question", _("The question")),
        ("purpose", "purpose", _("The purpose")),
        ("influence_level", "level", _("Level of influence")),
        ("influence_level", "promise", _("The promise")),
    ):
        planned, now = text_of(plan.get(step), name), text_of(today.get(step), name)
        if planned:
            differs = now != planned
            yield Compared(title, planned, now if differs else _("As planned"), differs)
    yield from _further(plan, today)
    yield from _goals(rows_by_key(plan.get("goals"), "goal"), rows_by_key(today.get("goals"), "goal"))
    yield from _groups(access, rows_by_key(plan.get("target_groups"), "target_group"))


def _further(plan: Plan, today: Plan) -> Iterator[Compared]:
    """Yield what other steps said in the plan and say otherwise today, answer by answer."""
    for step in process.steps():
        for answer in plan.get(step.key, ()) if not step.known_to_documents else ():
            planned, now = text_of(plan[step.key], answer["key"]), text_of(today.get(step.key), answer["key"])
            if planned != now:
                yield Compared(f"{step.title}: {answer['label']}", planned or _("Not in the plan"), now, differs=True)


def text_of(answers: list[Answered] | None, name: str) -> str:
    """Return one answer among those of a version, as text."""
    return as_text(value_of(answers or (), name))


def rows_by_key(answers: list[Answered] | None, table: str) -> dict[str, RowAnswer]:
    """Return the rows of a table among the answers of a version, by key."""
    return {row["key"]: row for row in rows_of(answers or (), table)}


def _goals(planned: dict[str, RowAnswer], today: dict[str, RowAnswer]) -> Iterator[Compared]:
    """Yield the goals that are others than in the plan; what came out of each stands with the goal."""
    for key in dict.fromkeys([*planned, *today]):
        then, now = planned.get(key), today.get(key)
        before = then["heading"] if then and not then["dropped"] else ""
        after = now["heading"] if now and not now["dropped"] else ""
        if before != after:
            yield Compared(_("Goal"), before or _("Not in the plan"), after or _("Dropped"), differs=True)


def _groups(access: "Access", planned: dict[str, RowAnswer]) -> Iterator[Compared]:
    """Yield for each target group whether it was in the plan, how many the methods were to reach, how many came, and
    whether the group was reached.
    """
    aimed, came = aimed_for(methods(access)), reached(counted(access).values())
    for group in groups(access):
        if group.dropped_because:
            yield Compared(group.name, _("One of the target groups"), group.dropped_because, differs=True)
            continue
        words = str(Reached(group.reached).label) if group.reached else ""
        number = _people(came.get(group.key))
        happened = ". ".join(filter(None, [_("Reached: %(answer)s") % {"answer": words} if words else "", number]))
        row = planned.get(group.key)
        is_planned = row is not None and not row["dropped"]
        less = came.get(group.key, 0) < aimed.get(group.key, 0) or group.reached in (Reached.PARTLY, Reached.NO)
        number = _people(aimed.get(group.key))
        meant = [
            _("To be reached") if is_planned else _("Not in the plan"),
            _("The methods were meant to reach %(number)s") % {"number": number} if number else "",
        ]
        planned_words = ". ".join(filter(None, meant))
        yield Compared(group.name, planned_words, happened or _("Not known"), differs=less or not is_planned)


def _people(number: int | None) -> str:
    if number is None:
        return ""
    return ngettext("%(n)s participant", "%(n)s participants", number) % {"n": figures(number)}


def _activity(counted: Counted) -> ActivityCompared:
    state = "" if counted.activity.is_held else str(counted.activity.get_status_display())
    because = counted.activity.cancelled_because if counted.activity.is_cancelled else counted.activity.experience
    return ActivityCompared(counted.activity.title, state, _counts(counted.expected), _counts(counted.actual), because)


def _counts(counts: list[Count]) -> str:
    return ", ".join(count.words for count in counts) or "–"
