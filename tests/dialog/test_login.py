"""Signing in: with name or address, in a demonstration by one touch, and never so outside one."""

import datetime as dt

import pytest
import time_machine
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.auth import authenticate
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from dialog.models import Person
from dialog.web import attempts

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

    def test_a_user_name_goes_before_anothers_address(self, rf, karin):
        named = Person.objects.create_user("karin.lund@sjovik.example", "", "ett-annat-losenord", name="Kaj")
        assert authenticate(rf.post("/"), username="karin.lund@sjovik.example", password="ett-annat-losenord") == named

    def test_a_stranger_costs_a_hash_too(self, rf, monkeypatch):
        hashed = []
        monkeypatch.setattr(Person, "set_password", lambda self, raw: hashed.append(raw))
        authenticate(rf.post("/"), username="ingen", password="x")
        assert hashed == ["x"]


class TestWrongPasswords:
    """They slow down; the right one always opens."""

    NAMES = ("fortroendevald", "Fortroendevald", "karin.lund@sjovik.example", "FORTROENDEVALD", "fortro\u00adendevald")

    @pytest.fixture(autouse=True)
    def few(self, monkeypatch):
        monkeypatch.setitem(attempts.GUESSING, "username", 20)
        monkeypatch.setitem(attempts.GUESSING, "ip_address", 30)

    def guess(self, name: str, times: int, address: str = "127.0.0.1"):
        """Type a wrong password so many times, in a browser that nobody has used, and return the last answer."""
        client = Client(REMOTE_ADDR=address)
        for number in range(times):
            answer = client.post(reverse("login"), {"username": name, "password": f"fel {number}", "next": "/cases/"})
        return answer

    @pytest.mark.parametrize("name", NAMES)
    def test_ten_wrong_ones_shut_nobody_out(self, karin, settings, name):
        answer = self.guess(name, settings.AXES_FAILURE_LIMIT)
        assert answer.status_code == 429 and "För många försök" in answer.text
        assert 'value="/cases/"' in answer.text, "the way back is kept"
        client, answer = sign_in("fortroendevald")
        assert answer.status_code == 302 and is_signed_in(client)

    def test_of_two_at_the_same_moment_both_count(self, karin, monkeypatch):
        """The second one is counted between the first one's look at the row and its writing there."""
        sign_in("fortroendevald", "fel")
        found, others = AccessAttempt.objects.get_or_create, ["fel", "fel"]

        def looked(**facts):
            row = found(**facts)
            if others:
                sign_in("fortroendevald", others.pop())
            return row

        monkeypatch.setattr(AccessAttempt.objects, "get_or_create", looked)
        sign_in("fortroendevald", "fel")
        assert AccessAttempt.objects.get().failures_since_start == 4

    def test_names_are_counted_apart(self, karin, settings):
        self.guess("ingen", settings.AXES_FAILURE_LIMIT)
        assert self.guess("fortroendevald", 1).status_code == 200

    def test_every_spelling_of_a_name_and_its_address_is_one_count(self, karin, settings):
        for number in range(settings.AXES_FAILURE_LIMIT):
            answer = self.guess(self.NAMES[number % len(self.NAMES)], 1, f"10.0.0.{number}")
        assert answer.status_code == 429
        assert set(AccessAttempt.objects.values_list("username", flat=True)) == {"fortroendevald"}

    @pytest.mark.parametrize("of", ["a name", "an address"])
    def test_whoever_guesses_is_heard_once_in_some_seconds_and_the_right_one_then(self, karin, monkeypatch, of):
        heard = []
        check = Person.check_password
        monkeypatch.setattr(Person, "check_password", lambda one, raw: heard.append(raw) or check(one, raw))
        if of == "a name":
            self.guess("fortroendevald", 50, "10.0.0.9")
            assert len(heard) < 25
        else:
            for number in range(40):
                self.guess(f"någon {number}", 1)
        client, answer = sign_in("fortroendevald")
        assert answer.status_code == 429 and int(answer["Retry-After"]) <= 10, "a clear short delay"
        with time_machine.travel(timezone.now() + dt.timedelta(seconds=6)):
            client, answer = sign_in("fortroendevald")
        assert is_signed_in(client)

    def test_whom_this_browser_knows_is_never_held_up_by_others(self, karin):
        client, _answer = sign_in("fortroendevald")
        client.post(reverse("logout"))
        self.guess("fortroendevald", 50)
        assert client.post(reverse("login"), {"username": "fortroendevald", "password": PASSWORD}).status_code == 302

    def test_but_it_is_whoever_signed_in_there_and_nobody_else(self, karin):
        Person.objects.create_user("tjansteperson", "amir.haddad@sjovik.example", PASSWORD, name="Amir Haddad")
        client, _answer = sign_in("tjansteperson")
        client.post(reverse("logout"))
        self.guess("fortroendevald", 50)
        assert client.post(reverse("login"), {"username": "fortroendevald", "password": PASSWORD}).status_code == 429

    def test_what_is_not_heard_is_not_counted_so_that_guessing_on_shuts_nobody_out(self, karin, monkeypatch):
        heard = []
        check = Person.check_password
        monkeypatch.setattr(Person, "check_password", lambda one, raw: heard.append(raw) or check(one, raw))
        self.guess("fortroendevald", 50)
        assert AccessAttempt.objects.get().failures_since_start == len(heard)

    def test_of_the_sixth_version_of_addresses_a_household_is_one(self, karin):
        for number in range(31):
            self.guess(f"någon {number}", 1, f"2001:db8:1:2::{number + 1:x}")
        assert {one.ip_address for one in AccessAttempt.objects.all()} == {"2001:db8:1:2::"}
        assert self.guess("fortroendevald", 1, "2001:db8:1:2::ff").status_code == 429
        assert self.guess("fortroendevald", 1, "2001:db8:1:3::ff").status_code == 200

    def test_to_sign_in_forgets_only_ones_own_slips(self, karin):
        self.guess("fortroendevald", 5, "10.0.0.9")
        self.guess("fortroendevald", 3)
        self.guess("ingen", 3)
        sign_in("fortroendevald")
        left = AccessAttempt.objects.values_list("username", "ip_address", "failures_since_start")
        assert set(left) == {("fortroendevald", "10.0.0.9", 5), ("ingen", "127.0.0.1", 3)}

    def test_letters_asked_for_hold_nobody_up(self, karin, settings):
        for _ in range(settings.AXES_FAILURE_LIMIT + 1):
            answer = Client().post(reverse("password_forgotten"), {"email": karin.email})
        assert answer.status_code == 429
        assert self.guess(karin.email, 1).status_code == 200

    def test_nor_do_letters_that_others_at_the_same_address_ask_for(self, karin):
        for number in range(31):
            Client().post(reverse("password_forgotten"), {"email": f"person{number}@sjovik.example"})
        assert sign_in("fortroendevald")[1].status_code == 302

    def test_a_letter_is_sent_again_after_an_hour(self, karin, settings):
        for _ in range(settings.AXES_FAILURE_LIMIT + 1):
            answer = Client().post(reverse("password_forgotten"), {"email": karin.email})
        assert answer.status_code == 429
        with time_machine.travel(timezone.now() + dt.timedelta(minutes=61)):
            assert Client().post(reverse("password_forgotten"), {"email": karin.email}).status_code == 302

    def test_what_is_counted_does_not_grow_and_is_forgotten(self, karin):
        self.guess("fortroendevald", 15)
        sign_in("fortroendevald")
        self.guess("x" * 5000, 3)
        assert AccessAttempt.objects.count() == 1
        assert AccessLog.objects.count() == AccessFailureLog.objects.count() == 0
        with time_machine.travel(timezone.now() + dt.timedelta(hours=2)):
            self.guess("fortroendevald", 1)
        assert AccessAttempt.objects.count() == 1


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
