"""The people an administrator keeps: they get their password by letter, are closed and never erased."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse

from dialog import clock
from dialog.acts.members import end_membership
from dialog.mail import passwords
from dialog.models import Case, Membership, Person
from tests.dialog.organisation import rows, url
from tests.pages import Page

PASSWORD = "ett-langt-losenord-9"
NEW = {"name": "Nils Ny", "email": "nils.ny@sjovik.example", "username": "", "is_active": "on", **rows("seats")}


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """Let what waits for the commit of a block happen, as outside a test."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def facts(person: Person, **other: str) -> dict[str, str]:
    """Return what the form of a person posts who stays as she is, but for what is given."""
    kept = {"name": person.name, "email": person.email, "username": person.username, "is_active": "on"}
    kept |= {"is_administrator": "on"} if person.is_administrator else {}
    return {key: value for key, value in {**kept, **rows("seats"), **other}.items() if value}


def link_in(letter: mail.EmailMessage) -> str:
    found = re.search(r"http://127.0.0.1:8000(/password/\S+)", str(letter.body))
    assert found and found[1] in letter.alternatives[0].content
    return found[1]


def choose(client: Client, link: str, password: str = PASSWORD):
    page = client.get(link)
    address = page["Location"] if page.status_code == 302 else link
    return client.post(address, {"new_password1": password, "new_password2": password})


class TestNewPeople:
    def test_a_new_person_is_invited_when_the_administrator_says_so_and_chooses_her_own_password(self, admin, commit):
        with commit():
            assert admin.post(url("person", "add"), NEW).status_code == 302
        assert not mail.outbox, "no letter goes while the organisation is still being entered"
        with commit():
            assert admin.post(reverse("admin:dialog_person_invite")).status_code == 302
        nils = Person.objects.get(email="nils.ny@sjovik.example")
        assert nils.username == nils.email and not nils.has_usable_password() and not nils.is_staff
        letter = next(one for one in mail.outbox if one.to == [nils.email])
        assert "Sjöviks kommun" in letter.body
        browser = Client()
        assert choose(browser, link_in(letter))["Location"] == reverse("login")
        nils.refresh_from_db()
        assert nils.check_password(PASSWORD)
        answer = browser.post(reverse("login"), {"username": nils.email, "password": PASSWORD})
        assert answer.status_code == 302

    def test_the_link_works_once(self, admin, commit):
        with commit():
            admin.post(url("person", "add"), {**NEW, "_letter": ""})
        link = link_in(mail.outbox[0])
        choose(Client(), link)
        again = Client().get(link)
        assert again.status_code == 200 and 'form method="post" novalidate' not in again.text
        assert reverse("password_forgotten") in again.text

    def test_a_link_is_not_for_somebody_elses_account(self, house):
        mine, hers = passwords.link(house["elected"]), passwords.link(house["responsible"])
        key = hers.split("/")[-3]
        forged = reverse("password_choose", args=[key, mine.split("/")[-2]])
        assert "new_password1" not in Client().get(forged, follow=True).text

    def test_an_administrator_neither_sees_nor_sets_a_password(self, house, admin):
        text = admin.get(url("person", "change", house["elected"].pk)).text
        assert 'type="password"' not in text
        admin.post(url("person", "change", house["elected"].pk), {**facts(house["elected"]), "password": "x"})
        house["elected"].refresh_from_db()
        assert not house["elected"].check_password("x")

    def test_a_new_letter_can_be_sent(self, house, admin, commit):
        with commit():
            data = {**facts(house["stranger"]), "_letter": ""}
            assert admin.post(url("person", "change", house["stranger"].pk), data).status_code == 302
        assert [letter.to for letter in mail.outbox] == [[house["stranger"].email]]

    @pytest.mark.parametrize(
        "wrong",
        [
            {"name": ""},
            {"email": ""},
            {"email": "nowhere"},
            {"email": "Elected@Sjovik.example"},
            {"username": "ELECTED"},
            {"username": "with space"},
            {"name": "x" * 500},
            {"department": "999"},
        ],
    )
    def test_what_is_wrong_is_said_and_nobody_is_added(self, house, admin, commit, wrong):
        before = Person.objects.count()
        with commit():
            answer = admin.post(url("person", "add"), {**NEW, **wrong})
        assert answer.status_code == 200 and answer.context["errors"]
        assert Person.objects.count() == before and mail.outbox == []


