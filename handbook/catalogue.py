"""The field's common knowledge as data: ladder, priorities, purposes, methods, Agenda 2030 and examples of goals.

It lies in ``handbook/data/*.toml``, in Swedish, and is the same in every municipality; what stands in a table ``en`` there
is read in English by whoever has chosen that (a test wants it of every text). What a case takes over as its own (a
promise) stays Swedish, and so do the pages of the handbook, which each municipality writes: they are marked as Swedish.

Phases read it here; what a municipality writes itself (principles, policy, guidance) lies in the database, see
``handbook.models``.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from django.conf import settings
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

DATA = Path(__file__).parent / "data"

MODES: dict[str, Promise] = {
    "physical": _("in person"),
    "digital": _("digital"),
    "both": _("in person or digital"),
}
GOAL_KINDS: dict[str, Promise] = {
    "overall": _("Overall goal"),
    "resource": _("Resource goal"),
    "process": _("Process goal"),
    "result_goal": _("Result goal"),
}
COSTS: dict[int, Promise] = {1: _("low"), 2: _("medium"), 3: _("high")}
REACHES: dict[str, Promise] = {
    "youth": _("young people"),
    "low_engagement": _("groups that are seldom heard"),
    "language_barriers": _("people who speak another language"),
}


@dataclass(frozen=True)
class Level:
    """A step of the ladder of participation (Delaktighetstrappan): how much influence residents get.

    ``promise`` is the default wording of what participants are promised; a case makes it its own.
    """

    key: str
    name: str
    residents_get_to: str
    characteristics: str
    meaning: str
    promise: str
    example_methods: tuple[str, ...]
    hyphenated: str = ""

    @property
    def rung(self) -> str:
        """The name as it fits on a narrow rung: with a soft hyphen where it is long."""
        return self.hyphenated or self.name


@dataclass(frozen=True)
class Priority:
    """A field of the target-group matrix: how affected and how engaged a group is, and how to meet it."""

    number: int
    affected: str
    engagement: str
    name: str
    advice: str
    text: str


@dataclass(frozen=True)
class OverallPurpose:
    """One of the three purposes that dialogues in the municipality serve."""

    key: str
    text: str


@dataclass(frozen=True)
class GoalExample:
    """A goal that others have set, with indicator and data collection, to rewrite as one's own."""

    kind: str
    goal: str
    indicator: str
    data_collection: str
    measure: str
    unit: str

    @property
    def kind_name(self) -> Promise:
        """The type of the goal."""
        return GOAL_KINDS[self.kind]


@dataclass(frozen=True)
class Method:
    """A method of the catalogue.

    ``levels`` are those that it fits, ``quadrants`` the priorities that it reaches. A ``tool`` supports other methods;
    no target group is reached by it.
    """

    slug: str
    name: str
    what: str
    levels: tuple[str, ...]
    group: tuple[int, int]
    duration: str
    weeks: int
    cost: int
    mode: str
    quadrants: tuple[int, ...]
    reaches: tuple[str, ...]
    good_for: str
    strengths: str
    pitfalls: str
    group_unit: str = "deltagare"
    tool: bool = False

    def fits(self, level: str) -> bool:
        """Say whether the method suits a level; a tool goes with any."""
        return self.tool or level in self.levels

    @property
    def size(self) -> str:
        """How many usually take part: «6–12 deltagare»."""
        least, most = (number_format(number, force_grouping=True) for number in self.group)
        return f"{least}–{most} {self.group_unit}"

    @property
    def lead_time(self) -> str:
        """How long before the first meeting planning must begin: «4 weeks»."""
        return ngettext("%(weeks)d week", "%(weeks)d weeks", self.weeks) % {"weeks": self.weeks}

    @property
    def level_names(self) -> list[str]:
        """The levels that it fits, by name, from the foot of the ladder."""
        return [level.name for key, level in levels().items() if key in self.levels]

    @property
    def mode_name(self) -> Promise:
        """Where people meet."""
        return MODES[self.mode]

    @property
    def cost_name(self) -> Promise:
        """What it costs, compared with the other methods."""
        return COSTS[self.cost]

    @property
    def reach_names(self) -> list[Promise]:
        """Groups that it reaches well."""
        return [REACHES[key] for key in self.reaches]


T = TypeVar("T")


def _read(file: str) -> dict[str, Any]:
    return tomllib.loads((DATA / file).read_text(encoding="utf-8"))


def _rows(kind: type[T], rows: list[dict[str, Any]], language: str = "sv") -> list[T]:
    """Make a frozen object of each row, in a language as far as its words stand there.

    Raises TypeError where a row lacks a field or has an unknown one.
    """
    found = []
    for row in rows:
        words = {key: value for key, value in row.items() if not isinstance(value, dict)} | row.get(language, {})
        found.append(kind(**{key: tuple(value) if isinstance(value, list) else value for key, value in words.items()}))
    return found


def _language() -> str:
    """Return the language that somebody reads, without its country."""
    return (get_language() or settings.LANGUAGE_CODE).partition("-")[0]


def levels() -> Mapping[str, Level]:
    """Return the levels of influence by key, the lowest first."""
    return _levels(_language())


@cache
def _levels(language: str) -> Mapping[str, Level]:
    rows = _rows(Level, _read("levels.toml")["level"], language)
    return MappingProxyType({level.key: level for level in rows})


def priorities() -> Mapping[int, Priority]:
    """Return the priorities of the target-group matrix by number."""
    return _priorities(_language())


@cache
def _priorities(language: str) -> Mapping[int, Priority]:
    rows = _rows(Priority, _read("priorities.toml")["priority"], language)
    return MappingProxyType({priority.number: priority for priority in rows})


def priority_of(affected: str, engagement: str) -> int:
    """Return the priority of a group that is ``high`` or ``low`` affected and engaged.

    Raises KeyError for other words.
    """
    return {(priority.affected, priority.engagement): priority.number for priority in priorities().values()}[
        affected, engagement
    ]


def overall_purposes() -> Mapping[str, OverallPurpose]:
    """Return the three overall purposes by key."""
    return _overall_purposes(_language())


@cache
def _overall_purposes(language: str) -> Mapping[str, OverallPurpose]:
    rows = _rows(OverallPurpose, _read("purposes.toml")["purpose"], language)
    return MappingProxyType({purpose.key: purpose for purpose in rows})


def agenda_goals() -> Mapping[int, str]:
    """Return the names of the goals of Agenda 2030 by number."""
    return _agenda_goals(_language())


@cache
def _agenda_goals(language: str) -> Mapping[int, str]:
    found = _read("agenda_2030.toml")
    return MappingProxyType(dict(enumerate(found.get(language, found)["goals"], start=1)))


def goal_examples() -> tuple[GoalExample, ...]:
    """Return the examples of goals, by type in the order of the handbook."""
    return _goal_examples(_language())


@cache
def _goal_examples(language: str) -> tuple[GoalExample, ...]:
    return tuple(_rows(GoalExample, _read("goal_examples.toml")["example"], language))


def methods() -> Mapping[str, Method]:
    """Return the method catalogue by slug, tools last."""
    return _methods(_language())


@cache
def _methods(language: str) -> Mapping[str, Method]:
    found = _rows(Method, _read("methods.toml")["method"], language)
    return MappingProxyType({method.slug: method for method in found})
