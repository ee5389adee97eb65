"""Signing in: with name or address, in a demonstration by one touch, and never so outside one."""

import pytest
from django.contrib.auth import authenticate
from django.test import Client
from django.urls import reverse
from django.utils import translation

from dialog.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def language_of_the_house():
    """A page in English must not leave its language to the next test."""
    yield
    translation.activate("sv")


@pytest.fixture
def karin() -> Person:
    return Person.objects.create_user("fortroendevald", "karin.lund@sjovik.example", PASSWORD, name="Karin Lund")


PASSWORD = "ett-langt-losenord"


def sign_in(name: str, password: str = PASSWORD, **extra: str):
    client = Client()
    return client, client.post(reverse("login"), {"username": name, "password": password, **extra})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


class TestNameOrAddress:
    @pytest.mark.parametrize(
        "name", ["fortroendevald", "Fortroendevald", "karin.lund@sjovik.example", "Karin.Lund@Sjovik.example"]
    )
    def test_one_signs_in_with_user_name_or_address_in_capitals_or_not(self, karin, name):
        client, answer = sign_in(name)
        assert answer.status_code == 302 and is_signed_in(client)

    @pytest.mark.parametrize(
        ("name", "password"), [("fortroendevald", "fel"), ("ingen", PASSWORD), ("", ""), ("x\x00", "y")]
    )
    def test_who_does_not_belong_is_told_so_beside_the_form(self, karin, name, password):
        client, answer = sign_in(name, password)
        assert answer.status_code == 200 and not is_signed_in(client)
        assert "errors" in answer.text or "form-error" in answer.text

    def test_a_closed_account_cannot_sign_in(self, karin):
        karin.is_active = False
        karin.save()
        client, _answer = sign_in("fortroendevald")
        assert not is_signed_in(client)

    def test_nobody_signs_in_with_an_empty_address(self, rf):
        Person.objects.create_user("utan", "", PASSWORD, name="Utan Adress")
        assert authenticate(rf.post("/"), username="", password=PASSWORD) is None

    def test_who_guesses_too_often_must_wait(self, karin, settings):
        client = Client()
        for _ in range(settings.AXES_FAILURE_LIMIT):
            answer = client.post(reverse("login"), {"username": "fortroendevald", "password": "fel"})
        assert answer.status_code == 429 and "För många försök" in answer.text
        answer = client.post(reverse("login"), {"username": "fortroendevald", "password": PASSWORD})
        assert answer.status_code == 429 and not is_signed_in(client)

    def test_a_user_name_goes_before_anothers_address(self, rf, karin):
        named = Person.objects.create_user("karin.lund@sjovik.example", "", "ett-annat-losenord", name="Kaj")
        assert authenticate(rf.post("/"), username="karin.lund@sjovik.example", password="ett-annat-losenord") == named

    def test_a_stranger_costs_a_hash_too(self, rf, monkeypatch):
        hashed = []
        monkeypatch.setattr(Person, "set_password", lambda self, raw: hashed.append(raw))
        authenticate(rf.post("/"), username="ingen", password="x")
        assert hashed == ["x"]


class TestDemonstration:
    def test_a_touch_signs_in_as_one_of_its_people(self, karin, settings):
        settings.DEMO = True
        client = Client()
        assert "Karin Lund" in client.get(reverse("login")).text
        client.post(reverse("login"), {"as": "fortroendevald"})
        assert client.session["_auth_user_id"] == str(karin.pk)

    def test_others_than_its_accounts_cannot_be_touched(self, settings):
        settings.DEMO = True
        Person.objects.create_user("chef", "", PASSWORD, name="Någon Annan")
        client = Client()
        assert client.post(reverse("login"), {"as": "chef"}).status_code == 403
        assert not is_signed_in(client)

    def test_outside_a_demonstration_there_are_no_buttons_and_no_way_in(self, karin, settings):
        settings.DEMO = False
        client = Client()
        assert "Karin Lund" not in client.get(reverse("login")).text
        assert client.post(reverse("login"), {"as": "fortroendevald"}).status_code == 403
        assert not is_signed_in(client)

    @pytest.mark.parametrize("demo", [True, False])
    def test_the_password_that_is_the_accounts_name_opens_it_in_a_demonstration_alone(self, karin, settings, demo):
        karin.set_password(karin.username)
        karin.save()
        settings.DEMO = demo
        client, _answer = sign_in("fortroendevald", "fortroendevald")
        assert is_signed_in(client) is demo


class TestSession:
    def test_one_comes_back_to_the_page_one_came_from_but_not_to_another_house(self, karin):
        _client, answer = sign_in("fortroendevald", next="/handbok/")
        assert answer["Location"] == "/handbok/"
        _client, answer = sign_in("fortroendevald", next="https://elsewhere.example/")
        assert "elsewhere" not in answer["Location"]

    def test_signing_out_takes_a_post(self, karin):
        client, _answer = sign_in("fortroendevald")
        assert client.get(reverse("logout")).status_code == 405
        client.post(reverse("logout"))
        assert not is_signed_in(client)

    def test_the_language_is_chosen_on_the_page(self):
        client = Client()
        assert '<html lang="sv">' in client.get(reverse("login")).text
        client.post(reverse("set_language"), {"language": "en", "next": reverse("login")})
        assert '<html lang="en">' in client.get(reverse("login")).text
