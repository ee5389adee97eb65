"""Where a text without blanks may be broken, said before it is laid out.

WeasyPrint looks for the end of each line in all that follows without a blank, which for some thousand letters takes minutes.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

LONGEST = 100  # signs without a place to break: no line on paper holds more
PIECE = 20
BREAK = "\u200b"  # a blank without width
JOINER = "\u200d"

_TAG = re.compile(r"(<[^>]*>)")
_SIGN = re.compile(r"&[#\w]+;|.", re.DOTALL)
_UNBROKEN = re.compile(rf"(?:&[#\w]+;|[^ \t\r\n\f&{BREAK}]){{{LONGEST + 1},}}")


def with_break_points(page: str) -> str:
    """Return a page of HTML in which no text between its tags is longer than a line without a place to break it."""
    parts, kept_as_it_is = _TAG.split(page), ""
    for number, tag in enumerate(parts[1::2], start=1):
        kept_as_it_is = _as_it_is(tag, kept_as_it_is)
        if not kept_as_it_is:
            parts[2 * number] = _UNBROKEN.sub(_broken, parts[2 * number])
    return "".join(parts)


def _as_it_is(tag: str, inside: str) -> str:
    """Return the element inside which we are after a tag, of those whose text is no text to be broken; else nothing."""
    name = tag.strip("</>").split(maxsplit=1)[0]
    if inside:
        return "" if tag.startswith("</") and name == inside else inside
    return name if name in ("style", "svg", "title") and not tag.startswith("</") else ""


def _broken(run: re.Match[str]) -> str:
    """Break a run into pieces, each an element of its own: WeasyPrint measures an element's text again for each line."""
    return f"<span>{BREAK.join(_pieces(_SIGN.findall(run[0])))}</span>".replace(BREAK, f"</span>{BREAK}<span>")


def _pieces(signs: list[str]) -> Iterator[str]:
    """Yield the pieces, none of which begins with a sign that clings to what stands before it."""
    piece = signs[:1]
    for before, sign in pairwise(signs):
        if len(piece) >= LONGEST or (len(piece) >= PIECE and not _clings(before, sign)):
            yield "".join(piece)
            piece = []
        piece.append(sign)
    yield "".join(piece)


def _clings(before: str, sign: str) -> bool:
    """Whether a sign belongs to the one before it: an accent, what makes one picture of several."""
    is_mark = unicodedata.category(sign[-1]).startswith("M") or "\U0001f3fb" <= sign <= "\U0001f3ff"
    return is_mark or JOINER in (before, sign)
