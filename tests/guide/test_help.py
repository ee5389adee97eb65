"""Help: the guide's files as pages, for everybody; the reader's role first; found by words."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from dialog.look.signs import ROLES
from dialog.models import Body, Department, Person, Seat
from dialog.process.phases import process
from guide import book
from guide.help import search
from guide.roles import PAGES, roles_of
from handbook.loading import read_pages
from tests.guide.conftest import browser
from tests.pages import Page

KEYS = list(book.pages())
HANDBOOK = {page.key for page in read_pages()}


def words(text: str) -> int:
    return len(re.findall(r"[\wåäö]+(?:[-–]\w+)*", text))


class TestTheGuide:
    def test_every_file_stands_in_the_contents_once(self):
        files = {path.stem for path in book.FOLDER.glob("*.md")} - {"README"}
        assert set(KEYS) == files

    @pytest.mark.parametrize("key", KEYS)
    def test_every_page_can_be_read_without_an_account(self, db, key):
        answer = browser().get(book.pages()[key].url)
        assert answer.status_code == 200
        assert answer.text.count("<h1") == 1
        assert not Page(answer.text).broken
        assert ".md" not in answer.text and "page:" not in answer.text

    @pytest.mark.parametrize("key", KEYS)
    def test_its_links_lead_to_pages_of_help_and_of_the_handbook(self, key):
        text = book.pages()[key].text
        for target in re.findall(r"\]\((?!https?:|bilder/)([^)#]+)", text):
            assert (book.FOLDER / target).exists(), target
        assert set(re.findall(r"page:(\w+)", book.linked(text))) <= HANDBOOK

    @pytest.mark.parametrize("key", KEYS)
    def test_a_page_begins_with_what_it_is_about_and_its_sentences_are_short(self, key):
        page = book.pages()[key]
        assert not page.text.startswith(("#", "-", "|"))
        for sentence in re.split(r"(?<=[.?!:])\s+|\n|\|", page.text):
            assert words(re.sub(r"\]\([^)]*\)", "", sentence)) <= 36, sentence

    def test_there_is_a_page_for_each_role_and_each_phase(self):
        assert set(PAGES.values()) <= set(KEYS)
        with override("sv"):
            titles = {page.title for page in book.pages().values()}
            assert {str(phase.title) for phase in process.phases} <= titles
            assert {str(ROLES[role].words) for role in PAGES} <= titles

    @pytest.mark.parametrize("key", ["planera", "genomfora", "folja-upp"])
    def test_a_page_of_a_phase_says_what_one_needs_to_know_of_it(self, key):
        headings = [heading.text for heading in book.pages()[key].headings]
        assert headings[0] == "Det ni gör först"
        assert {"Det som väntar, och på vem", "Det som går att ångra", "Så lång tid tar det"} <= set(headings)

    def test_a_page_that_there_is_not_is_not_there(self, db):
        assert browser().get(reverse("help_page", args=["vadret"])).status_code == 404
        assert browser().get(reverse("help_picture", args=["README.md"])).status_code == 404


class TestTheFirstPage:
    def mine(self, client: Client) -> list[str]:
        text = client.get(reverse("help")).text
        return re.findall(r'<li class="mine">\s*<h3>.*?<a href="/help/([\w-]+)/"', text, flags=re.DOTALL)

    def test_begins_with_the_readers_own_roles(self, db, olle, petra, karin):
        assert self.mine(browser()) == []
        assert self.mine(browser(olle)) == ["administrator"]
        assert self.mine(browser(petra)) == ["utvecklingsledare"]
        assert self.mine(browser(karin)) == ["lasbehorig"]

    def test_who_has_two_roles_sees_both(self, db):
        department = Department.objects.create(name="Tekniska")
        lina = Person.objects.create_user("lina.ek", name="Lina Ek", department=department, is_communicator=True)
        assert roles_of(lina) == ["civil_servant", "communicator"]

    def test_a_seat_that_has_ended_makes_nobody_elected(self, db, karin):
        body = Body.objects.create(name="Tekniska nämnden")
        Seat.objects.create(person=karin, body=body, start="2020-01-01", end="2021-12-31")
        assert roles_of(Person.objects.get(pk=karin.pk)) == ["reader"]
        Seat.objects.create(person=karin, body=body, start="2022-01-01")
        assert roles_of(Person.objects.get(pk=karin.pk)) == ["elected"]


class TestSearching:
    def test_finds_words_by_their_stem(self):
        assert "kvarnparken" in {hit.page.url.split("/")[-2] for hit in search("lamporna").hits}
        assert search("bordläggning").hits or search("bordlägger").hits

    def test_marks_what_was_found_and_leads_to_its_heading(self, db):
        text = browser().get(reverse("help"), {"q": "återremiss"}).text
        assert "<mark>Återremiss</mark>" in text or "<mark>återremiss</mark>" in text
        assert "#" in re.findall(r'<h2><a href="(/help/[^"]+)"', text)[0]

    def test_a_page_that_is_called_so_comes_first(self):
        assert search("tidplan").hits[0].page.title == "Tidplan månad för månad"

    def test_says_when_nothing_is_found(self, db):
        text = browser().get(reverse("help"), {"q": "zebra"}).text
        assert "Ingen sida med ”zebra”." in text

    def test_what_is_looked_for_carries_no_code(self, db):
        text = browser().get(reverse("help"), {"q": "<script>alert(1)</script>"}).text
        assert "<script>alert" not in text

    def test_asks_the_database_for_nothing_more_when_more_is_found(self, db, karin):
        client, counts = browser(karin), []
        client.get(reverse("help"))
        for asked in ("zebra", "nämnden"):
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse("help"), {"q": asked})
            counts.append(len(queries))
        assert counts[0] == counts[1]
