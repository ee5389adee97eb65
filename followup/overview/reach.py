"""Whom dialogues aim for and reach: participants by the priority of their target group, and by what holds it together."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Case as When
from django.db.models import Count, Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Sum, Value
from django.db.models import When as If
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from dialog.models import Case
from dialog.pictures import Turnout
from execution.models import Activity
from execution.models.units import Unit
from followup.overview.tables import NONE
from handbook import catalogue
from planning.models import TargetGroup


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
    number: int = 0  # of a priority


def groups_of(cases: QuerySet[Case]) -> dict[tuple[int, str], tuple[int, Turnout]]:
    """Return the target groups of some cases by priority and kind: how many they are, aimed for, reached. Four queries."""
    groups = target_groups(cases)
    sums = turnout(groups, "placed", "kind")
    everything: QuerySet[Any] = groups.order_by()
    found = everything.values_list("placed", "kind").annotate(n=Count("pk"))
    return {(placed, kind): (n, sums.get((placed, kind), Turnout("", None, None))) for placed, kind, n in found}


class Groups:
    """Participants aimed for and reached, over the target groups of some cases."""

    def __init__(self, counted: dict[tuple[int, str], tuple[int, Turnout]], **asked: Any) -> None:
        self._counted, self._asked = counted, asked

    @classmethod
    def of(cls, cases: QuerySet[Case], **asked: Any) -> "Groups":
        """Count the target groups of some cases; what is ``asked`` of the list makes it a list of theirs alone."""
        return cls(groups_of(cases), **asked)

    def _address(self, **asked: Any) -> str:
        asked |= self._asked
        return f"{reverse('overview_groups')}{f'?{urlencode(asked)}' if asked else ''}"

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
                address = self._address(**{name: key or NONE})
                turned = _sum(str(title), [turnout for _n, turnout in own])
                found.append(Reach(title, sum(n for n, _one in own), turned, address, key if place == 0 else 0))
        return found

    @cached_property
    def everyone(self) -> Reach:
        """All of them together."""
        own = list(self._counted.values())
        turned = _sum(_("All"), [turnout for _n, turnout in own])
        return Reach(_("All"), sum(n for n, _one in own), turned, self._address())


def priority_names() -> dict[Any, Any]:
    """Return what the priorities are called by number; 0 is a group that nobody has placed."""
    named = {number: _("Priority %(n)d") % {"n": number} for number in _matrix()}
    return named | {0: _("Not placed")}


def kind_names() -> dict[Any, Any]:
    """Return what the kinds of target groups are called; the empty one is of a group that nobody has said it of."""
    return {**dict(TargetGroup.Kind.choices), "": _("Not stated")}


def _sum(name: str, those: list[Turnout]) -> Turnout:
    def add(numbers: Iterable[int | None]) -> int | None:
        known = [number for number in numbers if number is not None]
        return sum(known) if known else None

    return Turnout(name, add(reach.aimed for reach in those), add(reach.reached for reach in those))
