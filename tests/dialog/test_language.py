"""Swedish holds until somebody chooses English; what the browser asks for does not matter."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

LOGIN = "login"


def language_of(client: Client, **headers: str) -> str:
    answer = client.get(reverse(LOGIN), headers=headers)
    assert f'<html lang="{answer.headers["Content-Language"]}">' in answer.text
    return answer.headers["Content-Language"]


@pytest.mark.parametrize("browser", ["en", "en-GB,en;q=0.9", "de", "sv", ""])
def test_a_browsers_language_changes_nothing(db, browser):
    assert language_of(Client(), **{"accept-language": browser}) == "sv"


def test_who_chooses_english_keeps_it_on_every_page_until_she_chooses_swedish(db):
    client = Client()
    client.post(reverse("set_language"), {"language": "en", "next": reverse(LOGIN)})
    assert language_of(client) == "en"
    assert language_of(client, **{"accept-language": "sv"}) == "en"
    client.post(reverse("set_language"), {"language": "sv", "next": reverse(LOGIN)})
    assert language_of(client) == "sv"


@pytest.mark.parametrize("cookie", ["de", "xx", "../../etc", "en\x00", "e" * 500])
def test_a_language_that_dialog_does_not_speak_is_swedish(db, cookie):
    assert language_of(Client(), cookie=f"django_language={cookie}") == "sv"


def test_a_page_leaves_the_language_of_what_comes_after_it_alone(db):
    client = Client()
    client.post(reverse("set_language"), {"language": "en", "next": reverse(LOGIN)})
    with translation.override("sv"):
        client.get(reverse(LOGIN))
        assert translation.get_language() == "sv"
