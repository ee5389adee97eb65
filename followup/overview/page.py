"""The page of the overview: four figures, and the pictures that lead to cases."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialog import clock
from dialog.acts import words
from dialog.cases.listing import WAITS_LONG, waits_long
from dialog.language.letters import in_order
from dialog.language.sentences import all_of, in_letters
from dialog.language.shares import share_in_words
from dialog.models import Case, Person, house
from dialog.pictures import Turnout
from dialog.process.access import readable_cases
from dialog.process.phases import process
from execution.models import FeedbackRound
from followup.overview.course import Course
from followup.overview.kept import kept
from followup.overview.reach import Groups, Reach, groups_of
from followup.overview.tables import NONE, Counted, cases_address, facts_of, levels_of, phases
from followup.overview.times import Time, days_to_feedback
from handbook import catalogue
from planning.models import INFORMED

GOOD, POOR = 0.7, 0.5  # from which share on a group is reached, and below which it is not
REST = "rest"  # the tone of what is in no phase


def per_cent(part: float, whole: float) -> str:
    """Return a part of a width as SVG writes it."""
    return f"{100 * part / whole if whole else 0:.2f}%"


@dataclass(frozen=True)
class Segment:
    """A part of a bar: its cases, where they are listed, and where it stands in per cent of the width."""

    tone: str
    number: int
    says: str
    address: str
    x: str
    width: str
    middle: str
    is_wide: bool


@dataclass(frozen=True)
class Bar:
    """A body's cases by phase."""

    name: str
    number: int
    address: str
    segments: list[Segment]

    @property
    def says(self) -> str:
        """The whole bar in words."""
        return ", ".join(segment.says for segment in self.segments)


@dataclass(frozen=True)
class Key:
    """What a tone stands for, how many cases there are of it, and the list of them."""

    tone: str
    name: Any
    number: int
    address: str


@dataclass(frozen=True)
class Bullet:
    """What was reached beside what was aimed for: widths in per cent, and the share in words."""

    name: str
    turnout: Turnout
    address: str
    width: str
    aim: str
    groups: int = 0

    @property
    def share(self) -> str:
        """How large a part was reached, in words."""
        return said_share(self.turnout)

    @property
    def our_share(self) -> str:
        """The same, as those say it who reached them."""
        return said_share(self.turnout, by_us=True)


@dataclass(frozen=True)
class Level:
    """A level of influence, and how many dialogues have it."""

    name: str
    number: int
    address: str
    width: str


@dataclass(frozen=True)
class Late:
    """A case that has waited for long, and for how many days."""

    case: Case
    days: int


def said_share(turnout: Turnout, *, by_us: bool = False) -> str:
    """Return how many were reached of those aimed for, in words; empty where nobody aimed or counted."""
    if turnout.aimed and turnout.reached is not None and turnout.reached > turnout.aimed:
        return _("more than we wanted to reach") if by_us else _("more than you wanted to reach")
    return share_in_words(turnout.reached, turnout.aimed)


