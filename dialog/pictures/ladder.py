"""The participation ladder (Delaktighetstrappan) with the level of a dialogue on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dialog.pictures.canvas import PAPER, WIDTH, Canvas, Palette, wrap
from dialog.pictures.picture import Picture

GAP, LOWEST, RISE = 14, 56, 22  # between rungs, height of the lowest, and how much higher the next one is
NAME, SMALL, LEADING = 13.5, 12, 15


@dataclass(frozen=True)
class Rung:
    """A level of influence: its name, and what residents get to do on it (``tycka``)."""

    name: str
    what: str


def ladder(
    rungs: Sequence[Rung], chosen: int | None = None, *, label: str = "", title: str = "", palette: Palette = PAPER
) -> Picture:
    """Draw the ladder from its foot; the rung at index ``chosen`` stands out under ``label`` ("Proposal")."""
    canvas = Canvas(palette)
    height = LOWEST + RISE * (len(rungs) - 1) + 6
    width = (WIDTH - 2 - GAP * (len(rungs) - 1)) / len(rungs)
    for number, rung in enumerate(rungs):
        _draw(canvas, rung, number, 1 + number * (width + GAP), width, height, label if number == chosen else None)
    names = ", ".join(rung.name for rung in rungs)
    alternative = _("The participation ladder: %(rungs)s.") % {"rungs": names}
    if chosen is not None:
        alternative += " " + _("%(label)s: %(name)s, residents get to %(what)s.") % {
            "label": label or _("Level"),
            "name": rungs[chosen].name,
            "what": rungs[chosen].what,
        }
    return Picture(
        svg=canvas.svg(height, alternative),
        title=title or _("The participation ladder"),
        alternative=alternative,
        head=(_("Level"), _("Residents get to"), _("In this dialogue")),
        rows=tuple(
            (rung.name, rung.what, (label or _("Yes")) if number == chosen else "") for number, rung in enumerate(rungs)
        ),
    )


def _draw(canvas: Canvas, rung: Rung, number: int, x: float, width: float, height: float, label: str | None) -> None:
    """Draw one rung; ``label`` is None where it is not the chosen one."""
    tall, chosen = LOWEST + RISE * number, label is not None
    y = height - 3 - tall
    canvas.rect(
        x,
        y,
        width,
        tall,
        r=5,
        fill="accent_soft" if chosen else "card",
        stroke="accent" if chosen else "line",
        thick=2.5 if chosen else 1.2,
    )
    canvas.rect(x, y, width, 6, fill="accent", faint=not chosen)
    what = wrap(_("get to %(what)s") % {"what": rung.what}, width - 20, SMALL)
    foot = height - 15 - LEADING * len(what)
    canvas.text(x + 10, foot, rung.name, size=NAME, weight=700 if chosen else 600)
    canvas.lines(x + 10, foot + LEADING + 2, what, leading=LEADING, size=SMALL, fill="soft")
    if label and foot - NAME > y + 26:
        canvas.text(x + 10, y + 24, label, size=SMALL, weight=700, fill="accent")
