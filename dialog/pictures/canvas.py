"""What pictures are drawn on: shapes with colours by what they mean, and text that knows how wide it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from dialog.look import accent

WIDTH = 648  # of every picture, in units
UNITS = 4  # of a picture to a millimetre on paper
FONTS = "Source Sans 3, Source Sans 3 Extended, Noto Sans, DejaVu Sans, sans-serif"

# How wide a character of Source Sans 3 is, in hundredths of its size; what is not named is as wide as an «o».
_WIDTHS = {
    20: " ",
    25: "\"',.:;ij|’·Il",
    29: "!()[]f{}-",
    34: "rt°/\\",
    42: "*?sz”x",
    46: "cvyJLY–",
    50: "$+0123456789<=>F^_aegkåäé§",
    57: "PRbdpqBCK",
    65: "DGNUÜHOQÖØ",
    72: "Mw",
    80: "WæÆ—%m@",
    94: "…",
}
_WIDTH_OF = {character: width for width, characters in _WIDTHS.items() for character in characters}
_USUAL = 54
_BOLD = 1.05  # how much wider the heavier weights are


@dataclass(frozen=True)
class Palette:
    """The colours of a picture by what they mean, as they are on paper; a page replaces them (``pictures.css``)."""

    accent: str = "#14506b"
    accent_ink: str = "#ffffff"
    accent_soft: str = "#e3eef3"
    ink: str = "#1d2329"
    soft: str = "#56606b"
    line: str = "#cfccc3"
    card: str = "#ffffff"
    plan: str = "#1f5f8b"
    do: str = "#1d6b4f"
    follow: str = "#6b3f7a"
    done: str = "#1d6b4f"
    back: str = "#9b1c31"
    more: tuple[tuple[str, str], ...] = ()  # further names with their colours

    @classmethod
    def of(cls, colour: str) -> Palette:
        """Return the palette with a municipality's colour (``#rrggbb``) as its accent."""
        light = accent.properties(colour)["light"]
        return cls(
            accent=light["--accent"],
            accent_ink=light["--accent-ink"],
            accent_soft=light["--accent-soft"],
        )

    def colour(self, name: str) -> str:
        """Return the colour of that name. Raises AttributeError where there is none."""
        return dict(self.more).get(name) or str(getattr(self, name))


