"""History: who changed what when, any two texts side by side, and every decision."""

import datetime as dt

import pytest
from django.utils.html import escape
from django.utils.translation import gettext

from dialog.acts import course, words
from dialog.acts.course import set_visibility
from dialog.acts.members import add_member
from dialog.models import Decision, Event
from tests.pages import Page
from tests.story import NO, PURPOSE, YES, Story

OTHER = {**PURPOSE, "purpose": ["Förstå hur <b>unga</b> vill använda Norra stranden."]}


@pytest.fixture
def changed(story):
    """The purpose was approved, and a change of it was approved a day later."""
    story.carry("purpose")
    story.later(days=1)
    story.act("approve", "purpose", data=OTHER)
    return story


def get(story, name, *args, who="reader", **query):
    return story.client(who).get(story.url(name, *args), query)


class TestOfAStep:
    def test_says_what_happened_by_whom(self, changed):
        page = get(changed, "step_history", "purpose").text
        assert "Karin Lund" in page and "Amir Haddad" in page
        assert Page(page).broken == set()

    def test_shows_the_last_two_versions_with_what_differs_marked(self, changed):
        page = get(changed, "step_history", "purpose").text
        assert f"<ins>{escape('<b>unga</b>')}</ins>" in page
        assert "<del>olika grupper</del>" in page

    def test_shows_any_two(self, changed):
        changed.act("save_draft", "purpose", data={"purpose": ["Kort."]})
        kept = changed.revisions("purpose")
        page = get(changed, "step_history", "purpose", left=kept[0].pk, right=kept[-1].pk).text
        assert "<ins>Kort.</ins>" in page

    @pytest.mark.parametrize("wild", ["", "x", "-1", "9" * 5000, "0", "\x00"])
    def test_a_text_that_is_not_there_is_no_failure(self, changed, wild):
        assert get(changed, "step_history", "purpose", left=wild, right=wild).status_code == 200

    def test_another_cases_text_does_not_show(self, changed, house):
        theirs = Story(house, changed.now, title="En annan dialog")
        theirs.act("save_draft", "purpose", data={"purpose": ["Hemligt hos dem."]})
        page = get(changed, "step_history", "purpose", left=theirs.revisions("purpose")[0].pk)
        assert "Hemligt hos dem." not in page.text

    def test_a_draft_is_made_of_an_older_text_and_what_is_in_force_stays(self, changed):
        page = Page(get(changed, "step_history", "purpose", who="civil_servant").text)
        posted = page.filled(page.form_with("restore")) | {"act": "restore"}
        assert changed.client("civil_servant").post(changed.url("step", "purpose"), posted).status_code == 302
        assert changed.text("purpose") == PURPOSE
        assert changed.version("purpose").data == OTHER

    def test_a_reader_makes_no_drafts(self, changed):
        assert 'value="restore"' not in get(changed, "step_history", "purpose").text

    def test_a_text_that_lost_in_a_conflict_is_found_here(self, changed):
        changed.act("save_draft", "purpose", data={"purpose": ["Hennes"]})
        changed.post("elected", "purpose", "save_draft", {"purpose": ["Mitt, som blev liggande"]}, seen=2)
        page = get(changed, "step_history", "purpose", right=changed.revisions("purpose")[-1].pk)
        assert "liggande" in page.text

    def test_a_step_that_nobody_has_begun_has_none_yet(self, story):
        assert gettext("No one has written here yet") in get(story, "step_history", "purpose").text

    def test_one_text_is_read_and_not_compared_with_nothing(self, story):
        story.act("save_draft", "purpose", data=PURPOSE)
        answer = get(story, "step_history", "purpose")
        assert PURPOSE["purpose"][0] in answer.text and answer.context["changes"] is None
        assert 'name="left"' not in answer.text

    def test_it_is_for_members(self, changed):
        for who in ("stranger", "admin", "support", "communicator"):
            assert get(changed, "step_history", "purpose", who=who).status_code == 403
        set_visibility(changed.pk, by=changed.house["responsible"], visibility="members_only", at=changed.now)
        assert get(changed, "step_history", "purpose", who="stranger").status_code == 404

    @pytest.mark.parametrize("step", ["nowhere", "case"])
    def test_of_no_step_there_is_none(self, story, step):
        assert get(story, "step_history", step).status_code == 404


