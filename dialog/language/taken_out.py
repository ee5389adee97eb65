"""Words taken out of texts: found however they were spelt, and replaced by a mark that says that something stood there.

Somebody's name is found whatever its case, with each letter in whatever form it was typed (NFC or NFD), with signs between
the letters that nobody sees, over a line's end, and in the genitive; a number however its figures are grouped.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from dialog.language.letters import INVISIBLE, plain

MARK = "[personuppgift borttagen]"
SHORT_MARK = "[…]"  # where a column has no room for the whole one; no longer than the shortest words that are taken out
LEAST = 3
UNSEEN = f"[{INVISIBLE}]*"
COMBINING = "\u0300-\u036f"
NUMBER = re.compile(r"[+\d][\d\s().–/-]*\d\Z")
BETWEEN_FIGURES = r"[\s().–/\u2011-]"
AROUND = 60  # signs that are shown on each side of what was found


@dataclass(frozen=True)
class Excerpt:
    """What was found, with the words around it."""

    before: str
    found: str
    after: str


def letters_in(words: str) -> int:
    """Return how many letters and figures words have: of fewer than ``LEAST`` nothing is taken out."""
    return sum(letter.isalnum() for letter in plain(words))


def finder(words: str) -> re.Pattern[str]:
    """Return what finds words, in every way in which they are spelt."""
    wanted = " ".join(plain(words).split())
    if NUMBER.match(wanted):
        figures = [re.escape(letter) for letter in wanted if letter.isdecimal() or letter == "+"]
        pattern, end = f"(?:{BETWEEN_FIGURES}|[{INVISIBLE}])*".join(figures), ""
    else:
        pattern = UNSEEN.join(_spelt(letter) for letter in wanted)
        end = "" if wanted[-1].isspace() or not wanted[-1].isalpha() else f"(?:{UNSEEN}['’:]?{UNSEEN}s)?"
    start = r"(?<!\w)" if wanted[0].isalnum() else ""
    stop = rf"(?![{COMBINING}])" + (rf"(?!{UNSEEN}\w)" if wanted[-1].isalnum() else "")
    return re.compile(f"{start}{pattern}{end}{stop}", re.IGNORECASE)


def _spelt(letter: str) -> str:
    """Return the ways in which a letter is typed: as one sign or as several; a blank as any."""
    if letter.isspace():
        return rf"(?:[\s{INVISIBLE}])+"
    apart = unicodedata.normalize("NFD", letter)
    if apart == letter:
        return re.escape(letter)
    return f"(?:{re.escape(letter)}|{UNSEEN.join(map(re.escape, apart))})"


def taken_out(text: str, find: re.Pattern[str], room: int | None = None) -> str:
    """Return a text with the mark instead of what is found; with the short one where the whole one has no ``room``."""
    marked = find.sub(MARK, text)
    return find.sub(SHORT_MARK, text) if room is not None and len(marked) > room else marked


def excerpts(text: str, find: re.Pattern[str]) -> Iterator[Excerpt]:
    """Yield what is found in a text with the words around it."""
    for hit in find.finditer(text):
        start, end = hit.span()
        before, after = text[max(start - AROUND, 0) : start], text[end : end + AROUND]
        if start > AROUND:
            before = "… " + before.partition(" ")[2]
        if len(text) > end + AROUND:
            after = after.rpartition(" ")[0] + " …"
        yield Excerpt(before, hit.group(), after)


def in_each(
    value: Any,
    change: Callable[[str], str],
    is_code: Callable[[str, str], bool],
    *,
    named: bool = False,
    name: str = "",
) -> Any:
    """Return what is kept as JSON with each of its texts changed, but for what ``is_code`` (under a name, a value).

    Where it is ``named`` by people ({name: number}) the names are changed, too.
    """
    if isinstance(value, str):
        return value if is_code(name, value) else change(value)
    if isinstance(value, list):
        return [in_each(part, change, is_code, named=named, name=name) for part in value]
    if isinstance(value, dict):
        counted = named and all(type(part) is int for part in value.values())
        return {
            change(key) if counted else key: in_each(part, change, is_code, named=named, name=key)
            for key, part in value.items()
        }
    return value
