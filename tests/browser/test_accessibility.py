"""axe finds nothing on any kind of page, as anybody who sees it differently: light and dark, wide and on a phone.

Nothing scrolls sideways either, however long a word is, and the rows of a list end straight.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.narrow import ENDS_STRAIGHT, HAS_ROWS, HOLDS_LONG_WORDS
from tests.browser.pages import KINDS, Kind
from tests.browser.sjovik import House, opened_database, sjovik_in_browsers  # noqa: F401 - fixtures
from tests.thorough import THOROUGH, some

WIDE, WIDE_DARK, NARROW, NARROW_DARK = VIEWS = [
    (1280, 900, "light"),
    (1280, 900, "dark"),
    (320, 640, "light"),
    (320, 640, "dark"),
]
AXE = Axe().axe_script
RULES = {
    "light": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "dark": {"type": "rule", "values": ["color-contrast"]},  # nothing else changes with the colours
}
WITH_ROWS = {"process analysis"}  # rows with a sign that opens them
RUN = """async (rules) => {
    const found = await axe.run({ runOnly: rules, resultTypes: ["violations"], preload: false });
    return found.violations.flatMap((one) =>
        one.nodes.map((node) => `${one.id}: ${node.target.join(" ")}: ${node.failureSummary}`)); }"""
TOO_WIDE = """() => {
    const page = document.documentElement;
    const beyond = (one) => one.getBoundingClientRect().right > innerWidth + 1;
    return page.scrollWidth <= innerWidth ? [] :
        [...document.querySelectorAll("body *")].filter((one) => beyond(one) && ![...one.children].some(beyond))
            .slice(0, 3).map((one) => `wider than the page: ${one.outerHTML.slice(0, 120)}`); }"""


def asked_by_axe(number: int, is_first: bool) -> list[tuple[int, int, str]]:
    """Return the views in which axe is asked about the page of a number: in CI all, and of who sees it too the first; at
    work one, every other page wide and narrow, and some of them in the dark. Shapes are looked at in all of them.
    """
    if THOROUGH:
        return VIEWS if is_first else [WIDE]
    return [(WIDE, NARROW)[number % 2], *[NARROW_DARK] * (number % 3 == 0)]


# Every kind of page as one person; in CI as everybody who sees it differently.
SEEN = [
    pytest.param(kind, who, asked_by_axe(number, who == kind.who[0]), id=f"{kind.name} as {who or 'visitor'}")
    for number, kind in enumerate(KINDS)
    for who in some(kind.who, 1)
]


@pytest.mark.parametrize(("kind", "who", "asked"), SEEN)
def test_a_page_is_accessible_in_every_view(sjovik: House, kind: Kind, who: str, asked: list) -> None:
    page = sjovik.page(who)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(kind.address.format_map(sjovik.cases))
    kind.do(page)
    page.evaluate(AXE)
    looked_at = [view for view in VIEWS if view in asked or view in (WIDE, NARROW)]
    found = [complaint for view in looked_at for complaint in complaints(page, *view, is_asked=view in asked)]
    assert page.locator("h1").count() == 1
    assert kind.name not in WITH_ROWS or page.evaluate(HAS_ROWS), "there is nothing to be straight"
    assert not found, "\n".join(found)


def complaints(page: Page, width: int, height: int, colours: str, *, is_asked: bool) -> list[str]:
    """Look at a page in one view and return what is wrong there."""
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=colours)
    found = [*(page.evaluate(RUN, RULES[colours]) if is_asked else ()), *page.evaluate(TOO_WIDE)]
    if colours == "light":
        found += page.evaluate(ENDS_STRAIGHT)
    if (width, height, colours) == NARROW:
        found += page.evaluate(HOLDS_LONG_WORDS)
    return [f"{width} px, {colours}: {complaint}" for complaint in found]