class Overview:
    """The numbers over all the cases that a person may read: for support all there are."""

    def __init__(self, person: Person, now: dt.datetime | None = None) -> None:
        self.person, self.cases = person, readable_cases(person)
        self.now = now or clock.now()

    @cached_property
    def _numbers(self) -> tuple[Any, Any, Any, Any]:
        """What is counted over all the cases: their facts, their levels, their groups, their days to an answer."""
        return kept("numbers", self.person, self._count)

    def _count(self) -> tuple[Any, Any, Any, Any]:
        days = [days_taken for _case, days_taken in days_to_feedback(self.cases)[FeedbackRound.To.PARTICIPANTS]]
        return facts_of(self.cases), levels_of(self.cases), groups_of(self.cases), sorted(days)

    @cached_property
    def counted(self) -> Counted:
        """The cases by body, level, phase and year."""
        facts, levels, _groups, _days = self._numbers
        return Counted(facts, levels)

    @property
    def year(self) -> int | None:
        """The year whose report she may read; None for whoever belongs to no part of the house."""
        today = localdate(self.now)
        return today.year if house.belongs(self.person, today) else None

    # Four figures

    @property
    def most_are_in(self) -> tuple[str, str]:
        """In which phase most of the dialogues that go on are, «åtta i Planera», and the list of them."""
        of_phase = {phase.key: self.counted.by_phase.get(phase.key, 0) for phase in process.phases}
        key = max(of_phase, key=lambda phase: of_phase[phase])
        if not of_phase[key]:
            return "", ""
        said = _("%(n)s in %(phase)s") % {"n": in_letters(of_phase[key]), "phase": words.phase_name(key)}
        return said, cases_address(phase=key)

    @cached_property
    def to_answer(self) -> Time:
        """How long it takes from idea to the first feedback to those who took part."""
        to = FeedbackRound.To.PARTICIPANTS
        return Time(to, to.label, self._numbers[3])

    @cached_property
    def late(self) -> list[Late]:
        """The two cases that have waited longest, of those that have waited long."""
        found = self.cases.filter(waits_long(self.now)).order_by("waits_since", "pk")[:2]
        today = localdate(self.now)
        return [Late(case, (today - localdate(case.waits_since)).days) for case in found if case.waits_since]

    @cached_property
    def late_count(self) -> int:
        """How many have waited long, whether they go on or are closed."""
        return self.cases.filter(waits_long(self.now)).count()

    @property
    def addresses(self) -> dict[str, str]:
        """Where the figures lead."""
        return {
            "running": cases_address(phase="running"),
            "late": cases_address(waits=WAITS_LONG),
            "groups": reverse("overview_groups"),
            "times": self.to_answer.address,
            "all": cases_address(),
        }

    # Where the dialogues are

    @cached_property
    def bars(self) -> list[Bar]:
        """A bar for each body, the longest first; all are drawn to one scale."""
        numbers, names = self.counted.by_body, self.counted.bodies
        longest = max((sum(of_one.values()) for of_one in numbers.values()), default=0)
        order = sorted(numbers, key=lambda body: (-sum(numbers[body].values()), in_order(str(names.get(body, "")))))
        return [_bar(body, str(names.get(body, "")), numbers[body], longest) for body in order]

    @cached_property
    def keys(self) -> list[Key]:
        """What the tones stand for."""
        by_phase = self.counted.by_phase
        found = [
            Key(phase.colour, phase.title, by_phase.get(phase.key, 0), cases_address(phase=phase.key))
            for phase in process.phases
        ]
        rest = sum(by_phase.get(key, 0) for key in words.PHASES)
        return [*found, Key(REST, _("Closed or information"), rest, cases_address(phase="ended"))]

    # What is stuck

    @cached_property
    def course(self) -> Course:
        """The dialogues that go on, over time."""
        return Course(self.cases, self.person, self.now)

    # Whom they reach

    @cached_property
    def groups(self) -> Groups:
        """The target groups of those cases."""
        return Groups(self._numbers[2])

    @cached_property
    def drawn(self) -> list[Reach]:
        """The priorities that a picture can show: somebody aimed for them, and not just for a few."""
        return drawn(self.groups.by_priority)

    @cached_property
    def bullets(self) -> list[Bullet]:
        """What was reached of what was aimed for, by priority."""
        return bullets(self.drawn)

    @property
    def reached_in_words(self) -> str:
        """Which priorities are reached, and which are not: «Prioritet 1 nås, prioritet 3 inte.»"""
        return words_of_reach(self.drawn)

    @property
    def reached_besides(self) -> list[tuple[str, str]]:
        """How many came of the other priorities, «Prioritet 4: två deltagare», and the list of their groups."""
        return [
            (
                _("%(name)s: %(came)s")
                % {
                    "name": reach.name,
                    "came": ngettext("%(n)s participant", "%(n)s participants", reach.turnout.reached)
                    % {"n": in_letters(reach.turnout.reached)},
                },
                reach.address,
            )
            for reach in self.groups.by_priority
            if reach not in self.drawn and reach.turnout.reached
        ]

    # How much residents may influence

    @cached_property
    def levels(self) -> list[Level]:
        """The levels from the lowest that residents influence anything at, with how many dialogues have each."""
        numbers = {key: sum(phases.values()) for key, phases in self.counted.by_level.items()}
        shown = {key: level.name for key, level in catalogue.levels().items() if key != INFORMED or numbers.get(key)}
        most = max((numbers.get(key, 0) for key in shown), default=0)
        return [
            Level(name, numbers.get(key, 0), cases_address(level=key), per_cent(numbers.get(key, 0), most))
            for key, name in shown.items()
        ]

    @property
    def levels_in_words(self) -> str:
        """How many dialogues have a decided level."""
        decided = sum(sum(phases.values()) for key, phases in self.counted.by_level.items() if key != NONE)
        words_of_it = ngettext("%(n)s has an agreed level.", "%(n)s have an agreed level.", decided)
        return (
            (words_of_it % {"n": in_letters(decided).capitalize()}) if decided else _("No level has been decided yet.")
        )


