"""First visits: each role is told once what waits for it; a new installation tells its administrator what comes first."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from dialog import clock
from dialog.models import Body, Case, Department, Membership, Municipality, Person, Seat
from guide.first_steps import FIRST_STEPS, lines
from guide.first_visits import DAYS, ONCE, is_known
from guide.models import Wording
from guide.statements import unwritten
from handbook.loading import load_editions
from handbook.models import Contact
from tests.guide.conftest import browser
from tests.story import YES

INBOX = reverse("inbox")


@pytest.fixture(autouse=True)
def nothing_kept():
    """What is kept for a while is of another test."""
    cache.clear()


@pytest.fixture
def amir(db: None) -> Person:
    """A civil servant on his first day."""
    department = Department.objects.create(name="Tekniska förvaltningen")
    return Person.objects.create_user("amir.haddad", name="Amir Haddad", department=department)


def on_day(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    monkeypatch.setattr(clock, "today", lambda: dt.date(2026, 11, 6) + dt.timedelta(days=number))


def put_away(person: Person, key: str, **sent: str):
    return browser(person).post(reverse("help_seen", args=[key]), sent)


class TestWhoMeetsAPage:
    def test_is_told_what_waits_there_above_the_heading(self, amir):
        text = browser(amir).get(INBOX).text
        assert text.count('class="once"') == 1
        assert text.index("Välkommen, Amir") < text.index("<h1")
        assert "Allt du skriver sparas av sig självt." in text

    def test_until_it_is_put_away(self, amir):
        answer = put_away(amir, "inbox.civil_servant", next="/?page=1")
        assert answer["Location"] == "/?page=1"
        assert 'class="once"' not in browser(amir).get(INBOX).text

    @pytest.mark.parametrize("elsewhere", ["https://e.example/", "//e.example/", "javascript:alert(1)", ""])
    def test_which_leads_nowhere_but_to_pages_of_ours(self, amir, elsewhere):
        assert put_away(amir, "inbox.civil_servant", next=elsewhere)["Location"] == INBOX

    def test_or_for_five_days_in_all(self, amir, monkeypatch):
        shown = []
        for number in range(DAYS + 2):
            on_day(monkeypatch, number)
            shown += ['class="once"' in browser(amir).get(INBOX).text for _visit in range(2)]
        assert shown == [True] * 2 * DAYS + [False] * 4

    def test_writes_once_a_day_and_nothing_where_it_is_known(self, amir, monkeypatch):
        client = browser(amir)

        def writes() -> int:
            with CaptureQueriesContext(connection) as queries:
                client.get(INBOX)
            return sum("UPDATE" in query["sql"] for query in queries)

        assert [writes() for _visit in range(3)] == [1, 0, 0]
        on_day(monkeypatch, 400)
        assert writes() == 1
        put_away(amir, "inbox.civil_servant")
        on_day(monkeypatch, 401)
        assert writes() == 0

    def test_reads_the_page_where_nothing_can_be_written(self, amir, monkeypatch):
        def refuse(*args, **kwargs):
            raise DatabaseError("readonly database")

        monkeypatch.setattr("guide.first_visits.Person.objects.filter", refuse)
        answer = browser(amir).get(INBOX)
        assert answer.status_code == 200 and 'class="once"' in answer.text

    def test_sees_it_again_when_asked_for(self, amir):
        put_away(amir, "inbox.civil_servant")
        assert "Visa introduktionen igen" in browser(amir).get(reverse("help")).text
        browser(amir).post(reverse("help_again"))
        assert 'class="once"' in browser(amir).get(INBOX).text

    def test_puts_away_only_what_there_is(self, amir):
        assert put_away(amir, "inbox.mayor").status_code == 404
        assert not Person.objects.get(pk=amir.pk).seen

    def test_who_is_not_signed_in_has_no_introduction(self, db):
        assert "Visa introduktionen igen" not in browser().get(reverse("help")).text
        assert browser().post(reverse("help_again"))["Location"].startswith(reverse("login"))


class TestEachRole:
    def test_has_words_of_its_own_on_the_first_page(self, db, olle, petra, karin, amir):
        everything_is_done()
        for person, key in ((olle, "admin"), (petra, "support"), (karin, "reader"), (amir, "civil_servant")):
            with override("sv"):
                assert str(ONCE["inbox"][key].text) in browser(person).get(INBOX).text

    @pytest.mark.parametrize("role", ["communicator", "support"])
    def test_is_told_what_is_hers_before_what_every_official_is_told(self, amir, role):
        Person.objects.filter(pk=amir.pk).update(**{f"is_{role}": True})
        with override("sv"):
            assert str(ONCE["inbox"][role].text) in browser(amir).get(INBOX).text

    def test_an_official_who_only_reads_in_cases_is_told_so_until_she_writes_in_one(self, story):
        stina = story.house["reader"]
        Person.objects.filter(pk=stina.pk).update(department=story.house["responsible"].department)
        with override("sv"):
            reads, writes = (
                str(ONCE["inbox"]["civil_servant"].while_reading.text),
                str(ONCE["inbox"]["civil_servant"].text),
            )
        text = browser(Person.objects.get(pk=stina.pk)).get(INBOX).text
        assert reads in text and writes not in text
        Membership.objects.filter(person=stina).update(role=Membership.Role.CIVIL_SERVANT)
        text = browser(Person.objects.get(pk=stina.pk)).get(INBOX).text
        assert writes in text and reads not in text

    def test_every_text_has_its_swedish(self):
        for page, roles in ONCE.items():
            said = [(role, once) for role, one in roles.items() for once in (one, one.while_reading) if once]
            for role, once in said:
                with override("sv"):
                    swedish = str(once.text), str(once.title)
                with override("en"):
                    assert swedish != (str(once.text), str(once.title)), (page, role)
                assert is_known(f"{page}.{role}")

    def test_a_member_and_a_reader_of_a_case_are_told_different_things(self, story):
        url = story.url("case")
        assert "Så går en dialog till" in story.client("responsible").get(url).text
        assert "Du följer det här ärendet" in story.client("reader").get(url).text
        assert 'class="once"' not in story.client("stranger").get(url).text

    def test_who_decides_for_the_first_time_is_told_that_the_body_did(self, story):
        story.go_to("influenceable")
        story.act("propose", "influenceable", data=YES)
        url = story.url("step", "influenceable")
        assert "Dialog fattar inget beslut åt er." in story.client("elected").get(url).text
        assert "Dialog fattar inget beslut åt er." not in story.client("responsible").get(url).text


def everything_is_done() -> None:
    """Do all that comes first in an installation."""
    today = clock.today()
    Municipality.objects.create(name="Sjöviks kommun", email="kommun@sjovik.example")
    department = Department.objects.create(name="Hållbar utveckling", owns_handbook=True)
    body = Body.objects.create(name="Tekniska nämnden")
    lina = Person.objects.create_user("lina", name="Lina Ek", department=department, is_communicator=True)
    Person.objects.create_user("per", name="Per Alm", is_support=True)
    Seat.objects.create(person=lina, body=body, start=today)
    for page in Wording.Page.values:
        Wording.objects.create(page=page, text="Text.", by=lina, at=clock.now())
    load_editions([dt.date(2026, 3, 1)])
    Contact.objects.create(order=1, subject="Allt", person=lina)
    now = clock.now()
    Case.objects.create(title="Hur?", body=body, responsible=lina, created_by=lina, created_at=now, changed_at=now)


class TestANewInstallation:
    def test_tells_its_administrator_what_comes_first(self, olle):
        text = browser(olle).get(INBOX).text
        assert "Börja här" in text and f"0 av {len(FIRST_STEPS)} är klara." in text
        assert text.count("Gör det här först") == 1
        assert 'class="once"' not in text

    def test_ticks_itself_off_whoever_does_it(self, olle):
        Municipality.objects.create(name="Sjöviks kommun", email="kommun@sjovik.example")
        Department.objects.create(name="Hållbar utveckling", owns_handbook=True)
        done = [line.is_done for line in lines()]
        assert done == [True, True] + [False] * (len(FIRST_STEPS) - 2)
        assert [line.is_next for line in lines()].index(True) == 2

    def test_people_are_invited_when_the_first_of_them_has_signed_in(self, olle):
        invite = next(place for place, step in enumerate(FIRST_STEPS) if "invite" in step.url)
        assert not lines()[invite].is_done, "an administrator who has signed in is nobody invited"
        Person.objects.create_user("lina", name="Lina Ek", last_login=clock.now())
        assert lines()[invite].is_done

    def test_a_page_is_written_when_nothing_is_left_to_fill_in(self, olle):
        for page in Wording.Page.values:
            Wording.objects.create(page=page, text="Text.", by=olle, at=clock.now())
        assert unwritten() == []
        Wording.objects.create(page="privacy", text="*Kommunen fyller i: dag.*", by=olle, at=clock.now())
        assert unwritten() == ["privacy"]

    def test_and_says_no_more_when_all_is_done(self, olle):
        everything_is_done()
        assert lines() == []
        text = browser(olle).get(INBOX).text
        assert "first-steps" not in text and 'class="once"' in text

    def test_nobody_else_sees_it(self, petra, amir):
        for person in (petra, amir):
            assert "first-steps" not in browser(person).get(INBOX).text

    def test_each_line_leads_to_where_it_is_done(self, olle):
        for step in FIRST_STEPS:
            assert browser(olle).get(step.url, follow=True).status_code == 200