class TestOfTheCase:
    def test_everything_is_in_one_stream(self, story):
        story.plan().carry("planning_gate")
        page = get(story, "history")
        assert page.status_code == 200
        assert len(page.context["shown"].object_list) == min(50, Event.objects.count())

    @pytest.mark.parametrize("page", ["x", "-1", "999", "9" * 5000, ""])
    def test_a_page_that_is_not_there_is_no_failure(self, story, page):
        assert get(story, "history", page=page).status_code == 200

    def test_it_is_for_members(self, story):
        assert get(story, "history", who="stranger").status_code == 403

    def test_every_act_that_happened_has_words(self, story):
        story.go_to("influenceable")
        story.act("propose", "influenceable", data=NO)
        story.act("send_back", "influenceable", comment="Varför?")
        story.act("ask_for_help", "influenceable", text="Hjälp")
        story.decide()
        text = get(story, "history").text
        told = {one.act: words.event(one) for one in Event.objects.filter(case=story.pk)}
        assert {"propose", "send_back", "ask_for_help", "decide"} <= set(told)
        for act, sentence in told.items():
            assert act not in sentence and escape(sentence) in text


class TestTheRegister:
    def test_shows_the_decision_in_force_and_the_one_that_it_superseded(self, story):
        story.go_to("influenceable").decide()
        story.later(days=1)
        story.decide(**NO, supersede_reason=["Detaljplanen vann laga kraft."])
        page = get(story, "decisions", who="stranger").text
        for decision in Decision.objects.all():
            assert f'id="decision-{decision.pk}"' in page
        assert "Detaljplanen vann laga kraft." in page
        assert Page(page).broken == set()

    def test_is_empty_before_the_first(self, story):
        assert gettext("The committee has not decided anything in the case yet") in get(story, "decisions").text

    def test_an_address_that_is_none_is_no_link(self, story):
        story.go_to("influenceable").decide()
        fact = {"decision": Decision.objects.get().pk, "fact": "minutes", "text": "javascript:alert(1)"}
        story.attempt("add_fact", "influenceable", **fact)
        assert 'href="javascript:' not in get(story, "decisions").text


class TestWhatItSays:
    """The stream says what happened, to whom and to what: nothing that was only tried."""

    @pytest.mark.parametrize(("step", "act"), [("purpose", "propose"), ("goals", "finish"), ("question", "approve")])
    def test_an_act_that_something_stood_in_the_way_of_is_told_as_the_text_that_was_kept(self, story, step, act):
        field = {"purpose": "why_dialogue", "goals": "goal", "question": "overview"}[step]
        text = [{"row": ["00000001"], "goal": ["Fler"]}] if step == "goals" else ["Halvt"]
        attempt = story.attempt(act, step, data={field: text})
        assert attempt.missing and [one.act for one in Event.objects.filter(step=step)] == ["save_draft"]

    def test_it_names_who_was_added_and_as_what(self, story, house):
        add_member(story.pk, by=house["responsible"], person=house["stranger"], role="reader", at=story.now)
        assert f"{house['stranger']}, Läsbehörig" in words.event(Event.objects.filter(act="add_member").latest("pk"))

    def test_it_names_the_new_official_the_new_body_and_who_may_read(self, story, house):
        by = {"by": house["responsible"], "at": story.now}
        course.set_visibility(story.pk, visibility="members_only", **by)
        course.change_body(story.pk, body=house.other_body, **by)
        course.pause(story.pk, until=story.today + dt.timedelta(days=30), reason="Val.", **by)
        course.change_responsible(story.pk, responsible=house["civil_servant"], **by)
        told = {one.act: words.event(one) for one in Event.objects.all()}
        assert told["change_responsible"].endswith(house["civil_servant"].name)
        assert told["change_body"].endswith(house.other_body.name)
        assert told["set_visibility"].endswith("Bara medlemmar")
        assert "december 2026" in told["pause"]

    def test_it_says_which_fact_was_added_to_a_decision_and_until_when_it_was_postponed(self, story):
        story.go_to("influenceable")
        story.act("propose", "influenceable", data=YES)
        story.act("postpone", "influenceable", until=story.today + dt.timedelta(days=14))
        story.decide()
        story.act("add_fact", "influenceable", decision=Decision.objects.get().pk, fact="section", text="§ 57")
        told = {one.act: words.event(one) for one in Event.objects.all()}
        assert "17 november 2026" in told["postpone"] and "§ 57" in told["add_fact"]

    def test_what_the_body_sent_back_is_the_bodys_word(self, story):
        story.go_to("influenceable")
        story.act("propose", "influenceable", data=YES)
        story.act("return_by_body", "influenceable", comment="Vad kostar det?")
        page = story.client("responsible").get(story.url("step", "influenceable")).text
        assert page.count(f"<strong>{story.case.body}</strong>") == 2
