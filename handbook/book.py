"""An edition as a reader meets it: its contents, the page that is open, what comes before and after."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import Http404
from django.utils.html import escape

from dialog.process.phases import process
from handbook import editions
from handbook.extras import extra_of
from handbook.markdown import Links, Rendered, render
from handbook.models import Edition, Page
from handbook.search import Looked

FRONT = "introduction"


@dataclass(frozen=True)
class Part:
    """A part of the book with its pages."""

    key: str
    title: str
    pages: list[Page]

    @property
    def tone(self) -> str:
        """The class that colours a phase; empty for what is no phase."""
        phase = process.phase(self.key)
        return phase.colour if phase else ""


def parts_of(pages: Iterable[Page]) -> Iterator[Part]:
    """Yield the parts of a book with their pages, which come in the order of the book."""
    for key, found in groupby(pages, key=lambda page: page.part):
        yield Part(key, str(Page.Part(key).label), list(found))


class Book:
    """A published edition for readers. ``newest`` is the edition that is to be had now."""

    def __init__(self, edition: Edition, newest: Edition, *, whole: bool = False) -> None:
        self.edition, self.newest = edition, newest
        self.links = Links(edition.revised_on if edition != newest else None, whole)
        self.whole = whole

    @property
    def language(self) -> str:
        """The language that the handbook is written in, whatever the reader has chosen for the rest of the page."""
        return settings.LANGUAGE_CODE

    @property
    def is_old(self) -> bool:
        """Whether there is a newer edition than the one that is open."""
        return self.edition != self.newest

    @property
    def query(self) -> str:
        """What addresses of the handbook end with, so that the reader stays in the edition that is open."""
        return f"?edition={self.edition}" if self.is_old else ""

    @cached_property
    def pages(self) -> list[Page]:
        """The pages in the order of the book; without their texts, unless the whole book is read."""
        pages = self.edition.pages.all()
        if self.whole:
            return list(pages.select_related("principle").prefetch_related("reading_tips"))
        return list(pages.only("key", "part", "number", "title", "edition_id"))

    def parts(self) -> Iterator[Part]:
        """Yield the parts with their pages, for the contents."""
        return parts_of(self.pages)

    def steps_in(self, part: str) -> int:
        """Return how many numbered steps a part has."""
        return sum(1 for page in self.pages if page.part == part and page.number)

    def page(self, key: str) -> Page:
        """Return a page with its texts. Raises Http404 where the edition has none of that key."""
        page = self.edition.pages.select_related("principle").prefetch_related("reading_tips").filter(key=key).first()
        if page is None:
            raise Http404
        page.edition = self.edition
        return page

    def around(self, key: str) -> tuple[Page | None, Page | None]:
        """Return the page before and the page after, in the order of the book."""
        keys = [page.key for page in self.pages]
        place = keys.index(key)
        before = self.pages[place - 1] if place else None
        after = self.pages[place + 1] if place + 1 < len(keys) else None
        return before, after

    def text(self, page: Page) -> Rendered:
        """Return the text of a page as HTML; in the whole book one level further down."""
        return render(page.whole, links=self.links, top=4 if self.whole else 2, anchor=page.key, lead=True)

    def looked(self, page: Page) -> Looked:
        """Return a page as it is looked through: its own text, what stands beside the form, its reading tips."""
        links = Links(self.edition.revised_on if self.is_old else None)
        beside = render(page.short, links=links).html
        tips = " ".join(f"<p>{escape(tip.title)} {escape(tip.why)}</p>" for tip in page.reading_tips.all())
        html = f"{beside}{render(page.whole, links=links, anchor=page.key).html}{tips}"
        return Looked(str(page), links.to(page.key), html, str(Page.Part(page.part).label))

    def extra_of(self, page: Page) -> dict[str, Any] | None:
        """Return what stands under the text of a page, see ``handbook.extras``."""
        return extra_of(page.key, self.edition)

    def reading_tips(self, page: Page) -> list[dict[str, str]]:
        """Return what to read beside a page, with addresses that lead there."""
        return [
            {
                "title": tip.title,
                "why": tip.why,
                "address": self.links.to(tip.address.removeprefix("page:"))
                if tip.address.startswith("page:")
                else tip.address,
            }
            for tip in page.reading_tips.all()
        ]


def open_book(edition: str = "", *, whole: bool = False) -> Book:
    """Open the edition of a date as an address writes it; without one, the newest.

    Raises Http404 where no handbook is loaded or the text is no date.
    """
    newest = editions.latest()
    if newest is None:
        raise Http404
    if not edition:
        return Book(newest, newest, whole=whole)
    try:
        day = dt.date.fromisoformat(edition)
    except ValueError:
        raise Http404 from None
    return Book(editions.on(day) or newest, newest, whole=whole)
