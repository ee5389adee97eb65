"""How contributions stand to what each theme stands for: those against to the left, those for to the right."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialog.pictures.canvas import PAPER, WIDTH, Canvas, Palette, width_of, wrap
from dialog.pictures.participants import say_count
from dialog.pictures.picture import Picture

NAMES, SIZE, LEADING = 190, 12.5, 15
TOP, TALL, ROW = 22.0, 20, 34
# Fill and stroke.
FOR, NEITHER, UNSET = ("accent", ""), ("card", "soft"), ("accent_soft", "")
LEAST_AGAINST = 34  # room for a figure, also where nobody is against anything


@dataclass(frozen=True)
class Standing:
    """A theme with how many are for and against what it stands for, and how many are neither; the rest has said nothing."""

    name: str
    count: int
    supporting: int = 0
    opposing: int = 0
    neither: int = 0

    @property
    def unset(self) -> int:
        """Of how many nobody has said how they stand."""
        return self.count - self.supporting - self.opposing - self.neither


def stances(found: Sequence[Standing], *, title: str = "", palette: Palette = PAPER) -> Picture:
    """Draw the themes as bars on both sides of a line, the heaviest first; place, fill and figure tell the sides apart."""
    found = sorted(found, key=lambda one: -one.count)
    canvas = Canvas(palette)
    right = max((one.count - one.opposing for one in found), default=0) or 1
    left = max((one.opposing for one in found), default=0)
    room = WIDTH - NAMES - 16 - LEAST_AGAINST - 44
    scale = room / (right + left)
    axis = NAMES + 16 + LEAST_AGAINST + left * scale
    y = TOP
    for one in found:
        y = _draw(canvas, one, axis, y, scale)
    canvas.text(axis - 8, 13, _("against"), size=12, fill="soft", anchor="end")
    canvas.text(axis + 8, 13, _("for"), size=12, fill="soft")
    canvas.stroke(f"M{axis:g} {TOP - 2:g}V{y:g}", "ink", 1.5)
    _legend(canvas, y + 12, unset=any(one.unset for one in found))
    alternative = _("Contributions by theme, for and against: %(themes)s.") % {
        "themes": "; ".join(_in_words(one) for one in found)
    }
    return Picture(
        svg=canvas.svg(y + 30, alternative),
        title=title or _("Themes by weight, for and against"),
        alternative=alternative,
        head=(_("Theme"), _("Contributions"), _("For"), _("Against"), _("Neither"), _("Not said")),
        rows=tuple(
            (
                one.name,
                *(say_count(number) for number in (one.count, one.supporting, one.opposing, one.neither, one.unset)),
            )
            for one in found
        ),
        numeric=(1, 2, 3, 4, 5),
    )


def _draw(canvas: Canvas, one: Standing, axis: float, y: float, scale: float) -> float:
    """Draw a theme; return where the next one begins."""
    names = wrap(one.name, NAMES - 4, SIZE, bold=True, most=2)
    tall = max(LEADING * len(names) + 6, ROW)
    middle = y + tall / 2
    start = middle + 4 - LEADING * (len(names) - 1) / 2
    canvas.lines(NAMES, start, names, leading=LEADING, size=SIZE, weight=600, anchor="end")
    top = middle - TALL / 2
    if one.opposing:
        wide = one.opposing * scale
        canvas.rect(axis - wide, top, wide, TALL, fill="ink")
        canvas.text(axis - wide - 6, middle + 4.5, say_count(one.opposing), size=SIZE, weight=700, anchor="end")
    x = axis
    for number, style in (
        (one.supporting, FOR),
        (one.neither, NEITHER),
        (one.unset, UNSET),
    ):
        if number:
            x = _part(canvas, x, top, number, number * scale, style)
    canvas.text(x + 8, middle + 4.5, say_count(one.count), size=SIZE, fill="soft")
    return y + tall


def _part(canvas: Canvas, x: float, top: float, number: int, wide: float, style: tuple[str, str]) -> float:
    """Draw a part of a bar with its figure, where that has room; return where it ends."""
    fill, stroke = style
    inset = 1 if stroke else 0
    canvas.rect(x + inset, top + inset, wide - 2 * inset, TALL - 2 * inset, fill=fill, stroke=stroke)
    said = say_count(number)
    if width_of(said, SIZE, bold=True) + 6 < wide:
        on_accent = fill == "accent"
        canvas.text(
            x + wide / 2,
            top + TALL / 2 + 4.5,
            said,
            size=SIZE,
            weight=700 if on_accent else 400,
            fill="accent_ink" if on_accent else "ink",
            anchor="middle",
        )
    return x + wide


def _legend(canvas: Canvas, y: float, *, unset: bool) -> None:
    x = float(NAMES + 16)
    for words, (fill, stroke) in (
        (_("for what the theme stands for"), FOR),
        (_("against"), ("ink", "")),
        (_("neither"), NEITHER),
        *([(_("not said"), UNSET)] if unset else []),
    ):
        canvas.rect(x, y, 11, 11, fill=fill, stroke=stroke)
        canvas.text(x + 17, y + 10, words, size=12)
        x += 17 + width_of(words, 12) + 22


def _in_words(one: Standing) -> str:
    facts = {
        "name": one.name,
        "for": say_count(one.supporting),
        "against": say_count(one.opposing),
        "neither": say_count(one.neither),
    }
    words = _("%(name)s: %(for)s for, %(against)s against, %(neither)s neither") % facts
    if not one.unset:
        return words
    return f"{words}, " + ngettext("%(n)s not said", "%(n)s not said", one.unset) % {"n": say_count(one.unset)}
