"""How many came: an activity's counts with the people of its small talks, and sums over a case.

Follow-up and reports count through these functions, so that a number is the same wherever it stands.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.models import Count as HowMany
from django.db.models import Exists, Min, OuterRef, QuerySet, Sum, Value
from django.utils.translation import gettext as _

from dialog.language.sentences import figures
from dialog.models import Case
from execution.models.activities import Activity, ActivityCount, Talk
from execution.models.methods import ChosenMethod
from execution.models.units import Unit

Talks = tuple[str, int | None, int]  # the target group, the people where anybody counted them, the lines of notes

SIGNIFICANT = 2  # so many figures of a sum of estimates mean anything


def about(number: int, *, is_exact: bool, is_sum: bool = False) -> str:
    """Return a number as people write it, and that it is no exact one; a sum of estimates in round figures, «about 120»."""
    if is_sum and not is_exact:
        number = round(number, min(0, SIGNIFICANT - len(str(number))))
    return figures(number) if is_exact else _("about %(n)s") % {"n": figures(number)}


@dataclass(frozen=True)
class Count:
    """A number with its unit; ``exact`` is None where nobody has said how well it was counted."""

    number: int
    unit: Unit
    exact: bool | None = None

    @property
    def words(self) -> str:
        """The number with its unit: «641 voters», «about 1 612 votes»."""
        return f"{about(self.number, is_exact=self.exact is not False)} {self.unit.label}"


@dataclass(frozen=True)
class Counted:
    """An activity with what was expected and what came, each in one or more units; empty where nobody has counted.

    ``lines`` is how many lines of notes were written down at it.
    """

    activity: Activity
    expected: list[Count]
    actual: list[Count]
    by_target_group: dict[str, int]
    lines: int = 0

    @property
    def expected_beside(self) -> str:
        """What was expected, said behind what came: the unit is not said again where it is the same one."""
        units = [count.unit for count in self.expected]
        if len(units) == 1 and units == [count.unit for count in self.actual]:
            return about(self.expected[0].number, is_exact=self.expected[0].exact is not False)
        return ", ".join(count.words for count in self.expected)


def count(case_pk: int, activities: Iterable[Activity] | None = None) -> dict[str, Counted]:
    """Return what was counted at each activity of a case, or at those that are given, by the activity's key.

    One query whatever the size, two where the activities are not given.
    """
    if activities is None:
        activities = Activity.objects.filter(case=case_pk)
    return {counted.activity.key: counted for counted in _count(activities, [case_pk])}


def count_in(activities: Iterable[Activity]) -> list[Counted]:
    """Return what was counted at activities of several cases, in their order. One query besides reading them."""
    activities = list(activities)
    return _count(activities, sorted({activity.case_id for activity in activities}))


def _count(activities: Iterable[Activity], cases: list[int]) -> list[Counted]:
    further: dict[tuple[int, str], list[ActivityCount]] = {}
    talks: dict[tuple[int, str], list[Talks]] = {}
    for kind, _position, _pk, case, key, what, number, lines, unit, exact in sorted(_noted(cases)):
        if kind == TALKS:
            talks.setdefault((case, key), []).append((what, number, lines))
        else:
            count = ActivityCount(owner=key, of=what, count=number, unit=unit, exact=exact)
            further.setdefault((case, key), []).append(count)
    return [
        _counted(
            activity,
            further.get((activity.case_id, activity.key), []),
            talks.get((activity.case_id, activity.key), []),
        )
        for activity in activities
    ]


FURTHER, TALKS = 0, 1


def _noted(cases: list[int]) -> QuerySet[Any, tuple[Any, ...]]:
    """Return the further counts of the activities of some cases and the sums of their small talks, read together.

    Each is (kind, position, pk, case, activity, expected or actual or else the target group, number, lines, unit, exact).
    """
    further = ActivityCount.objects.filter(case__in=cases, dropped_because="").order_by()
    talks = Talk.objects.filter(case__in=cases).values("case", "activity", "target_group").order_by()
    talks = talks.annotate(first=Min("pk"), number=Sum("people"), lines=HowMany("pk"))
    return further.values_list(
        Value(FURTHER), "position", "pk", "case", "owner", "of", "count", Value(0), "unit", "exact"
    ).union(
        talks.values_list(
            *(Value(TALKS), Value(0), "first", "case", "activity", "target_group"),
            *("number", "lines", Value(""), Value("")),
        ),
        all=True,
    )


def count_one(activity: Activity, talks: Iterable[Talk]) -> Counted:
    """Return what was counted at an activity whose talks have been read."""
    further = ActivityCount.objects.filter(case=activity.case_id, owner=activity.key, dropped_because="")
    return _counted(activity, further, [(talk.target_group, talk.people, 1) for talk in talks])


def _counted(activity: Activity, further: Iterable[ActivityCount], talks: list[Talks]) -> Counted:
    expected = _first(activity.expected_count, activity.expected_unit, activity.expected_exact)
    actual = _first(activity.actual_count, activity.actual_unit, activity.actual_exact)
    for count in further:
        found = Count(count.count or 0, Unit(count.unit), _exact(count.exact))
        (expected if count.of == ActivityCount.Of.EXPECTED else actual).append(found)
    groups = dict(activity.by_target_group)
    spoken = [(group, people) for group, people, _lines in talks if people is not None]
    for group, people in spoken:
        if group:
            groups[group] = groups.get(group, 0) + people
    if spoken:
        actual = _add_people(actual, sum(people for _group, people in spoken))
    return Counted(activity, expected, actual, groups, sum(lines for _group, _people, lines in talks))


def _add_people(counts: list[Count], people: int) -> list[Count]:
    """Add the people of the talks to the participants, who may be counted already or not."""
    for place, count in enumerate(counts):
        if count.unit == Unit.PARTICIPANTS:
            return [*counts[:place], Count(count.number + people, count.unit, count.exact), *counts[place + 1 :]]
    return [*counts, Count(people, Unit.PARTICIPANTS)]


def _first(number: int | None, unit: str, exact: str) -> list[Count]:
    return [] if number is None else [Count(number, Unit(unit or Unit.PARTICIPANTS), _exact(exact))]


def _exact(said: str) -> bool | None:
    return {"yes": True, "no": False}.get(said)


@dataclass(frozen=True)
class Total:
    """A sum over the activities that were held, in one unit: what was expected of them, and what came.

    ``is_expected`` says whether anybody expected something in that unit, ``is_exact`` whether all that came was counted,
    ``is_sum`` whether several counts were added up.
    """

    unit: Unit
    expected: int
    actual: int
    is_expected: bool = True
    is_exact: bool = True
    is_sum: bool = False

    @property
    def came(self) -> str:
        """What came, as people write it."""
        return about(self.actual, is_exact=self.is_exact, is_sum=self.is_sum)


def totals(counted: Iterable[Counted]) -> list[Total]:
    """Return the sums over the held activities, in the order of the units; units that nobody counted in are left out."""
    held = [counted_activity for counted_activity in counted if counted_activity.activity.is_held]
    expected, actual = (
        _by_unit(counts)
        for counts in ([activity.expected for activity in held], [activity.actual for activity in held])
    )
    return [
        Total(
            unit,
            sum(count.number for count in expected.get(unit, ())),
            sum(count.number for count in actual.get(unit, ())),
            unit in expected,
            all(count.exact is not False for count in actual.get(unit, ())),
            len(actual.get(unit, ())) > 1,
        )
        for unit in Unit
        if unit in expected or unit in actual
    ]


def _by_unit(counts: Iterable[list[Count]]) -> dict[Unit, list[Count]]:
    found: dict[Unit, list[Count]] = {}
    for count in chain.from_iterable(counts):
        found.setdefault(count.unit, []).append(count)
    return found


def aimed_for(methods: Iterable[ChosenMethod]) -> dict[str, int]:
    """Return how many participants of each target group the methods of a case are to reach, by the group's key."""
    found: dict[str, int] = {}
    for method in methods:
        if not method.dropped_because and not method.is_tool and method.expected_unit in ("", Unit.PARTICIPANTS):
            for group, number in method.expected.items():
                found[group] = found.get(group, 0) + number
    return found


