"""The target-group matrix: groups by how affected and how active they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from dialog.pictures.canvas import PAPER, WIDTH, Canvas, Palette, wrap
from dialog.pictures.picture import Picture

LEFT, GAP, PAD = 92, 10, 14  # room for the words at the left, between boxes, inside them
SIZE, LEADING, HEADING = 12.5, 16, 13.5
LEAST = 84  # height of a box with nothing in it


@dataclass(frozen=True)
class Quadrant:
    """A field of the matrix: the priority that its groups have, and their names.

    ``first`` marks the groups that come first: most affected and least heard.
    """

    title: str
    groups: tuple[str, ...] = ()
    advice: str = ""
    first: bool = False


def target_groups(
    quadrants: Sequence[Quadrant], *, unplaced: Sequence[str] = (), title: str = "", palette: Palette = PAPER
) -> Picture:
    """Draw the four fields in reading order: highly affected with low and with high activity, then little affected.

    ``unplaced`` are groups that have no field yet; they are named under the matrix.
    """
    canvas = Canvas(palette)
    width = (WIDTH - LEFT - GAP) / 2
    for column, words in enumerate((_("Low activity"), _("High activity"))):
        canvas.text(LEFT + column * (width + GAP) + 2, 16, words, size=SIZE, weight=600, fill="soft")
    y = 28.0
    for row, words in zip(_pairs(quadrants), (_("Highly affected"), _("Slightly affected")), strict=True):
        lines = [_lines(quadrant, width - 2 * PAD) for quadrant in row]
        tall = max(LEAST, *(44 + LEADING * sum(len(group) for group in groups) for groups in lines))
        said = wrap(words, LEFT - 12, SIZE, bold=True)
        canvas.lines(0, y + tall / 2 - 8 * (len(said) - 1) + 4, said, leading=16, size=SIZE, weight=600, fill="soft")
        for column, (quadrant, groups) in enumerate(zip(row, lines, strict=True)):
            _draw(canvas, quadrant, groups, LEFT + column * (width + GAP), y, width, tall)
        y += tall + GAP
    if unplaced:
        words = _("Not placed yet: %(groups)s") % {"groups": ", ".join(unplaced)}
        y = canvas.lines(LEFT + 2, y + 12, wrap(words, WIDTH - LEFT - 4, SIZE), leading=LEADING, size=SIZE, fill="soft")
    alternative = _alternative(quadrants, unplaced)
    return Picture(
        svg=canvas.svg(y - GAP + 2 if not unplaced else y - 4, alternative),
        title=title or _("Target groups by how affected and how active they are"),
        alternative=alternative,
        head=(_("Target group"), _("Affected"), _("Activity"), _("Priority")),
        rows=tuple(_rows(quadrants, unplaced)),
    )


def _pairs(quadrants: Sequence[Quadrant]) -> list[Sequence[Quadrant]]:
    return [quadrants[start:end] for start, end in pairwise(range(0, len(quadrants) + 1, 2))]


def _lines(quadrant: Quadrant, width: float) -> list[list[str]]:
    """The names of a field's groups, each in as many lines as it needs."""
    return [wrap(name, width - 12, SIZE) for name in quadrant.groups]


def _draw(
    canvas: Canvas, quadrant: Quadrant, groups: list[list[str]], x: float, y: float, width: float, tall: float
) -> None:
    canvas.rect(
        x,
        y,
        width - 2,
        tall,
        r=6,
        fill="accent_soft" if quadrant.first else "card",
        stroke="accent" if quadrant.first else "line",
        thick=2.2 if quadrant.first else 1.2,
    )
    canvas.text(x + PAD, y + 22, quadrant.title, size=HEADING, weight=700, fill="plan")
    line = y + 42
    for name in groups:
        canvas.dot(x + PAD + 3, line - 4, 2.6)
        line = canvas.lines(x + PAD + 12, line, name, leading=LEADING, size=SIZE)


def _alternative(quadrants: Sequence[Quadrant], unplaced: Sequence[str]) -> str:
    said = [
        _("%(field)s: %(groups)s.") % {"field": quadrant.title, "groups": _named(quadrant.groups)}
        for quadrant in quadrants
    ]
    if unplaced:
        said.append(_("Not placed yet: %(groups)s.") % {"groups": ", ".join(unplaced)})
    return " ".join([_("Matrix of the target groups."), *said])


def _named(groups: Sequence[str]) -> str:
    return ", ".join(groups) or _("none")


def _rows(quadrants: Sequence[Quadrant], unplaced: Sequence[str]) -> list[tuple[str, str, str, str]]:
    affected = (_("high"), _("high"), _("low"), _("low"))
    activity = (_("low"), _("high"), _("low"), _("high"))
    placed = [
        (group, affected[place], activity[place], quadrant.title)
        for place, quadrant in enumerate(quadrants)
        for group in quadrant.groups
    ]
    return [*placed, *((group, "", "", _("not placed yet")) for group in unplaced)]
