"""Översikt: how many dialogues, whom they reach, how long they take. Every number leads to its cases.

Everything is counted by the database, whatever the number of cases; only the days of feedback are read one by one.
"""

import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Case as When
from django.db.models import Count, Exists, F, Func, IntegerField, Min, OuterRef, Q, QuerySet, Sum, Value
from django.db.models import When as If
from django.db.models.functions import Coalesce, ExtractYear
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.acts import words
from dialog.cases import listing
from dialog.language.letters import in_order
from dialog.models import Body, Case, Person
from dialog.pictures import Picture, Turnout, participants
from dialog.process.access import readable_cases
from dialog.process.phases import process
from execution.models import Activity, FeedbackRound
from execution.models.units import Unit
from handbook import catalogue
from planning.models import InfluenceLevel, TargetGroup

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


class Overview:
    """The numbers over all the cases that a person may read: for support all there are."""

    def __init__(self, person: Person) -> None:
        self.cases = readable_cases(person)

    @cached_property
    def tables(self) -> list[Table]:
        """Cases by body, level and year begun, each by phase. Four queries."""
        bodies = {body.pk: body.name for body in Body.objects.all()}
        levels: dict[Any, Any] = {key: level.name for key, level in catalogue.levels().items()}
        named = {**levels, NONE: _("Not decided")}
        return [
            self._table("body", _("By body"), _("Body"), F("body"), lambda key: bodies.get(key, "")),
            self._table("level", _("By level of influence"), _("Level"), _level(), lambda key: named.get(key, key)),
            self._table("year", _("By the year when they were begun"), _("Year"), ExtractYear("created_at"), str),
        ]

    def _table(self, key: str, title: Any, first: Any, counted_by: Any, name: Callable[[Any], Any]) -> Table:
        found = self.cases.order_by().annotate(by=counted_by).values_list("by", "phase").annotate(n=Count("pk"))
        numbers: dict[Any, dict[str, int]] = {}
        for by, phase, number in found:
            numbers.setdefault(by, {})[phase] = number
        lines = [self._line(key, by, name(by), numbers[by]) for by in _ordered(key, numbers, name)]
        sums = {phase: sum(sums_of_case.get(phase, 0) for sums_of_case in numbers.values()) for phase in _phases()}
        return Table(key, title, [first, *_phases().values(), _("All")], [*lines, self._line(key, "", _("All"), sums)])

    def _line(self, key: str, by: Any, name: Any, numbers: dict[str, int]) -> Line:
        own = {key: by} if by != "" else {}
        cells = [
            Cell(title, numbers.get(phase, 0), cases_address(**own, phase=phase)) for phase, title in _phases().items()
        ]
        return Line(name, [*cells, Cell(_("All"), sum(numbers.values()), cases_address(**own))])

    @cached_property
    def outcomes(self) -> list[Cell]:
        """The closed cases by how they were closed."""
        found = dict(self.cases.order_by().exclude(outcome="").values_list("outcome").annotate(n=Count("pk")))
        choices = Case.Outcome.choices
        return [Cell(title, found.get(key, 0), cases_address(outcome=key)) for key, title in choices]

    @cached_property
    def groups(self) -> "Groups":
        """The target groups of those cases."""
        return Groups(self.cases)

    @cached_property
    def times(self) -> list["Time"]:
        """How long it took from idea to feedback, to participants and to residents."""
        days = days_to_feedback(self.cases)
        return [
            Time(to, FeedbackRound.To(to).label, sorted(days_taken for _case, days_taken in days[to])) for to in days
        ]


def _level() -> Any:
    held = If(~Q(influencelevel__level="") & Q(influencelevel__level__isnull=False), then=F("influencelevel__level"))
    return When(held, default=Value(NONE))


def _phases() -> dict[str, Any]:
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


