"""Two people in one step, a session that ends, a click too many: nothing that somebody typed is lost."""

from collections.abc import Callable

import pytest
from django.core import mail
from playwright.sync_api import expect

from dialog.models import Record
from tests.browser.hands import does, fills, follows, opens_row
from tests.browser.someone import WITH_AND_WITHOUT_SCRIPTS, Someone, swedish
from tests.story import Story

pytestmark = pytest.mark.journey


@WITH_AND_WITHOUT_SCRIPTS
def test_the_second_to_save_sees_both_texts_and_merges_them(
    story: Story, person: Callable[..., Someone], javascript: bool
) -> None:
    amir, lena = (person(who, javascript=javascript) for who in ("responsible", "civil_servant"))
    for one in (amir, lena):
        one.opens(f"/cases/{story.pk}/purpose/")
    amir.writes(purpose="Amirs syfte", use_of_result="Underlag till nämnden")
    amir.presses("Save draft")
    lena.writes(purpose="Lenas syfte", requested_by="Tekniska nämnden")
    lena.presses("Save draft")

    page = lena.page
    expect(page.get_by_role("heading", level=1)).to_have_text(swedish("Someone else has changed the step"))
    expect(page.get_by_role("group").get_by_text("Amirs syfte")).to_be_visible()
    mine = page.locator("textarea#purpose")
    expect(mine).to_have_value("Lenas syfte")
    mine.fill("Amirs och Lenas syfte")
    lena.presses("Save your choices")

    expect(page.locator("#purpose")).to_have_value("Amirs och Lenas syfte")
    expect(page.locator("#use_of_result")).to_have_value("Underlag till nämnden")
    expect(page.locator("#requested_by")).to_have_value("Tekniska nämnden")
    texts = [one.data.get("purpose") for one in Record.objects.get().revisions.all()]
    assert ["Amirs syfte"] in texts
    assert ["Lenas syfte"] in texts, "what lost is kept aside"


def test_taking_the_other_text_loses_nothing_either(story: Story, person: Callable[..., Someone]) -> None:
    amir, lena = person("responsible"), person("civil_servant")
    for one in (amir, lena):
        one.opens(f"/cases/{story.pk}/question/")
    amir.writes(question="Amirs fråga?")
    amir.presses("Save draft")
    lena.writes(question="Lenas fråga?")
    lena.presses("Save draft")
    lena.page.get_by_role("radio").first.check()
    lena.presses("Save your choices")
    expect(lena.page.locator("#question")).to_have_value("Amirs fråga?")

    lena.page.get_by_role("link", name=swedish("History of the step")).click()
    expect(lena.page.get_by_label(swedish("Older"))).to_contain_text("Lena Ek")


@WITH_AND_WITHOUT_SCRIPTS
def test_rows_are_put_together_one_by_one(story: Story, person: Callable[..., Someone], javascript: bool) -> None:
    rows = [{"row": [f"0000000{n}"], "text": [f"Fråga {n}?"]} for n in (1, 2, 3)]
    story.act("save_draft", "purpose", data={"predefined_question": rows})
    amir, lena = (person(who, javascript=javascript) for who in ("responsible", "civil_servant"))
    for one, name in ((amir, "Amir"), (lena, "Lena")):
        one.opens(f"/cases/{story.pk}/purpose/")
        opens_row(one, "predefined_question", 1)
        fills(one, text=f"{name} ändrade den första.")
    opens_row(amir, "predefined_question", 2)
    amir.page.get_by_role("button", name="Ta bort Fråga 2").click()
    expect(amir.page.locator(".row-item")).to_have_count(2)
    lena.presses("Add a question")

    page = lena.page
    expect(page.get_by_role("heading", level=1)).to_have_text(swedish("Someone else has changed the step"))
    clash = page.locator(".versus")
    expect(clash).to_have_count(1)
    expect(clash).to_contain_text("Amir ändrade den första.")
    expect(clash.get_by_role("textbox")).to_have_value("Lena ändrade den första.")
    lena.presses("Save your choices")
    rows_now = ["Lena ändrade den första.", "Fråga 3?", swedish("Nothing written yet")]
    expect(page.locator(".row-item .what")).to_have_text(rows_now)


@WITH_AND_WITHOUT_SCRIPTS
def test_a_row_that_one_removed_and_the_other_changed_is_asked_about(
    story: Story, person: Callable[..., Someone], javascript: bool
) -> None:
    story.act("save_draft", "purpose", data={"predefined_question": [{"row": ["00000001"], "text": ["Fråga 1?"]}]})
    amir, lena = (person(who, javascript=javascript) for who in ("responsible", "civil_servant"))
    for one in (amir, lena):
        one.opens(f"/cases/{story.pk}/purpose/")
        opens_row(one, "predefined_question", 1)
    amir.page.get_by_role("button", name="Ta bort Fråga 1").click()
    expect(amir.page.locator(".row-item")).to_have_count(0)
    fills(lena, text="Fråga 1, bättre ställd?")
    lena.presses("Send the proposal")

    page = lena.page
    expect(page.locator(".versus")).to_contain_text("Amir Haddad tog bort raden som du ändrade")
    lena.presses("Save your choices")
    expect(page.locator(".row-item .what")).to_have_text("Fråga 1, bättre ställd?")
    assert story.record("purpose").draft == "writing", "what two have put together is read before it is sent"


