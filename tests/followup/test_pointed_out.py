"""What a phase knows of that is to be done, and no draft and no wait says: it stands under Att göra nu on the first page."""

import pytest

from dialog.cases.next import next_for
from tests.execution.tale import begin
from tests.followup.tale import CONCLUSION, LIGHT, FollowUp

FEEDBACK, NEW, OPEN_STILL = (
    "Plan the feedback to participants",
    "Read the contribution received after the compilation",
    "Choose what happens to a conclusion",
)


@pytest.fixture
def compiled(follow: FollowUp) -> FollowUp:
    """What was said is sorted by themes, and the compilation is done."""
    follow.add("Det är mörkt.")
    follow.name_themes()
    follow.code(1, themes=[LIGHT])
    follow.story.act("mark_done", "compilation", data={})
    return follow


def titles(story, who: str = "responsible") -> list[str]:
    return [one.title for one in next_for(story.access(who))]


class TestFeedback:
    def test_is_to_be_planned_once_somebody_took_part(self, follow: FollowUp):
        [found] = [one for one in next_for(follow.story.access("responsible")) if one.title == FEEDBACK]
        assert found.url == follow.story.url("new_row", "feedback", "round")

    def test_not_before(self, story):
        begin(story)
        assert FEEDBACK not in titles(story)

    def test_not_where_a_round_is_begun(self, follow: FollowUp):
        follow.plan_round()
        assert FEEDBACK not in titles(follow.story)

    @pytest.mark.parametrize("who", ["elected", "reader"])
    def test_is_not_for_who_does_not_write(self, follow: FollowUp, who):
        assert FEEDBACK not in titles(follow.story, who)


class TestNewMaterial:
    def test_is_to_be_read_where_it_came_after_the_compilation(self, compiled: FollowUp):
        assert NEW not in titles(compiled.story)
        compiled.story.later(days=1)
        compiled.add("Gör något åt belysningen.")
        [found] = [one for one in next_for(compiled.story.access("responsible")) if one.title == NEW]
        assert found.url.endswith("?mark=new")


class TestConclusions:
    def test_without_an_answer_are_pointed_out_once_a_body_has_met_the_result(self, compiled: FollowUp):
        compiled.conclude(becomes=["undecided"])
        assert OPEN_STILL not in titles(compiled.story)
        compiled.note()
        [found] = [one for one in next_for(compiled.story.access("responsible")) if one.title == OPEN_STILL]
        assert CONCLUSION in found.url and "Ljuset först" in found.detail

    def test_that_have_one_are_not(self, compiled: FollowUp):
        compiled.conclude()
        compiled.note()
        assert OPEN_STILL not in titles(compiled.story)