class NumberAt(Func):
    """The whole number that a JSON object has under a key that stands in another column; NULL where it has none."""

    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **_extra: Any) -> Any:
        """As SQLite writes it: with a path."""
        (numbers, first), (key, second) = (
            compiler.compile(get_source_expression) for get_source_expression in self.get_source_expressions()
        )
        return f"CAST(JSON_EXTRACT({numbers}, '$.\"' || {key} || '\"') AS INTEGER)", (*first, *second)

    def as_postgresql(self, compiler: Any, connection: Any, **_extra: Any) -> Any:
        """As PostgreSQL writes it: with an operator."""
        (numbers, first), (key, second) = (
            compiler.compile(get_source_expression) for get_source_expression in self.get_source_expressions()
        )
        return f"CAST({numbers} ->> {key} AS INTEGER)", (*first, *second)


def _priority() -> Any:
    """The priority that holds: the group's own, else the matrix's; as ``TargetGroup.given_priority`` has it."""
    boxes = [If(affected=box.affected, engagement=box.engagement, then=number) for number, box in _matrix().items()]
    return Coalesce("priority", When(*boxes, default=Value(0), output_field=IntegerField()))


def _matrix() -> dict[int, Any]:
    return dict(catalogue.priorities())


def target_groups(cases: QuerySet[Case]) -> QuerySet[TargetGroup]:
    """Return the target groups in force of some cases, with the priority that holds (0: none yet) as ``placed``."""
    return TargetGroup.objects.filter(case__in=cases.order_by().values("pk"), dropped_because="").annotate(
        placed=_priority()
    )


def turnout(groups: QuerySet[TargetGroup], *by: str) -> dict[Any, Turnout]:
    """Return how many participants are aimed for and reached of some target groups, by some of their fields.

    Three queries: what the methods expect; who came to the held activities; who was met in small talks there. The same
    as ``execution.turnout`` counts in one case.
    """
    reaches = Q(case__chosenmethod_rows__dropped_because="") & Q(
        case__chosenmethod_rows__expected_unit__in=("", Unit.PARTICIPANTS)
    )
    known = catalogue.methods()
    tools = Q(case__chosenmethod_rows__method__in=[slug for slug, method in known.items() if method.tool])
    own_tools = Q(case__chosenmethod_rows__tool=True) & ~Q(case__chosenmethod_rows__method__in=list(known))
    expected = NumberAt("case__chosenmethod_rows__expected", "key")
    aimed = _sums(groups.filter(reaches & ~tools & ~own_tools), by, expected)
    held = Q(case__activity_rows__status=Activity.Status.HELD)
    came = _sums(groups.filter(held), by, NumberAt("case__activity_rows__by_target_group", "key"))
    met_at = Activity.objects.filter(
        case=OuterRef("case"), key=OuterRef("case__talks__activity"), status=Activity.Status.HELD
    )
    talks = groups.filter(Q(case__talks__target_group=F("key")) & Exists(met_at))
    met = _sums(talks, by, F("case__talks__people"))
    found = {}
    for key in {*aimed, *came, *met}:
        reached = [sums[key] for sums in (came, met) if sums.get(key) is not None]
        found[key] = Turnout("", aimed.get(key), sum(reached) if reached else None)  # type: ignore[arg-type]
    return found


def _sums(groups: QuerySet[TargetGroup], by: tuple[str, ...], number: Any) -> dict[Any, int | None]:
    found = groups.order_by().values_list(*by).annotate(n=Sum(number))
    return {(row[0] if len(by) == 1 else row[:-1]): row[-1] for row in found}


@dataclass(frozen=True)
class Reach:
    """Some target groups: what they have in common, how many they are, aimed for and reached, and the list of them."""

    name: Any
    groups: int
    turnout: Turnout
    address: str


