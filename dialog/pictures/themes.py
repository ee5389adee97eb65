"""Themes by weight: how many contributions are about each."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialog.pictures.canvas import PAPER, WIDTH, Canvas, Palette, wrap
from dialog.pictures.participants import say_count
from dialog.pictures.picture import Picture

LEFT, RIGHT = 200, 60
SIZE, LEADING = 12.5, 15


@dataclass(frozen=True)
class Theme:
    """What contributions are about, what it stands for, how many of them belong to it, and how many repeat another."""

    name: str
    count: int
    stands_for: str = ""
    duplicates: int = 0

    @property
    def said(self) -> str:
        """The number, and how many of them are duplicates: «12 · 2 duplicates»."""
        if not self.duplicates:
            return say_count(self.count)
        words = ngettext("%(n)d duplicate", "%(n)d duplicates", self.duplicates) % {"n": self.duplicates}
        return f"{say_count(self.count)} · {words}"


def themes(found: Sequence[Theme], *, title: str = "", palette: Palette = PAPER) -> Picture:
    """Draw the themes as bars, the heaviest first and in full colour (all that are equally heavy)."""
    found = sorted(found, key=lambda theme: -theme.count)
    canvas = Canvas(palette)
    most = max((theme.count for theme in found), default=0)
    scale = (WIDTH - LEFT - 12 - RIGHT) / (most or 1)
    y = 4.0
    for theme in found:
        heaviest = theme.count == most
        names = wrap(theme.name, LEFT - 4, SIZE, bold=heaviest)
        tall = max(LEADING * len(names) + 6, 28)
        middle = y + tall / 2
        canvas.lines(
            LEFT,
            middle + 4 - LEADING * (len(names) - 1) / 2,
            names,
            leading=LEADING,
            size=SIZE,
            weight=600 if heaviest else 400,
            anchor="end",
        )
        canvas.rect(LEFT + 12, middle - 9, theme.count * scale, 18, fill="accent", faint=not heaviest)
        canvas.text(LEFT + 19 + theme.count * scale, middle + 4.5, say_count(theme.count), size=SIZE, weight=700)
        y += tall
    canvas.stroke(f"M{LEFT + 12} 2V{y + 2:g}", "ink")
    said = ", ".join(f"{theme.name} {theme.said}" for theme in found)
    alternative = _("Bar chart of the number of contributions by theme: %(themes)s.") % {"themes": said}
    explained = any(theme.stands_for for theme in found)
    return Picture(
        svg=canvas.svg(y + 4, alternative),
        title=title or _("Number of contributions by theme"),
        alternative=alternative,
        head=(_("Theme"), _("Contributions"), *([_("Represents")] if explained else [])),
        rows=tuple((theme.name, theme.said, *([theme.stands_for] if explained else [])) for theme in found),
        numeric=(1,),
    )