PAPER = Palette()


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return about how wide a line of text is, in units."""
    return sum(_WIDTH_OF.get(character, _USUAL) for character in text) * size / 100 * (_BOLD if bold else 1)


def wrap(text: str, width: float, size: float, *, bold: bool = False, most: int = 0) -> list[str]:
    """Break a text into lines of at most that width; a word that is wider is broken too.

    ``most`` lines at most are given, the last one with an ellipsis: the whole text stands in the picture's table.
    """
    lines: list[str] = []
    line = ""
    for word in text.split():
        while width_of(word, size, bold=bold) > width:
            fits = _fitting(word, width - width_of("-", size), size, bold)
            lines += [*([line] if line else []), f"{word[:fits]}-"]
            line, word = "", word[fits:]
        longer = f"{line} {word}" if line else word
        if width_of(longer, size, bold=bold) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    lines += [line] if line else []
    if most and len(lines) > most:
        last = lines[most - 1]
        while last and width_of(f"{last}…", size, bold=bold) > width:
            last = last[:-1]
        return [*lines[: most - 1], f"{last.rstrip(' ,.;:')}…"]
    return lines


def _fitting(word: str, width: float, size: float, bold: bool) -> int:
    """How many characters of a word fit on a line; at least two, so that it comes to an end."""
    count = len(word)
    while count > 2 and width_of(word[:count], size, bold=bold) > width:
        count -= 1
    return count


class Canvas:
    """A picture under way. Shapes are painted in the order in which they are added."""

    def __init__(self, palette: Palette = PAPER) -> None:
        self.palette = palette
        self._parts: list[str] = []

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = "card",
        stroke: str = "",
        thick: float = 1.2,
        r: float = 0,
        faint: bool = False,
    ) -> None:
        """Add a box; ``fill`` and ``stroke`` are names of the palette, ``faint`` lets the ground through."""
        self._add(
            "rect",
            self._paint(fill, stroke),
            x=x,
            y=y,
            width=max(width, 0),
            height=height,
            rx=r or None,
            stroke_width=thick if stroke else None,
            fill_opacity=0.6 if faint else None,
        )

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 12.5,
        weight: int = 400,
        fill: str = "ink",
        anchor: str = "start",
        turned: float = 0,
    ) -> None:
        """Add a line of text; ``y`` is its baseline, ``anchor`` which end of it stands at ``x``."""
        self._add(
            "text",
            self._paint(fill),
            escaped=str(conditional_escape(text)),
            x=x,
            y=y,
            font_size=size,
            font_weight=weight,
            text_anchor=anchor if anchor != "start" else None,
            transform=f"rotate({_number(turned)} {_number(x)} {_number(y)})" if turned else None,
        )

    def lines(self, x: float, y: float, lines: Iterable[str], *, leading: float = 15, **style: Any) -> float:
        """Add lines of text under each other; return where the next one would stand."""
        for line in lines:
            self.text(x, y, line, **style)
            y += leading
        return y

    def stroke(self, path: str, colour: str = "line", thick: float = 1) -> None:
        """Add a line along a path."""
        self._add(
            "path",
            f'fill="none" {self._paint("", colour)}',
            d=path,
            stroke_width=thick,
            stroke_linecap="round",
            stroke_linejoin="round",
        )

    def dot(self, x: float, y: float, r: float, *, fill: str = "accent", stroke: str = "", thick: float = 1.6) -> None:
        """Add a circle."""
        self._add("circle", self._paint(fill, stroke), cx=x, cy=y, r=r, stroke_width=thick if stroke else None)

    def sign(self, x: float, y: float, kind: str) -> None:
        """Add a small sign with its middle there: ``done``, ``half``, ``empty``, ``no`` or ``waits``."""
        if kind == "done":
            self.dot(x, y, 7.5, fill="done")
            self.stroke(f"M{_number(x - 3.6)} {_number(y + 0.2)}l2.6 2.7 4.8-5.4", "card", 2)
            return
        tone = "back" if kind == "no" else "soft"
        self.dot(x, y, 6.7, fill="card", stroke=tone)
        if kind == "half":
            self._add("path", self._paint("soft"), d=f"M{_number(x)} {_number(y - 6.7)}a6.7 6.7 0 0 1 0 13.4z")
        elif kind == "no":
            self.stroke(f"M{_number(x - 2.5)} {_number(y - 2.5)}l5 5m0-5l-5 5", tone, 1.8)
        elif kind == "waits":
            self.stroke(f"M{_number(x)} {_number(y - 3.6)}v3.8l2.5 1.5", tone, 1.6)

    def svg(self, height: float, alternative: str) -> SafeString:
        """The finished drawing, with what it shows as its title."""
        return format_html(
            '<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {} {}" width="{}mm" height="{}mm"'
            ' font-family="{}"><title>{}</title>{}</svg>',
            WIDTH,
            _number(height),
            _number(WIDTH / UNITS),
            _number(height / UNITS),
            FONTS,
            alternative,
            SafeString("".join(self._parts)),
        )

    def _paint(self, fill: str, stroke: str = "") -> str:
        used = [(way, name) for way, name in (("fill", fill), ("stroke", stroke)) if name]
        classes = " ".join(f"{way}-{name}" for way, name in used).replace("_", "-")
        colours = [f'{way}="{self.palette.colour(name)}"' for way, name in used]
        return f'class="{classes}" {" ".join(colours)}'

    def _add(self, name: str, paint: str, *, escaped: str = "", **attributes: float | str | None) -> None:
        said = " ".join(
            f'{key.replace("_", "-")}="{_number(value) if isinstance(value, int | float) else value}"'
            for key, value in attributes.items()
            if value is not None
        )
        self._parts.append(f"<{name} {paint} {said}>{escaped}</{name}>" if escaped else f"<{name} {paint} {said}/>")


def _number(value: float) -> str:
    return f"{round(value, 1):g}"