class Groups:
    """Participants aimed for and reached, over the target groups of some cases."""

    def __init__(self, cases: QuerySet[Case]) -> None:
        self.all = target_groups(cases)

    @cached_property
    def _counted(self) -> dict[Any, tuple[int, Turnout]]:
        sums = turnout(self.all, "placed", "kind")
        everything: QuerySet[Any] = self.all.order_by()
        found = everything.values_list("placed", "kind").annotate(n=Count("pk"))
        return {(placed, kind): (n, sums.get((placed, kind), Turnout("", None, None))) for placed, kind, n in found}

    @cached_property
    def by_priority(self) -> list[Reach]:
        """By the priority that the target-group analysis gave them."""
        return self._reaches("priority", 0, priority_names())

    @cached_property
    def by_kind(self) -> list[Reach]:
        """By what holds the group together."""
        return self._reaches("kind", 1, kind_names())

    def _reaches(self, name: str, place: int, names: dict[Any, Any]) -> list[Reach]:
        found = []
        for key, title in names.items():
            own = [counted for keys, counted in self._counted.items() if keys[place] == key]
            if own:
                address = f"{reverse('overview_groups')}?{urlencode({name: key or NONE})}"
                found.append(
                    Reach(title, sum(n for n, _one in own), _sum(str(title), [turnout for _n, turnout in own]), address)
                )
        return found

    @cached_property
    def everyone(self) -> Reach:
        """All of them together."""
        own = list(self._counted.values())
        turned = _sum(_("All"), [turnout for _n, turnout in own])
        return Reach(_("All"), sum(n for n, _one in own), turned, reverse("overview_groups"))

    @cached_property
    def picture(self) -> Picture:
        """Aimed for and reached, by priority."""
        title = _("Participants by the priority of their target group")
        return participants([reach.turnout for reach in self.by_priority], title=title)


def priority_names() -> dict[Any, Any]:
    """Return what the priorities are called by number; 0 is a group that nobody has placed."""
    named = {number: _("Priority %(n)d") % {"n": number} for number in _matrix()}
    return named | {0: _("Not placed")}


def kind_names() -> dict[Any, Any]:
    """Return what the kinds of target groups are called; the empty one is of a group that nobody has said it of."""
    return {**dict(TargetGroup.Kind.choices), "": _("Not said")}


def _sum(name: str, those: list[Turnout]) -> Turnout:
    def add(numbers: Iterable[int | None]) -> int | None:
        known = [number for number in numbers if number is not None]
        return sum(known) if known else None

    return Turnout(name, add(reach.aimed for reach in those), add(reach.reached for reach in those))


def days_to_feedback(cases: QuerySet[Case]) -> dict[str, list[tuple[int, int]]]:
    """Return case and days from the day it was begun to its first round of feedback, by whom the round was to.

    A case begun before the software was: nobody knows the day of its idea.
    """
    rounds = FeedbackRound.objects.filter(
        case__in=cases.order_by().filter(begun_before_software=False).values("pk"),
        carried_out_on__isnull=False,
        dropped_because="",
    )
    found: dict[str, list[tuple[int, int]]] = {to: [] for to in FeedbackRound.To.values}
    rows = rounds.order_by().values_list("case", "to", "case__created_at").annotate(first=Min("carried_out_on"))
    for case, to, begun, first in rows:
        if to in found:
            found[to].append((case, max(0, (first - localdate(begun)).days)))
    return found


@dataclass(frozen=True)
class Time:
    """How many days it took from idea to feedback, over some dialogues: the middle one, and the spread."""

    to: str
    name: Promise | str
    days: list[int]

    @property
    def median(self) -> int | None:
        """Half of the dialogues took at most so long."""
        return round(statistics.median(self.days)) if self.days else None

    @property
    def middle_half(self) -> tuple[int, int] | None:
        """Between which days half of the dialogues lie; it takes four to say."""
        if len(self.days) < 4:
            return None
        first, _second, third = statistics.quantiles(self.days, n=4, method="inclusive")
        return round(first), round(third)

    @property
    def shortest(self) -> int | None:
        """The dialogue that was fastest."""
        return self.days[0] if self.days else None

    @property
    def longest(self) -> int | None:
        """The dialogue that took longest."""
        return self.days[-1] if self.days else None

    @property
    def address(self) -> str:
        """The list of those dialogues."""
        return f"{reverse('overview_times')}?{urlencode({'to': self.to})}"
