"""What a section of a document is made of. A new kind of block is one class here and one template of the same name.

Everything is text without markup: what people wrote is escaped where it is drawn, never here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from dialog.language.sentences import said_of
from dialog.pictures import Picture

MOST_TO_KEEP = 600  # characters of a table that is kept on one page


@dataclass(frozen=True)
class Block:
    """A part of a section. Knows the template that draws it and how it reads as plain text."""

    template: ClassVar[str]

    def lines(self) -> list[str]:
        """The block as lines of plain text."""
        raise NotImplementedError


@dataclass(frozen=True)
class Paragraph(Block):
    """Running text. ``tone`` is ``body``, ``opening`` (larger) or ``closing`` (smaller)."""

    template = "reports/blocks/paragraph.html"
    text: str
    tone: str = "body"

    def lines(self) -> list[str]:
        return self.text.splitlines()


@dataclass(frozen=True)
class Subheading(Block):
    """A heading inside a section."""

    template = "reports/blocks/subheading.html"
    text: str

    def lines(self) -> list[str]:
        return [self.text]


@dataclass(frozen=True)
class Fact:
    """A label and what it holds: one text or several."""

    label: str
    value: str | tuple[str, ...]

    @property
    def values(self) -> tuple[str, ...]:
        """The value as a sequence, whether it is one or many."""
        return (self.value,) if isinstance(self.value, str) else self.value


@dataclass(frozen=True)
class Facts(Block):
    """Labels with their values, drawn as a table of two columns (a definition list has no labels in tagged PDF)."""

    template = "reports/blocks/facts.html"
    facts: tuple[Fact, ...]

    def lines(self) -> list[str]:
        return [said_of(fact.label, ", ".join(fact.values)) for fact in self.facts]


@dataclass(frozen=True)
class Quote(Block):
    """Words that somebody stands for: a question, a promise, what a resident said. ``source`` names whose they are."""

    template = "reports/blocks/quote.html"
    text: str
    source: str = ""

    def lines(self) -> list[str]:
        return [*self.text.splitlines(), *([f"({self.source})"] if self.source else [])]


@dataclass(frozen=True)
class Entry:
    """What stands in a cell of a table or in a point of a list, where it is more than a text.

    ``above`` says in small letters what it is, ``lead`` stands out before the text. A ``sign`` (``done``, ``half``,
    ``no`` or ``move``) makes the text a verdict: the sign is an ornament, the words say it all. ``below`` it stands what
    follows from the verdict.
    """

    text: str
    lead: str = ""
    above: str = ""
    sign: str = ""
    below: str = ""

    def __str__(self) -> str:
        said = [f"{part}:" if part and part[-1] not in ".!?:" else part for part in (self.above, self.lead)]
        if not self.text:
            said[1] = self.lead
        text = f"{self.text}: {self.below}" if self.text and self.below else self.text or self.below
        return " ".join(part for part in (*said, text) if part)


Words = str | Entry


def _entry(words: Words) -> Entry:
    return words if isinstance(words, Entry) else Entry(words)


@dataclass(frozen=True)
class Table(Block):
    """Rows under a head. The first cell of a row is its heading; ``numeric`` lists the columns that hold numbers.

    ``label`` numbers it («Tabell 4»), ``layout`` names the widths of its columns (tables.css); with ``summed`` the
    last row is the sum of those above it.
    """

    template = "reports/blocks/table.html"
    head: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]
    caption: str = ""
    numeric: tuple[int, ...] = ()
    label: str = ""
    layout: str = ""
    summed: bool = False

    @classmethod
    def of(cls, picture: Picture, **more: object) -> Table:
        """The table that says the same as a picture."""
        facts = {"caption": picture.title, "numeric": picture.numeric, **more}
        return cls(head=picture.head, rows=picture.rows, **facts)  # type: ignore[arg-type]

    @property
    def is_short(self) -> bool:
        """Whether it is to stay whole on one page: few rows with little in them."""
        return len(self.rows) < 10 and sum(len(str(words)) for row in self.rows for words in row) < MOST_TO_KEEP

    def cells(self) -> list[list[tuple[Entry, bool, str]]]:
        """Each row as triples: what stands there, whether in a numeric column, and the head over it."""
        return [
            [(_entry(words), column in self.numeric, self.head[column]) for column, words in enumerate(row)]
            for row in self.rows
        ]

    def heads(self) -> list[tuple[str, bool]]:
        """The head as pairs of text and whether it stands over a numeric column."""
        return [(text, column in self.numeric) for column, text in enumerate(self.head)]

    def lines(self) -> list[str]:
        rows = [
            "; ".join(
                [
                    _on_one_line(row[0]),
                    *(
                        said_of(head, _on_one_line(words))
                        for head, words in zip(self.head[1:], row[1:], strict=True)
                        if str(words)
                    ),
                ]
            )
            for row in self.rows
        ]
        return [*([_numbered(self.label, self.caption)] if self.caption else []), *rows]


@dataclass(frozen=True)
class Figure(Block):
    """A picture drawn by us, never by a user: ``svg`` is markup and is trusted.

    ``alternative`` says in words what the picture shows. It stands as ``<title>`` in the picture itself (the only
    place where WeasyPrint looks for it) and takes the picture's place in plain text.
    """

    template = "reports/blocks/figure.html"
    svg: str
    title: str
    alternative: str
    label: str = ""

    @classmethod
    def of(cls, picture: Picture, label: str = "") -> Figure:
        """A picture as a block of a document."""
        return cls(picture.svg, picture.title, picture.alternative, label)

    def lines(self) -> list[str]:
        return [f"{self.label}. {self.alternative}" if self.label else self.alternative]


@dataclass(frozen=True)
class ListBlock(Block):
    """A list, numbered when ``ordered``."""

    template = "reports/blocks/list.html"
    items: tuple[Words, ...]
    ordered: bool = False

    def entries(self) -> list[Entry]:
        """The points as entries."""
        return [_entry(item) for item in self.items]

    def lines(self) -> list[str]:
        return [f"{f'{number}.' if self.ordered else '-'} {item}" for number, item in enumerate(self.items, start=1)]


@dataclass(frozen=True)
class KeyFigures(Block):
    """A few numbers in large type, each with what it counts."""

    template = "reports/blocks/key_figures.html"
    figures: tuple[tuple[str, str], ...]

    def lines(self) -> list[str]:
        return [f"{number} {words}" for number, words in self.figures]


@dataclass(frozen=True)
class Notice(Block):
    """What must not be missed, in a box: the sentence that a board is asked to decide."""

    template = "reports/blocks/notice.html"
    text: str
    heading: str = ""

    def lines(self) -> list[str]:
        return [*([self.heading] if self.heading else []), *self.text.splitlines()]


@dataclass(frozen=True)
class Box(Block):
    """Some blocks on a ground of their own, under a heading: what to do next time."""

    template = "reports/blocks/box.html"
    blocks: tuple[Block, ...]
    heading: str = ""

    def lines(self) -> list[str]:
        return [*([self.heading] if self.heading else []), *(line for block in self.blocks for line in block.lines())]


def prose(text: str, tone: str = "body") -> tuple[Paragraph, ...]:
    """What somebody wrote in a large field, as paragraphs: parted at its empty lines."""
    return tuple(Paragraph(part.strip("\n"), tone) for part in re.split(r"\n\s*\n", _lines(text)) if part.strip())


def _lines(text: str) -> str:
    """The text with one kind of line break (a browser posts ``\\r\\n``)."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _on_one_line(words: Words) -> str:
    """What stands in a cell without line breaks: sentences follow each other, other lines are listed."""
    return re.sub(r"\n+", ", ", re.sub(r"(?<=[.!?…])\n+", " ", _lines(str(words))))


def _numbered(label: str, title: str) -> str:
    return f"{label}. {title}" if label else title
