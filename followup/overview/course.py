"""What is stuck: the dialogues that go on, each over time, with how long it has waited under it."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from dialog.cases.listing import LONG, rests
from dialog.cases.names import names_in_list
from dialog.language.dates import say, say_date, say_period
from dialog.models import Case, Decision, GateConfirmation, Person, Record
from dialog.process.audiences import first_of
from dialog.process.phases import process
from dialog.process.spans import Span, days_left, spans
from dialog.process.wait_kinds import KINDS
from execution.models import Activity

MOST = 6  # lines, of the cases that have waited longest; a link leads to all of them
BACK, AHEAD = dt.timedelta(days=3 * 365), dt.timedelta(days=2 * 365)  # as far as the lines go at most


@dataclass(frozen=True)
class Band:
    """A stretch of a line, in per cent of its width, and its tone."""

    x: str
    width: str
    tone: str = ""
    lies_ahead: bool = False


@dataclass
class CaseLine:
    """A dialogue over time: its phases, when its body decided, how long it has waited for whom, and what comes next in
    words. Only a long wait is drawn (``waits_since``): amber everywhere would point at nothing.
    """

    case: Case
    spans: list[Span]
    decided: list[dt.date]
    waits_since: dt.date | None
    head: str
    more: str
    bands: list[Band] = field(default_factory=list)
    dots: list[str] = field(default_factory=list)
    wait: Band | None = None

    @property
    def alternative(self) -> str:
        """The picture in words: from when to when each phase goes, and when the body decided."""
        said = [_("%(phase)s %(days)s") % {"phase": _title(span), "days": _days(span)} for span in self.spans]
        if self.decided:
            days = ", ".join(say_date(day) for day in self.decided)
            said.append(_("committee decisions: %(days)s") % {"days": days})
        return f"{'; '.join(said)}."


def _title(span: Span) -> str:
    phase = process.phase(span.phase)
    title = str(phase.title) if phase else span.phase
    return _("%(phase)s, planned,") % {"phase": title} if span.lies_ahead else title


def _days(span: Span) -> str:
    return str(say_period(span.start, span.end))


@dataclass(frozen=True)
class Tick:
    """A line across the picture where a year or half of one begins; the year is written under its own."""

    x: str
    year: str = ""


class Course:
    """The dialogues that go on, those that have waited longest first. The number of queries does not grow with theirs."""

    def __init__(self, cases: QuerySet[Case], reader: Person, now: dt.datetime) -> None:
        self.now, self.today = now, localdate(now)
        shown = _longest_waiting(cases, now)
        self.lines = list(_lines(shown, names_in_list(shown, reader, now), now))
        self._draw()

    def _draw(self) -> None:
        """Lay the lines out on one scale of days: from the first that any begins to the last that any is planned to."""
        days = [day for line in self.lines for span in line.spans for day in (span.start, span.end)] or [self.today]
        first = max(min(days), self.today - BACK)
        self.first = first.replace(month=1 if first.month < 7 else 7, day=1)
        self.last = max(min(max(days), self.today + AHEAD), self.today) + dt.timedelta(days=30)
        self.now_at = self._at(self.today)
        for line in self.lines:
            line.bands = [
                self._band(span.start, span.end, span.colour, lies_ahead=span.lies_ahead)
                for span in line.spans
                if span.end > self.first and span.start < self.last
            ]
            line.dots = [self._at(day) for day in line.decided if self.first <= day <= self.last]
            if line.waits_since:
                line.wait = self._band(line.waits_since, self.today, least=0.8)

    @property
    def ticks(self) -> list[Tick]:
        """The beginnings of years, and of their halves while there are few."""
        years = range(self.first.year, self.last.year + 1)
        found = [Tick(self._at(dt.date(year, 1, 1)), str(year)) for year in years if dt.date(year, 1, 1) >= self.first]
        halves = [dt.date(year, 7, 1) for year in years]
        found += [Tick(self._at(day)) for day in halves if self.first <= day <= self.last]
        return [tick for tick in found if float(tick.x.rstrip("%")) <= 97]

    def _at(self, day: dt.date) -> str:
        return f"{self._place(day):.2f}%"

    def _place(self, day: dt.date) -> float:
        part = (day - self.first).days / ((self.last - self.first).days or 1)
        return 100 * min(1.0, max(0.0, part))

    def _band(
        self, start: dt.date, end: dt.date, tone: str = "", *, lies_ahead: bool = False, least: float = 0.3
    ) -> Band:
        x, to = self._place(start), self._place(end)
        width = max(to - x - 0.2, least)
        return Band(f"{max(0.0, min(x, to - width)):.2f}%", f"{width:.2f}%", tone, lies_ahead)


def _longest_waiting(cases: QuerySet[Case], now: dt.datetime) -> list[Case]:
    """Return those that have waited longest, then those that wait for nobody, and at last those that rest."""
    running = cases.filter(closed_at=None)
    waiting = list(running.filter(~rests(now), waits_since__lte=now).order_by("waits_since", "pk")[:MOST])
    if len(waiting) == MOST:
        return waiting
    others = running.filter(rests(now) | Q(waits_since=None) | Q(waits_since__gt=now))
    order = (F("paused_until").asc(nulls_first=True), F("decision_planned").asc(nulls_last=True), "pk")
    return waiting + list(others.order_by(*order)[: MOST - len(waiting)])


def _lines(cases: list[Case], names: dict[int, str], now: dt.datetime) -> Iterator[CaseLine]:
    """Yield a line for each case; ``names``: for whom each waits."""
    today, by = localdate(now), {case.pk: case for case in cases}
    gates = _by_case(GateConfirmation.objects.filter(case__in=by))
    decisions = _by_case(Decision.objects.filter(case__in=by, superseded_by=None, row=""))
    held, coming = _activities(list(by), today)
    postponed = {
        (record.case_id, record.step): record.postponed_to
        for record in Record.objects.filter(case__in=by, row="", postponed_to__isnull=False)
    }
    for case in cases:
        left = days_left(case, gates.get(case.pk, ()))
        if case.phase == process.phases[-1].key and case.pk in held:
            # Who carried a dialogue through may follow it up before the gate is confirmed.
            for phase in process.phases[1:-1]:
                left.setdefault(phase.key, held[case.pk])
        is_resting = bool(case.paused_until and case.paused_until > today)
        since = None if is_resting or not case.waits_since or case.waits_since > now else localdate(case.waits_since)
        whom = first_of(names.get(case.pk, ""))
        head, more = _says(case, since, whom, coming.get(case.pk), postponed.get((case.pk, case.waits_step)), today)
        is_long = since and case.waits_since and case.waits_since <= now - LONG
        days = sorted({decision.date for decision in decisions.get(case.pk, ())})
        begun = min([localdate(case.created_at), *days])
        drawn = spans(case, left, today, begun=begun)
        yield CaseLine(case, drawn, days, since if is_long else None, head, more)


def _by_case(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.case_id, []).append(row)
    return found


Coming = tuple[dt.date, str]


def _activities(cases: list[int], today: dt.date) -> tuple[dict[int, dt.date], dict[int, Coming]]:
    """Return the last day of the held activities of each case, and the next one that is planned, with its day."""
    held: dict[int, dt.date] = {}
    coming: dict[int, Coming] = {}
    rows = Activity.objects.filter(case__in=cases, dropped_because="", first_day__isnull=False).order_by("first_day")
    for case, status, first, last, title in rows.values_list("case", "status", "first_day", "last_day", "title"):
        if first is None:
            continue
        if status == Activity.Status.HELD:
            held[case] = max(held.get(case, first), last or first)
        elif status == Activity.Status.PLANNED and first >= today:
            coming.setdefault(case, (first, title))
    return held, coming


def _says(
    case: Case, since: dt.date | None, whom: str, coming: Coming | None, postponed_to: dt.date | None, today: dt.date
) -> tuple[str, str]:
    """Return what stands behind a line: that the case rests, how long it has waited for whom and for what, or what comes
    next.
    """
    if case.paused_until and case.paused_until > today:
        return _("paused"), _("until %(day)s") % {"day": say(case.paused_until)}
    if since:
        head = _waited((today - since).days, whom)
        return head, _("postponed to %(day)s") % {"day": say(postponed_to)} if postponed_to else _what(case)
    if coming:
        return coming[1] or _("activity"), str(say(coming[0]))
    if case.decision_planned and case.decision_planned >= today:
        return pgettext("what comes next", "decision"), str(say(case.decision_planned))
    phase = process.phase(case.phase)
    return str(phase.title) if phase else _("information"), _("no date set")


def _waited(days: int, whom: str) -> str:
    """Return how long a case has waited, and for whom where anybody is known."""
    if not whom:
        said = ngettext("waiting for %(n)d day", "waiting for %(n)d days", days)
        return said % {"n": days} if days else _("waiting since today")
    if not days:
        return _("waiting for %(who)s since today") % {"who": whom}
    said = ngettext("waiting %(n)d day for %(who)s", "waiting %(n)d days for %(who)s", days)
    return said % {"n": days, "who": whom}


def _what(case: Case) -> str:
    """Return what the oldest wait of a case is about: its sentence; where that names somebody, its step."""
    kind, step = KINDS.get(case.waits_kind), process.find(case.waits_step)
    sentence = str(kind.sentence) if kind else ""
    return str(step.title) if step and "%(" in sentence else sentence
