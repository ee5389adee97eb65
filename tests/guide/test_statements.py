"""Accessibility, personal data, whom to ask: read by everybody, worded by the municipality, true from the first day."""

import re

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from dialog.web import attempts
from guide.models import Wording
from guide.statements import default_text, unwritten
from tests.guide.conftest import browser
from tests.pages import Page

READ = ["accessibility", "privacy", "help"]
HOSTILE = "<script>alert(1)</script> [x](javascript:alert(1)) ![y](https://e.example/y.png) <b onclick=x>z</b>"


@pytest.fixture(autouse=True)
def nothing_kept():
    """What a page keeps for a minute is of another test."""
    cache.clear()


def edit(page: str) -> str:
    return reverse("statement_edit", args=[page])


def save(client: Client, page: str, text: str, **more: str):
    """Open the form as a browser does, type, and save."""
    found = Page(client.get(edit(page)).text)
    sent = found.filled(found.form_with("text"))
    return client.post(edit(page), {**sent, "text": text, **more})


class TestReading:
    @pytest.mark.parametrize("name", READ)
    def test_everybody_reads_them_signed_in_or_not(self, sjovik, karin, name):
        for client in (browser(), browser(karin)):
            answer = client.get(reverse(name))
            assert answer.status_code == 200
            assert answer.text.count("<h1") == 1
            assert not Page(answer.text).broken
            assert "statement_edit" not in answer.text and "/edit/" not in answer.text

    @pytest.mark.parametrize("page", Wording.Page.values)
    def test_a_fresh_installation_says_what_it_knows_and_what_is_to_be_filled_in(self, db, page):
        assert "Kommunen" in default_text(page)
        assert "ommunen fyller i" in default_text(page)
        assert unwritten() == list(Wording.Page.values)

    def test_with_its_name_and_address_where_they_are_known(self, sjovik):
        text = browser().get(reverse("accessibility")).text
        assert "Sjöviks kommun" in text and "kommun@sjovik.example" in text and "0980-319 200" in text
        assert "$" not in "".join(default_text(page) for page in Wording.Page.values)

    def test_the_statement_says_what_the_law_demands(self, sjovik):
        text = default_text("accessibility")
        for demanded in (
            "delvis förenlig",
            "Bristande förenlighet",
            "Oskäligt betungande anpassning",
            "Innehåll som inte omfattas av lagen",
            "Hur vi har testat",
            "https://www.digg.se/tdosanmalan",
            "kommun@sjovik.example",
        ):
            assert demanded in text

    def test_the_cookies_that_are_named_are_those_that_are_set(self, db):
        named = set(re.findall(r"^- `(\w+)` ", default_text("privacy"), flags=re.MULTILINE))
        set_by_us = {
            settings.SESSION_COOKIE_NAME,
            settings.CSRF_COOKIE_NAME,
            settings.LANGUAGE_COOKIE_NAME,
            attempts.KNOWN,
            "messages",
        }
        assert named == set_by_us


class TestWording:
    def test_support_and_administrators_word_a_page_and_earlier_wordings_are_kept(self, sjovik, olle, petra):
        save(browser(olle), "privacy", "## Ansvarig\n\nKommunstyrelsen.")
        save(browser(petra), "privacy", "## Ansvarig\n\nKommunstyrelsen, dataskydd@sjovik.example.")
        text = browser().get(reverse("privacy")).text
        assert "dataskydd@sjovik.example" in text and "sessionid" not in text
        versions = browser(olle).get(reverse("statement_versions", args=["privacy"])).text
        assert "Olle Brink" in versions and "Petra Vång" in versions and "sessionid" in versions
        assert unwritten() == ["accessibility", "help_contacts"]

    @pytest.mark.parametrize("name", ["statement_edit", "statement_versions"])
    def test_nobody_else_comes_here(self, sjovik, karin, name):
        url = reverse(name, args=["privacy"])
        assert browser(karin).get(url).status_code == 403
        assert browser(karin).post(url, {"text": "x"}).status_code == 403
        assert browser().get(url)["Location"].startswith(reverse("login"))

    @pytest.mark.parametrize("name", ["statement_edit", "statement_versions"])
    def test_a_page_that_there_is_not_is_not_there(self, olle, name):
        assert browser(olle).get(reverse(name, args=["weather"])).status_code == 404

    def test_the_same_text_is_kept_once(self, sjovik, olle):
        for _press in range(2):
            save(browser(olle), "help_contacts", "Ring Olle.")
        assert Wording.objects.count() == 1

    def test_two_who_write_at_once_lose_nothing(self, sjovik, olle, petra):
        found = Page(browser(petra).get(edit("help_contacts")).text)
        opened = found.filled(found.form_with("text"))
        save(browser(olle), "help_contacts", "Ring Olle.")
        answer = browser(petra).post(edit("help_contacts"), {**opened, "text": "Ring Petra."})
        assert answer.status_code == 409
        assert "Olle." in answer.text and "Ring Petra.</textarea>" in answer.text.replace("\n", "")
        assert Wording.objects.get().text == "Ring Olle."

    def test_a_preview_keeps_nothing(self, sjovik, olle):
        answer = save(browser(olle), "help_contacts", "Ring **Olle**.", preview="1")
        assert "<strong>Olle</strong>" in answer.text
        assert not Wording.objects.exists()

    def test_an_empty_text_is_refused(self, sjovik, olle):
        answer = save(browser(olle), "help_contacts", " ")
        assert answer.status_code == 422 and "Skriv texten." in answer.text

    @pytest.mark.parametrize("page", Wording.Page.values)
    def test_what_is_written_carries_no_code(self, sjovik, olle, page):
        save(browser(olle), page, HOSTILE)
        for name in (*READ, "password_forgotten"):
            text = browser().get(reverse(name)).text
            assert "<script>alert" not in text and 'href="javascript:' not in text
            assert "<b onclick" not in text and 'src="https://e.example' not in text


class TestWhoCannotGetIn:
    def test_reads_whom_to_ask_where_a_password_is_forgotten(self, sjovik, olle):
        save(browser(olle), "help_contacts", "Ring Olle Brink, 0980-319 201.")
        for name in ("password_forgotten", "password_sent"):
            assert "Ring Olle Brink, 0980-319 201." in browser().get(reverse(name)).text

    def test_and_after_too_many_attempts(self, sjovik, olle, settings):
        save(browser(olle), "help_contacts", "Ring Olle Brink, 0980-319 201.")
        settings.AXES_FAILURE_LIMIT = 2
        wrong = {"username": "karin.lund", "password": "fel"}
        pages = [browser().post(reverse("login"), wrong).text for _try in range(3)]
        assert "Ring Olle Brink" not in pages[0]
        assert "Ring Olle Brink, 0980-319 201." in pages[-1]
        asked = [browser().post(reverse("password_forgotten"), {"email": "k@sjovik.example"}) for _try in range(3)]
        assert asked[-1].status_code == 429 and "Ring Olle Brink, 0980-319 201." in asked[-1].text
