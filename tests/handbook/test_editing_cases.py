"""A case keeps the edition that it began with, says when a newer one is out, and may be let to follow it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils.html import escape

from dialog.acts.core import Refused
from dialog.acts.course import end_early, follow_edition
from dialog.models import Case
from handbook import editions
from handbook.editing.views import begin, draft
from handbook.models import Edition, HandbookComment
from planning.forms.goals import principles
from tests.handbook.conftest import THIRD
from tests.story import Story

NEW = dt.date(2026, 11, 10)


@pytest.fixture
def case(handbook, story) -> Story:
    """A case that began under the latest of three editions."""
    return Story(story.house, story.now, title="En annan dialog")


@pytest.fixture
def newer(case) -> Edition:
    """A fourth edition, published a week after the case began, with other words."""
    case.later(days=7)
    begin(editions.latest())
    here = draft()
    here.pages.filter(key="goals").update(short="Färre mål.")
    here.principles.filter(order=1).update(title="Nytt namn")
    editions.publish(here, by=None, at=case.now, revised_on=NEW, note="Färre mål.")
    return here


def test_a_case_follows_the_edition_of_its_first_day(case):
    assert case.case.edition == THIRD


def test_it_keeps_it_and_says_that_there_is_a_newer_one(case, newer):
    client = case.client("responsible")
    for address in (case.url("step", "goals"), case.url("step", "facts")):
        text = client.get(address).text
        assert reverse("handbook_editions") in text and "10 november 2026" in text
        assert "?edition=2026-03-01" in text
        assert "Färre mål." not in text


def test_it_says_nothing_when_its_own_is_the_newest(case):
    assert 'class="newer"' not in case.client("responsible").get(case.url("step", "goals")).text


def test_links_lead_to_its_own_edition(case, newer):
    client = case.client("responsible")
    text = client.get(case.url("step", "goals")).text
    address = reverse("handbook_page", args=["goals"]) + "?edition=2026-03-01"
    assert address in text
    assert "Färre mål." not in client.get(address).text


def test_a_civil_servant_lets_it_follow_the_newest(case, newer):
    client = case.client("civil_servant")
    address = case.url("case_act", "follow_edition")
    assert address in client.get(case.url("step", "facts")).text
    assert client.post(address).status_code == 302
    assert case.case.edition == NEW
    event = case.case.events.get(act="follow_edition")
    assert event.by == case.house["civil_servant"] and event.facts["edition"] == "2026-11-10"
    text = client.get(case.url("step", "goals")).text
    assert "Färre mål." in text and 'class="newer"' not in text
    assert address not in client.get(case.url("step", "facts")).text


@pytest.mark.parametrize("who", ["elected", "reader", "support", "communicator", "admin", "stranger"])
def test_nobody_else_does(case, newer, who):
    with pytest.raises(Refused):
        follow_edition(case.pk, by=case.house[who], at=case.now)
    assert case.client(who).post(case.url("case_act", "follow_edition")).status_code in (403, 404)
    assert case.case.edition == THIRD


def test_there_must_be_a_newer_one_and_the_case_must_be_open(case, newer):
    follow_edition(case.pk, by=case.house["responsible"], at=case.now)
    with pytest.raises(Refused):
        follow_edition(case.pk, by=case.house["civil_servant"], at=case.now)
    begin(newer)
    editions.publish(draft(), by=None, at=case.now, revised_on=NEW + dt.timedelta(days=1))
    end_early(case.pk, by=case.house["responsible"], reason="Frågan är löst.", at=case.now)
    with pytest.raises(Refused):
        follow_edition(case.pk, by=case.house["responsible"], at=case.now)


def test_the_principles_of_its_goals_are_those_of_its_edition_never_of_a_draft(case, newer):
    before = principles(case.access())
    begin(newer)
    draft().principles.update(title="Utkast")
    assert principles(case.access()) == before
    follow_edition(case.pk, by=case.house["responsible"], at=case.now)
    assert principles(case.access())[0][1] == "Nytt namn"
    case.case.__class__.objects.filter(pk=case.pk).update(edition=None)
    case.later(days=400)
    assert "Utkast" not in dict(principles(case.access())).values()


def test_a_closed_dialogue_invites_its_members_to_say_what_the_handbook_lacked(case):
    assert "/handbook/learning/" not in case.client("reader").get(case.url("case")).text
    end_early(case.pk, by=case.house["responsible"], reason="Frågan är löst.", at=case.now)
    address = f"/handbook/learning/?edition=2026-03-01&dialogue={case.pk}"
    assert escape(address) in case.client("reader").get(case.url("case")).text
    assert escape(address) not in case.client("stranger").get(case.url("case")).text
    assert case.client("reader").post(address, {"text": "Vi visste inte att man kan avsluta."}).status_code == 302
    comments = case.client("support").get(reverse("handbook_comments")).text
    assert case.case.name in comments and case.url("case") in comments, "it is said which dialogue it is about"


def test_a_comment_is_about_no_dialogue_that_goes_on_or_that_one_may_not_know_of(case):
    for asked in (str(case.pk), "x", "", "999999", "²"):
        case.client("reader").post(f"/handbook/learning/?dialogue={asked}", {"text": f"Hej {asked}."})
    end_early(case.pk, by=case.house["responsible"], reason="Frågan är löst.", at=case.now)
    Case.objects.filter(pk=case.pk).update(visibility=Case.Visibility.MEMBERS_ONLY)
    case.client("stranger").post(f"/handbook/learning/?dialogue={case.pk}", {"text": "Hej."})
    assert HandbookComment.objects.count() == 6
    assert not HandbookComment.objects.filter(dialogue__isnull=False).exists()


def test_the_newer_edition_is_led_to_where_it_says_what_is_new(case, newer):
    text = case.client("responsible").get(case.url("step", "goals")).text
    assert f'href="{reverse("handbook_editions")}#e2026-11-10"' in text
    assert 'id="e2026-11-10"' in case.client("responsible").get(reverse("handbook_editions")).text
