"""The session ends while somebody writes: whatever the form, what she typed is there when she has signed in again."""

from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext

from tests.story import Story
from tests.thorough import half, some
from tests.walks.forms import Form, Forms
from tests.walks.pages import found_forms, much_has_happened
from tests.walks.session import PASSWORD, may_sign_in, sign_in

ELSEWHERE = "What you wrote beside it is still where you wrote it."
SAID = "You had been signed out. What you wrote is still here, but has not been saved yet."
LEAST = 80  # forms: a walk that finds fewer has lost its way


def fill(form: Form, word: str) -> tuple[dict[str, list[str]], list[str]]:
    """Fill in every field of a form, each with words of its own; return what is sent, and these."""
    typed = {name: f"{word} {number} & <b>" for number, name in enumerate(form.typed)}
    return form.sends(**typed), list(typed.values())


def after_signing_in(story: Story, who: str, form: Form, sent: dict[str, list[str]], client: Client | None = None):
    """Send a form without being signed in, sign in, and return the page where one comes."""
    client = client or Client()
    door = client.post(form.url, sent)
    assert door.status_code == 403
    return client.get(sign_in(client, door.text, who)["Location"], follow=True)


def test_every_form_gives_back_what_was_typed(story):
    much_has_happened(story)
    may_sign_in(story)
    lost, only_to_copy = [], set()
    # Whoever is signed out changes the language of the door.
    found = [(who, form) for who, form in found_forms(story) if form.url != reverse("set_language")]
    for number, (who, form) in enumerate(some(found, half(LEAST // 4)), start=1):
        button = next(iter(form.buttons), ("", ""))
        sent, words = fill(form, f"kanarie {number}")
        client = Client()
        page = after_signing_in(story, who, form, sent | {button[0]: [button[1]]}, client)
        shown = " ".join(unescape(page.text).split())
        if any(word not in shown for word in words):  # in other forms of the page where it was typed
            assert gettext(ELSEWHERE) in shown or gettext(SAID) in shown, form.page
            shown += " ".join(unescape(client.get(form.page, follow=True).text).split())
        if page.status_code != 200 or gettext(SAID) not in shown or any(word not in shown for word in words):
            lost.append(f"{who} {form.page} {form.typed}")
        if gettext("This page does not have a field for it. Copy what you want to keep.") in page.text:
            only_to_copy.add(f"{who} {form.page}")
    assert not lost, "\n".join(lost)
    assert len(found) >= LEAST
    # Django's own pages have no way to begin with what is not saved: there it stands above the form.
    assert {one for one in only_to_copy if " /admin/" not in one} == set(), "\n".join(only_to_copy)


class TestOfNobody:
    def test_nothing_is_kept(self, story):
        client = Client()
        posted = story.posted("purpose", {"purpose": ["x" * 300_000]}) | {"act": "save_draft"}
        for _time in range(3):
            client.post(story.url("step", "purpose"), posted)
        assert not Session.objects.exists() and "sessionid" not in client.cookies

    @pytest.mark.parametrize("carried", ["", "{}", "[]", "x" * 100, '{"path": 1, "fields": [], "files": 2, "act": {}}'])
    def test_what_is_no_form_is_not_taken_over(self, story, carried):
        may_sign_in(story)
        client = Client()
        answer = client.post(reverse("login"), {"username": "responsible", "password": PASSWORD, "typed": carried})
        assert answer.status_code == 302 and "typed" not in client.session


def test_more_than_ever_was_kept_comes_back(story):
    may_sign_in(story)
    text = "åäö\n" * 120_000
    form = Form(story.url("step", "purpose"), "", "post")
    sent = story.posted("purpose", {"purpose": [text]}) | {"act": "save_draft"}
    page = after_signing_in(story, "responsible", form, sent)
    assert text.strip() in page.text


def test_a_wrong_password_first_loses_nothing(story):
    may_sign_in(story)
    client = Client()
    door = client.post(story.url("step", "purpose"), story.posted("purpose", {"purpose": ["Kanariefågeln."]}))
    form = next(one for one in Forms(reverse("login"), door.text).all if "username" in one.typed)
    again = client.post(form.url, form.sends(username="responsible", password="fel"))
    page = client.get(sign_in(client, again.text, "responsible")["Location"])
    assert "Kanariefågeln." in page.text


def test_whoever_has_signed_in_in_another_window_loses_nothing(story):
    client = Client(enforce_csrf_checks=True)
    client.force_login(story.house["responsible"])
    posted = story.posted("purpose", {"purpose": ["Kanariefågeln."]})
    answer = client.post(story.url("step", "purpose"), posted, headers={"origin": "http://testserver"})
    assert answer.status_code == 302
    assert "Kanariefågeln." in client.get(answer["Location"]).text


def test_two_pages_that_were_left_both_give_back(story):
    may_sign_in(story)
    client = Client()
    for step in ("purpose", "question"):
        door = client.post(story.url("step", step), story.posted(step, {step: [f"Kanarie {step}."]}))
        sign_in(client, door.text, "responsible")
        client.cookies.pop("sessionid") if step == "purpose" else None
    assert "Kanarie" not in client.get(story.url("step", "goals")).text, "given back where it was typed alone"
    assert "Kanarie question." in client.get(story.url("step", "question")).text


def test_files_cannot_be_given_back_and_it_is_said(story, tmp_path):
    may_sign_in(story)
    path = tmp_path / "protokoll.pdf"
    path.write_bytes(b"%PDF-1.7")
    client = Client()
    with path.open("rb") as file:
        door = client.post(
            story.url("step", "purpose"), {"act": "add_fact", "minutes": file, "fact": "https://x.example"}
        )
    assert "protokoll.pdf" in door.text
    page = client.get(sign_in(client, door.text, "responsible")["Location"], follow=True)
    assert "protokoll.pdf" in page.text and "https://x.example" in page.text


def test_a_password_is_never_given_back(story):
    may_sign_in(story)
    client = Client()
    posted = {"old_password": PASSWORD, "new_password1": "hemligt-hemligt", "new_password2": "hemligt-hemligt"}
    door = client.post(reverse("password_change"), posted)
    assert "hemligt" not in getattr(door, "text", "")