def _bar(body: int, name: str, numbers: dict[str, int], longest: int) -> Bar:
    """Return a body's bar: its phases in order, what is in none of them last."""
    parts = [(phase.colour, phase.key, str(phase.title), numbers.get(phase.key, 0)) for phase in process.phases]
    rest = sum(numbers.get(key, 0) for key in words.PHASES)
    segments, before = [], 0
    for tone, key, title, number in (*parts, (REST, "ended", _("closed or information"), rest)):
        if not number:
            continue
        says = _("%(n)d in %(phase)s") if key in phases() else _("%(n)d %(phase)s")
        segments.append(
            Segment(
                tone,
                number,
                says % {"n": number, "phase": title},
                cases_address(body=body, phase=key),
                per_cent(before, longest),
                f"{max(100 * number / longest - 0.5, 0.5):.2f}%",
                per_cent(before + number / 2, longest),
                number / longest > 0.02 * len(str(number)),
            )
        )
        before += number
    return Bar(name, sum(numbers.values()), cases_address(body=body), segments)


def _larger(reach: Reach) -> int:
    return max(reach.turnout.aimed or 0, reach.turnout.reached or 0)


def drawn(reaches: list[Reach]) -> list[Reach]:
    """Return those that a picture can show: somebody aimed for them, and not just for a few."""
    aimed = [reach for reach in reaches if reach.turnout.aimed]
    most = max(map(_larger, aimed), default=0)
    return [reach for reach in aimed if _larger(reach) * 100 >= most]


def words_of_reach(reaches: list[Reach], *, in_the_past: bool = False) -> str:
    """Return which priorities are reached, and which are not: «Prioritet 1 nås, prioritet 3 inte.»"""
    shares = [
        (reach.number, (reach.turnout.reached or 0) / reach.turnout.aimed)
        for reach in reaches
        if reach.turnout.aimed and reach.number
    ]
    good = all_of(number for number, share in shares if share >= GOOD)
    poor = all_of(number for number, share in shares if share < POOR)
    if good and poor:
        now, then = (
            _("Priority %(good)s is reached, priority %(poor)s is not."),
            _("Priority %(good)s was reached, priority %(poor)s was not."),
        )
    elif good:
        now, then = _("Priority %(good)s is reached."), _("Priority %(good)s was reached.")
    elif poor:
        now, then = _("Priority %(poor)s is not reached."), _("Priority %(poor)s was not reached.")
    else:
        return ""
    return (then if in_the_past else now) % {"good": good, "poor": poor}


def bullets(reaches: list[Reach]) -> list[Bullet]:
    """Return bullets on one scale, which goes a little further than the longest of them."""
    most = max(map(_larger, reaches), default=0) * 1.06
    return [
        Bullet(
            str(reach.name),
            reach.turnout,
            reach.address,
            per_cent(reach.turnout.reached or 0, most),
            per_cent(reach.turnout.aimed or 0, most),
            reach.groups,
        )
        for reach in reaches
    ]
