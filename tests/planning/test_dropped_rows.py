"""A row that something refers to, or that stood in a confirmed gate, is not removed: it is marked as dropped (struken)."""

import pytest

from dialog.forms import drafts
from planning.models import Goal
from tests.story import Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned(house) -> Story:
    """A case whose planning is confirmed: everything in it stands in planen."""
    story = Story(house).plan()
    story.act("confirm_gate", "planning_gate", by="elected")
    return story


def only_goal(story: Story) -> str:
    """The key of the case's first goal."""
    return drafts.row_key(story.text("goals")["goal"][0])


def test_a_goal_that_nothing_refers_to_may_be_removed_before_the_gate(house):
    story = Story(house).carry("purpose", "question", "influenceable", "goals")
    text = story.text("goals")
    more = drafts.move(text, "goal", "add", "00000001")
    more["goal"][-1] |= {name: values for name, values in text["goal"][0].items() if name != "row"}
    story.act("finish", "goals", data=more)
    story.act("finish", "goals", data=text)
    assert not Goal.objects.filter(case=story.pk, key="00000001").exists()


def test_a_goal_of_the_confirmed_plan_is_not_removed(planned):
    key = only_goal(planned)
    other = {**planned.text("goals")["goal"][0], "row": ["00000002"]}
    attempt = planned.attempt("finish", "goals", by="responsible", data={"goal": [other]})
    assert any("används på andra ställen" in lack.sentence for lack in attempt.missing)
    assert Goal.objects.filter(case=planned.pk, key=key).exists()


def test_a_goal_of_the_confirmed_plan_is_dropped_with_a_reason_and_stays_readable(planned):
    text = planned.text("goals")
    dropped = {**text["goal"][0], "dropped_because": ["Det gäller inte längre."]}
    other = {**text["goal"][0], "row": ["00000002"]}
    planned.act("finish", "goals", data={"goal": [dropped, other]})
    goal = Goal.objects.get(case=planned.pk, key=drafts.row_key(dropped))
    assert goal.dropped_because == "Det gäller inte längre."


def test_the_button_that_removes_does_nothing_to_such_a_row(planned):
    key = only_goal(planned)
    planned.post("responsible", "goals", f"remove goal {key}", planned.text("goals"))
    assert [drafts.row_key(row) for row in planned.text("goals")["goal"]] == [key]


def test_its_page_offers_to_drop_it_instead(planned):
    key = only_goal(planned)
    page = planned.client("responsible").get(planned.url("step", "goals") + f"?row={key}").content.decode()
    assert f'name="goal-{key}-dropped_because"' in page
    assert f'value="remove goal {key}"' not in page
