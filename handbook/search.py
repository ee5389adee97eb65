"""Finding a passage in long texts by words, the same on every database: the handbook's pages, the pages of help.

They are compared as everywhere (``dialog.search``). A book has some hundred pages at most, so they are read whole, in one
query, and its words are gathered here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape

from django.utils.html import strip_tags

from dialog.language.letters import plain
from dialog.search.find import Instead, Respelt, Said
from dialog.search.near import nearest
from dialog.search.sought import Sought, sought_in
from dialog.search.swedish import PARTS, WORD, stemmed, words_of

HEADING = re.compile(r'<h[2-6](?: id="(?P<id>[^"]*)")?>(?P<words>.*?)</h[2-6]>', re.DOTALL)
AROUND = 12  # words before the first hit of an excerpt; thrice as many behind
MOST_HITS = 50


@dataclass(frozen=True)
class Looked:
    """A page to look through: what it is called, where it is, and its text as HTML with ids at the headings."""

    title: str
    url: str
    html: str
    group: str = ""


@dataclass(frozen=True)
class Hit:
    """A page that was found: the heading and the words around what was looked for, hits marked as such."""

    page: Looked
    heading: str
    url: str
    excerpt: list[tuple[str, bool]] = field(default_factory=list)


@dataclass(frozen=True)
class Found:
    """What a search found, and the words that stand nowhere, each with the nearest that does."""

    hits: list[Hit]
    instead: list[Instead]


@dataclass(frozen=True)
class _Passage:
    id: str
    heading: str
    text: str

    @cached_property
    def words(self) -> set[str]:
        return words_of(self.text)

    @cached_property
    def words_of_heading(self) -> set[str]:
        return words_of(self.heading)

    def hits(self, wanted: list[set[str]]) -> int:
        """Return how many of the words it has; one in the heading counts twice."""
        return sum(bool(one & self.words) + 2 * bool(one & self.words_of_heading) for one in wanted)


def find(pages: Iterable[Looked], words: str) -> Found:
    """Return the pages that hold every word that is looked for, first those that are called by it."""
    sought = sought_in(words)
    read = [(page, words_of(page.title), _passages(page.html)) for page in pages] if sought else []
    held = [title.union(*(one.words | one.words_of_heading for one in passages)) for _page, title, passages in read]
    there = sorted(set().union(*held))
    kept = list(zip(there, stemmed(there), strict=True))
    said = [_said(one, kept) for one in sought]
    wanted = [set(one.words.values()) for one in said]
    found = []
    for number, (page, title, passages) in enumerate(read):
        if all(one & held[number] for one in wanted):
            best = max(passages, key=lambda passage: passage.hits(wanted))
            in_title = sum(bool(one & title) for one in wanted)
            url = f"{page.url}#{best.id}" if best.id else page.url
            excerpt = _excerpt(best.text, set().union(*wanted))
            found.append((-(10 * in_title + best.hits(wanted)), number, Hit(page, best.heading, url, excerpt)))
    hits = [hit for _score, _number, hit in sorted(found, key=lambda one: one[:2])[:MOST_HITS]]
    return Found(hits, [one.instead for one in said if isinstance(one, Respelt)])


def _said(sought: Sought, kept: list[tuple[str, str]]) -> Said:
    """Return which of the words of all pages say the same as one that is looked for, or as the nearest to it."""
    words = {at: word for at, (word, stem) in enumerate(kept) if sought.holds(word, stem, "")}
    near = [] if words or sought.is_number else nearest(sought.word, [word for word, _stem in kept])
    if not near:
        return Said(sought, words)
    said = _said(Sought(near[0]), kept)
    return Respelt(said.sought, said.words, typed=sought.word)


def _passages(html: str) -> list[_Passage]:
    """Return a page's stretches of text, each with the heading above it; before the first heading there is none."""
    before, found, last = ("", ""), [], 0
    for heading in HEADING.finditer(html):
        found.append(_Passage(*before, _words_of(html[last : heading.start()])))
        before, last = (heading["id"] or "", _words_of(heading["words"])), heading.end()
    return [*found, _Passage(*before, _words_of(html[last:]))]


def _words_of(html: str) -> str:
    return " ".join(unescape(strip_tags(html.replace("<", " <"))).split()).replace(" .", ".").replace(" ,", ",")


def _excerpt(text: str, wanted: set[str]) -> list[tuple[str, bool]]:
    """Return some words around the first hit, as stretches that are hits or not."""
    words = list(WORD.finditer(text))
    hits = [number for number, word in enumerate(words) if {plain(word[0]), *PARTS.split(plain(word[0]))} & wanted]
    first = max(hits[0] - AROUND, 0) if hits else 0
    last = min(first + 4 * AROUND, len(words)) - 1
    if last < 0:
        return []
    begin, end = words[first].start(), len(text) if last == len(words) - 1 else words[last].end()
    parts, place = [("… ", False)] if first else [], begin
    for number in hits:
        if first <= number <= last:
            word = words[number]
            parts += [(text[place : word.start()], False), (word[0], True)]
            place = word.end()
    return [part for part in [*parts, (text[place:end] + (" …" if end < len(text) else ""), False)] if part[0]]
