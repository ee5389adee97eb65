"""The case on a line of time: bands for its phases, dots for what happened and is planned, and the same as a list.

Everything stands in per cent of the width, so that the picture follows the page and its words keep their size.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialog.process.access import Access
from dialog.process.front import Moment, moments
from dialog.process.phases import process
from dialog.process.spans import Span, spans

FIRST, WIDE = 4.0, 92.0  # where the first day stands, and how wide the time is to the last one
MONTHS_NAMED, FEWER_NAMED = 10, 7  # so many at most; of a longer time fewer, for their years take room
LONGEST = 26  # letters of a label
SMALL = 4  # letters of a word that no label ends with where it is cut: «med», «till»
LETTER, LETTER_ON_PHONE = 0.95, 2.3  # about how wide a letter is, of the whole width
EDGE = 14.0  # nearer to the edge than this a label is not centred
GAP = 2.0


@dataclass(frozen=True)
class Mark:
    """A text on the line, or a tick: where it stands, and whether a phone has no room for its words (``opt``)."""

    x: str
    words: str = ""
    opt: bool = False
    anchor: str = ""
    colour: str = ""


@dataclass(frozen=True)
class Band:
    """A stretch of a phase."""

    x: str
    width: str
    colour: str
    lies_ahead: bool


@dataclass(frozen=True)
class Dot:
    """Something that happened on a day, or is planned for it."""

    x: str
    lies_ahead: bool


class Room:
    """The room that labels take on a line, on a wide page and on a phone: what would stand on another has none."""

    def __init__(self) -> None:
        self.taken: list[tuple[float, float]] = []
        self.taken_on_phone: list[tuple[float, float]] = []

    def take(self, x: float, words: str, anchor: str) -> tuple[bool, bool]:
        """Take the room of a label. Return whether it has any, and whether it has on a phone."""
        has_room = self._take(self.taken, x, len(words) * LETTER, anchor)
        return has_room, has_room and self._take(self.taken_on_phone, x, len(words) * LETTER_ON_PHONE, anchor)

    @staticmethod
    def _take(taken: list[tuple[float, float]], x: float, wide: float, anchor: str) -> bool:
        start = {"end": x - wide, "middle": x - wide / 2}.get(anchor, x)
        end = start + wide
        if start < -GAP or end > 100 + GAP or any(start < other[1] + GAP and other[0] < end + GAP for other in taken):
            return False
        taken.append((start, end))
        return True


class Strip:
    """The line of a case's time, from when it was begun, or first decided on, to the last day that is known."""

    def __init__(self, access: Access) -> None:
        self.access, self.case, self.today = access, access.case, access.today

    @cached_property
    def begun(self) -> dt.date:
        """When the case was begun, or before, where something was decided or held then."""
        return min([localdate(self.case.created_at), *(moment.day for moment in self.told if not moment.lies_ahead)])

    @cached_property
    def told(self) -> list[Moment]:
        """What phases and the case itself tell, in order of time."""
        return sorted(moments.of(self.access), key=lambda moment: moment.day)

    @cached_property
    def spans(self) -> list[Span]:
        """The stretches of the phases."""
        left = {
            phase.key: localdate(record.in_force_at)
            for phase in process.phases
            if phase.gate and (record := self.access.record(phase.gate.key)) and record.done and record.in_force_at
        }
        return spans(self.case, left, self.today, begun=self.begun)

    @property
    def is_shown(self) -> bool:
        """Whether there is something to draw: something was held or decided, or a day lies ahead; where residents are
        informed instead, only of a dialogue that was held.
        """
        if self.access.is_on_information_track and not self.access.was_held:
            return False
        return any(moment.has_dot for moment in self.told) or any(span.lies_ahead for span in self.spans)

    @cached_property
    def last(self) -> dt.date:
        """The last day that is known."""
        ends = [moment.last_day or moment.day for moment in self.told]
        return max([self.today, *ends, *(span.end for span in self.spans)])

    def _at(self, day: dt.date) -> float:
        return FIRST + WIDE * (day - self.begun).days / max(1, (self.last - self.begun).days)

    @property
    def now(self) -> Mark:
        """Today."""
        x = self._at(self.today)
        return Mark(_percent(x), anchor="end" if x > 100 - EDGE else "start")

    @property
    def bands(self) -> list[Band]:
        """The phases, each as it went and as it is planned."""
        return [
            Band(
                _percent(self._at(span.start)),
                _percent(max(0.6, self._at(span.end) - self._at(span.start) - 0.4)),
                span.colour,
                span.lies_ahead,
            )
            for span in self.spans
        ]

    @property
    def phases(self) -> list[Mark]:
        """The name of each phase where it begins; of two that would stand on each other, that of the longer."""
        first: dict[str, Span] = {}
        days: dict[str, int] = {}
        for span in self.spans:
            first.setdefault(span.phase, span)
            days[span.phase] = days.get(span.phase, 0) + (span.end - span.start).days
        room, given = Room(), dict[str, Mark]()
        for key in sorted(first, key=lambda one: -days[one]):
            if phase := process.phase(key):
                x, words = self._at(first[key].start), str(phase.title)
                has_room, on_phone = room.take(x, words, "start")
                if has_room:
                    given[key] = Mark(_percent(x), words, opt=not on_phone, colour=first[key].colour)
        return [given[key] for key in first if key in given]

    @property
    def dots(self) -> list[Dot]:
        """What happened on a day, and what is planned for one."""
        return [Dot(_percent(self._at(moment.day)), moment.lies_ahead) for moment in self.told if moment.has_dot]

    @property
    def labels(self) -> list[Mark]:
        """Words on what is next, on the planned decision, and on what was last: as many as there is room for."""
        named = [moment for moment in self.told if moment.short]
        ahead = [moment for moment in named if moment.lies_ahead]
        been = [moment for moment in named if not moment.lies_ahead]
        found, room = [], Room()
        for moment in [*ahead[:1], *been[-1:], *ahead[-1:], *reversed(been[:-1])]:
            x, words = self._at(moment.day), _shortened(moment.short)
            anchor = self._anchor(x, len(words) * LETTER)
            has_room, on_phone = room.take(x, words, anchor)
            if has_room:
                found.append(Mark(_percent(x), words, opt=not on_phone, anchor=anchor))
        return found

    def _anchor(self, x: float, wide: float) -> str:
        """Return how a label stands to its dot: before or behind it where it would else cross the edge, or today."""
        now = self._at(self.today)
        if x < EDGE or (now <= x < now + wide / 2 and x < 100 - wide):
            return "start"
        return "end" if x > 100 - EDGE or now - wide / 2 < x < now else "middle"

    @property
    def months(self) -> list[Mark]:
        """The months, as many of them named as there is room for; the year where it is another one."""
        firsts = list(_firsts(self.begun, self.last))
        every = -(-len(firsts) // FEWER_NAMED) if len(firsts) > MONTHS_NAMED else 1
        found, year = [], self.today.year
        for number, day in enumerate(firsts):
            words = ""
            if number % every == 0:
                words = date_format(day, "N").lower().removesuffix(".")
                words, year = (words, year) if day.year == year else (f"{words} {day.year}", day.year)
            found.append(Mark(_percent(self._at(day)), words, opt=number // every % 2 == 1))
        return found

    @property
    def lines(self) -> list[Moment]:
        """The same as a list: what happened, today, what is planned."""
        now = Moment(self.today, self._where(), has_dot=False)
        before = [moment for moment in self.told if moment.day <= self.today and not moment.lies_ahead]
        after = [moment for moment in self.told if moment not in before]
        return [Moment(self.begun, _("The case started")), *before, *([] if self.case.closed_at else [now]), *after]

    def _where(self) -> str:
        """The phase in which the case is today."""
        phase = process.phase(self.case.phase)
        return str(phase.title) if phase else _("Information instead")

    @property
    def presses(self) -> str:
        """Which time presses: the days that are left to what is next and has to be ready; empty where nothing is."""
        for moment in self.told:
            days = (moment.day - self.today).days
            if moment.counted_to and days > 0:
                said = ngettext("%(n)s day until %(what)s.", "%(n)s days until %(what)s.", days)
                return said % {"n": days, "what": moment.counted_to}
        return ""

    @property
    def description(self) -> str:
        """The picture in words, for who does not see it."""
        return _("Timeline of %(case)s") % {"case": self.case.name}


def _shortened(words: str) -> str:
    """Return a label as there is room for it: broken between words, and not behind a small one."""
    if len(words) <= LONGEST:
        return words
    whole = words[:LONGEST].split(" ")[:-1]
    while len(whole) > 1 and len(whole[-1]) <= SMALL:
        whole.pop()
    return f"{' '.join(whole)}…" if whole else Truncator(words).chars(LONGEST)


def _percent(x: float) -> str:
    return f"{min(100.0, max(0.0, x)):.1f}%"


def _firsts(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Yield the first day of each month that begins between two days."""
    day = (first.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    while day <= last:
        yield day
        day = (day + dt.timedelta(days=32)).replace(day=1)