class TestKeys:
    def test_an_address_that_is_changed_is_told_at_the_old_one(self, house, admin, commit):
        karin = house["elected"]
        seat = karin.seats.get()
        seats = rows("seats", {"id": str(seat.pk), "body": str(seat.body_id), "start": "2023-01-01"}, initial=1)
        with commit():
            data = {**facts(karin), **seats, "email": "annan@sjovik.example"}
            assert admin.post(url("person", "change", karin.pk), data).status_code == 302
        (letter,) = mail.outbox
        assert letter.to == ["elected@sjovik.example"]
        assert "Olle Brink" in letter.body and "annan@" not in letter.body

    def test_an_address_that_was_the_user_name_too_is_one_no_longer(self, house, admin):
        person = house["stranger"]
        Person.objects.filter(pk=person.pk).update(username=person.email)
        data = facts(person, username=person.email, email="ny@sjovik.example")
        assert admin.post(url("person", "change", person.pk), data).status_code == 302
        person.refresh_from_db()
        assert person.username == person.email == "ny@sjovik.example"

    @pytest.mark.parametrize("lost", ["is_administrator", "is_active"])
    def test_nobody_takes_her_own_keys(self, house, admin, lost):
        data = facts(house["admin"])
        del data[lost]
        assert admin.post(url("person", "change", house["admin"].pk), data).status_code == 200
        house["admin"].refresh_from_db()
        assert house["admin"].is_administrator and house["admin"].is_active

    def test_an_administrator_takes_no_part_in_cases(self, story, admin):
        reader = story.house["reader"]
        data = {**facts(reader), "is_administrator": "on"}
        assert admin.post(url("person", "change", reader.pk), data).status_code == 200
        membership = Membership.objects.get(person=reader)
        end_membership(story.pk, by=story.house["responsible"], membership=membership.pk, at=story.now)
        assert admin.post(url("person", "change", reader.pk), data).status_code == 302

    def test_who_has_left_no_longer_signs_in_and_stays_in_the_cases(self, story, admin):
        amir = story.house["responsible"]
        browser = story.client("responsible")
        assert browser.get(reverse("inbox")).status_code == 200
        data = facts(amir)
        del data["is_active"]
        answer = admin.post(url("person", "change", amir.pk), data, follow=True)
        assert "Norra stranden" in answer.text
        assert browser.get(reverse("inbox")).status_code == 302
        assert story.case.responsible == amir and Membership.objects.filter(person=amir).exists()

    def test_a_new_name_is_found_in_the_cases(self, story, admin):
        admin.post(
            url("person", "change", story.house["responsible"].pk),
            facts(story.house["responsible"], name="Amira Haddad"),
        )
        assert "amira haddad" in Case.objects.get(pk=story.pk).search_text

    @pytest.mark.parametrize("role", ["communicator", "support", "admin", "nonsense"])
    def test_people_are_found_by_role(self, house, admin, role):
        text = admin.get(url("person"), {"role": role}).text
        assert ("Sara Nyberg" in text) == (role in ("communicator", "nonsense"))


class TestFirstAdministrator:
    def test_it_is_made_at_the_command_line_with_a_link(self, db, capsys):
        call_command("create_administrator", "olle@sjovik.example", name="Olle Brink")
        olle = Person.objects.get()
        assert olle.is_administrator and not olle.is_superuser
        link = capsys.readouterr().out.split()[-1].removeprefix("http://127.0.0.1:8000")
        choose(Client(), link)
        olle.refresh_from_db()
        assert olle.check_password(PASSWORD)

    def test_somebody_who_is_there_becomes_one(self, house):
        call_command("create_administrator", "STRANGER@sjovik.example")
        assert Person.objects.get(pk=house["stranger"].pk).is_administrator

    @pytest.mark.parametrize("given", [("new@sjovik.example", ""), ("nowhere", "Olle")])
    def test_what_is_missing_is_said(self, db, given):
        with pytest.raises(CommandError):
            call_command("create_administrator", given[0], name=given[1])
        assert not Person.objects.exists()

    def test_a_member_of_a_case_does_not_become_one(self, story):
        with pytest.raises(CommandError):
            call_command("create_administrator", story.house["elected"].email)


