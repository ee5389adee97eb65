"""Help from the department that owns the handbook: asked for from a step, answered once, shown where it was asked."""

import re

import pytest

from dialog.acts.core import Refused
from dialog.models import HelpRequest
from dialog.process.phases import process
from tests.execution.tale import METHODS, begin
from tests.pages import Page
from tests.story import GATE, Story


def ask(story, text="Hur formulerar man ett syfte?", **facts):
    story.act("ask_for_help", "purpose", text=text, **facts)
    return HelpRequest.objects.latest("pk")


@pytest.mark.parametrize("who", ["responsible", "civil_servant", "elected", "other_body"])
def test_whoever_works_in_the_case_asks_from_any_step(story, who):
    request = ask(story, by=who)
    assert (request.step, request.by, request.at, request.answer) == ("purpose", story.house[who], story.now, "")


@pytest.mark.parametrize("step", [step.key for phase in process.phases for step in phase.steps])
def test_from_every_step_before_its_phase_opens_too_and_the_request_knows_its_step(story, step):
    page = story.client("elected").get(story.url("step", step)).text
    assert 'value="ask_for_help"' in page
    story.act("ask_for_help", step, by="elected", text="Hur gör man här?")
    assert HelpRequest.objects.get().step == step
    assert story.url("step", step) in story.client("support").get("/").text


@pytest.mark.parametrize("who", ["reader", "support", "admin", "communicator", "stranger"])
def test_nobody_else_does(story, who):
    with pytest.raises(Refused):
        ask(story, by=who)


def test_the_same_question_twice_is_one_request(story):
    ask(story)
    story.act("ask_for_help", "purpose", text="Hur formulerar man ett syfte?", changes=False)
    assert HelpRequest.objects.count() == 1


def test_a_question_that_was_answered_before_it_was_sent_again_comes_once(story):
    page = Page(story.client("responsible").get(story.url("step", "purpose")).text)
    sent = page.filled(page.form_with("comment-ask_for_help"))
    sent |= {"act": ["ask_for_help"], "comment-ask_for_help": ["Hur formulerar man ett syfte?"]}
    for _time in range(2):
        story.client("responsible").post(story.url("step", "purpose"), sent)
        for request in HelpRequest.objects.filter(answered_at=None):
            story.act("answer_help", "purpose", by="support", request=request.pk, text="Börja med varför.")
    assert HelpRequest.objects.count() == 1


def test_what_was_answered_may_be_asked_again(story):
    asked = ask(story)
    story.act("answer_help", "purpose", by="support", request=asked.pk, text="Börja med varför.")
    assert ask(story) != asked


def test_nothing_is_no_question(story):
    assert story.attempt("ask_for_help", "purpose", text=" ").missing


def test_support_answers_though_no_member(story):
    request = ask(story)
    story.later(days=1)
    story.act("answer_help", "purpose", by="support", request=request.pk, text="Börja med varför.")
    request.refresh_from_db()
    assert (request.answer, request.answered_by, request.answered_at) == (
        "Börja med varför.",
        story.house["support"],
        story.now,
    )


def test_support_answers_in_a_case_that_others_may_not_know_of(house):
    hidden = Story(house, visibility="members_only")
    request = ask(hidden)
    hidden.act("answer_help", "purpose", by="support", request=request.pk, text="Börja med varför.")


@pytest.mark.parametrize("who", ["responsible", "elected", "reader", "admin", "communicator", "stranger"])
def test_nobody_else_answers(story, who):
    request = ask(story)
    with pytest.raises(Refused):
        story.attempt("answer_help", "purpose", by=who, request=request.pk, text="Så här.")


def test_a_request_is_answered_once(story):
    request = ask(story)
    for text in ("Börja med varför.", "Något annat."):
        story.attempt("answer_help", "purpose", by="support", request=request.pk, text=text)
    request.refresh_from_db()
    assert request.answer == "Börja med varför."


@pytest.mark.parametrize("where", ["question", "nowhere"])
def test_a_request_that_is_not_here_is_not_answered(story, where):
    request = ask(story).pk
    story.attempt(
        "answer_help", "question", by="support", request=request if where == "question" else 10**30, text="Svar."
    )
    assert HelpRequest.objects.get().answered_at is None


def test_an_unanswered_request_holds_nothing_up(story):
    ask(story)
    story.carry("purpose")
    assert story.record("purpose").done


@pytest.mark.parametrize("step", ["purpose", "influenceable", "planning_gate", "methods", "activities", "compilation"])
def test_support_answers_on_the_page_that_the_inbox_leads_to(story, step):
    story.act("ask_for_help", step, by="elected", text="Hur gör man här?")
    asked = HelpRequest.objects.get()
    support, url = story.client("support"), story.url("step", step)
    field, button = f"comment-answer_help-{asked.pk}", f"answer_help {asked.pk}"
    page = support.get(url).text
    assert f'name="{field}"' in page and f'value="{button}"' in page
    assert "answer_help" not in story.client("elected").get(url).text
    empty = support.post(url, {"act": button, field: " "})
    assert empty.status_code == 422 and f'href="#answer-{asked.pk}"' in empty.text
    support.post(url, {"act": button, field: "Så här."})
    assert "Så här." in story.client("elected").get(url).text
    assert story.url("step", step) not in support.get("/").text


def test_what_was_asked_at_a_row_leads_from_the_inbox_to_the_row_and_not_to_its_step(story):
    tale = begin(story)
    story.act("finish", "methods", data=METHODS)
    tale.plan_activity("0000e001")
    tale.act("ask_for_help", "activities", "0000e001", by="civil_servant", text="Hur dukar man?")
    links = re.findall(r'href="([^"#?]+)[^"]*"', story.client("support").get("/").text)
    assert story.url("row", "activities", "0000e001") in links
    assert story.url("step", "activities") not in links


def test_what_was_asked_at_a_gate_is_answered_after_it_was_confirmed_too(story):
    story.plan()
    story.act("ask_for_help", "planning_gate", by="elected", text="Vad menas med villkoren?")
    story.act("confirm_gate", "planning_gate", data=GATE)
    asked = HelpRequest.objects.get()
    assert ("help", "support") in story.waits()
    page = story.client("support").get(story.url("step", "planning_gate")).text
    assert f"answer_help {asked.pk}" in page
    story.act("answer_help", "planning_gate", by="support", request=asked.pk, text="De räknas ut.")
    assert ("help", "support") not in story.waits()
