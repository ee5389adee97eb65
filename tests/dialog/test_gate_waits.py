"""A gate whose lines are all met waits for the elected members who may confirm it."""

from tests.story import GATE, PLANNING, Story


def test_a_gate_waits_when_its_last_line_is_met_and_no_more_when_it_is_confirmed(story: Story):
    story.carry(*[key for key in PLANNING if key != "target_groups"])
    assert ("gate", "elected_of_body") not in story.waits()
    story.carry("target_groups")
    assert ("gate", "elected_of_body") in story.waits()
    story.act("confirm_gate", "planning_gate", data=GATE)
    assert ("gate", "elected_of_body") not in story.waits()
