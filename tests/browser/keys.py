"""What people do who have nothing but a keyboard."""

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.someone import Someone

NAME = "() => document.activeElement.id || document.activeElement.value || document.activeElement.textContent.trim()"


def text_of(element: Locator) -> str:
    """What ``tab_to`` knows an element by that has no id."""
    return str(element.evaluate("element => element.textContent.trim()"))


def tab_to(page: Page, wanted: str, *, at_most: int = 60) -> list[str]:
    """Press Tab until what is focused has that id, value or text; return everything that was passed."""
    passed: list[str] = []
    while len(passed) < at_most:
        page.keyboard.press("Tab")
        passed.append(page.evaluate(NAME))
        if passed[-1] == wanted:
            return passed
    pytest.fail(f"{wanted!r} is not reached by Tab: {[name[:60] for name in passed]}")


def enters(one: Someone, wanted: str, *, at_most: int = 60) -> None:
    """Go by Tab to a link or button, press Enter there, and be on the page that it leads to."""
    with one.page.expect_navigation():
        tab_to(one.page, wanted, at_most=at_most)
        one.page.keyboard.press("Enter")


def types(one: Someone, **texts: str) -> None:
    """Go by Tab from field to field, in the order of the page, and write instead of what stands there."""
    for field, text in texts.items():
        tab_to(one.page, field)
        one.page.keyboard.press("Control+a")
        one.page.keyboard.type(text)


def opens_line(one: Someone, title: str) -> None:
    """Go by Tab to a line that is folded, and open it."""
    summary = one.page.locator("summary", has_text=title).first
    tab_to(one.page, text_of(summary))
    one.page.keyboard.press("Enter")


def chooses(one: Someone, *fields: str) -> None:
    """Go by Tab to choices and choose with the space bar."""
    for field in fields:
        tab_to(one.page, field)
        one.page.keyboard.press("Space")
