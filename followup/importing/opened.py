"""An import as it is read now: its sheet, its headings, what its columns become, and what its rows say."""

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.files.sheets import Found, Headings, Sheet, headings_of, read
from dialog.files.sheets.encoding import decoded
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

NAMES_OF_SEPARATORS = {
    ";": gettext_lazy("Semicolon"),
    ",": gettext_lazy("Comma"),
    "\t": gettext_lazy("Tab"),
    "|": gettext_lazy("Vertical line"),
}
NAMES_OF_ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252",
    "mac_roman": "Mac",
    "cp850": "DOS",
}
LOOKED_AT = 100  # rows that an example is taken from
EXAMPLE = 50  # letters
MOST_WORDS = 40  # of a column, of which it can be said what they stand for
PARTED = re.compile(r"\w[;|\t]\s?\w")  # what stands between cells, in a text that was read as one column
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
        self.access, self.source, self.text = access, source, ""
        self.chosen: dict[str, Any] = source.chosen if chosen is None else chosen
        self.own = own_of(access)

    @cached_property
    def found(self) -> Found:
        """What the file holds."""
        with self.source.file.open() as file:
            content: bytes = file.read()
        if self.source.is_notes or self.chosen.get("as_notes"):
            self.text = decoded(content, self.chosen.get("encoding", "")).text
            cut = self.chosen.get("cut", Import.Cut.BULLET)
            return Found("notes", [Sheet("", pasted_rows(self.text, cut))])
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

    @property
    def number_of_answers(self) -> int:
        """How many columns hold answers to a question each."""
        return sum(one.becomes == Becomes.ANSWER for one in self.columns)

    @property
    def sample(self) -> str:
        """A text with letters that are easily read wrongly, to judge by; empty where there is none."""
        texts = [one.number for one in self.columns if one.becomes in (Becomes.TEXT, Becomes.ANSWER)]
        said = (words(row[number]) for row in self.rows[:LOOKED_AT] for number in texts)
        return next((Truncator(text).chars(EXAMPLE * 2) for text in said if not text.isascii()), "")

    @property
    def encoding_name(self) -> str:
        """What the signs of a text are called in which it was saved."""
        found = self.found.encoding
        return NAMES_OF_ENCODINGS.get("utf-8" if found == "utf-8-sig" else found, found.upper())

    @property
    def separator_name(self) -> str:
        """What stands between the cells of a text."""
        return str(NAMES_OF_SEPARATORS.get(self.found.separator, _("None, one column")))

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

    @property
    def given(self) -> dict[str, object]:
        """What was said of all of it when it came: the question, target group and day, and who noted it."""
        said = {name: self.chosen[name] for name in ("question", "target_group", "noted_by") if self.chosen.get(name)}
        for name, things in (("question", self.own.questions), ("target_group", self.own.groups)):
            if said.get(name) not in things:
                said.pop(name, None)
        day = self.chosen.get("said_on")
        return said | ({"said_on": dt.date.fromisoformat(day)} if day else {})

    @property
    def changed(self) -> dict[tuple[int, int], str]:
        """What was chosen of texts that are in the case in other words, by their places."""
        return {(row, column): choice for row, column, choice in self.chosen.get("changed", ())}

    @property
    def is_understood(self) -> bool:
        """Whether it looks like a table with something that was said in it."""
        if self.found.kind == "text" and not self.headings.row:
            parted = sum(bool(PARTED.search(words(row[0]))) for row in self.rows[:LOOKED_AT])
            if self.sheet.width > 1 or parted > len(self.rows[:LOOKED_AT]) / 2:
                return False
        return any(one.becomes in (Becomes.TEXT, Becomes.ANSWER) for one in self.guessed)

    def said(self) -> Iterator[Said | Refused | Empty]:
        """Yield what the rows say."""
        unread = self.sheet.unread
        more = {"names": self.names, "unread": unread, "given": self.given}
        return said_in(self.rows, self.headings.first, self.columns, self.own, **more)  # type: ignore[arg-type]

    @cached_property
    def review(self) -> Review:
        """What would come in, and what would not."""
        anyway = {(row, column) for row, column in self.chosen.get("anyway", ())}
        return review(self.access.case, self.said(), anyway=anyway, chosen=self.changed, shape=self.shape)


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
