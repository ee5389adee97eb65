"""To answer takes three touches from the inbox, on one screen: at the body's decisions and at a text that was changed.

A touch is a link, a choice or a button. What is answered and what answers stand in sight together, covered by nothing.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.someone import PHONE, Someone, swedish
from tests.story import LEVEL, PURPOSE, YES, Story

DESK = {"width": 1280, "height": 900}
CHANGED = {**PURPOSE, "purpose": ["Förstå hur unga vill använda Norra stranden."]}
IN_SIGHT = """(element) => {
    const box = element.getBoundingClientRect();
    const there = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return box.top >= 0 && box.bottom <= innerHeight && (element === there || element.contains(there)); }"""


class Hand:
    """One hand at a screen that never scrolls by itself: it touches what is in sight, and counts."""

    def __init__(self, one: Someone) -> None:
        self.page, self.touches = one.page, 0

    def touches_what_is_in_sight(self, what: Locator) -> None:
        """Touch something; it is in sight, and nothing covers it."""
        what.wait_for()
        assert what.evaluate(IN_SIGHT), f"not in sight: {what}"
        box = what.bounding_box()
        assert box is not None
        self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.touches += 1


def opens_the_inbox(page: Page) -> Locator:
    """Go to the inbox; what waits there, the first of it."""
    page.goto("/")
    return page.locator("main .inbox .title").first


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize(
    ("step", "text", "holds"),
    [
        ("influenceable", YES, "The question can be influenced"),
        ("influence_level", LEVEL, "The level is %(level)s"),
    ],
)
def test_a_decision_is_three_touches_from_the_inbox(
    story: Story, person: Callable[..., Someone], screen: dict[str, int], step: str, text: dict, holds: str
) -> None:
    story.go_to(step)
    story.act("propose", step, by="civil_servant", data=text)
    karin = person("elected", **screen)
    page, hand = karin.page, Hand(karin)
    hand.touches_what_is_in_sight(opens_the_inbox(page))
    expect(page.locator("fieldset.verdict")).to_be_visible()
    page.wait_for_load_state()
    hand.touches_what_is_in_sight(page.locator(".pick:has([value=as_proposed])"))
    hand.touches_what_is_in_sight(page.locator(".bar-bottom button"))
    expect(page.locator(".done-line h1")).to_have_text(swedish(holds) % {"level": "Dialog"})
    assert hand.touches == 3


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
def test_a_changed_text_is_approved_in_two_touches_with_the_change_in_sight(
    story: Story, person: Callable[..., Someone], screen: dict[str, int]
) -> None:
    story.carry("purpose")
    story.act("propose", "purpose", by="civil_servant", data=CHANGED)
    karin = person("elected", **screen)
    page, hand = karin.page, Hand(karin)
    hand.touches_what_is_in_sight(opens_the_inbox(page))
    page.locator(".changed ins").first.wait_for()
    assert page.locator(".changed ins").first.evaluate(IN_SIGHT), "what is approved is read first"
    hand.touches_what_is_in_sight(page.locator("button[value=approve]"))
    expect(page.locator(".done-line h1")).to_have_text(swedish("The purpose has been approved"))
    assert hand.touches == 2


def test_at_a_desk_the_whole_decision_is_in_one_screen(story: Story, person: Callable[..., Someone]) -> None:
    story.go_to("influence_level")
    story.act("propose", "influence_level", by="civil_servant", data=LEVEL)
    page = person("elected", **DESK).opens(f"/cases/{story.pk}/influence_level/")
    for what in ("#proposal", ".promise", ".ground .eyebrow", "[value=sent_back]", ".bar-bottom button"):
        assert page.locator(what).first.evaluate("one => one.getBoundingClientRect().bottom <= innerHeight"), what


def test_the_first_saved_step_is_four_touches_from_the_inbox(story: Story, person: Callable[..., Someone]) -> None:
    amir = person("responsible", **DESK)
    page, touches = amir.opens("/"), 0
    for name in ("New case", "Create the case"):
        if name == "Create the case":
            amir.writes(id_title="Norra stranden, en badplats för fler")
            page.get_by_label(swedish("Decision-making committee")).select_option(label="Tekniska nämnden")
        with page.expect_navigation():
            page.locator("main").get_by_role("link", name=swedish(name)).or_(
                page.get_by_role("button", name=swedish(name), exact=True)
            ).first.click()
        touches += 1
    with page.expect_navigation():
        page.locator(".todo .btn-main").click()
    with page.expect_navigation():
        page.locator("button[value=save_draft]:visible").last.click()
    assert touches + 2 == 4
    expect(page.locator("#saved")).to_contain_text(swedish("Draft, saved %(when)s").partition(",")[0])
