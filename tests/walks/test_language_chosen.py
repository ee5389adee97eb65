"""Another language is chosen at the foot of a page while somebody writes on it: what she typed is there, without scripts."""

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from tests.pages import Page
from tests.thorough import half, some
from tests.walks.forms import Form, Forms, forms_of
from tests.walks.pages import found_forms, much_has_happened
from tests.walks.session import may_sign_in, sign_in

LANGUAGE = reverse("set_language")
LEAST = 40
# Where several forms that are no parts stand on one page, and what is typed is short.
APART = ("/admin/",)


def chosen(form: Form, **typed: str) -> dict[str, list[str]]:
    """Return what the button at the foot sends: English, and what is typed in the fields of its form."""
    button = next(name for name, _value in form.buttons if name.endswith("language"))
    return form.sends(**typed) | {button: ["en"]}


def is_along(client: Client, form: Form) -> bool:
    """Say whether the fields of a form are sent by the button at the foot of its page, too."""
    return any(other.url == LANGUAGE and {*form.typed} <= {*other.typed} for other in forms_of(client, form.page))


def shown(html: str) -> str:
    return " ".join(unescape(html).split())


def test_what_is_typed_in_any_form_is_there_in_the_other_language(story):
    much_has_happened(story)
    found = found_forms(story)
    there = [(who, form) for who, form in found if form.url != LANGUAGE and not form.page.startswith(APART)]
    alone = {(who, form.page) for who, form in some(there, half(LEAST)) if not is_along(story.client(who), form)}
    assert not alone
    forms = [(who, form) for who, form in found if form.url == LANGUAGE]
    lost = []
    for number, (who, form) in enumerate(some(forms, LEAST // 2)):
        client = story.client(who)
        typed = {name: f"kanarie {number} {place}" for place, name in enumerate(form.typed)}
        page = client.post(LANGUAGE, chosen(form, **typed), follow=True)
        gone = [name for name, words in typed.items() if words not in shown(page.text)]
        if gone or '<html lang="en">' not in page.text:
            lost.append(f"{who} {form.page} {gone}")
    assert not lost, "\n".join(lost)
    assert len(forms) >= LEAST


def form_of(client: Client, url: str) -> Form:
    """Return the form of a page that its language button belongs to."""
    found = [
        form for form in Forms(url, client.get(url).text).all if any("language" in name for name, _ in form.buttons)
    ]
    return found[-1]


def test_a_form_that_comes_back_is_not_judged_before_it_is_sent(story):
    client, url = story.client("responsible"), reverse("new_case")
    for title in ("", "Vad ska hända med torget?"):
        page = client.post(LANGUAGE, chosen(form_of(client, url), title=title), follow=True)
        assert 'class="errors' not in page.text and "form-error" not in page.text
        sent = (found := Page(page.text)).filled(found.form_with("title"))
        assert sent["title"] == [title] and sent["sending"] != [""]


@pytest.mark.parametrize("name", ["step", "new_case"])
def test_where_the_session_had_ended_it_comes_along_to_the_door_in_either_language_and_back(story, name):
    may_sign_in(story)
    client, url = story.client("responsible"), story.url("step", "purpose") if name == "step" else reverse(name)
    field = "purpose" if name == "step" else "title"
    sent = chosen(form_of(client, url), **{field: "Kanariefågeln på torget"})
    stranger = Client()
    door = stranger.post(LANGUAGE, sent)
    assert door.status_code == 403 and '<html lang="en">' in door.text and door["Content-Language"] == "en"
    for language in ("sv", "en"):
        foot = next(form for form in Forms(url, door.text).all if form.url == LANGUAGE)
        door = stranger.post(LANGUAGE, foot.sends() | {"language": [language]})
        assert f'<html lang="{language}">' in door.text
    answer = sign_in(stranger, door.text, "responsible")
    assert answer["Location"] == url
    page = stranger.get(url).text
    assert "Kanariefågeln på torget" in page and '<html lang="en">' in page
    assert "You had been signed out. What you wrote is still here, but has not been saved yet." in page


def test_whoever_typed_nothing_at_the_door_gets_it_in_the_language(story):
    client = Client()
    assert client.post(LANGUAGE, {"language": "en", "next": reverse("login")})["Location"] == reverse("login")
    answer = client.post(LANGUAGE, {"language": "en", "next": "https://elsewhere.example/", "typed": "{}"})
    assert answer.status_code == 403 and "elsewhere.example" not in answer.text
