"""The rows of a step, each written on a page of its own, from the first to the last, with JavaScript and without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.hands import does, fills, leaves_row, opens_row, ticks
from tests.browser.keys import enters, tab_to
from tests.browser.someone import WITH_AND_WITHOUT_SCRIPTS, Someone, swedish
from tests.story import Story


@WITH_AND_WITHOUT_SCRIPTS
def test_goals_are_written_one_after_the_other_and_put_in_order(
    story: Story, person: Callable[..., Someone], javascript: bool
) -> None:
    story.go_to("goals")
    amir = person("responsible", javascript=javascript)
    page = amir.opens(f"/cases/{story.pk}/goals/")
    amir.presses("Add a goal")
    fills(amir, goal="Unga hörs.")
    page.get_by_role("button", name="Spara och lägg till ett mål").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mål 2 av 2")
    ticks(amir, "type_3")
    fills(amir, goal="Nämnden vet mer.", indicators="Antal samtal", data_collection_how="Räknas.")
    page.get_by_role("button", name=swedish("Previous")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mål 1 av 2")
    leaves_row(amir)
    expect(page.locator(".row-list .what")).to_have_text(["Unga hörs.", "Nämnden vet mer."])

    amir.presses("Mark as done")
    expect(page.get_by_role("alert")).to_contain_text("Unga hörs.: skriv minst en indikator.")
    page.get_by_role("alert").get_by_role("link").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mål 1 av 2")
    ticks(amir, "type_0")
    fills(amir, indicators="Antal", data_collection_how="Räknas.")
    page.get_by_role("button", name="Spara och nästa mål").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mål 2 av 2")
    leaves_row(amir)

    page.locator("#goal-order summary").click()
    page.get_by_role("button", name="Flytta upp: Mål 2").click()
    expect(page.locator("#goal-order")).to_have_attribute("open", "")
    expect(page.locator(".row-list .what")).to_have_text(["Nämnden vet mer.", "Unga hörs."])
    does(amir, "Mark as done", "The step is done.")
    assert [row["goal"][0] for row in story.text("goals")["goal"]] == ["Nämnden vet mer.", "Unga hörs."]


def test_a_row_is_written_by_keyboard_alone_and_kept_while_one_types(
    story: Story, person: Callable[..., Someone]
) -> None:
    story.go_to("goals")
    amir = person("responsible")
    page = amir.opens(f"/cases/{story.pk}/goals/")
    enters(amir, "goal-add", at_most=90)
    [row] = story.text("goals")["goal"]
    tab_to(page, f"goal-{row['row'][0]}-goal")
    page.keyboard.type("Unga hörs.")
    expect(page.locator("#saved")).to_contain_text(swedish("Draft"), timeout=10_000)
    for _wait in range(40):
        if story.text("goals")["goal"][0].get("goal"):
            break
        page.wait_for_timeout(250)
    assert story.text("goals")["goal"][0]["goal"] == ["Unga hörs."]
    enters(amir, "open goal ", at_most=90)
    opens_row(amir, "goal", 1)
    expect(page.locator("form.row-page textarea").first).to_have_value("Unga hörs.")


@pytest.mark.parametrize("width", [1280, 390])
def test_two_who_write_two_rows_at_once_lose_nothing(story: Story, person: Callable[..., Someone], width: int) -> None:
    rows = [{"row": [f"0000000{n}"], "goal": [f"Mål {n}"]} for n in (1, 2)]
    story.act("save_draft", "goals", data={"goal": rows})
    amir, lena = (person(who, width=width, javascript=False) for who in ("responsible", "civil_servant"))
    for number, one in enumerate((amir, lena), start=1):
        one.opens(f"/cases/{story.pk}/goals/?row=0000000{number}")
        fills(one, goal=f"Nytt mål {number}")
    for one in (amir, lena):
        leaves_row(one)
    expect(lena.page.locator(".row-list .what")).to_have_text(["Nytt mål 1", "Nytt mål 2"])
