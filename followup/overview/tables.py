"""Cases counted by body, level, year and phase, every number with the list of just those cases."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.acts import words
from dialog.cases import listing
from dialog.language.letters import in_order
from dialog.models import Body, Case
from dialog.process.phases import process
from handbook import catalogue
from planning.models import InfluenceLevel

NONE = "none"


@listing.further_filter
def level_filter() -> listing.Further:
    """The list of cases by the level of influence that the body decided."""
    levels = [(key, level.name) for key, level in catalogue.levels().items()]
    return listing.Further("level", gettext_lazy("Level"), [*levels, (NONE, gettext_lazy("Not decided"))], _at_level)


def _at_level(chosen: str) -> Q:
    decided = Exists(InfluenceLevel.objects.filter(case=OuterRef("pk")).exclude(level=""))
    return ~Q(decided) if chosen == NONE else Q(influencelevel__level=chosen)


@dataclass(frozen=True)
class Cell:
    """A number of cases, what its column is called, and the list of just those."""

    head: Any
    number: int
    address: str


@dataclass(frozen=True)
class Line:
    """A line of a table: what it counts, and its numbers by phase, the sum last."""

    name: Any
    cells: list[Cell]


@dataclass(frozen=True)
class Table:
    """Cases counted by something and by phase."""

    key: str
    title: Any
    head: list[Any]
    lines: list[Line]


Numbers = dict[Any, dict[str, int]]  # what is counted by → phase → how many cases


Facts = tuple[int, str, str, int, int]  # body, phase, outcome, year begun, how many cases
Levels = tuple[str, str, int]  # level, phase, how many cases


def facts_of(cases: QuerySet[Case]) -> list[Facts]:
    """Return how many cases there are of each body, phase, outcome and year: few lines, of which every sum is made."""
    by = cases.order_by().annotate(year=ExtractYear("created_at"))
    return list(by.values_list("body", "phase", "outcome", "year").annotate(n=Count("pk")))


def levels_of(cases: QuerySet[Case]) -> list[Levels]:
    """Return how many cases there are of each level that a body decided, and phase."""
    decided = InfluenceLevel.objects.exclude(level="").filter(case__in=cases.order_by())
    return list(decided.order_by().values_list("level", "case__phase").annotate(n=Count("pk")))


class Counted:
    """Some cases counted: by the facts of the case, and by level."""

    def __init__(self, facts: list[Facts], levels: list[Levels]) -> None:
        self._facts, self._levels = facts, levels

    @classmethod
    def of(cls, cases: QuerySet[Case]) -> "Counted":
        """Count some cases. Two queries, whatever their number."""
        return cls(facts_of(cases), levels_of(cases))

    def _by(self, place: int) -> Numbers:
        found: Numbers = {}
        for row in self._facts:
            phases = found.setdefault(row[place], {})
            phases[row[1]] = phases.get(row[1], 0) + row[-1]
        return found

    @cached_property
    def number(self) -> int:
        """How many cases there are."""
        return sum(row[-1] for row in self._facts)

    @cached_property
    def by_phase(self) -> dict[str, int]:
        """How many are in each phase."""
        found: dict[str, int] = {}
        for _body, phase, _outcome, _year, number in self._facts:
            found[phase] = found.get(phase, 0) + number
        return found

    @property
    def running(self) -> int:
        """How many are not closed."""
        return sum(number for _body, _phase, outcome, _year, number in self._facts if not outcome)

    @cached_property
    def by_body(self) -> Numbers:
        """By the body that owns the case."""
        return self._by(0)

    @cached_property
    def by_level(self) -> Numbers:
        """By the level of influence that the body decided; those without one last."""
        found: Numbers = {}
        for level, phase, number in self._levels:
            found.setdefault(level, {})[phase] = number
        without = {
            phase: number - sum(level.get(phase, 0) for level in found.values())
            for phase, number in self.by_phase.items()
        }
        if any(without.values()):
            found[NONE] = without
        return found

    @cached_property
    def bodies(self) -> dict[int, str]:
        """What the bodies are called."""
        return dict(Body.objects.values_list("pk", "name"))

    @cached_property
    def tables(self) -> list[Table]:
        """Cases by body, level and year begun, each by phase."""
        levels: dict[Any, Any] = {key: level.name for key, level in catalogue.levels().items()}
        named = {**levels, NONE: _("Not decided")}
        return [
            _table("body", _("By committee"), _("Committee"), self.by_body, lambda key: self.bodies.get(key, "")),
            _table("level", _("By level of influence"), _("Level"), self.by_level, lambda key: named.get(key, key)),
            _table("year", _("By the year they were started"), _("Year"), self._by(3), str),
        ]

    @cached_property
    def outcomes(self) -> list[Cell]:
        """The closed cases by how they were closed."""
        found: dict[str, int] = {}
        for _body, _phase, outcome, _year, number in self._facts:
            found[outcome] = found.get(outcome, 0) + number
        return [Cell(title, found.get(key, 0), cases_address(outcome=key)) for key, title in Case.Outcome.choices]


def _table(key: str, title: Any, first: Any, numbers: Numbers, name: Callable[[Any], Any]) -> Table:
    lines = [_line(key, by, name(by), numbers[by]) for by in _ordered(key, numbers, name)]
    sums = {phase: sum(of_one.get(phase, 0) for of_one in numbers.values()) for phase in phases()}
    return Table(key, title, [first, *phases().values(), _("All")], [*lines, _line(key, "", _("All"), sums)])


def _line(key: str, by: Any, name: Any, numbers: dict[str, int]) -> Line:
    own = {key: by} if by != "" else {}
    cells = [Cell(title, numbers.get(phase, 0), cases_address(**own, phase=phase)) for phase, title in phases().items()]
    return Line(name, [*cells, Cell(_("All"), sum(numbers.values()), cases_address(**own))])


def phases() -> dict[str, Any]:
    """Return what the phases are called by key, those outside the process last."""
    return {phase.key: phase.title for phase in process.phases} | words.PHASES


def _ordered(key: str, found: Iterable[Any], name: Callable[[Any], Any]) -> list[Any]:
    if key == "year":
        return sorted(found, reverse=True)
    if key == "level":
        order = [*catalogue.levels(), NONE]
        return sorted(found, key=lambda level: order.index(level) if level in order else len(order))
    return sorted(found, key=lambda thing: in_order(str(name(thing))))


def cases_address(**asked: Any) -> str:
    """Return the address of the list of just those cases."""
    return f"{reverse('cases')}?{urlencode(asked)}" if asked else reverse("cases")
