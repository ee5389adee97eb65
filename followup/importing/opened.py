"""An import as it is read now: its sheet, its headings, what its columns become, and what its rows say."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import Any

from django.utils.text import Truncator

from dialog.files.sheets import Found, Headings, Sheet, headings_of, read
from dialog.files.sheets.found import Cell, trimmed, words
from dialog.forms import pasted
from dialog.language.letters import plain
from dialog.process.access import Access
from execution.models.in_force import activities
from followup.importing.columns import Column, Own, columns_of
from followup.importing.content import named
from followup.importing.review import Review, review
from followup.importing.rows import Empty, Refused, Said, said_in
from followup.importing.shapes import Becomes, shape_of
from followup.in_force import groups
from followup.models import Import
from followup.tally import themes_in_force
from planning.models import PredefinedQuestion

LOOKED_AT = 100  # rows that an example is taken from
EXAMPLE = 50  # letters
MOST_WORDS = 40  # of a column, of which it can be said what they stand for
BULLET = re.compile(r"[ \t]*(?:[-–—•*·]|\d{1,3}[.)])[ \t]+")


def own_of(access: Access) -> Own:
    """Return what a case has that a cell may name."""
    return Own(
        questions=dict(PredefinedQuestion.objects.filter(case=access.case).values_list("key", "text")),
        groups={group.key: group.name for group in groups(access)},
        activities={key: str(activity) for key, activity in activities(access).items()},
        themes={theme.key: theme.name for theme in themes_in_force(access)},
    )


class Opened:
    """An import, read. Raises Unreadable where its file is no table."""

    def __init__(self, access: Access, source: Import, chosen: dict[str, Any] | None = None) -> None:
        self.access, self.source = access, source
        self.chosen: dict[str, Any] = source.chosen if chosen is None else chosen
        self.own = own_of(access)

    @cached_property
    def found(self) -> Found:
        """What the file holds."""
        with self.source.file.open() as file:
            content: bytes = file.read()
        if self.source.is_notes:
            cut = self.chosen.get("cut", Import.Cut.BULLET)
            rows = pasted_rows(content.decode(), cut)
            return Found("notes", [Sheet("", rows)])
        choice = {name: self.chosen.get(name, "") for name in ("encoding", "separator")}
        return read(self.source.name, content, **choice)

    @cached_property
    def sheet(self) -> Sheet:
        """The sheet that is read: the one that somebody chose, else the one with the most in it."""
        chosen = next((sheet for sheet in self.found.sheets if sheet.name == self.chosen.get("sheet")), None)
        return chosen or max(self.found.sheets, key=lambda sheet: len(sheet.rows) * sheet.width)

    @cached_property
    def headings(self) -> Headings:
        """The headings of that sheet."""
        return headings_of(self.sheet.rows, self.chosen.get("heading"))

    @cached_property
    def rows(self) -> Sequence[Sequence[Cell]]:
        """The rows of its table."""
        return self.sheet.rows[self.headings.first - 1 : self.headings.last]

    @cached_property
    def shape(self) -> str:
        """A mark of the headings, by which a file of the same kind is known again; empty without headings."""
        names = [plain(name).strip() for name in self.headings.names]
        return hashlib.sha256("\n".join(names).encode()).hexdigest() if any(names) else ""

    @cached_property
    def tool(self) -> str:
        """The tool whose files have these headings; empty for none that is known."""
        shape = shape_of(self.headings.names)
        return shape.name if shape else ""

    @cached_property
    def earlier(self) -> Import | None:
        """The last import with the same headings for which somebody chose what the columns become."""
        if not self.shape:
            return None
        same = Import.objects.filter(shape=self.shape).exclude(pk=self.source.pk).exclude(done_at=None)
        return same.filter(chosen__has_key="columns").order_by("case_id", "pk").filter(
            case=self.access.case
        ).last() or (same.filter(chosen__has_key="columns").last())

    @cached_property
    def guessed(self) -> list[Column]:
        """What each column becomes as it looks."""
        return columns_of(self.headings.names, self.rows, self.own)

    @cached_property
    def columns(self) -> list[Column]:
        """What each column becomes: as somebody chose, as the last time with the same headings, else as it looks."""
        chosen = self.chosen.get("columns")
        if chosen is None and self.earlier:
            chosen = self.earlier.chosen["columns"]
        if chosen is None or len(chosen) != len(self.guessed):
            return self.guessed
        return [
            Column(
                guess.number,
                guess.heading,
                Becomes(becomes),
                guess.why,
                question if question in self.own.questions else "",
            )
            for guess, (becomes, question) in zip(self.guessed, chosen, strict=True)
        ]

    def example(self, column: Column) -> str:
        """Return what stands in a column, in a few words."""
        said = dict.fromkeys(text for row in self.rows[:LOOKED_AT] if (text := words(row[column.number]).strip()))
        if column.becomes in (Becomes.TEXT, Becomes.ANSWER):
            return Truncator(next(iter(said), "")).chars(EXAMPLE)
        return ", ".join(Truncator(text).chars(EXAMPLE // 2) for text in islice(said, 4))

    def words_of(self, column: Column) -> dict[str, str]:
        """Return which of the case's own things each word of a column stands for, by key; the commonest words first."""
        things = self.own.called(column.becomes)
        if not things:
            return {}
        said = Counter(text for row in self.rows if (text := words(row[column.number]).strip()))
        chosen = self.names.get(column.number, {})
        return {text: chosen.get(text, named(text, things)) for text, _times in said.most_common(MOST_WORDS)}

    @cached_property
    def names(self) -> dict[int, dict[str, str]]:
        """What words stand for, by column, where somebody chose it."""
        named = self.chosen.get("names", {})
        return {int(number): dict(zip(said["words"], said["keys"], strict=True)) for number, said in named.items()}

    def said(self) -> Iterator[Said | Refused | Empty]:
        """Yield what the rows say."""
        unread = self.sheet.unread
        return said_in(self.rows, self.headings.first, self.columns, self.own, names=self.names, unread=unread)

    @cached_property
    def review(self) -> Review:
        """What would come in, and what would not."""
        return review(self.access.case, self.said(), anyway=self.chosen.get("anyway", ()))


def pasted_rows(text: str, cut: str) -> list[list[Cell]]:
    """Return pasted notes as rows: a table as it was copied, else one contribution a row, cut where it is said.

    Where no line begins with a bullet, each line is one.
    """
    found = pasted.read(text)
    if found.is_table:
        return trimmed(found.rows)
    lines = re.split(r"\r\n|\r|\n", text)
    if cut == Import.Cut.BLANK:
        parts = [" ".join(part.split()) for part in re.split(r"\n[ \t]*\n", "\n".join(lines))]
    elif cut == Import.Cut.BULLET and any(map(BULLET.match, lines)):
        parts = _bullets(lines)
    else:
        parts = found.column(0)
    return [
        [said]
        for part in parts
        if (said := BULLET.sub("", part, count=1).strip() if BULLET.match(part) else part.strip())
    ]


def _bullets(lines: Sequence[str]) -> list[str]:
    """Return what stands at each bullet, with the lines that go on below it; what stands before the first is one too."""
    parts: list[str] = []
    for line in lines:
        if BULLET.match(line) or not parts:
            parts.append(line)
        elif line.strip():
            parts[-1] = f"{parts[-1]} {line.strip()}".strip()
    return parts


def cuts_of(text: str) -> dict[str, int]:
    """Return how many contributions pasted notes give, by where they are cut."""
    return {cut: len(pasted_rows(text, cut)) for cut in Import.Cut.values}
