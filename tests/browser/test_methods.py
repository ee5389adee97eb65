"""Methods are chosen, compared and covered by keyboard, and without any script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.keys import enters, tab_to
from tests.browser.someone import WITH_AND_WITHOUT_SCRIPTS, Someone, swedish
from tests.execution.tale import begin
from tests.story import GROUP, Story

OWNERS = {"row": ["0000c002"], "name": ["Villaägare"], "affected": ["high"], "engagement": ["high"]}
MANY = 300  # fields, chips and cards to go by on the way


@pytest.fixture
def groups(story: Story) -> Story:
    """Two groups that must be reached, on the day when Genomföra opens."""
    begin(story)
    story.act("finish", "target_groups", data={**story.text("target_groups"), "target_group": [GROUP, OWNERS]})
    return story


def opens_list_with(page: Page, slug: str) -> None:
    """Open the fold in which a method is listed, by keyboard, where it is not among the cards."""
    fold = page.locator(f".method-folds > details:not([open]):has(#method-{slug}) > summary")
    if fold.count():
        fold.focus()
        page.keyboard.press("Enter")


@WITH_AND_WITHOUT_SCRIPTS
def test_methods_are_compared_chosen_and_cover_every_group_by_keyboard_alone(
    groups: Story, person: Callable[..., Someone], javascript: bool
) -> None:
    amir = person("responsible", javascript=javascript)
    page = amir.opens(f"/cases/{groups.pk}/methods/")
    expect(page.locator(".rings .alone")).to_have_count(2)

    for slug in ("uppsokande", "radslag"):
        opens_list_with(page, slug)
        page.locator(f"#method-{slug} .compare input").focus()
        page.keyboard.press("Space")
    with page.expect_navigation():
        page.locator("button[form=compare]").focus()
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(swedish("Compare two methods"))
    enters(amir, "choose uppsokande", at_most=MANY)
    expect(page.locator(".messages")).to_contain_text("Uppsökande dialog är tillagd.")

    row = page.locator("[name=method]").get_attribute("value")
    tab_to(page, f"method-{row}-why", at_most=MANY)
    page.keyboard.type("De kommer inte till möten.")
    enters(amir, "open method ", at_most=MANY)
    expect(page.locator(".rings .alone")).to_have_count(1)
    opens_list_with(page, "radslag")
    enters(amir, "choose radslag", at_most=MANY)
    enters(amir, "open method ", at_most=MANY)
    expect(page.locator(".rings .alone")).to_have_count(0)
    enters(amir, "finish", at_most=MANY)
    amir.reads_message("The step is done.")
    assert [row.get("why") for row in groups.text("methods")["method"]] == [["De kommer inte till möten."], None]
