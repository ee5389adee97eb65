"""What stands around every page: menu, municipality, the demonstration's line; and pages when something stops."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dialog.models import Municipality, Person
from dialog.process import edition
from handbook.editions import publish, start_draft
from handbook.loading import load_editions
from tests.story import PURPOSE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_cache():
    """The municipality is kept for a minute; each test has its own."""
    cache.clear()


@pytest.fixture
def amir(client: Client) -> Person:
    person = Person.objects.create_user("amir", "amir@sjovik.example", name="Amir Haddad", title="Tjänsteperson")
    client.force_login(person)
    return person


@pytest.fixture
def sjovik() -> Municipality:
    return Municipality.objects.create(name="Sjöviks kommun", short_name="Sjövik")


class TestFrame:
    def test_the_page_names_municipality_and_person(self, client, amir, sjovik):
        page = client.get(reverse("inbox")).text
        assert "Sjöviks kommun" in page and "Amir Haddad" in page and "Logga ut" in page

    def test_the_menu_marks_where_we_are_and_nothing_else(self, client, amir):
        for name in ("inbox", "cases", "new_case"):
            page = client.get(reverse(name)).text
            assert page.count('aria-current="page"') == 1
        assert f'<a href="{reverse("cases")}" aria-current="page">' in page  # a new case belongs to the cases

    def test_who_is_not_signed_in_sees_no_menu(self, client):
        page = client.get(reverse("login")).text
        assert "Huvudmeny" not in page and "Logga ut" not in page

    def test_one_signs_out_and_reads_ones_account_from_the_menu_of_ones_own_name(self, client, amir):
        page = client.get(reverse("cases")).text
        own = page.partition('class="me-menu"')[2].partition("</details>")[0]
        assert reverse("account") in own
        assert f'method="post" action="{reverse("logout")}"' in own
        assert page.count("Logga ut") == 1

    def test_what_waits_stands_first_in_the_row_and_the_number_is_read_with_its_word(self, story):
        story.act("propose", "purpose", data=PURPOSE)
        page = story.client("elected").get(reverse("cases")).text
        first = page.partition('class="first-link"')[2].partition("</nav>")[0]
        assert 'count">1</span><span class="visually-hidden"> sak</span>' in first
        assert "Ärenden" in page.partition('class="menu"')[2].partition("</nav>")[0]

    def test_the_foot_says_which_edition_of_the_handbook_is_in_force(self, client, amir):
        load_editions([dt.date(2025, 1, 15), dt.date(2026, 3, 1)])
        edition.forget()
        foot = client.get(reverse("inbox")).text.partition("<footer")[2]
        assert "Handboken, utgåvan från" in foot and "1 mars 2026" in foot and reverse("handbook") in foot
        client.logout()
        foot = client.get(reverse("login")).text.partition("<footer")[2]
        assert "1 mars 2026" in foot and reverse("handbook") not in foot, "the handbook is read by those who sign in"

    def test_the_foot_has_a_new_edition_as_soon_as_it_is_published(
        self, client, amir, django_capture_on_commit_callbacks
    ):
        load_editions([dt.date(2025, 1, 15)])
        assert edition.in_force() == dt.date(2025, 1, 15)
        with django_capture_on_commit_callbacks(execute=True):
            publish(start_draft(dt.date(2026, 9, 1)), by=amir, at=timezone.now())
        assert "1 september 2026" in client.get(reverse("inbox")).text.partition("<footer")[2]

    def test_only_a_demonstration_says_that_it_is_one(self, client, settings):
        assert "demo-line" not in client.get(reverse("login")).text
        settings.DEMO = True
        assert "demo-line" in client.get(reverse("login")).text

    def test_another_colour_comes_as_a_style_sheet_of_its_own(self, client, sjovik):
        assert "/accent/" not in client.get(reverse("login")).text
        sjovik.accent_colour = "#E2001A"
        sjovik.save()  # forgets what was kept of it
        assert reverse("accent", args=["e2001a"]) in client.get(reverse("login")).text
        answer = client.get("/accent/e2001a.css")
        assert answer["Content-Type"].startswith("text/css") and "--accent:" in answer.text
        assert client.get("/accent/red.css").status_code == 404

    def test_nothing_is_inline_and_nothing_comes_from_elsewhere(self, client, amir):
        page = client.get(reverse("inbox")).text
        assert " style=" not in page and "<style" not in page and "onclick" not in page
        assert 'src="http' not in page and 'href="http' not in page

    def test_the_style_guide_is_for_demonstrations_only(self, client, settings):
        assert client.get(reverse("styleguide")).status_code == 404
        settings.DEMO = True
        assert client.get(reverse("styleguide")).status_code == 200


class TestWhenSomethingStops:
    def test_a_page_that_is_not_there_says_where_to_go(self, client, amir):
        answer = client.get("/finns/inte/")
        assert answer.status_code == 404 and "Sidan finns inte" in answer.text and reverse("inbox") in answer.text

    def test_an_old_form_is_refused_calmly(self):
        answer = Client(enforce_csrf_checks=True).post(reverse("login"), {"username": "x"})
        assert answer.status_code == 403 and "Sidan var för gammal" in answer.text

    @pytest.mark.parametrize("name", ["400.html", "403.html", "404.html", "429.html", "500.html"])
    def test_the_pages_need_no_database_and_no_request(self, name, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert "<h1>" in render_to_string(name)
