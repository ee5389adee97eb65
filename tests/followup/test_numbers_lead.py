"""Every number of Översikt, Lärdomar and the yearly report leads to what it counts: so many cases, groups or people."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.test import Client

from dialog.models import Person
from tests.demonstration import demonstration

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # a demonstration runs on SQLite and on nothing else
NUMBER = re.compile(r"\d[\d\N{NO-BREAK SPACE}]*")
VOID = {"input", "meta", "link", "br", "img", "hr"}
NOT_READ = {"option", "script", "button", "summary"}
# What counts nothing: a threshold, priorities by their number, ages, days; and measures that are told one by one below it.
COUNTS_NOTHING = re.compile(
    r"30 dagar|[Pp]rioritet \d( och \d)*|\d+[–-]\d+ år|över \d+ år|(\d+ [a-z]+ )?(19|20)\d\d|\d+ åtgärder är lovade"
)


class Numbers(HTMLParser):
    """The numbers of a page's main part: each with the link that it stands in; without one, whether its row has one."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str, int]] = []  # tag, address, which row
        self.linked: list[tuple[str, str]] = []
        self.beside: list[tuple[str, int]] = []
        self.rows = 0
        self.rows_with_links: set[int] = set()
        self.is_whole = False  # whether the rest is dialogues that are read in whole
        self.feed(html)

    @property
    def alone(self) -> list[str]:
        """The numbers that lead nowhere: neither they nor the row that they stand in."""
        return [text for text, row in self.beside if row not in self.rows_with_links]

    @property
    def around(self) -> int:
        """The row that one is in."""
        return self.open[-1][2] if self.open else 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of a tag."""
        if tag in VOID:
            return
        self.is_whole = self.is_whole or dict(attrs).get("id") == "whole"
        self.rows += tag in ("li", "tr")
        row = self.rows if tag in ("li", "tr") else self.around
        address = dict(attrs).get("href") or ""
        if tag == "a" and row:
            self.rows_with_links.add(row)
        self.open.append((tag, address, row))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag that holds nothing, as they stand in pictures."""

    def handle_endtag(self, tag: str) -> None:
        """A tag ends."""
        while tag in (one for one, _address, _row in self.open) and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Take note of a number, outside of what is chosen from and written in."""
        tags = {tag for tag, _address, _row in self.open}
        text = COUNTS_NOTHING.sub("", data).strip()
        if "main" not in tags or self.is_whole or NOT_READ & tags or not NUMBER.search(text):
            return
        link = next((address for tag, address, _row in reversed(self.open) if tag == "a"), "")
        if link:
            self.linked.append((text, link))
        else:
            self.beside.append((text, self.around))


@pytest.fixture(scope="module", autouse=True)
def sjovik(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), demonstration():
        yield


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(Person.objects.filter(is_support=True).first())
    return client


def number_in(text: str) -> int | None:
    found = NUMBER.search(text)
    return int(re.sub(r"\D", "", found[0])) if found else None


def counted_by(client: Client, address: str) -> set[int]:
    """Return the numbers that a list confirms: how many it has, and of target groups how many people it is about."""
    context = client.get(address).context
    rows = context.get("rows") if "/groups/" in address else None
    found = {context["shown"].paginator.count}
    for of in ("aimed", "reached"):
        found.add(sum(getattr(turnout, of) or 0 for _group, turnout in rows or ()))
    return found


@pytest.mark.parametrize(("address", "at_least"), [("/overview/", 60), ("/overview/2026/", 2), ("/overview/2025/", 1)])
def test_a_number_leads_to_as_many_as_it_says(client, address, at_least):
    linked = Numbers(client.get(address).text).linked
    lists = [(text, link) for text, link in linked if link.startswith(("/cases/?", "/overview/groups/"))]
    assert len(lists) >= at_least
    wrong = [(text, link) for text, link in lists if number_in(text) not in counted_by(client, link)]
    assert wrong == []


@pytest.mark.parametrize("address", ["/overview/", "/overview/2026/", "/lessons/?group=unga"])
def test_no_number_stands_without_a_way_to_what_it_counts(client, address):
    assert [text for text in Numbers(client.get(address).text).alone if text != "0"] == []
