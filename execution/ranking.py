"""Which methods of the catalogue fit a dialogue, and in which order: plain functions, of facts that are given.

The order is the same for the same answers: first the methods that reach most groups of priority 1 that nobody reaches
yet, then those that the municipality's own dialogues have tried most often, then the cheapest, then by name.

A method reaches a group when the group's priority is one of the ``quadrants`` of the method. What it says that it
``reaches`` besides (young people, other languages) is a trait of the method and is never matched with groups: nobody has
said such things of a group.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

from dialog.language.letters import in_order
from handbook.catalogue import Method

FIRST = (1, 2)  # the priorities that the dialogue must reach
SMALL, LARGE = 30, 100  # a group in which everybody is heard; and many
OPEN = "open"  # any group that must be reached and is not yet
MOST_OFFERED = 3  # combinations


@dataclass(frozen=True)
class Wanted:
    """A target group as the choice of methods meets it.

    ``aim`` is how many one wants to reach, ``size`` about how many people there are in the group; None where nobody has
    said. ``methods`` is how many of the chosen methods reach it, ``expected`` how many people one expects of them all.
    """

    key: str
    name: str
    priority: int | None
    aim: int | None = None
    size: int | None = None
    methods: int = 0
    expected: int = 0

    @property
    def is_first(self) -> bool:
        """Whether the dialogue must reach it."""
        return self.priority in FIRST

    @property
    def is_left_out(self) -> bool:
        """Whether it must be reached and no method does."""
        return self.is_first and not self.methods

    def share_of(self, method: Method) -> int:
        """Return how many of the group one may expect of a method: those that one wants to reach, or that there are, and
        no more than the method has room for.
        """
        known = [number for number in (self.aim, self.size) if number]
        return min(*known, method.group[1]) if known else method.group[1]


@dataclass(frozen=True)
class Situation:
    """What a method must fit: the groups, the level and the weeks that are left of the dialogue.

    ``level`` is that of the whole, ``parts`` those of the parts that have one of their own, by the part's key. An empty
    level, and None for the weeks, stand for what nobody knows: that speaks against no method.
    """

    groups: tuple[Wanted, ...] = ()
    level: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    weeks: int | None = None

    @cached_property
    def left_out(self) -> tuple[Wanted, ...]:
        """The groups that must be reached and are not yet."""
        return tuple(group for group in self.groups if group.is_left_out)


@dataclass(frozen=True)
class Fit:
    """How a method fits a situation. ``tried`` is how many closed dialogues of the municipality have used it."""

    method: Method
    situation: Situation
    tried: int = 0

    @cached_property
    def groups(self) -> tuple[Wanted, ...]:
        """The groups that it reaches, those with the first priority first."""
        reached = [group for group in self.situation.groups if reaches(self.method, group)]
        return tuple(sorted(reached, key=lambda group: group.priority or 0))

    @cached_property
    def new_groups(self) -> tuple[Wanted, ...]:
        """Those of them that must be reached and are not yet."""
        return tuple(group for group in self.groups if group.is_left_out)

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        """The groups that it would be chosen for: those that nobody reaches yet, else those of whom too few are expected."""
        unreached = tuple(group for group in self.groups if not group.methods)
        return unreached or tuple(group for group in self.groups if group.aim and group.expected < group.aim)

    @property
    def part(self) -> str:
        """The part of the dialogue whose level it fits, where it does not fit that of the whole; mostly none."""
        level, parts = self.situation.level, self.situation.parts
        if not level or self.method.fits(level):
            return ""
        return next((part for part, its_level in parts.items() if self.method.fits(its_level)), "")

    @property
    def fits_level(self) -> bool:
        """Whether it fits the level of the whole or of a part; also where no level is known."""
        return not self.situation.level or self.method.fits(self.situation.level) or bool(self.part)

    @property
    def spare_weeks(self) -> int | None:
        """How many weeks there are before the preparation must begin; below 0 where it is too late."""
        return None if self.situation.weeks is None else self.situation.weeks - self.method.weeks

    @property
    def is_in_time(self) -> bool:
        """Whether there is time to prepare it; also where nobody knows when the dialogue ends."""
        return self.spare_weeks is None or self.spare_weeks >= 0

    @property
    def begins_now(self) -> bool:
        """Whether the preparation must begin within a week."""
        return self.spare_weeks is not None and 0 <= self.spare_weeks <= 1


def reaches(method: Method, group: Wanted) -> bool:
    """Say whether a method reaches a group: by its priority. A tool reaches nobody."""
    return not method.tool and group.priority in method.quadrants


def rank(methods: Iterable[Method], situation: Situation, tried: Mapping[str, int] | None = None) -> list[Fit]:
    """Return how each method fits, the best first (see the top of the file); tools stand last, for they reach nobody."""
    fits = [Fit(method, situation, (tried or {}).get(method.slug, 0)) for method in methods]
    return sorted(fits, key=_place)


def _place(fit: Fit) -> tuple[object, ...]:
    first = sum(group.priority == FIRST[0] for group in fit.new_groups)
    return fit.method.tool, -first, -fit.tried, fit.method.cost, in_order(fit.method.name), fit.method.slug


@dataclass(frozen=True)
class Filters:
    """What somebody wants of a method. Each thing that is said must be met; of the levels one is enough.

    ``groups`` holds keys of groups, or OPEN: that it reaches anybody who is left out. ``size`` is "small" or "large".
    """

    levels: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    weeks: int | None = None
    cost: int | None = None
    mode: str = ""
    size: str = ""
    traits: tuple[str, ...] = ()

    @classmethod
    def of(cls, situation: Situation) -> "Filters":
        """Return what the case itself wants: its level, whoever is left out, and what there is time for."""
        left_out = situation.left_out
        groups = (left_out[0].key,) if len(left_out) == 1 else (OPEN,) if left_out else ()
        return cls((situation.level,) if situation.level else (), groups, situation.weeks)

    def let(self, fit: Fit) -> bool:
        """Say whether a method is what one wants."""
        method, reached = fit.method, {group.key for group in fit.groups}
        if fit.new_groups:
            reached.add(OPEN)
        return (
            (not self.levels or any(method.fits(level) for level in self.levels))
            and set(self.groups) <= reached
            and (self.weeks is None or method.weeks <= self.weeks)
            and (self.cost is None or method.cost <= self.cost)
            and (not self.mode or method.mode in (self.mode, "both"))
            and (self.size != "small" or method.group[1] <= SMALL)
            and (self.size != "large" or method.group[1] >= LARGE)
            and set(self.traits) <= set(method.reaches)
        )


@dataclass(frozen=True)
class Combination:
    """Methods that together reach every group of priority 1 and 2 that is left out, with room for those one wants.

    ``reached`` says of each method which of those groups it is there for.
    """

    fits: tuple[Fit, ...]

    @property
    def reached(self) -> list[tuple[Method, tuple[Wanted, ...]]]:
        """Each method with the groups left out that it reaches."""
        return [(fit.method, fit.new_groups) for fit in self.fits]

    @property
    def cost(self) -> int:
        """What the methods cost together, each from 1 to 3."""
        return sum(fit.method.cost for fit in self.fits)


def combine(fits: Sequence[Fit], situation: Situation) -> list[Combination]:
    """Return combinations of two or three methods that together reach every group left out, the best first.

    Of the methods that fit the level and can be prepared in time. None of a combination can do without any of its methods:
    each is there for somebody, or for room that the others lack. Two methods are better than three, then those that were
    tried most often, then the cheapest, then in the order in which ``fits`` stand. What is offered shares no method.
    """
    left_out = situation.left_out
    usable = [fit for fit in fits if fit.new_groups and fit.fits_level and fit.is_in_time]
    offered: list[Combination] = []
    for count in (2, 3):
        if len(offered) == MOST_OFFERED:
            break
        found = [Combination(some) for some in combinations(usable, count) if _is_needed(some, left_out)]
        for combination in sorted(found, key=lambda one: (-sum(bool(fit.tried) for fit in one.fits), one.cost)):
            taken = {fit.method.slug for one in offered for fit in one.fits}
            if len(offered) < MOST_OFFERED and not taken & {fit.method.slug for fit in combination.fits}:
                offered.append(combination)
    return offered


def _is_needed(fits: tuple[Fit, ...], left_out: Sequence[Wanted]) -> bool:
    """Say whether methods cover the groups, and would not with any one of them left out."""
    return _covers(fits, left_out) and not any(
        _covers([fit for fit in fits if fit is not one], left_out) for one in fits
    )


def _covers(fits: Sequence[Fit], groups: Sequence[Wanted]) -> bool:
    return all(_room_for(group, fits) for group in groups)


def _room_for(group: Wanted, fits: Sequence[Fit]) -> bool:
    rooms = list(_rooms(group, fits))
    return bool(rooms) and (group.aim is None or sum(rooms) >= group.aim)


def _rooms(group: Wanted, fits: Sequence[Fit]) -> Iterator[int]:
    for fit in fits:
        if reaches(fit.method, group):
            yield fit.method.group[1]
