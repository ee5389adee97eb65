"""Two people in one step, a session that ends, a click too many: nothing that somebody typed is lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from dialog.models import Record
from tests.browser.someone import Someone, swedish
from tests.story import Story

pytestmark = pytest.mark.journey


def test_the_second_to_save_sees_both_texts_and_merges_them(story: Story, person: Callable[..., Someone]) -> None:
    amir, lena = person("responsible"), person("civil_servant", javascript=False)
    for one in (amir, lena):
        one.opens(f"/cases/{story.pk}/purpose/")
    amir.writes(purpose="Amirs syfte", use_of_result="Underlag till nämnden")
    amir.presses("Save draft")
    lena.writes(purpose="Lenas syfte", requested_by="Tekniska nämnden")
    lena.presses("Save draft")

    page = lena.page
    expect(page.get_by_role("heading", level=1)).to_have_text(swedish("Two have changed the same step"))
    expect(page.get_by_role("group").get_by_text("Amirs syfte")).to_be_visible()
    mine = page.locator("textarea#purpose")
    expect(mine).to_have_value("Lenas syfte")
    mine.fill("Amirs och Lenas syfte")
    lena.presses("Save what you chose")

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
    lena.presses("Save what you chose")
    expect(lena.page.locator("#question")).to_have_value("Amirs fråga?")

    lena.page.get_by_role("link", name=swedish("History of the step")).click()
    expect(lena.page.get_by_label(swedish("Older"))).to_contain_text("Lena Ek")


def test_text_typed_in_a_session_that_ended_comes_back_after_signing_in(
    story: Story, person: Callable[..., Someone]
) -> None:
    amir = person("responsible", javascript=False)
    page = amir.opens(f"/cases/{story.pk}/question/")
    amir.writes(question="Skriven innan sessionen tog slut?")
    amir.context.clear_cookies(name="sessionid")
    amir.presses("Save draft")
    expect(page.get_by_role("heading", level=1)).to_have_text(swedish("Sign in"))
    amir.sign_in("responsible")
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
    lena.sign_in("civil_servant")
    lena.presses("Save draft")
    expect(lena.page.get_by_role("heading", level=1)).to_have_text(swedish("Two have changed the same step"))
    lena.reads("Amirs fråga?")


def test_a_double_click_proposes_once(story: Story, person: Callable[..., Someone]) -> None:
    amir = person("responsible")
    page = amir.opens(f"/cases/{story.pk}/question/")
    amir.writes(question="En fråga, skickad med dubbelklick?")
    page.get_by_role("button", name=swedish("Send the proposal")).dblclick()
    amir.reads_message("The proposal is sent.")
    assert story.case.events.filter(act="propose").count() == 1
