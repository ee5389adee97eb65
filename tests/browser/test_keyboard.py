"""A step by keyboard alone: the order of Tab, what Enter does, and where the focus is after each page."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.keys import NAME, tab_to
from tests.browser.someone import Someone, swedish
from tests.story import YES, Story


def test_a_step_is_written_sent_and_answered_by_keyboard_alone(story: Story, person: Callable[..., Someone]) -> None:
    amir = person("responsible")
    page = amir.opens(f"/cases/{story.pk}/purpose/")
    page.keyboard.press("Tab")
    assert page.evaluate(NAME) == swedish("Skip to content")
    page.keyboard.press("Enter")
    passed = tab_to(page, "purpose")
    assert swedish("Waiting for me") not in passed, "the link to the content passes the menu by"
    page.keyboard.type("Förstå hur olika grupper vill använda stranden.")
    assert tab_to(page, "overall_purpose_0") == ["overall_purpose_0"]
    page.keyboard.press("Space")
    tab_to(page, "requested_by")
    page.keyboard.type("Tekniska nämnden")
    page.keyboard.press("Enter")
    amir.reads(story.case.title)
    expect(page.locator("#requested_by")).to_have_value("Tekniska nämnden")
    assert story.record("purpose").draft == "writing", "Enter in a field saves a draft and sends nothing"

    tab_to(page, "propose")
    page.keyboard.press("Enter")
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#use_of_result")).to_be_focused()
    page.keyboard.type("Underlag när nämnden väljer läge.")
    tab_to(page, "for_decision")
    page.keyboard.type("Val av läge")
    tab_to(page, "propose")
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_be_focused()
    amir.reads_message("The proposal has been sent to %(people)s.")


def test_a_row_is_added_moved_and_removed_by_keyboard_and_the_focus_stays_with_it(
    story: Story, person: Callable[..., Someone]
) -> None:
    amir = person("responsible")
    page = amir.opens(f"/cases/{story.pk}/purpose/")
    page.locator("#predefined_question-add").focus()
    page.keyboard.press("Enter")
    field = page.locator(".row-item .form-control")
    expect(field).to_be_visible()
    row = page.locator(".row-item").get_attribute("id")
    passed = tab_to(page, field.get_attribute("id") or "", at_most=6)
    assert len(passed) <= 6, "the page comes back at the row"
    page.keyboard.type("Vad hindrar dig?")
    tab_to(page, f"remove predefined_question {row}")
    page.keyboard.press("Enter")
    expect(page.locator(".row-item")).to_have_count(0)


def test_a_decision_is_recorded_by_keyboard_alone(story: Story, person: Callable[..., Someone]) -> None:
    story.go_to("influenceable")
    story.act("propose", "influenceable", data=YES)
    karin = person("elected")
    page = karin.opens(f"/cases/{story.pk}/influenceable/")
    tab_to(page, "verdict_0")
    page.keyboard.press("Space")
    tab_to(page, "verdict")
    page.keyboard.press("Enter")
    expect(page.locator(".done-line h1")).to_have_text("Frågan är påverkbar")
    expect(page.get_by_role("status")).to_be_focused()