def reached(counted: Iterable[Counted]) -> dict[str, int]:
    """Return how many of each target group came to the held activities, where it is known, by the group's key."""
    found: dict[str, int] = {}
    for counted_activity in counted:
        if counted_activity.activity.is_held:
            for group, number in counted_activity.by_target_group.items():
                found[group] = found.get(group, 0) + number
    return found


def came_to(cases: QuerySet[Case], unit: Unit) -> dict[int, int]:
    """Return how many came to the held activities of each of some cases, where anybody counted them in that unit.

    Three queries at most, whatever their number; the same as ``totals`` counts within a case.
    """
    units = ["", unit] if unit == Unit.PARTICIPANTS else [unit]
    keys = cases.order_by().values("pk")
    held = Activity.objects.filter(case__in=keys, status=Activity.Status.HELD)
    is_held = Exists(held.filter(case=OuterRef("case"), key=OuterRef("owner")))
    first = held.filter(actual_unit__in=units).values_list("case").annotate(n=Sum("actual_count"))
    further = ActivityCount.objects.filter(
        is_held, case__in=keys, dropped_because="", of=ActivityCount.Of.ACTUAL, unit=unit
    )
    was_held = Exists(held.filter(case=OuterRef("case"), key=OuterRef("activity")))
    talks = Talk.objects.filter(was_held, case__in=keys)
    found: dict[int, int] = {}
    for rows in (
        first.order_by(),
        further.order_by().values_list("case").annotate(n=Sum("count")),
        # The people of small talks are participants.
        *([talks.order_by().values_list("case").annotate(n=Sum("people"))] if unit == Unit.PARTICIPANTS else []),
    ):
        for case, number in rows:
            if number is not None:
                found[case] = found.get(case, 0) + number
    return found
