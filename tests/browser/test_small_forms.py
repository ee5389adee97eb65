"""Several small forms on one page: what somebody has begun to write in one is there when she has sent another."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from dialog.web.measure import MOST_OF_A_TEXT
from tests.browser.someone import WITH_AND_WITHOUT_SCRIPTS, Someone, swedish
from tests.story import Story


def unfold(page: Page, act: str) -> None:
    """Open what is folded around an act on the case."""
    page.locator(f"#case-act-{act} > summary").click()


@WITH_AND_WITHOUT_SCRIPTS
def test_what_was_begun_in_other_acts_on_a_case_is_there_when_one_is_sent(
    story: Story, person: Callable[..., Someone], *, javascript: bool
) -> None:
    amir = person("responsible", javascript=javascript)
    page = amir.opens(f"/cases/{story.pk}/facts/")
    reason, title = (page.locator(f"[name='{name}']") for name in ("end_early~reason", "copy~new_title"))
    for name, field, text in (("end_early", reason, "Pengarna är slut & <b>"), ("copy", title, "Södra stranden")):
        unfold(page, name)
        field.fill(text)
    until = page.locator("[name='pause~until']")
    unfold(page, "pause")
    page.locator("[name='pause~reason']").fill("Vi väntar på budgeten.")
    until.fill("2027-03-01")
    if javascript:
        until.press("Enter")  # as where the form stands alone
    else:
        page.locator("[name='press~pause~']").click()
    expect(page.locator(".messages")).to_be_visible()
    expect(reason).to_have_value("Pengarna är slut & <b>")
    expect(title).to_have_value("Södra stranden")
    expect(reason).to_be_visible()
    expect(page.get_by_text(swedish("What you wrote is still here, but has not been saved yet.")).first).to_be_visible()
    assert story.case.paused_until


def test_enter_without_scripts_sends_nothing_and_loses_nothing(story: Story, person: Callable[..., Someone]) -> None:
    amir = person("responsible", javascript=False)
    page = amir.opens(f"/cases/{story.pk}/facts/")
    until = page.locator("[name='pause~until']")
    unfold(page, "pause")
    until.fill("2027-03-01")
    until.press("Enter")
    expect(page.get_by_text(swedish("What you wrote is still here, but has not been saved yet.")).first).to_be_visible()
    expect(page.locator("[name='pause~until']")).to_have_value("2027-03-01")
    assert not story.case.paused_until


@pytest.mark.parametrize("field", ["question"])
def test_a_text_that_is_too_large_is_not_sent_and_stays(
    story: Story, person: Callable[..., Someone], field: str
) -> None:
    amir = person("responsible")
    page = amir.opens(f"/cases/{story.pk}/question/")
    page.locator(f"#{field}").evaluate(
        "(area, size) => { area.value = 'ett ord\\n'.repeat(size / 8 + 1) }", MOST_OF_A_TEXT
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.method))
    page.locator("#written").evaluate("(form) => form.requestSubmit()")
    expect(page.locator("[data-too-large]")).to_be_focused()
    assert "POST" not in asked
    assert page.locator(f"#{field}").evaluate("(area) => area.value.length") > MOST_OF_A_TEXT


def test_a_file_that_is_too_large_is_not_sent_and_what_was_typed_beside_it_stays(
    story: Story, person: Callable[..., Someone]
) -> None:
    story.go_to("goals")
    amir = person("responsible")
    page = amir.opens(f"/cases/{story.pk}/decisions/")
    file = page.locator("input[type=file]").first
    part = page.locator("[data-part$='-minutes']").first
    page.locator("details:has([data-part$='-minutes']) > summary").first.click()
    part.locator("input[name$='~fact']").fill("https://protokoll.example")
    page.evaluate("document.body.dataset.mostFile = '10'")
    file.set_input_files({"name": "protokoll.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 stor"})
    part.locator("button").click()
    expect(page.locator("[data-too-large]")).to_be_focused()
    expect(part.locator("input[name$='~fact']")).to_have_value("https://protokoll.example")
    page.evaluate("document.body.dataset.mostFile = '1000'")
    other = page.locator("[data-part^='fact-'][data-part$='-section']").first
    other.locator("input[name$='~fact']").fill("§ 57")
    other.locator("button").click()
    expect(page.locator(".messages")).to_be_visible()
    expect(page.locator("input[name$='minutes~fact']").first).to_have_value("https://protokoll.example")
