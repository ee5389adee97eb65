"""The participation ladder (Delaktighetstrappan) as a picture with one rung marked."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from reports.document import Figure, Municipality

UNITS = 4  # of the picture to a millimetre
WIDTH, GAP, LOWEST, RISE = 116, 16, 48, 17
LINE, CHARACTERS = 15, 17  # height of a line of small text, and how many characters fit on a rung


@dataclass(frozen=True)
class Rung:
    """A level of influence: its name, and what residents get to do on it (``tycka``)."""

    name: str
    what: str


def ladder(rungs: list[Rung], marked: int, *, label: str, title: str, municipality: Municipality) -> Figure:
    """The ladder with the rung at index ``marked`` in the municipality's colour under ``label`` ("Proposed level").

    The picture carries its own colours and sizes: the rules of the document's style sheet do not reach into it.
    """
    width = len(rungs) * (WIDTH + GAP) - GAP + 2
    height = LOWEST + RISE * (len(rungs) - 1) + 6
    drawn = [_drawn(rung, number, height, number == marked) for number, rung in enumerate(rungs)]
    alternative = _("The participation ladder: %(rungs)s. %(label)s: %(name)s, residents get to %(what)s.") % {
        "rungs": ", ".join(rung.name for rung in rungs),
        "label": label,
        "name": rungs[marked].name,
        "what": rungs[marked].what,
    }
    svg = render_to_string(
        "reports/figures/ladder.svg",
        {
            "rungs": drawn,
            "label": label,
            "alternative": alternative,
            "width": width,
            "height": height,
            "millimetres": (width / UNITS, height / UNITS),
            "rung_width": WIDTH,
            "municipality": municipality,
        },
    )
    return Figure(svg=svg, title=title, alternative=alternative)


def _drawn(rung: Rung, number: int, height: int, marked: bool) -> dict:
    """Where a rung stands in the picture, and its lines of text, the last one nearest the ground."""
    lines = textwrap.wrap(_("get to %(what)s") % {"what": rung.what}, CHARACTERS)
    text_y = height - 15 - LINE * len(lines)
    return {
        "x": 1 + number * (WIDTH + GAP),
        "y": height - 3 - LOWEST - RISE * number,
        "height": LOWEST + RISE * number,
        "name": rung.name,
        "text_y": text_y,
        "lines": [(line, text_y + 2 + LINE * count) for count, line in enumerate(lines, start=1)],
        "marked": marked,
    }
