"""A document as structured content: what a report says, before anybody decides how it looks.

A builder (:mod:`reports.kinds`) puts a :class:`Document` together from a case; :mod:`reports.render` walks it for the
preview, the plain text and the PDF. What stands in its sections are blocks (:mod:`reports.blocks`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from django.conf import settings
from django.utils.translation import gettext as _

from dialog.look import accent
from dialog.pictures import Palette
from reports.blocks import Block, Fact, Table

INK_BLUE = "#14506b"  # the colour of a municipality that has chosen none


class NothingToReport(Exception):
    """There is nothing of this kind to report on yet. Its text says why, and what would change that."""


class Shape(StrEnum):
    """How a document is made up: pages of an official paper, a report with a cover and contents, or one leaf."""

    PAPER = "paper"
    REPORT = "report"
    LEAFLET = "leaflet"


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

    @property
    def palette(self) -> Palette:
        """The colours of pictures in its documents."""
        return Palette.of(self.colour)


@dataclass(frozen=True)
class Section:
    """A heading and its blocks; without a heading the blocks open the document."""

    blocks: tuple[Block, ...]
    heading: str = ""


@dataclass(frozen=True)
class Document:
    """One report, complete: the same object gives the same pages.

    ``kind`` is the kind's title in the document's language, ``title`` the document's own, ``date`` the day it stands
    for, as people write it; ``direction`` says which way its lines run. ``draft`` marks every page. A report has a
    cover, contents and, on their page, its ``brief``; a leaflet has ``eyebrow`` above its title and, where it is
    ``large``, letters that are easy to read. ``created`` (ISO date) is what the PDF gives as its date.
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
    shape: Shape = Shape.PAPER
    brief: Section | None = None
    eyebrow: str = ""
    large: bool = False
    direction: str = "ltr"
    plain: str = ""

    def __post_init__(self) -> None:
        """Number the tables that have a caption, as they come."""
        object.__setattr__(self, "sections", tuple(_with_numbered_tables(self.sections)))

    @property
    def owner(self) -> str:
        """Municipality and registry number, for the head of every page."""
        return " · ".join(filter(None, (self.municipality.name, self.registry_number)))

    @property
    def own_words(self) -> str:
        """The language of the words that we add: the document's where the application speaks it, else Swedish."""
        known = dict(settings.LANGUAGES)
        return self.language if self.language in known else settings.LANGUAGE_CODE


def _with_numbered_tables(sections: Iterable[Section]) -> Iterator[Section]:
    so_far = 0
    for section in sections:
        blocks: list[Block] = []
        for block in section.blocks:
            if isinstance(block, Table) and block.caption:
                so_far += 1
                block = block if block.label else replace(block, label=_("Table %(n)d") % {"n": so_far})
            blocks.append(block)
        yield Section(tuple(blocks), section.heading)
