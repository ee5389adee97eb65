"""After an answer to a proposal: what holds now, what waits next, who was told, the § where it is known, how to correct."""

import re

import pytest
from django.utils.html import escape
from django.utils.translation import gettext

from dialog import clock
from dialog.models import DecisionFact, Event, Wait
from tests.pages import Page
from tests.story import GATE, LEVEL, NO, PURPOSE

EDITED = {**PURPOSE, "purpose": ["Förstå hur unga vill använda Norra stranden."]}


def press(story, act: str, step: str, who: str = "elected", **more):
    """Press a button on the page of a proposal, and return where it leads."""
    facts = {"act": act, "revision": story.seen(step), **more}
    return story.client(who).post(story.url("step", step), facts)


def says(page) -> str:
    """What a page says, with single blanks."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


@pytest.fixture
def changed(story):
    """A proposal to change the purpose that is in force."""
    story.carry("purpose")
    story.act("propose", "purpose", by="civil_servant", data=EDITED)
    return story


@pytest.fixture
def proposed(story):
    """A proposed level of influence that waits for the body."""
    story.go_to("influence_level")
    story.act("propose", "influence_level", by="civil_servant", data=LEVEL)
    return story


@pytest.fixture
def decided(proposed):
    """The address of the receipt of the decision on the level."""
    answer = press(proposed, "verdict", "influence_level", verdict="as_proposed", whole="1", **_facts(proposed))
    assert answer.status_code == 302, answer.text
    return answer.url


def _facts(story) -> dict:
    return {"decided_on": story.today.isoformat(), "made_by": "body"}


def _superseding(story) -> dict:
    return {"decided_on": [story.today.isoformat()], "supersede_reason": ["Nämnden har tänkt om."]}


class TestApproved:
    def test_an_approval_leads_to_its_receipt_which_says_what_holds(self, changed):
        answer = press(changed, "approve", "purpose")
        page = changed.client("elected").get(answer.url)
        assert answer.url == changed.url("receipt", Event.objects.get(act="approve", version=2).pk)
        assert Page(page.text).broken == set()
        assert page.context["receipt"].title == gettext("The purpose has been approved")
        assert gettext("Version %(n)d is kept in the history") % {"n": 1} in says(page)

    def test_the_next_thing_that_waits_for_her_has_the_one_filled_button(self, changed):
        changed.act("propose", "question", by="civil_servant", data={"question": ["Hur?"]})
        page = changed.client("elected").get(press(changed, "approve", "purpose").url)
        assert page.text.count("btn-main") == 1
        item = page.context["next"]["item"]
        assert (item.wait.step, page.context["next"]["is_later"]) == ("question", False)
        assert escape(item.url) in page.text

    def test_when_nothing_waits_it_says_so(self, changed):
        page = changed.client("elected").get(press(changed, "approve", "purpose").url)
        assert page.context["next"]["item"] is None
        assert gettext("Nothing more is waiting for you") in says(page)

    def test_what_was_sent_back_waits_for_who_sent_it_by_name(self, changed):
        answer = press(changed, "send_back", "purpose", **{"comment-send_back": "Vilka unga?"})
        page = says(changed.client("elected").get(answer.url))
        assert "Vilka unga?" in page
        what = gettext("Revise what was sent back")
        assert gettext("Waiting for %(who)s: %(what)s") % {"who": "Lena Ek", "what": what} in page

    def test_it_can_be_read_again_and_says_that_something_newer_holds(self, changed):
        address = press(changed, "approve", "purpose").url
        assert not changed.client("elected").get(address).context["receipt"].newer
        changed.act("approve", "purpose", data=PURPOSE)
        page = changed.client("elected").get(address)
        assert gettext("Something newer has applied since then.") in says(page)
        assert gettext("The purpose has been approved") not in says(page), "it is another text that holds now"
        assert gettext("Is something wrong?") not in says(page)

    def test_it_takes_the_focus_only_when_the_act_has_just_led_there(self, changed):
        browser = changed.client("elected")
        address = browser.post(
            changed.url("step", "purpose"), {"act": "approve", "revision": changed.seen("purpose")}
        ).url
        for visit, focused in ((1, True), (2, False)):
            text = browser.get(address).text
            assert ("data-focus" in text) is focused, visit
            assert ('role="status"' in text) is focused, visit

    def test_whoever_approved_the_wrong_text_may_change_it(self, changed):
        page = changed.client("elected").get(press(changed, "approve", "purpose").url)
        assert gettext("Is something wrong?") in says(page)
        assert f"{changed.url('step', 'purpose')}?change" in page.text

    def test_what_was_sent_back_by_mistake_can_be_sent_once_more(self, changed):
        address = press(changed, "send_back", "purpose", **{"comment-send_back": "Vilka unga?"}).url
        page = changed.client("elected").get(address)
        assert page.context["receipt"].title == gettext("The proposal on %(what)s has been sent back") % {
            "what": gettext("the purpose")
        }
        assert gettext("Write a comment to %(who)s") % {"who": "Lena Ek"} in says(page)
        assert gettext("What was sent back can be sent again as it was.") in says(page)
        changed.act("propose", "purpose", by="civil_servant", data=EDITED)
        page = changed.client("elected").get(address)
        assert gettext("Things have moved on since then.") in says(page)

    def test_history_leads_to_it(self, changed):
        address = press(changed, "approve", "purpose").url
        for name in (("history",), ("step_history", "purpose")):
            assert f'href="{address}"' in changed.client("civil_servant").get(changed.url(*name)).text, name


class TestDecided:
    def test_a_decision_leads_to_its_receipt(self, proposed, decided):
        page = proposed.client("elected").get(decided)
        assert Page(page.text).broken == set()
        assert page.context["receipt"].title == gettext("The level is %(level)s") % {"level": "Dialog"}
        assert gettext("The promise is included in the text for residents and at every activity") in says(page)
        assert "Tekniska nämnden" in says(page)
        assert f"{proposed.url('step', 'influence_level')}?correct" in page.text

    def test_the_section_and_the_day_of_adjustment_are_added_there(self, proposed, decided):
        facts = {"section": "17", "adjusted": proposed.today.isoformat()}
        answer = proposed.client("elected").post(decided, facts)
        assert (answer.status_code, answer.url) == (302, decided)
        kept = dict(DecisionFact.objects.filter(decision__step="influence_level").values_list("kind", "text"))
        assert kept == {"section": "§ 17", "adjusted": ""}
        page = proposed.client("elected").get(decided)
        assert "§ 17" in says(page)
        assert page.context["receipt"].asks_for == []

    def test_a_wrong_day_is_said_at_its_field_and_nothing_typed_is_lost(self, proposed, decided):
        answer = proposed.client("elected").post(decided, {"adjusted": "31/2"})
        assert answer.status_code == 422
        assert list(answer.context["wrong"]) == ["adjusted"]
        assert 'value="31/2"' in answer.text
        assert Page(answer.text).broken == set()

    def test_nothing_is_saved_of_an_empty_form(self, proposed, decided):
        assert proposed.client("elected").post(decided, {}).status_code == 422
        assert not DecisionFact.objects.filter(decision__step="influence_level").exists()

    def test_what_was_postponed_says_until_when(self, proposed):
        more = {"verdict": "postponed", "until": "2026-12-01", **_facts(proposed)}
        page = proposed.client("elected").get(press(proposed, "verdict", "influence_level", **more).url)
        facts = {"what": gettext("the level of influence"), "day": "1 december 2026"}
        assert (
            page.context["receipt"].title == gettext("The decision on %(what)s has been postponed to %(day)s") % facts
        )
        assert gettext("Record again what the committee did") in says(page)
        assert gettext("The proposal waits for the committee again on %(day)s") % facts in says(page)
        assert page.context["next"]["is_later"], "what was postponed waits, but not today"
        assert "btn-main" not in page.text

    def test_a_no_says_what_becomes_of_the_residents(self, story):
        story.go_to("influenceable")
        story.act("propose", "influenceable", by="civil_servant", data=NO)
        answer = press(story, "verdict", "influenceable", verdict="as_proposed", whole="1", **_facts(story))
        page = story.client("elected").get(answer.url)
        assert page.context["receipt"].title == gettext("The question cannot be influenced")
        assert gettext("Residents are informed instead of asked") in says(page)

    def test_a_decision_that_is_superseded_tells_what_was_decided_and_not_what_holds(self, proposed, decided):
        proposed.act("decide", "influence_level", data={**LEVEL, "level": ["consultation"], **_superseding(proposed)})
        page = proposed.client("elected").get(decided)
        assert page.context["receipt"].title == gettext("Decided: %(answer)s") % {"answer": "Dialog"}
        assert gettext("Something newer has applied since then.") in says(page)

    def test_what_the_body_sent_back_says_so(self, proposed):
        more = {"verdict": "sent_back", "comment-return_by_body": "Vad kostar det?", **_facts(proposed)}
        page = proposed.client("elected").get(press(proposed, "verdict", "influence_level", **more).url)
        facts = {"what": gettext("the level of influence")}
        assert page.context["receipt"].title == gettext("The committee has sent back the proposal on %(what)s") % facts
        assert "Vad kostar det?" in says(page)

    def test_paragraph_and_adjustment_are_asked_for_together_and_wait_as_one_thing(self, proposed, decided, settings):
        assert proposed.client("elected").get(decided).context["receipt"].asks_for == ["section", "adjusted"]
        proposed.later(days=settings.MINUTES_AFTER_DAYS)
        waits = Wait.objects.filter(case=proposed.pk, kind="minutes", since__lte=clock.now())
        assert waits.count() == 1, "one thing, for all that was decided at the meeting"
        proposed.client("elected").post(decided, {"section": "17"})
        page = proposed.client("elected").get(decided)
        assert page.context["receipt"].asks_for == ["adjusted"]
        assert gettext("Have the minutes been approved?") in says(page)


class TestConfirmed:
    def test_a_gate_that_is_confirmed_leads_to_its_receipt(self, story):
        story.plan()
        story.act("save_draft", "planning_gate", data=GATE)
        facts = {"act": "confirm_gate", "revision": story.seen("planning_gate"), **GATE}
        answer = story.client("elected").post(story.url("step", "planning_gate"), facts)
        page = story.client("elected").get(answer.url)
        assert Page(page.text).broken == set()
        assert page.context["receipt"].title == gettext("The planning has been confirmed")
        assert gettext("Nothing is locked: anything changed later is shown at the checkpoint.") in says(page)


class TestWhoReadsIt:
    def test_all_members_read_it_and_nobody_else(self, proposed, decided):
        for who in ("elected", "substitute", "other_body", "responsible", "civil_servant", "reader"):
            assert proposed.client(who).get(decided).status_code == 200, who
        for who in ("stranger", "support", "admin", "communicator"):
            assert proposed.client(who).get(decided).status_code == 403, who

    def test_that_there_is_a_case_for_members_only_is_not_told(self, proposed, decided):
        proposed.case.__class__.objects.filter(pk=proposed.pk).update(visibility="members")
        for who in ("stranger", "communicator"):
            assert proposed.client(who).get(decided).status_code == 404, who

    def test_a_reader_adds_nothing(self, proposed, decided):
        for who in ("reader", "stranger"):
            assert proposed.client(who).post(decided, {"section": "17"}).status_code == 403, who
        assert not DecisionFact.objects.filter(decision__step="influence_level").exists()
        assert proposed.client("reader").get(decided).context["receipt"].asks_for == []

    def test_other_events_have_none(self, changed):
        for event in Event.objects.exclude(act__in=["approve", "decide"]):
            assert changed.client("elected").get(changed.url("receipt", event.pk)).status_code == 404
        assert changed.client("elected").get(changed.url("receipt", 999_999)).status_code == 404
