"""The guide: Markdown files in ``docs/anvandarguide/``, the same for who reads the repository and for who uses Dialog.

``README.md`` is the contents: groups of links, each with a sentence. A page begins with its title and an introduction.
Links between the files lead to pages of help, links to files of the handbook's first edition to the handbook.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from handbook.markdown import Heading, Rendered, render

FOLDER = Path(settings.BASE_DIR) / "docs" / "anvandarguide"
PICTURES = FOLDER / "bilder"
ENTRY = re.compile(r"^- \[(?P<title>[^\]]+)\]\((?P<key>[a-z-]+)\.md\): (?P<summary>.+)$")
TO_PAGE = re.compile(r"\]\((?P<key>[a-z-]+)\.md(?P<place>#[\w-]+)?\)")
TO_HANDBOOK = re.compile(r"\]\((?:\.\./)+handbook/first_edition/\w+/\d+-(?P<key>\w+)\.md\)")
PICTURE = re.compile(r'^!\[(?P<alt>[^\]]*)\]\(bilder/(?P<name>[\w-]+\.png)(?: "(?P<caption>[^"]*)")?\)$', re.MULTILINE)
SECTION = re.compile(r"^## (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Picture:
    """A picture of the application: the file, what it shows for who does not see it, and its caption."""

    name: str
    alt: str
    caption: str = ""


@dataclass(frozen=True)
class Section:
    """A part of a page under one heading; the first one, before any, has none."""

    title: str
    text: str

    @property
    def html(self) -> SafeString:
        """The text as HTML, without its heading."""
        return render(linked(PICTURE.sub("", self.text)), top=3).html


@dataclass(frozen=True)
class GuidePage:
    """A page of the guide: ``group`` is the heading of the contents that it stands under."""

    key: str
    title: str
    summary: str
    group: str
    text: str

    @property
    def url(self) -> str:
        """Where it is read."""
        return reverse("help_page", args=[self.key])

    def parts(self) -> Iterator[SafeString | Picture]:
        """Yield the page in order: stretches of text as HTML, and pictures."""
        last = 0
        for found in PICTURE.finditer(self.text):
            yield self._rendered(last, found.start())
            yield Picture(found["name"], found["alt"], found["caption"] or "")
            last = found.end()
        yield self._rendered(last, len(self.text))

    def _rendered(self, start: int, end: int) -> SafeString:
        return render(linked(self.text[start:end]), top=2, anchor=self.key, lead=start == 0).html

    @property
    def rendered(self) -> Rendered:
        """The whole page without its pictures, with ids at its headings."""
        return render(linked(PICTURE.sub("", self.text)), top=2, anchor=self.key)

    @property
    def html(self) -> SafeString:
        """The whole page as HTML, without its pictures: to be looked through."""
        return self.rendered.html

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The headings of the page, for the list of what it holds."""
        return self.rendered.headings

    def sections(self) -> list[Section]:
        """Return the parts of the page under its headings, for questions that each fold out."""
        _before, *rest = SECTION.split(self.text)
        return [Section(title, text.strip()) for title, text in zip(rest[::2], rest[1::2], strict=True)]


def linked(text: str) -> str:
    """Return a text whose links lead to the application's own pages."""
    text = TO_HANDBOOK.sub(lambda found: f"](page:{found['key']})", text)
    return TO_PAGE.sub(lambda found: f"]({reverse('help_page', args=[found['key']])}{found['place'] or ''})", text)


@lru_cache(maxsize=1)
def pages() -> dict[str, GuidePage]:
    """Return the pages by key, in the order of the contents."""
    found, group = dict[str, GuidePage](), ""
    for line in (FOLDER / "README.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            group = line[3:].strip()
        elif entry := ENTRY.match(line):
            text = (FOLDER / f"{entry['key']}.md").read_text(encoding="utf-8")
            title, _line, text = text.removeprefix("# ").partition("\n")
            found[entry["key"]] = GuidePage(entry["key"], title.strip(), entry["summary"], group, text.strip())
    return found


def groups() -> dict[str, list[GuidePage]]:
    """Return the pages under the headings of the contents."""
    found: dict[str, list[GuidePage]] = {}
    for page in pages().values():
        found.setdefault(page.group, []).append(page)
    return found


@lru_cache(maxsize=1)
def pictures() -> frozenset[str]:
    """Return the names of the pictures that the pages show."""
    return frozenset(found["name"] for page in pages().values() for found in PICTURE.finditer(page.text))
