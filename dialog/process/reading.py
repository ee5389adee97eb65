"""How a finished step is read: each row as a headline, its one fact with a picture, and the rest folded.

A step says it of its own rows (``Step.reading``); the pages draw all of them alike.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from dialog.forms.answers import Answer, RowAnswer

Number = int | Decimal
ROOM = Decimal("1.15")  # a bar is so much longer than what it has to hold


@dataclass(frozen=True)
class Meter:
    """A number beside what was aimed for, drawn as a bar with a line at the aim; ``said`` is what it is read out as.

    ``whole`` is what the length of the bar stands for, where it is given by the unit (100 per cent).
    """

    value: Number
    aim: Number | None
    said: str
    fill: str = "fill"
    whole: Number | None = None

    @property
    def share(self) -> str:
        """How long the bar is, in per cent."""
        return _per_cent(self.value, self._length)

    @property
    def aim_at(self) -> str:
        """Where the aim lies, in per cent; empty where there is none."""
        return _per_cent(self.aim, self._length) if self.aim is not None else ""

    @property
    def _length(self) -> Number:
        most = max(self.value, self.aim or 0)
        return self.whole if self.whole and most <= self.whole else most * ROOM


def _per_cent(number: Number, length: Number) -> str:
    share = Decimal(100) * number / length if length else Decimal(0)
    return f"{max(Decimal(0), min(share, Decimal(100))):.1f}%"


@dataclass(frozen=True)
class Mark:
    """A sign with its words (``dialog.look.icons``) and the tone of its colour."""

    icon: str
    words: Any
    tone: str = "ink"


@dataclass(frozen=True)
class ReadRow:
    """A row as it is read: ``kind`` above its headline, ``sub`` below it, ``text`` that is part of what it says.

    ``big`` is its one fact, said ``beside`` of what it was to be; ``words`` is that fact where it is no number. ``fold`` is
    what ``rest``, its other answers, is folded under. An ``off`` row holds no longer, for the reason that is given. A
    ``slim`` row is one line, which opens: nothing of it has to be told at once.
    """

    key: str
    headline: str
    kind: str = ""
    sub: str = ""
    text: str = ""
    big: str = ""
    beside: str = ""
    words: str = ""
    meter: Meter | None = None
    marks: tuple[Mark, ...] = ()
    fold: Any = ""
    rest: tuple[Answer, ...] = ()
    off: str = ""
    slim: bool = False

    @property
    def has_fact(self) -> bool:
        """Whether anything stands beside the headline."""
        return bool(self.big or self.beside or self.words or self.meter or self.marks)


@dataclass(frozen=True)
class Reading:
    """A version in force as it is read: what it comes to in a line (``sums``), and the rows of its tables.

    ``template`` draws what comes before the rows, ``after`` what comes after them, both with ``more``. Answers that are
    ``told`` there are not told once more.
    """

    rows: dict[str, list[ReadRow]] = field(default_factory=dict)
    sums: list[Mark] = field(default_factory=list)
    template: str = ""
    after: str = ""
    more: dict[str, Any] = field(default_factory=dict)
    told: frozenset[str] = frozenset()
    folds: tuple[tuple[Any, frozenset[str]], ...] = ()  # answers that are folded, each with what they are folded under


def rest_of(row: RowAnswer, *told: str) -> tuple[Answer, ...]:
    """Return the answers of a row that are not ``told`` elsewhere, without those that are empty or repeat its heading."""
    return tuple(
        answer
        for answer in row["answers"]
        if answer["key"] not in told and answer["value"] and answer["value"] != row["heading"]
    )


def said_in(row: RowAnswer, *keys: str) -> list[str]:
    """Return what some of a row's answers say, each choice and line for itself; nothing for those that are empty."""
    found: list[str] = []
    for key in keys:
        for answer in row["answers"]:
            if answer["key"] == key and answer["value"]:
                found += [answer["value"]] if isinstance(answer["value"], str) else answer["value"]
    return found


def in_a_line(*parts: Iterable[str] | str) -> str:
    """Return parts as one line with dots between them, without those that are empty."""
    return " · ".join(filter(None, (part if isinstance(part, str) else ", ".join(part) for part in parts)))
