"""A document as structured content: what a report says, before anybody decides how it looks.

A builder (:mod:`reports.kinds`) puts a :class:`Document` together from a case; :mod:`reports.render` walks it for the
preview, the plain text and the PDF. Everything is text without markup: what people wrote is escaped where it is drawn,
never here. A new kind of block is one class below and one template of the same name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from dialog import accent

INK_BLUE = "#14506b"  # the colour of a municipality that has chosen none


class NothingToReport(Exception):
    """There is nothing of this kind to report on yet. Its text says why, and what would change that."""


@dataclass(frozen=True)
class Logo:
    """The municipality's mark: an SVG or PNG file as it was uploaded."""

    media_type: str
    data: bytes


@dataclass(frozen=True)
class Municipality:
    """Who publishes the document: its name, its mark if it has one, and the colour of its profile (``#rrggbb``)."""

    name: str
    logo: Logo | None = None
    colour: str = INK_BLUE

    @property
    def accent(self) -> str:
        """The colour, dark enough for text on white paper."""
        return accent.properties(self.colour)["light"]["--accent"]

    @property
    def accent_soft(self) -> str:
        """The colour thinned out, as a ground for text."""
        return accent.properties(self.colour)["light"]["--accent-soft"]


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
        return [f"{fact.label}: {', '.join(fact.values)}" for fact in self.facts]


@dataclass(frozen=True)
class Quote(Block):
    """Words that somebody stands for: a question, a promise, what a resident said. ``source`` names whose they are."""

    template = "reports/blocks/quote.html"
    text: str
    source: str = ""

    def lines(self) -> list[str]:
        return [*self.text.splitlines(), *([f"({self.source})"] if self.source else [])]


@dataclass(frozen=True)
class Table(Block):
    """Rows under a head. The first cell of a row is its heading; ``numeric`` lists the columns that hold numbers."""

    template = "reports/blocks/table.html"
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    numeric: tuple[int, ...] = ()

    def cells(self) -> list[list[tuple[str, bool]]]:
        """Each row as pairs of text and whether it stands in a numeric column."""
        return [[(text, column in self.numeric) for column, text in enumerate(row)] for row in self.rows]

    def heads(self) -> list[tuple[str, bool]]:
        """The head as pairs of text and whether it stands over a numeric column."""
        return [(text, column in self.numeric) for column, text in enumerate(self.head)]

    def lines(self) -> list[str]:
        rows = [
            "; ".join([row[0], *(f"{head}: {text}" for head, text in zip(self.head[1:], row[1:], strict=True))])
            for row in self.rows
        ]
        return [*([self.caption] if self.caption else []), *rows]


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

    def lines(self) -> list[str]:
        return [self.alternative]


@dataclass(frozen=True)
class ListBlock(Block):
    """A list, numbered when ``ordered``."""

    template = "reports/blocks/list.html"
    items: tuple[str, ...]
    ordered: bool = False

    def lines(self) -> list[str]:
        return [f"{f'{number}.' if self.ordered else '-'} {item}" for number, item in enumerate(self.items, start=1)]


@dataclass(frozen=True)
class Notice(Block):
    """What must not be missed, in a box: the sentence that a board is asked to decide."""

    template = "reports/blocks/notice.html"
    text: str
    heading: str = ""

    def lines(self) -> list[str]:
        return [*([self.heading] if self.heading else []), *self.text.splitlines()]


@dataclass(frozen=True)
class Section:
    """A heading and its blocks; without a heading the blocks open the document."""

    blocks: tuple[Block, ...]
    heading: str = ""


@dataclass(frozen=True)
class Document:
    """One report, complete: the same object gives the same pages.

    ``kind`` is the kind's title in the document's language, ``title`` the document's own, ``date`` the day it stands
    for, as people write it. ``draft`` marks every page. A ``long`` document gets a cover and a table of contents.
    ``created`` (ISO date) is what the PDF gives as its date.
    """

    kind: str
    title: str
    language: str
    municipality: Municipality
    sections: tuple[Section, ...]
    case_title: str = ""
    registry_number: str = ""
    date: str = ""
    created: str = ""
    facts: tuple[Fact, ...] = ()
    draft: bool = False
    long: bool = False

    @property
    def owner(self) -> str:
        """Municipality and registry number, for the head of every page."""
        return " · ".join(filter(None, (self.municipality.name, self.registry_number)))


def prose(text: str, tone: str = "body") -> tuple[Paragraph, ...]:
    """What somebody wrote in a large field, as paragraphs: parted at its empty lines."""
    return tuple(Paragraph(part.strip("\n"), tone) for part in re.split(r"\n\s*\n", _lines(text)) if part.strip())


def _lines(text: str) -> str:
    """The text with one kind of line break (a browser posts ``\\r\\n``)."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
