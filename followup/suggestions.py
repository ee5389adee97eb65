"""Counted participants as a suggestion for the value of a goal that counts them. Whoever writes decides."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from dialog.language.letters import plain
from dialog.language.sentences import figures
from dialog.search.swedish import COMMON, stems
from execution.models import Unit
from execution.models.counting import Counted, reached, totals
from execution.models.in_force import counted
from followup.in_force import goals, groups
from planning.models import Goal, TargetGroup

if TYPE_CHECKING:
    from dialog.process.access import Access

ALIKE = 0.5  # so much of a group's name stands in the goal, at the least


@dataclass(frozen=True)
class Suggestion:
    """A number for a goal, as it is typed, and a sentence that says what was counted."""

    value: str
    said: str


def suggested_values(access: "Access") -> dict[str, Suggestion]:
    """Return what is suggested, by the goal's key: of the target group that the goal names, else of all who came."""
    found_goals = [goal for goal in goals(access).values() if unit_of(goal)]
    if not found_goals:
        return {}
    live = [group for group in groups(access) if not group.dropped_because]
    found = {goal.key: _suggestion(goal, counted(access), live) for goal in found_goals}
    return {key: suggestion for key, suggestion in found.items() if suggestion}


def unit_of(goal: Goal) -> Unit | None:
    """Return what a goal counts, where it is counted at activities; units are written in the municipality's language."""
    with override(settings.LANGUAGE_CODE):
        units = {plain(str(unit.label)): unit for unit in Unit}
        units[plain(str(TargetGroup.Unit.PERSONS.label))] = Unit.PARTICIPANTS
    return units.get(plain(goal.unit.strip()))


def _suggestion(goal: Goal, there: dict[str, Counted], live: list[TargetGroup]) -> Suggestion | None:
    unit = unit_of(goal)
    group = named_group(goal.goal, live) if unit == Unit.PARTICIPANTS else None
    if group:
        number, whom = reached(there.values()).get(group.key), group.name
    else:
        sums = {total.unit: total.actual for total in totals(there.values())}
        number, whom = sums.get(unit) if unit else None, _("All activities held")
    if number is None:
        return None
    facts = {"whom": whom, "number": figures(number), "unit": goal.unit}
    return Suggestion(str(number), _("%(whom)s: %(number)s %(unit)s were counted.") % facts)


def named_group(goal: str, among: list[TargetGroup]) -> TargetGroup | None:
    """Return the target group that a goal is about by its words, or None."""
    words, best, best_share = _words(goal), None, 0.0
    for group in among:
        name = _words(group.name)
        share = len(name & words) / len(name) if name else 0.0
        if share >= ALIKE and share > best_share:
            best, best_share = group, share
    return best


def _words(text: str) -> set[str]:
    return {stem for stem in stems(text) if stem not in COMMON and (len(stem) > 2 or stem.isdecimal())}
