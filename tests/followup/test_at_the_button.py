"""What a member should know before she takes a last act: said at the button, holding nothing up, and to members alone."""

import pytest

from dialog.process.phases import process
from reports.kinds import KINDS
from reports.render import as_text
from tests.execution.tale import swedish
from tests.followup.tale import LEARNED, LIGHT, REST
from tests.followup.test_no_after_dialogue import AGAINST
from tests.story import Story

UNREAD = "%(left)s of %(all)s contributions have not been read yet."
UNINVITED = "No invitation has been sent to the communications team, so there is no text before the dialogue."


@pytest.fixture
def unread(follow):
    """Three contributions, one of which was read."""
    follow.name_themes()
    follow.add("Det är mörkt.", "Fler bänkar.", "En brygga.")
    follow.code(1, themes=[LIGHT])
    return follow


def page(story: Story, step: str, who: str = "responsible") -> str:
    return story.client(who).get(story.url("step", step)).text


def said(step: str, story: Story) -> list[str]:
    return [sentence for sentence, _url in process.step(step).at_button(story.access())]


def test_the_steps_that_say_something_are_these():
    saying = {one.key for one in process.steps() if "at_button" in type(one).__dict__}
    assert saying == {"compilation", "execution_gate", "followup_gate", "information"}


@pytest.mark.parametrize("step", ["compilation", "followup_gate"])
def test_contributions_that_nobody_has_read_are_told_at_the_button_and_hold_nothing_up(unread, step):
    story, words = unread.story, swedish(UNREAD) % {"left": "2", "all": "3"}
    assert words in page(story, step)
    for who in ("reader", "elected"):
        assert words in page(story, step, who) or step == "compilation"
    assert words not in page(story, step, "stranger")
    story.act("mark_done", "compilation", data={})
    assert story.record("compilation").done


def test_when_all_are_read_nothing_is_said(unread):
    unread.code(2, themes=[REST])
    unread.code(3, themes=[REST])
    assert not said("compilation", unread.story) and not said("followup_gate", unread.story)


def test_gate_two_tells_that_nobody_was_invited_until_a_text_was_handed_over(follow):
    story = follow.story
    assert swedish(UNINVITED) in page(story, "execution_gate", "elected")
    assert swedish(UNINVITED) not in page(story, "execution_gate", "stranger")
    follow.hand_over()
    assert swedish(UNINVITED) not in page(story, "execution_gate", "elected")


def test_where_everybody_who_came_was_invited_by_name_no_invitation_is_missed(follow):
    follow.plan_activity("0000e001", days=0, open_to=["invited"], actual_count=["31"], said=["contributions"])
    assert not said("execution_gate", follow.story)


def test_it_is_no_matter_of_the_public_report_how_many_are_unread(unread):
    unread.story.act("finish", "learning", data=LEARNED)
    text = as_text(KINDS["summary"].build(unread.story.access("reader"), ""))
    assert swedish("All are kept, and nothing has been left out.") in text
    assert "1 av 3" not in text and "lästa" not in text


def test_after_a_no_the_button_that_closes_the_case_tells_it_too(unread):
    unread.story.decide(**AGAINST)
    assert swedish(UNREAD) % {"left": "2", "all": "3"} in page(unread.story, "information")


def test_a_confirmed_gate_says_nothing_more(follow):
    follow.finish_followup()
    follow.confirm_execution()
    assert swedish(UNINVITED) not in page(follow.story, "execution_gate", "elected")
