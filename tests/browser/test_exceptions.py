"""A gate that is passed with exceptions, which are mended afterwards: nothing is undone, and nothing is forgotten."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.browser.hands import (
    chooses_member,
    does,
    fills,
    follows,
    leaves_row,
    opens_case,
    opens_step,
    opens_waiting,
    saves,
    takes_the_pdf_along,
    ticks,
)
from tests.browser.someone import PHONE, Someone, swedish
from tests.story import PLANNING, Story

GATE = "Have we finished planning?"
BY_HAND = "Målen skrevs på papper innan Dialog fanns."
AGREED = "Vi är tre, och alla vet vem som gör vad."
REFLECTION = "Vi är redo, fast inte allt är skrivet."


def test_a_gate_is_passed_with_exceptions_which_are_mended(
    story: Story, person: Callable[..., Someone], worker: None, tmp_path: Path
) -> None:
    story.carry(*[step for step in PLANNING if step not in ("goals", "responsibility")])
    amir = person("responsible")
    karin = person("elected", **PHONE)
    opens_case(amir, story.case.title)
    opens_step(amir, GATE)
    expect(line(amir, "purpose")).not_to_contain_text(swedish("Continue with an exception"))
    writes_exceptions(amir)
    confirms(karin)

    opens_case(amir, story.case.title)
    mends(amir)
    opens_step(amir, GATE)
    expect(amir.page.locator(".state-line").first).to_contain_text("Karin Lund")
    for key, reason in (("goals", BY_HAND), ("responsibility", AGREED)):
        expect(line(amir, key)).to_contain_text(swedish("Done"))
        expect(line(amir, key)).to_contain_text(reason)
    changed = amir.page.locator(".panel", has_text=swedish("Changed after the confirmation"))
    expect(changed.get_by_role("link", name=swedish("Goals", "step"))).to_be_visible()
    follows(amir, "The plan")
    words = takes_the_pdf_along(amir, tmp_path)
    assert [text for text in (BY_HAND, AGREED, REFLECTION) if text not in words] == []


def line(one: Someone, key: str) -> Locator:
    """A line of the checklist."""
    return one.page.locator(f"#line-{key}")


def writes_exceptions(amir: Someone) -> None:
    """What is typed beside is not lost; one without a reason is refused; one is taken back and written again."""
    fills(amir, reflection=REFLECTION)
    for key, reason in (("responsibility", AGREED), ("goals", BY_HAND)):
        line(amir, key).locator("summary").click()
        amir.presses("Continue anyway, with a reason", within=line(amir, key))
        expect(amir.page.get_by_role("alert")).to_contain_text(swedish("Enter why this has not been done."))
        expect(amir.page.locator("#reflection")).to_have_value(REFLECTION)
        if not line(amir, key).locator("textarea").is_visible():
            line(amir, key).locator("summary").click()
        line(amir, key).locator("textarea").fill(reason)
        amir.presses("Continue anyway, with a reason", within=line(amir, key))
        expect(line(amir, key)).to_contain_text(reason)
        expect(amir.page.locator("#reflection")).to_have_value(REFLECTION)
    amir.presses("Withdraw the exception", within=line(amir, "goals"))
    amir.reads_message("The exception has been withdrawn.")
    line(amir, "goals").locator("summary").click()
    line(amir, "goals").locator("textarea").fill(BY_HAND)
    amir.presses("Continue anyway, with a reason", within=line(amir, "goals"))
    ticks(amir, "parts_done_1", "working_group_prepared_0")
    saves(amir, "Save the reflection")


def confirms(karin: Someone) -> None:
    """The gate waits for her though two lines are not done; she reads why and confirms that too."""
    opens_waiting(karin, GATE)
    karin.reads(BY_HAND)
    karin.reads(AGREED)
    karin.presses("Confirm that we have finished planning")
    expect(karin.page.locator(".done-line h1")).to_have_text(swedish("The planning has been confirmed"))


def mends(amir: Someone) -> None:
    """What was passed is done after all: a task list of one, and a goal."""
    opens_step(amir, "Who does what")
    amir.presses("Add a representative")
    chooses_member(amir, "person", "Karin Lund")
    amir.page.locator("#task-order summary").click()
    for _number in range(6):
        amir.page.get_by_role("button", name="Ta bort Uppgift 1").click()
    does(amir, "Mark as done", "The step is done.")
    opens_step(amir, "Goals", "step")
    amir.presses("Add a goal")
    ticks(amir, "type_3")
    fills(amir, goal="Unga hörs.", indicators="Antal samtal", data_collection_how="Räknas.")
    leaves_row(amir)
    does(amir, "Mark as done", "The step is done.")
