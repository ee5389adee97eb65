"""The pictures of the guide: which pages of the demonstration they show, and what tells whether they are current.

Where a picture stands, what it shows for who does not see it, and its caption are written in the guide itself
(``docs/anvandarguide/``). Pictures are made by ``make pictures``; pixels differ from machine to machine, so a picture is
current as long as the page's structure and words and its style sheets are those that it was made from.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from dialog.files.one_sheet import IMPORTED_SHEET, beside
from dialog.models import Case, Event, Person
from guide.book import PICTURES
from guide.first_visits import ONCE, put_away

MANIFEST = PICTURES / "manifest.json"
STYLES = re.compile(r'href="[^"]*?(css/[\w/-]+?)(?:\.[0-9a-f]{12})?\.css"')
MAIN = re.compile(r"<main\b.*?</main>", re.DOTALL)


@dataclass(frozen=True)
class Shot:
    """A picture: its file's name, who looks, at which page of which case, in how wide a window, and how much of it.

    ``step`` is the step of the page, the kind of a report, or the step whose last decision a receipt is for.
    """

    name: str
    who: str
    page: str
    case: str = ""
    step: str = ""
    width: int = 1280
    height: int = 900

    @property
    def url(self) -> str:
        """The address of the page."""
        if not self.case:
            return reverse(self.page)
        case = Case.objects.values_list("pk", flat=True).get(short_title=self.case)
        if self.page == "receipt":
            decided = Event.objects.filter(case=case, act="decide", step=self.step).latest("pk")
            return reverse(self.page, args=[case, decided.pk])
        return reverse(self.page, args=[case, self.step] if self.step else [case])


SHOTS = [
    Shot("arende", "tjansteperson", "case", "Norra stranden"),
    Shot("steg", "tjansteperson", "step", "Norra stranden", "goals"),
    Shot("inkorg", "fortroendevald", "inbox", width=390, height=844),
    Shot("beslut", "fortroendevald", "step", "Norra stranden", "influence_level", width=390, height=844),
    Shot("kvitto", "fortroendevald", "receipt", "Hundrastgården", "influence_level", width=390, height=844),
    Shot("texter", "kommunikator", "communication", height=1000),
    Shot("metoder", "tjansteperson", "step", "Lekparken i Norrliden", "methods", height=1100),
    Shot("liten-dialog", "tjansteperson", "report", "Bänkarna på Ågatan", "summary", height=1200),
]


def prepare() -> None:
    """Let nobody in the demonstration meet a page for the first time: what is said then stands in no picture."""
    for person in Person.objects.filter(username__in={shot.who for shot in SHOTS}):
        for page, roles in ONCE.items():
            for role in roles:
                put_away(person, f"{page}.{role}")


class Skeleton(HTMLParser):
    """What is seen of a page apart from its numbers: elements with their classes, and words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element; what is hidden in a form is not seen."""
        known = dict(attrs)
        if known.get("type") != "hidden":
            self.found.append(f"<{tag} {known.get('class') or ''}>")

    def handle_data(self, data: str) -> None:
        """Note words; numbers and hours differ with the moment at which the demonstration was loaded."""
        self.found.append(re.sub(r"\d+", "0", " ".join(data.split())))


def fingerprint(shot: Shot) -> dict[str, str]:
    """Return what the picture of a page depends on, as two short marks: its structure with its words, and its styles."""
    client = Client()
    client.force_login(Person.objects.get(username=shot.who))
    answer = client.get(shot.url, follow=True, headers={"host": settings.ALLOWED_HOSTS[0].replace("*", "127.0.0.1")})
    main = MAIN.search(html := answer.content.decode())
    assert answer.status_code == 200 and main, shot.url
    skeleton = Skeleton(main[0]).found
    return {
        "page": _mark(skeleton),
        "styles": _mark(text for name in STYLES.findall(html) for text in _sheets(f"{name}.css")),
    }


def _sheets(name: str) -> Iterator[str]:
    """Return the text of a style sheet, and of those that it imports."""
    text = Path(str(finders.find(name))).read_text(encoding="utf-8")
    yield text
    for found in IMPORTED_SHEET.finditer(text):
        yield from _sheets(beside(name, found[1]))


def manifest() -> dict[str, dict[str, str]]:
    """Return what each picture was made from."""
    found: dict[str, dict[str, str]] = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return found


def keep_manifest(marks: dict[str, dict[str, str]]) -> None:
    """Write down what each picture was made from."""
    MANIFEST.write_text(json.dumps(marks, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def _mark(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
