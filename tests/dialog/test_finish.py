"""Done: a shared step is marked so by either of its roles when nothing is missing, and is in force from then on."""

import pytest
from django.utils.translation import gettext

from dialog.acts.core import Refused
from dialog.models import Comment, Event
from tests.story import GOAL, GOALS, NO, PLANNING, PURPOSE, QUESTION, Story

OTHER = {**GOAL, "row": ["00000002"], "goal": ["Färre än tio avhopp."], "target": ["10"]}


@pytest.fixture
def at_goals(story):
    """The day when goals can be set: the body has decided yes and yes."""
    return story.go_to("goals")


@pytest.mark.parametrize("who", ["civil_servant", "elected", "other_body"])
def test_either_role_marks_a_shared_step_as_done(at_goals, who):
    at_goals.act("finish", "goals", by=who, data=GOALS)
    record = at_goals.record("goals")
    assert (record.done, record.version, record.draft, record.in_force_by) == (True, 1, "none", at_goals.house[who])


@pytest.mark.parametrize("who", ["reader", "support", "admin", "communicator", "stranger"])
def test_nobody_else_does(at_goals, who):
    with pytest.raises(Refused):
        at_goals.attempt("finish", "goals", by=who, data=GOALS)


def test_what_is_incomplete_is_kept_and_said(at_goals):
    lacking = {"goal": [{"row": ["00000001"], "goal": ["Ett mål."]}]}
    attempt = at_goals.attempt("finish", "goals", data=lacking)
    assert len(attempt.missing) == 3
    assert at_goals.text("goals") == lacking
    assert not at_goals.record("goals").done
    assert Event.objects.filter(step="goals").count() == 1


def test_what_is_incomplete_twice_is_kept_once(at_goals):
    for _press in range(2):
        at_goals.attempt("finish", "goals", data={"goal": [{"row": ["00000001"]}]})
    assert len(at_goals.revisions("goals")) == 1


class TestWhatIsRequired:
    def test_a_step_that_comes_first_must_be_done_first(self, story):
        attempt = story.attempt("finish", "goals", data=GOALS)
        assert len(attempt.missing) == 1
        assert gettext("Can the question be influenced?") in attempt.missing[0].sentence
        assert story.text("goals") == GOALS

    def test_filled_in_is_not_done(self, story):
        story.carry("purpose", "question")
        story.act(
            "propose",
            "influenceable",
            data={"question_influenceable": ["yes"], "decision_makers_influenceable": ["yes"]},
        )
        assert story.attempt("finish", "goals", data=GOALS).missing

    def test_a_no_of_the_body_opens_nothing(self, story):
        story.carry("purpose", "question")
        story.decide(**{name: [] for name in ("decision_makers_influenceable",)}, **NO)
        with pytest.raises(Refused):
            assert story.attempt("finish", "goals", data=GOALS).missing
            raise Refused  # either it says what is missing, or the step is shut while residents are informed instead

    def test_what_is_finished_undoes_nothing_after_it(self, story):
        """Neither what required it nor what it requires, nor anything beside it."""
        story.plan()
        done = {one.step for one in story.access().records.values() if one.done}
        assert len(done) == len(PLANNING)
        for step, text in (
            ("question", {**QUESTION, "in_scope": ["Badet."]}),
            ("goals", {"goal": [OTHER, GOAL]}),
            ("purpose", {**PURPOSE, "purpose": ["Något annat."]}),
        ):
            story.act("finish" if step == "goals" else "approve", step, data=text)
            assert {one.step for one in story.access().records.values() if one.done} == done, step


class TestInForce:
    def test_the_typed_rows_are_what_other_steps_read(self, at_goals):
        at_goals.carry("goals")
        goal = at_goals.case.goal_rows.get()
        assert (goal.key, goal.position, goal.type, goal.indicators) == (
            "0a1b2c3d",
            0,
            "result_goal",
            ["Antal samtal", "Spridning i ålder"],
        )

    def test_rows_are_created_changed_and_removed_by_their_keys(self, at_goals):
        at_goals.carry("goals")
        before = at_goals.case.goal_rows.get()
        at_goals.act("finish", "goals", data={"goal": [OTHER, {**GOAL, "goal": ["Fyra grupper."]}]})
        first, second = at_goals.case.goal_rows.all()
        assert (first.key, first.target, second.pk, second.goal) == ("00000002", 10, before.pk, "Fyra grupper.")
        at_goals.act("finish", "goals", data={"goal": [OTHER]})
        assert [goal.key for goal in at_goals.case.goal_rows.all()] == ["00000002"]

    def test_a_row_that_was_dropped_stays_readable(self, at_goals):
        dropped = {**OTHER, "dropped_because": ["Ingår i det första."]}
        at_goals.act("finish", "goals", data={"goal": [GOAL, dropped]})
        assert at_goals.case.goal_rows.get(key="00000002").dropped_because == "Ingår i det första."

    def test_one_cases_rows_leave_anothers_alone(self, at_goals, house):
        at_goals.carry("goals")
        other = Story(house, at_goals.now, title="En annan dialog").go_to("goals").carry("goals")
        other.act("finish", "goals", data={"goal": [OTHER]})
        assert at_goals.case.goal_rows.get().key == "0a1b2c3d"

    def test_a_version_says_what_it_holds_and_is_kept(self, at_goals):
        at_goals.carry("goals")
        at_goals.act("finish", "goals", data={"goal": [OTHER]})
        versions = [one for one in at_goals.revisions("goals") if one.version]
        assert [(one.version, one.data) for one in versions] == [(1, GOALS), (2, {"goal": [OTHER]})]
        assert all(one.answers for one in versions)

    def test_to_finish_what_is_finished_does_nothing(self, at_goals):
        at_goals.carry("goals")
        seen = at_goals.seen("goals")
        at_goals.act("finish", "goals", by="elected", data=GOALS, changes=False)
        assert (at_goals.seen("goals"), at_goals.record("goals").version) == (seen, 1)

    def test_a_double_click_makes_one_version_and_one_event(self, at_goals):
        for _click in range(2):
            at_goals.attempt("finish", "goals", seen=0, data=GOALS)
        assert at_goals.record("goals").version == 1
        assert Event.objects.filter(step="goals").count() == 1


class TestTheMarkTakenAway:
    def test_the_other_role_may_take_it_away_with_a_comment(self, at_goals):
        at_goals.carry("goals")
        at_goals.act("take_back", "goals", by="elected", comment="Målen om unga saknas.")
        record = at_goals.record("goals")
        assert (record.done, record.version) == (False, 1)
        assert at_goals.case.goal_rows.exists()
        assert Comment.objects.get().text == "Målen om unga saknas."

    def test_a_comment_is_needed(self, at_goals):
        at_goals.carry("goals")
        assert at_goals.attempt("take_back", "goals", by="elected", comment=" ").missing
        assert at_goals.record("goals").done

    def test_only_what_is_done_can_be_taken_back(self, at_goals):
        with pytest.raises(Refused):
            at_goals.attempt("take_back", "goals", comment="Nej.")

    def test_it_can_be_done_again(self, at_goals):
        at_goals.carry("goals")
        at_goals.act("take_back", "goals", by="elected", comment="Målen om unga saknas.")
        at_goals.act("finish", "goals", data=GOALS)
        assert at_goals.record("goals").done
