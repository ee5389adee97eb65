"""Participants against those aimed for, by target group."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dialog.pictures.canvas import PAPER, WIDTH, Canvas, Palette, wrap
from dialog.pictures.picture import NOTHING, Picture

LEFT, RIGHT = 220, 60  # room for the groups' names, and for the numbers behind the bars
SIZE, LEADING = 12.5, 15


@dataclass(frozen=True)
class Turnout:
    """How many of a group one wanted to reach, and how many took part; None where nobody aimed, or nobody counted."""

    name: str
    aimed: int | None
    reached: int | None

    @property
    def share(self) -> str:
        """How large a part of those aimed for was reached: «57 procent»; more than all of them is not measured."""
        if not self.aimed or self.reached is None:
            return NOTHING
        if self.reached > self.aimed:
            return _("over 100 per cent")
        return _("%(n)s per cent") % {"n": number_format(round(100 * self.reached / self.aimed))}


def participants(
    groups: Sequence[Turnout], *, everyone: Turnout | None = None, title: str = "", palette: Palette = PAPER
) -> Picture:
    """Draw each group's bar with what was aimed for beneath it; ``everyone`` ends the table, as groups may overlap."""
    canvas = Canvas(palette)
    longest = max((number or 0 for turnout in groups for number in (turnout.aimed, turnout.reached)), default=0) or 1
    scale = (WIDTH - LEFT - 12 - RIGHT) / longest
    _legend(canvas)
    y = 28.0
    for turnout in groups:
        names = wrap(turnout.name, LEFT - 4, SIZE)
        tall = max(LEADING * len(names) + 8, 32)
        middle = y + tall / 2
        canvas.lines(LEFT, middle + 4 - LEADING * (len(names) - 1) / 2, names, leading=LEADING, size=SIZE, anchor="end")
        _bars(canvas, turnout, middle, scale)
        y += tall
    canvas.stroke(f"M{LEFT + 12} 24V{y + 2:g}", "ink")
    alternative = _alternative(groups)
    rows = [*groups, *([everyone] if everyone else [])]
    return Picture(
        svg=canvas.svg(y + 4, alternative),
        title=title or _("Participants by target group: those we wanted to reach and those we reached"),
        alternative=alternative,
        head=(_("Target group"), _("Wanted to reach"), pgettext("participants", "Reached"), _("Share")),
        rows=tuple(
            (turnout.name, say_count(turnout.aimed), say_count(turnout.reached), turnout.share) for turnout in rows
        ),
        numeric=(1, 2, 3),
    )


def say_count(number: int | None) -> str:
    """Return a number as people write it; a dash where there is none."""
    return NOTHING if number is None else number_format(number, use_l10n=True, force_grouping=True)


def _legend(canvas: Canvas) -> None:
    canvas.rect(LEFT + 12, 3, 16, 9, fill="accent")
    canvas.text(LEFT + 34, 12, pgettext("participants", "Reached"), size=12, weight=600)
    canvas.rect(LEFT + 132, 3, 16, 9, stroke="soft")
    canvas.text(LEFT + 154, 12, _("Wanted to reach"), size=12, weight=600)


def _bars(canvas: Canvas, turnout: Turnout, middle: float, scale: float) -> None:
    start, top = LEFT + 12, middle - 11
    if turnout.reached is None:
        canvas.text(start + 6, top + 11, _("not counted"), size=11, fill="soft")
    else:
        end = start + turnout.reached * scale
        canvas.rect(start, top, turnout.reached * scale, 13, fill="accent")
        canvas.text(end + 6, top + 11, say_count(turnout.reached), size=SIZE, weight=700)
    if turnout.aimed is not None:
        end = start + turnout.aimed * scale
        canvas.rect(start, top + 14, turnout.aimed * scale, 7, stroke="soft", thick=1.1)
        canvas.text(end + 6, top + 21.5, say_count(turnout.aimed), size=11, fill="soft")


def _alternative(groups: Sequence[Turnout]) -> str:
    said = [
        _("%(group)s: %(reached)s out of %(aimed)s")
        % {
            "group": turnout.name,
            "reached": _("not counted") if turnout.reached is None else say_count(turnout.reached),
            "aimed": _("no figure") if turnout.aimed is None else say_count(turnout.aimed),
        }
        for turnout in groups
    ]
    return _(
        "Bar chart of participants by target group: how many we reached of those we wanted to reach. %(groups)s."
    ) % {"groups": "; ".join(said)}
