"""The coding desk by keyboard: one key gives a theme and goes on, Shift stays, Z undoes, none fires while one types."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.someone import Someone
from tests.execution.tale import begin
from tests.followup.tale import FollowUp, held
from tests.story import Story


@pytest.fixture
def voices(story: Story) -> FollowUp:
    follow = held(story, begin(story))
    follow.name_themes()
    follow.add(*(f"Röst {number} om vattnet." for number in range(1, 7)))
    return follow


def opened(one: Someone, number: int) -> None:
    expect(one.page.locator("#open")).to_have_text(f"Inspel {number}")


def test_keys_give_themes_and_go_on(voices: FollowUp, person: Callable[..., Someone]) -> None:
    amir = person("responsible")
    amir.opens(f"/cases/{voices.story.pk}/contributions/1/?q=vattnet")
    keys = amir.page.keyboard
    keys.press("e")
    keys.press("1")
    opened(amir, 2)
    assert "q=vattnet" in amir.page.url
    expect(amir.page.locator(".undo [role=status]")).to_contain_text("1 fick Ljus (emot)")
    keys.press("2")
    opened(amir, 3)
    keys.press("n")
    opened(amir, 4)
    keys.press("Shift+Digit1")
    expect(amir.page.locator("#theme_1")).to_be_checked()
    opened(amir, 4)
    keys.press("Shift+Digit2")
    expect(amir.page.locator("#theme_2")).to_be_checked()
    assert (voices.stances_of(1), voices.themes_of(2)) == (["against"], ["Vila"])
    assert voices.themes_of(4) == ["Ljus", "Vila"] and voices.one(3).fits_no_theme
    keys.press("z")
    expect(amir.page.locator("#theme_2")).not_to_be_checked()
    keys.press("j")
    opened(amir, 5)
    keys.press("k")
    opened(amir, 4)


def test_several_are_ticked_and_given_a_theme_at_once(voices: FollowUp, person: Callable[..., Someone]) -> None:
    amir = person("responsible")
    amir.opens(f"/cases/{voices.story.pk}/contributions/2/")
    keys = amir.page.keyboard
    keys.press("x")
    expect(amir.page.locator("#open")).to_have_text("1 valt inspel")
    keys.press("Shift+KeyJ")
    expect(amir.page.locator("#open")).to_have_text("2 valda inspel")
    keys.press("f")
    keys.press("1")
    expect(amir.page.locator(".undo [role=status]")).to_contain_text("2 inspel fick Ljus (för)")
    assert voices.stances_of(2) == voices.stances_of(3) == ["for"]
    keys.press("z")
    expect(amir.page.locator(".undo")).to_have_count(0)
    assert voices.themes_of(2) == []
    keys.press("Escape")
    expect(amir.page.locator("#open")).to_contain_text("Inspel")


def test_no_key_fires_while_somebody_types_and_all_can_be_turned_off(
    voices: FollowUp, person: Callable[..., Someone]
) -> None:
    amir = person("responsible")
    amir.opens(f"/cases/{voices.story.pk}/contributions/1/")
    keys = amir.page.keyboard
    keys.press("s")
    keys.type("1jzn")
    expect(amir.page.locator("#q")).to_have_value("1jzn")
    opened(amir, 1)
    amir.page.locator("#q").fill("")
    amir.page.locator("#open").focus()
    keys.press("t")
    keys.type("vil")
    expect(amir.page.locator("#theme_1")).to_be_hidden()
    keys.press("Enter")
    opened(amir, 2)
    assert voices.themes_of(1) == ["Vila"]
    keys.press("?")
    expect(amir.page.get_by_role("dialog")).to_be_visible()
    amir.page.get_by_role("button", name="Stäng av alla tangenter").click()
    keys.press("Escape")
    keys.press("1")
    opened(amir, 2)
    assert voices.themes_of(2) == []
