"""The work from start to end: periods as bars over the months, and what happened on a day beneath them."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dialog.language.dates import say_period
from dialog.pictures.canvas import PAPER, WIDTH, Canvas, Palette, width_of
from dialog.pictures.picture import Picture

BAR, SIZE, SMALL, ROW = 24, 12, 11.5, 19


@dataclass(frozen=True)
class Period:
    """A stretch of the work: its name, from and to, both days included. ``tone`` is ``plan``, ``do`` or ``follow``."""

    name: str
    start: dt.date
    end: dt.date
    tone: str = "accent"


@dataclass(frozen=True)
class Moment:
    """Something that happened on a day, in a few words; or on several days, from the first ``until`` the last."""

    day: dt.date
    words: str
    until: dt.date | None = None


def timeline(
    periods: Sequence[Period], moments: Sequence[Moment], *, title: str = "", palette: Palette = PAPER
) -> Picture:
    """Draw the periods under each other over a scale of months, and the moments on lines of their own below.

    Raises ValueError where there is neither.
    """
    days = [day for span in periods for day in (span.start, span.end)]
    days += [day for moment in moments for day in (moment.day, moment.until or moment.day)]
    first, last = min(days).replace(day=1), _next_month(max(days))
    axis = _Axis(first, last)
    canvas = Canvas(palette)
    _months(canvas, axis)
    y = 28.0
    for period in periods:
        start, end = axis.x(period.start), axis.x(period.end)
        canvas.rect(start, y, max(end - start, 3), BAR - 5, fill=period.tone, r=3)
        _name(canvas, period, start, end, y + 14)
        y += BAR
    foot = _moments(canvas, sorted(moments, key=_middle), axis, y + 8)
    alternative = _alternative(periods, moments)
    return Picture(
        svg=canvas.svg(foot, alternative),
        title=title or _("The work from start to finish"),
        alternative=alternative,
        head=(_("What"), _("When")),
        rows=(
            *((period.name, _months_of(period)) for period in periods),
            *((moment.words, _days_of(moment)) for moment in moments),
        ),
    )


def _middle(moment: Moment) -> dt.date:
    """Return the day at which a moment is drawn."""
    return moment.day + ((moment.until or moment.day) - moment.day) / 2


@dataclass(frozen=True)
class _Axis:
    """The scale of days: from the first of a month to the first of another."""

    first: dt.date
    last: dt.date

    def x(self, day: dt.date) -> float:
        """Where a day stands."""
        return WIDTH * (day - self.first).days / (self.last - self.first).days

    def months(self) -> Iterator[dt.date]:
        """The first of every month on the scale."""
        day = self.first
        while day < self.last:
            yield day
            day = _next_month(day)


def _next_month(day: dt.date) -> dt.date:
    return (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def _month(day: dt.date) -> str:
    return date_format(day, "F Y").lower()


def _months_of(period: Period) -> str:
    return _from_to(_month(period.start), _month(period.end))


def _days_of(moment: Moment) -> str:
    return say_period(moment.day, moment.until)


def _from_to(first: str, last: str) -> str:
    return first if first == last else f"{first} – {last}"


def _months(canvas: Canvas, axis: _Axis) -> None:
    """Draw a tick a month, and name as many of them as there is room for."""
    months = list(axis.months())
    every = -(-len(months) // 5)
    year = 0
    for place, day in enumerate(months):
        canvas.stroke(f"M{axis.x(day):.1f} 18v6")
        if place % every == 0 and axis.x(day) < WIDTH - 70:
            words = _month(day) if day.year != year else date_format(day, "F").lower()
            canvas.text(axis.x(day), 12, words, size=SMALL, fill="soft")
            year = day.year


def _name(canvas: Canvas, period: Period, start: float, end: float, y: float) -> None:
    """Write a period's name in its bar; beside it where the bar is too short."""
    wide = width_of(period.name, SIZE, bold=True)
    if end - start > wide + 14:
        canvas.text(start + 8, y, period.name, size=SIZE, weight=600, fill="accent_ink")
    elif end + wide + 8 < WIDTH:
        canvas.text(end + 6, y, period.name, size=SIZE, weight=600)
    else:
        canvas.text(start - 6, y, period.name, size=SIZE, weight=600, anchor="end")


@dataclass(frozen=True)
class _Label:
    """Words on a line under the scale, from start to end, and where the line that leads down to them stands."""

    line: int
    start: float
    end: float
    x: float


def _moments(canvas: Canvas, moments: Sequence[Moment], axis: _Axis, y: float) -> float:
    """Write each moment on the highest line where it meets no other; return where the drawing ends.

    Words stand to the right of their day. Where some have no room there and all have it to the left, all stand to the
    left: then no line that leads down to a word passes through another.
    """
    if not moments:
        return y
    canvas.stroke(f"M0 {y:g}H{WIDTH}")
    spans = [(axis.x(_middle(moment)), width_of(moment.words, SMALL, bold=True) + 4) for moment in moments]
    leftward = any(x + wide >= WIDTH for x, wide in spans) and all(x >= wide for x, wide in spans)
    labels: list[_Label] = []
    for x, wide in spans if leftward else reversed(spans):
        start = x if x + wide < WIDTH and not leftward else max(x - wide, 0)
        labels.append(_free(labels, start, start + wide, x))
        canvas.stroke(f"M{x:.1f} {y:g}v{22 + labels[-1].line * ROW}", "soft")
        canvas.dot(x, y, 3, fill="ink")
    for moment, label in zip(moments if leftward else reversed(moments), labels, strict=True):
        foot, is_right = y + 20 + label.line * ROW, label.start == label.x
        clear = label.start + 2 if is_right else label.start
        canvas.rect(clear, foot - SMALL, label.end - label.start - 2, SMALL + 4, fill="card")
        ends: dict[str, Any] = {"x": label.x + 4} if is_right else {"x": label.end - 4, "anchor": "end"}
        canvas.text(y=foot, text=moment.words, size=SMALL, weight=600, **ends)
    return y + 28 + ROW * max(label.line for label in labels)


def _free(labels: Sequence[_Label], start: float, end: float, x: float) -> _Label:
    """Find the highest line on which the words meet no others, and no line that leads past them."""
    for line in range(len(labels)):
        meets = any(
            (other.line == line and start < other.end + 8 and other.start < end + 8)
            or (other.line > line and start - 4 < other.x < end + 4)
            or (other.line < line and other.start - 4 < x < other.end + 4)
            for other in labels
        )
        if not meets:
            return _Label(line, start, end, x)
    return _Label(max((label.line + 1 for label in labels), default=0), start, end, x)


def _alternative(periods: Sequence[Period], moments: Sequence[Moment]) -> str:
    said = [f"{period.name} {_months_of(period)}" for period in periods]
    said += [f"{moment.words} {_days_of(moment)}" for moment in moments]
    return _("Timeline: %(parts)s.") % {"parts": "; ".join(said)}
