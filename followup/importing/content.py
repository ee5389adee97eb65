"""What stands in a column of a file: days, addresses, texts, or names of what the case has."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from dialog.files.sheets.found import Cell, is_filled, words
from dialog.language.letters import plain
from dialog.language.understood import day
from dialog.search.swedish import stems

MOSTLY, AS_A_RULE = 0.8, 0.5
LONG_TEXT = 20  # letters of a text as a rule, in the mean over a column
ALIKE = 0.6  # of the words of two names, those that both have
MOST_WORDS, LEAST_BEGUN = 4, 4  # of a short name for something, and letters of a word that is only begun
WORD = re.compile(r"\w+")
ADDRESS = re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE)
E_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
TELEPHONE = re.compile(r"\+?[\d\s()/-]{7,17}")
IP = re.compile(r"\d{1,3}(\.\d{1,3}){3}|[0-9a-f:]{6,}:[0-9a-f:]*", re.IGNORECASE)
CODE = re.compile(r"(?=.*\d)(?=.*[A-Za-zÅÄÖåäö])[\w-]{2,40}")  # B1440, OV-061, 7f3c-…
NUMBERED = re.compile(r"[A-Za-zÅÄÖåäö]{0,4}[-_ ]?\d+")

MILLISECONDS = re.compile(r"1\d{12}")  # since 1970: from 2001 to 2033
ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ].*)?")
SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:[ ,].*)?")
IN_ENGLISH = re.compile(r"(?:[A-Z][a-z]{2} )?([A-Z][a-z]{2}) (\d{1,2}) .*?(\d{4})")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Content:
    """What stands in a column."""

    heading: str
    cells: Sequence[Cell]

    @cached_property
    def said(self) -> list[str]:
        """Its cells with something in them, as they are read."""
        return [text for cell in self.cells if is_filled(cell) and (text := words(cell).strip())]

    def share(self, pattern: re.Pattern[str]) -> float:
        """The share of its cells that are just that."""
        return sum(pattern.fullmatch(text) is not None for text in self.said) / max(len(self.said), 1)

    @cached_property
    def days(self) -> float:
        """The share of its cells that are days."""
        return sum(day_of(cell) is not None for cell in self.cells if is_filled(cell)) / max(len(self.said), 1)

    @cached_property
    def unlike(self) -> float:
        """The share of its cells that are unlike all others."""
        return len(set(self.said)) / max(len(self.said), 1)

    @cached_property
    def length(self) -> float:
        """How many letters a cell has in the mean."""
        return sum(map(len, self.said)) / max(len(self.said), 1)

    @cached_property
    def counts_up(self) -> bool:
        """Whether its cells are whole numbers, each greater than the one before."""
        numbers = [int(text) if text.isdecimal() else -1 for text in self.said]
        return len(numbers) > 1 and min(numbers) >= 0 and all(one < other for one, other in pairwise(numbers))

    @cached_property
    def is_data(self) -> bool:
        """Whether its cells are numbers, days or addresses, whatever their length."""
        typed = sum(not isinstance(cell, str) for cell in self.cells if is_filled(cell))
        return (
            typed > MOSTLY * len(self.said)
            or max(self.days, self.share(ADDRESS), self.share(E_MAIL), self.share(TELEPHONE), self.share(NUMBERED))
            > MOSTLY
        )

    def is_text(self, least: int = LONG_TEXT) -> bool:
        """Whether people wrote what stands there: long as a rule, and unlike each other."""
        return bool(self.said) and not self.is_data and self.length >= least and self.unlike > AS_A_RULE

    def names(self, own: Mapping[str, str]) -> dict[str, str]:
        """Return which of the case's own things its cells name, by what they say: as they are called, by key, or alike."""
        return {text: key for text in dict.fromkeys(self.said) if (key := named(text, own))}


def day_of(cell: Cell) -> dt.date | None:
    """Return the day that a cell says, however the program that wrote it says days; None where it says none."""
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, int | float) or (isinstance(cell, str) and MILLISECONDS.fullmatch(cell.strip())):
        return _of_milliseconds(float(cell))
    return _of_words(cell.strip()) if isinstance(cell, str) else None


def _of_milliseconds(said: float) -> dt.date | None:
    return dt.datetime.fromtimestamp(said / 1000, dt.UTC).date() if MILLISECONDS.fullmatch(f"{said:.0f}") else None


def _of_words(text: str) -> dt.date | None:
    try:
        if found := ISO.fullmatch(text):
            return dt.date(*map(int, found.groups()))
        if found := SLASHES.fullmatch(text):
            first, second, year = map(int, found.groups())
            return dt.date(year, second, first) if first > len(MONTHS) else dt.date(year, first, second)
        if (found := IN_ENGLISH.fullmatch(text)) and found[1] in MONTHS:
            return dt.date(int(found[3]), MONTHS.index(found[1]) + 1, int(found[2]))
    except ValueError:
        return None
    return day(text)


def named(text: str, own: Mapping[str, str]) -> str:
    """Return the key of the thing of the case that a text names: by its key, its name, or words that are alike."""
    said = plain(text).strip()
    for key, name in own.items():
        if said in (plain(key), plain(name)):
            return key
    return like(text, own) or within(text, own)


def within(text: str, own: Mapping[str, str]) -> str:
    """Return the key of the only thing whose name holds each word of a short text, or begins a word with it: «ensam 75+» is
    «Ensamboende över 75 år»; "" for none, or for several.
    """
    asked = [word for word in WORD.findall(plain(text)) if len(word) > 1]
    if not 0 < len(asked) <= MOST_WORDS:
        return ""
    found = [
        key
        for key, name in own.items()
        if (theirs := WORD.findall(plain(name))) and all(any(_begins(one, word) for one in theirs) for word in asked)
    ]
    return found[0] if len(found) == 1 else ""


def _begins(word: str, said: str) -> bool:
    return word == said or (len(said) >= LEAST_BEGUN and word.startswith(said))


def like(text: str, own: Mapping[str, str]) -> str:
    """Return the key of the thing whose words a text shares most, more than half of them; "" for none, or for two alike."""
    asked = set(stems(text))
    shared = {key: len(asked & (theirs := set(stems(name)))) / max(len(asked | theirs), 1) for key, name in own.items()}
    best = sorted(shared.values(), reverse=True)
    if not best or best[0] < ALIKE or (len(best) > 1 and best[1] == best[0]):
        return ""
    return max(shared, key=lambda key: shared[key])
