"""Finding a passage in long texts by words, the same on every database: the handbook's pages, the pages of help.

The words that are looked for are cut to their stems (``dialog.models.search``), which are then found as parts of words. A
book has some hundred pages at most, so they are read whole, in one query, and looked through here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape

from django.utils.html import strip_tags

from dialog.language.letters import plain
from dialog.models.search import stems

HEADING = re.compile(r'<h[2-6](?: id="(?P<id>[^"]*)")?>(?P<words>.*?)</h[2-6]>', re.DOTALL)
WORD = re.compile(r"\w+")
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
class _Passage:
    id: str
    heading: str
    text: str

    def hits(self, wanted: list[str]) -> int:
        """Return how many of the words it has; one in the heading counts twice."""
        text, heading = plain(self.text), plain(self.heading)
        return sum((stem in text) + 2 * (stem in heading) for stem in wanted)


def find(pages: Iterable[Looked], words: str) -> list[Hit]:
    """Return the pages that hold every word that is looked for, first those that are called by it."""
    wanted = stems(words)
    found = []
    for number, page in enumerate(pages) if wanted else ():
        passages = _passages(page.html)
        whole = plain(" ".join([page.title, *(f"{one.heading} {one.text}" for one in passages)]))
        if all(stem in whole for stem in wanted):
            best = max(passages, key=lambda passage: passage.hits(wanted))
            in_title = sum(stem in plain(page.title) for stem in wanted)
            url = f"{page.url}#{best.id}" if best.id else page.url
            score = 10 * in_title + best.hits(wanted)
            found.append((-score, number, Hit(page, best.heading, url, _excerpt(best.text, wanted))))
    return [hit for _score, _number, hit in sorted(found, key=lambda one: one[:2])[:MOST_HITS]]


def _passages(html: str) -> list[_Passage]:
    """Return a page's stretches of text, each with the heading above it; before the first heading there is none."""
    before, found, last = ("", ""), [], 0
    for heading in HEADING.finditer(html):
        found.append(_Passage(*before, _words_of(html[last : heading.start()])))
        before, last = (heading["id"] or "", _words_of(heading["words"])), heading.end()
    return [*found, _Passage(*before, _words_of(html[last:]))]


def _words_of(html: str) -> str:
    return " ".join(unescape(strip_tags(html.replace("<", " <"))).split()).replace(" .", ".").replace(" ,", ",")


def _excerpt(text: str, wanted: list[str]) -> list[tuple[str, bool]]:
    """Return some words around the first hit, as stretches that are hits or not."""
    words = list(WORD.finditer(text))
    hits = [number for number, word in enumerate(words) if any(stem in plain(word[0]) for stem in wanted)]
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