def test_whoever_keeps_all_of_the_other_finds_her_own_in_the_history(
    story: Story, person: Callable[..., Someone]
) -> None:
    amir, lena = (person(who, javascript=False) for who in ("responsible", "civil_servant"))
    for one in (amir, lena):
        one.opens(f"/cases/{story.pk}/question/")
    amir.writes(question="Amirs fråga?", in_scope="Bryggan.")
    amir.presses("Save draft")
    lena.writes(question="Lenas fråga?", adjacent="Vägen ned.")
    lena.presses("Save draft")
    lena.page.get_by_role("link", name="Behåll allt från Amir Haddad").click()
    expect(lena.page.locator("#question")).to_have_value("Amirs fråga?")
    expect(lena.page.locator("#adjacent")).to_have_value("")
    lena.page.get_by_role("link", name=swedish("History of the step")).click()
    expect(lena.page.get_by_label(swedish("Older"))).to_contain_text("Lena Ek")
    kept = [one.data for one in story.revisions("question") if one.number is None]
    assert [(one["question"], one["adjacent"]) for one in kept] == [(["Lenas fråga?"], ["Vägen ned."])]


@WITH_AND_WITHOUT_SCRIPTS
def test_an_answer_to_a_proposal_that_was_changed_meanwhile_answers_nothing(
    story: Story, person: Callable[..., Someone], javascript: bool
) -> None:
    story.act("propose", "question", data={"question": ["Den fråga som Karin läste?"]})
    amir, karin = (person(who, javascript=javascript) for who in ("responsible", "elected"))
    for one in (amir, karin):
        one.opens(f"/cases/{story.pk}/question/")
    amir.presses("Withdraw the proposal")
    fills(amir, question="En annan fråga?")
    does(amir, "Send the proposal", "The proposal has been sent to %(people)s.")
    karin.presses("Approve")
    expect(karin.page.get_by_role("heading", level=1)).to_have_text(
        swedish("Someone else has already changed the step")
    )
    follows(karin, "Read the step as it is now")
    karin.reads("En annan fråga?")
    assert not story.record("question").version
    karin.presses("Approve")
    expect(karin.page.locator(".done-line h1")).to_be_visible()
    assert story.version("question").data["question"] == ["En annan fråga?"]


def test_text_typed_in_a_session_that_ended_comes_back_after_signing_in(
    story: Story, person: Callable[..., Someone]
) -> None:
    amir = person("responsible", javascript=False)
    page = amir.opens(f"/cases/{story.pk}/question/")
    amir.writes(question="Skriven innan sessionen tog slut?")
    amir.context.clear_cookies(name="sessionid")
    amir.presses("Save draft")
    expect(page.get_by_role("heading", level=1)).to_have_text(swedish("Sign in"))
    amir.sign_in_again("responsible")
    expect(page.locator("#question")).to_have_value("Skriven innan sessionen tog slut?")
    assert not Record.objects.exists(), "it is shown, not saved"
    amir.presses("Save draft")
    expect(page.locator("#question")).to_have_value("Skriven innan sessionen tog slut?")
    assert Record.objects.get().revisions.get().data["question"] == ["Skriven innan sessionen tog slut?"]


def test_what_a_colleague_saved_meanwhile_is_not_overwritten_by_text_of_an_ended_session(
    story: Story, person: Callable[..., Someone]
) -> None:
    amir, lena = person("responsible"), person("civil_servant")
    for one in (amir, lena):
        one.opens(f"/cases/{story.pk}/question/")
    lena.writes(question="Lenas fråga?")
    lena.context.clear_cookies(name="sessionid")
    amir.writes(question="Amirs fråga?")
    amir.presses("Save draft")
    lena.presses("Save draft")
    lena.sign_in_again("civil_servant")
    lena.presses("Save draft")
    expect(lena.page.get_by_role("heading", level=1)).to_have_text(swedish("Someone else has changed the step"))
    lena.reads("Amirs fråga?")


def test_a_double_click_proposes_once(story: Story, person: Callable[..., Someone]) -> None:
    """What the second click is told depends on which was faster; what stands in the case does not."""
    amir = person("responsible")
    page = amir.opens(f"/cases/{story.pk}/question/")
    amir.writes(question="En fråga, skickad med dubbelklick?")
    page.get_by_role("button", name=swedish("Send the proposal")).dblclick()
    waits = page.locator(".state-line").get_by_text("Väntar på Karin Lund")
    expect(waits).to_be_visible()
    amir.opens(f"/cases/{story.pk}/question/")
    expect(waits).to_be_visible()
    assert story.case.events.filter(act="propose").count() == 1
    assert [one.data["question"] for one in story.revisions("question")] == [["En fråga, skickad med dubbelklick?"]]
    told = [address for letter in mail.outbox for address in letter.to]
    assert "elected@sjovik.example" in told
    assert sorted(told) == sorted(set(told)), "everybody who can answer is told once"


@WITH_AND_WITHOUT_SCRIPTS
def test_a_question_asked_in_the_middle_of_writing_takes_the_text_along(
    story: Story, person: Callable[..., Someone], javascript: bool
) -> None:
    amir = person("responsible", javascript=javascript)
    page = amir.opens(f"/cases/{story.pk}/purpose/")
    amir.writes(purpose="Ett halvt syfte")
    page.locator("#talk > summary").click()
    page.locator("#new-comment").fill("Vad säger nämnden?")
    amir.presses("Send to the members of the case")
    expect(page.locator(".talk")).to_contain_text("Vad säger nämnden?")
    expect(page.locator("#purpose")).to_have_value("Ett halvt syfte")
    assert Record.objects.get().revisions.get().data["purpose"] == ["Ett halvt syfte"]

    page.locator("#new-comment").fill("Och när?")
    amir.presses("Save draft")
    expect(page.locator("#new-comment")).to_have_value("Och när?")
