"""A form from another site is refused, and nothing of it is kept or shown; one from an old page of our own is given back."""

import json

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from dialog.models import Revision

CANARY = "Kanariefågeln."
ELSEWHERE = {
    "another site": {"origin": "https://evil.example"},
    "a name that begins like ours": {"origin": "http://testserver.evil.example"},
    "our name as somebody's": {"origin": "http://testserver@evil.example"},
    "another port": {"origin": "http://testserver:8001"},
    "another scheme": {"origin": "ftp://testserver"},
    "a page that hides where it is": {"origin": "null"},
    "no address at all": {"origin": "http://[evil"},
    "only a page before it": {"referer": "https://evil.example/cases/1/"},
    "a page before it that names ours": {"referer": "https://evil.example/?http://testserver/"},
    "its site and our page": {"origin": "https://evil.example", "referer": "http://testserver/"},
    "nothing said": {},
}
OURS = {
    "its site": {"origin": "http://testserver"},
    "our address in the settings": {"origin": settings.SITE_URL},
    "its page": {"referer": "http://testserver/cases/1/purpose/"},
}


def browser(story, who: str = "responsible") -> Client:
    """A browser in which somebody is signed in, or nobody."""
    client = Client(enforce_csrf_checks=True)
    if who:
        client.force_login(story.house[who])
    return client


def forms_of(story) -> dict[str, dict[str, str]]:
    """Forms of several kinds that a page of another site could send, by their addresses."""
    carried = {"path": story.url("step", "purpose"), "fields": {"purpose": [CANARY]}, "files": [], "act": "save_draft"}
    return {
        story.url("step", "purpose"): story.posted("purpose", {"purpose": [CANARY]}) | {"act": "save_draft"},
        story.url("case_act", "pause"): {"until": "2027-01-01", "reason": CANARY},
        reverse("new_case"): {"title": CANARY},
        reverse("login"): {"username": "responsible", "password": CANARY, "typed": json.dumps(carried)},
        reverse("password_change"): {"old_password": CANARY},
    }


@pytest.mark.parametrize("from_where", ELSEWHERE)
@pytest.mark.parametrize("who", ["responsible", ""])
def test_a_form_from_another_site_is_refused_and_nothing_of_it_is_kept_or_shown(story, who, from_where):
    for url, sent in forms_of(story).items():
        client = browser(story, who)
        answer = client.post(url, sent, headers=ELSEWHERE[from_where])
        assert answer.status_code == 403, url
        assert CANARY not in answer.text, url
        assert "typed" not in client.session, url
        assert CANARY not in client.get(story.url("step", "purpose"), follow=True).text, url
    assert not Revision.objects.exists()


@pytest.mark.parametrize("from_where", OURS)
def test_an_old_page_of_our_own_gets_its_text_back(story, from_where):
    client, url = browser(story), story.url("step", "purpose")
    sent = story.posted("purpose", {"purpose": [CANARY]}) | {"csrfmiddlewaretoken": "x" * 64}
    answer = client.post(url, sent, headers=OURS[from_where])
    assert (answer.status_code, answer["Location"]) == (302, url)
    assert CANARY in client.get(url).text
    assert not Revision.objects.exists()


@pytest.mark.parametrize("from_where", OURS)
def test_so_does_one_that_nobody_is_signed_in_at_any_more(story, from_where):
    sent = story.posted("purpose", {"purpose": [CANARY]})
    door = browser(story, "").post(story.url("step", "purpose"), sent, headers=OURS[from_where])
    assert door.status_code == 403
    assert CANARY in door.text
