"""What each row of a file says, as its columns were chosen: contributions, and what does not come in, each with its place.

A voice is never stopped by a fault beside it: a day that is none and a group that is not known leave their field empty, and
are told of.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from dialog.files.sheets.found import Cell, is_filled, words
from dialog.language.letters import kept
from followup.importing.columns import Column, Own
from followup.importing.content import day_of, named
from followup.importing.shapes import Becomes
from followup.models import Contribution, Stance

MOST_LETTERS = 10_000
STANCES = {
    "-1": Stance.AGAINST,
    "0": Stance.NEITHER,
    "1": Stance.FOR,
    **{str(value): value for value in Stance.values},
}
HIDDEN = frozenset({"-1", "true", "ja", "yes", "hidden", "dold"})
BETWEEN_TITLE_AND_TEXT = "\n\n"


class Why(TextChoices):
    """Why what stands in a cell does not come in."""

    TOO_LONG = "too_long", _("Too long")
    UNREADABLE = "unreadable", _("Cannot be read")


@dataclass(frozen=True, slots=True)
class Place:
    """A cell: its row as the file's own program numbers it (the first is 1), and its column (the first is 0)."""

    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Refused:
    """A cell that does not come in, why, and what stands in it."""

    place: Place
    why: Why
    stood: str


@dataclass(frozen=True, slots=True)
class Empty:
    """A cell where something could have been said."""

    place: Place


@dataclass(frozen=True, slots=True)
class Gap:
    """Something beside a text that could not be understood, and stays empty: which column, and what stood there."""

    column: int
    stood: str


@dataclass(frozen=True, slots=True)
class Said:
    """A contribution as a row says it. ``gaps`` are what stays empty beside it."""

    place: Place
    text: str
    translation: str = ""
    kind: str = Contribution.Kind.UNDETERMINED
    question: str = ""
    activity: str = ""
    target_group: str = ""
    themes: Sequence[str] = ()
    stance: str = ""
    said_on: dt.date | None = None
    noted_by: str = ""
    number: str = ""
    respondent: str = ""
    address: str = ""
    is_hidden: bool = False
    gaps: Sequence[Gap] = field(default=())


def said_in(
    rows: Sequence[Sequence[Cell]],
    first: int,
    columns: Sequence[Column],
    own: Own,
    *,
    names: Mapping[int, Mapping[str, str]] | None = None,
    unread: frozenset[tuple[int, int]] = frozenset(),
    given: Mapping[str, object] | None = None,
) -> Iterator[Said | Refused | Empty]:
    """Yield what the rows of a table say, in order; ``first`` is the number of its first row in the file.

    ``names`` say by column what a word in it stands for where somebody has said so; else it is looked for in the case's own.
    ``unread`` are the cells with a formula that shows nothing; ``given`` holds where a row says nothing else.
    """
    texts = [one for one in columns if one.becomes == Becomes.TEXT]
    answers = [one for one in columns if one.becomes == Becomes.ANSWER]
    beside = Beside(columns, own, names or {}, given or {})
    for number, row in enumerate(rows, start=first):
        facts = beside.of(row)
        if texts:
            yield _one(row, number, texts, facts, unread)
        for column in answers:
            yield _one(row, number, [column], facts, unread)


def _one(
    row: Sequence[Cell],
    number: int,
    columns: Sequence[Column],
    facts: Mapping[str, object],
    unread: frozenset[tuple[int, int]],
) -> Said | Refused | Empty:
    """Return what some cells of a row say together: a title and its text are one contribution."""
    place = Place(number, columns[-1].number)
    if unread and any((number, column.number + 1) in unread for column in columns):
        return Refused(place, Why.UNREADABLE, "")
    parts = [text for column in columns if (text := kept(words(row[column.number])).strip())]
    text = BETWEEN_TITLE_AND_TEXT.join(dict.fromkeys(parts))
    if not text:
        return Empty(place)
    if len(text) > MOST_LETTERS:
        return Refused(place, Why.TOO_LONG, text)
    asked = next((column.question for column in columns if column.question), "") or facts["question"]
    is_answer = asked or columns[-1].becomes == Becomes.ANSWER
    kind = Contribution.Kind.ANSWER if is_answer else Contribution.Kind.UNDETERMINED
    return Said(place, text, **{**facts, "question": asked, "kind": kind})  # type: ignore[arg-type]


class Beside:
    """What stands beside the texts of a row: in the same words it is the same thing in every row."""

    def __init__(
        self,
        columns: Sequence[Column],
        own: Own,
        names: Mapping[int, Mapping[str, str]],
        given: Mapping[str, object],
    ) -> None:
        self.columns, self.own, self.given = columns, own, given
        self.names = {number: dict(found) for number, found in names.items()}

    def of(self, row: Sequence[Cell]) -> dict[str, object]:
        """Return the facts of a row, by the names of ``Said``."""
        facts: dict[str, object] = {"question": "", **self.given}
        gaps: list[Gap] = []
        for column in self.columns:
            cell = row[column.number]
            if column.becomes in NOT_BESIDE or not is_filled(cell):
                continue
            found = self._fact(column, cell)
            if found is None:
                gaps.append(Gap(column.number, words(cell).strip()))
            else:
                facts |= found
        return {**facts, "gaps": tuple(gaps)}

    def _fact(self, column: Column, cell: Cell) -> dict[str, object] | None:
        """Return what a cell says; nothing of a column that says none, None where it was not understood."""
        text = kept(words(cell)).strip()
        if column.becomes in THINGS:
            return self._thing(column, text)
        if column.becomes == Becomes.SAID_ON:
            return {"said_on": day} if (day := day_of(cell)) else None
        if column.becomes == Becomes.STANCE:
            return {"stance": stance} if (stance := STANCES.get(text.lower())) else None
        if column.becomes == Becomes.HIDDEN:
            return {"is_hidden": text.lower() in HIDDEN}
        plain = PLAIN.get(column.becomes)
        return {plain[0]: text[: plain[1]]} if plain else {}

    def _thing(self, column: Column, text: str) -> dict[str, object] | None:
        known = self.names.setdefault(column.number, {})
        if text not in known:
            known[text] = named(text, self.own.called(column.becomes))
        key = known[text]
        if not key:
            return None
        return {"themes": (key,)} if column.becomes == Becomes.THEMES else {column.becomes.value: key}


# What says nothing beside a text: the texts themselves, and what is left out.
NOT_BESIDE = frozenset({Becomes.TEXT, Becomes.ANSWER, Becomes.PERSONAL, Becomes.NOTHING})
THINGS = frozenset({Becomes.ACTIVITY, Becomes.QUESTION, Becomes.TARGET_GROUP, Becomes.THEMES})
# What is taken as it stands: the field, and how many letters it has room for.
PLAIN: dict[Becomes, tuple[str, int]] = {
    Becomes.TRANSLATION: ("translation", MOST_LETTERS),
    Becomes.NUMBER: ("number", 80),
    Becomes.RESPONDENT: ("respondent", 80),
    Becomes.NOTED_BY: ("noted_by", 200),
    Becomes.ADDRESS: ("address", 500),
}
