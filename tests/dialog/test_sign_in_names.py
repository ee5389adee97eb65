"""Who somebody is does not hang on how a keyboard wrote her name: at the door, in the count of failures, in the register."""

import unicodedata
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from dialog.models import Person
from tests.story import House

pytestmark = pytest.mark.every_database

PASSWORD = "Norra stranden 2026"
SPELLINGS = [
    "åsa.sandell",
    "ÅSA.Sandell",
    unicodedata.normalize("NFD", "åsa.sandell"),
    "\uff41\u030asa.sandell",  # the wide a of Asian keyboards, with a ring
    "åsa.\uff53andell",
    "  åsa.sandell\u00a0",
    "åsa.\u200bsan\u00addell",
    "asa.sandell@sjovik.example",
    "ASA.Sandell@Sjovik.Example",
    "asa.sandell\uff20sjovik.example",
]


@pytest.fixture
def asa(house: House) -> Person:
    return Person.objects.create_user("åsa.sandell", "asa.sandell@sjovik.example", PASSWORD, name="Åsa Sandell")


def sign_in(name: str, password: str = PASSWORD, **how: Any) -> Any:
    return Client().post(reverse("login"), {"username": name, "password": password}, **how)


@pytest.mark.parametrize("name", SPELLINGS, ids=ascii)
def test_one_signs_in_however_it_is_typed(asa, name):
    assert sign_in(name).status_code == 302


@pytest.mark.parametrize("name", SPELLINGS, ids=ascii)
def test_failures_count_for_the_person_and_not_for_the_spelling(asa, name):
    for number in range(settings.AXES_FAILURE_LIMIT - 1):
        assert sign_in(SPELLINGS[number % len(SPELLINGS)], "fel").status_code == 200
    assert sign_in(name, "fel").status_code == 429


@pytest.mark.parametrize("name", SPELLINGS, ids=ascii)
def test_a_name_that_is_taken_is_taken_in_every_spelling(house, asa, name):
    field = "email" if "sjovik" in name else "username"
    facts = {"name": "Åsa Andersson", "email": "annan@sjovik.example", "username": "annan"} | {field: name}
    seats = {"seats-TOTAL_FORMS": "0", "seats-INITIAL_FORMS": "0"}
    client = Client()
    client.force_login(house["admin"])
    answer = client.post(reverse("admin:dialog_person_add"), facts | seats)
    assert answer.status_code == 200
    assert "Någon har redan" in answer.text or "\uff20" in name  # a wide @ makes no address
    assert not Person.objects.filter(name="Åsa Andersson").exists()


def test_names_are_kept_in_one_form_whoever_writes_them(house):
    made = Person.objects.create(username=" \uff27un.sande\u0301ll", email="Gun\u200b@sjovik.example", name="Gun")
    assert (made.username, made.email) == ("Gun.sandéll", "Gun@sjovik.example")
