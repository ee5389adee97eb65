"""What stands around every page: menu, municipality, the demonstration's line; and pages when something stops."""

import pytest
from django.core.cache import cache
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from dialog.models import Municipality, Person

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