class TestForgottenPassword:
    def test_a_letter_comes_and_the_page_says_the_same_to_strangers(self, house, commit):
        said = set()
        for email in ("ELECTED@sjovik.example", "nobody@sjovik.example"):
            with commit():
                answer = Client().post(reverse("password_forgotten"), {"email": email}, follow=True)
            said.add(re.sub(r'value="\w{64}"', "", answer.text))
        assert len(said) == 1
        assert [letter.to for letter in mail.outbox] == [["elected@sjovik.example"]]

    def test_a_closed_account_gets_none(self, house, commit):
        Person.objects.filter(pk=house["elected"].pk).update(is_active=False)
        with commit():
            Client().post(reverse("password_forgotten"), {"email": "elected@sjovik.example"})
        assert mail.outbox == []

    def test_the_links_host_is_the_houses_own_whatever_the_request_says(self, house, commit, settings):
        settings.ALLOWED_HOSTS = ["*"]
        with commit():
            Client().post(
                reverse("password_forgotten"), {"email": "elected@sjovik.example"}, headers={"host": "evil.example"}
            )
        assert "evil" not in mail.outbox[0].body

    def test_who_asks_too_often_must_wait(self, house, commit, settings):
        client = Client()
        for _ in range(settings.AXES_FAILURE_LIMIT + 2):
            with commit():
                answer = client.post(reverse("password_forgotten"), {"email": "elected@sjovik.example"})
        assert answer.status_code == 429
        assert len(mail.outbox) <= settings.AXES_FAILURE_LIMIT

    @pytest.mark.parametrize("email", ["", "x", "x@", "\x00@sjovik.example", "å" * 4000])
    def test_what_is_no_address_is_said(self, db, email):
        assert Client().post(reverse("password_forgotten"), {"email": email}).status_code == 422

    @pytest.mark.parametrize("key", ["1", "MQ", "x" * 300, "--"])
    def test_a_broken_link_leads_to_a_new_letter(self, db, key):
        answer = Client().get(reverse("password_choose", args=[key, "abc-def"]))
        assert answer.status_code == 200 and reverse("password_forgotten") in answer.text

    def test_a_weak_password_is_refused_beside_its_field(self, house):
        browser = Client()
        answer = choose(browser, passwords.link(house["elected"]).removeprefix("http://127.0.0.1:8000"), "123")
        assert answer.status_code == 422 and "form-error" in answer.text


class TestOwnAccount:
    def test_one_says_whether_letters_come(self, story):
        client = story.client("elected")
        assert "wants_mail" in client.get(reverse("account")).text
        client.post(reverse("account"), {})
        assert not Person.objects.get(pk=story.house["elected"].pk).wants_mail
        client.post(reverse("account"), {"wants_mail": "on", "is_administrator": "on", "email": "x@y.se"})
        karin = Person.objects.get(pk=story.house["elected"].pk)
        assert karin.wants_mail and not karin.is_administrator and karin.email == "elected@sjovik.example"

    def test_one_changes_the_password_that_one_knows(self, house):
        karin = house["elected"]
        karin.set_password("det-gamla-ordet")
        karin.save()
        client = Client()
        client.force_login(karin)
        new = {"old_password": "fel", "new_password1": PASSWORD, "new_password2": PASSWORD}
        assert client.post(reverse("password_change"), new).status_code == 422
        assert client.post(reverse("password_change"), {**new, "old_password": "det-gamla-ordet"}).status_code == 302
        karin.refresh_from_db()
        assert karin.check_password(PASSWORD)
        assert client.get(reverse("account")).status_code == 200

    @pytest.mark.parametrize("name", ["account", "password_change"])
    def test_nobody_does_so_without_signing_in(self, db, name):
        assert Client().get(reverse(name))["Location"].startswith(reverse("login"))


class TestInvitations:
    def test_go_to_all_who_never_signed_in_and_to_nobody_else(self, house, admin, commit):
        Person.objects.exclude(username="stranger").update(last_login=clock.now())
        Person.objects.filter(username="reader").update(last_login=None, is_active=False)
        page = admin.get(reverse("admin:dialog_person_invite")).text
        assert "Frank Dahl" in page and "Stina Berg" not in page and "14 dagar" in page
        assert reverse("admin:dialog_person_invite") in admin.get(url("person")).text
        with commit():
            admin.post(reverse("admin:dialog_person_invite"))
        assert [letter.to for letter in mail.outbox] == [["stranger@sjovik.example"]]

    def test_go_once_from_one_page_and_again_from_another(self, house, admin, commit):
        Person.objects.exclude(username="stranger").update(last_login=clock.now())
        address = reverse("admin:dialog_person_invite")
        pages = [Page(admin.get(address).text) for _page in range(2)]
        first, second = (page.filled(page.form_with("sending")) for page in pages)
        for sent, number in ((first, 1), (first, 1), (second, 2)):
            with commit():
                assert admin.post(address, sent).status_code == 302
            assert len(mail.outbox) == number

    @pytest.mark.parametrize(("signed_in", "days", "holds"), [(False, 13, True), (False, 15, False), (True, 4, False)])
    def test_hold_for_fourteen_days_and_a_forgotten_password_for_three(
        self, house, monkeypatch, signed_in, days, holds
    ):
        person = house["stranger"]
        if signed_in:
            Person.objects.filter(pk=person.pk).update(last_login=clock.now() - dt.timedelta(days=90))
            person.refresh_from_db()
        token = passwords.links.make_token(person)
        later = passwords.links._now() + dt.timedelta(days=days)
        monkeypatch.setattr(passwords.Links, "_now", lambda self: later)
        assert passwords.links.check_token(person, token) == holds
