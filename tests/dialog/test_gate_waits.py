"""A gate whose lines are all met waits for the elected members who may confirm it."""

from dialog.acts.course import end_early
from dialog.models import GateConfirmation
from dialog.process.phases import process
from tests.execution.tale import METHODS, begin, swedish
from tests.story import GATE, NO, PLANNING, Story


def test_a_gate_waits_when_its_last_line_is_met_and_no_more_when_it_is_confirmed(story: Story):
    story.carry(*[key for key in PLANNING if key != "target_groups"])
    assert ("gate", "elected_of_body") not in story.waits()
    story.carry("target_groups")
    assert ("gate", "elected_of_body") in story.waits()
    story.act("confirm_gate", "planning_gate", data=GATE)
    assert ("gate", "elected_of_body") not in story.waits()


def test_the_gate_of_a_case_that_goes_no_further_waits_for_nobody(story: Story):
    """Its lines are all met, and the body says no: there is nothing to confirm any more, nor in a closed case."""
    tale = begin(story)
    story.act("finish", "methods", data=METHODS)
    tale.hold(actual_count=["31"], said=["nothing"], said_nothing_why=["Alla ritade."])
    tale.give_feedback()
    for line in ("participation", "feedback"):
        story.act("make_exception", "execution_gate", line=line, reason="Ärendet började före programmet.")
    gate = process.step("execution_gate")
    assert ("gate", "elected_of_body") in story.waits() and gate.is_ready(story.access())
    story.decide(**NO, supersede_reason=["Vägverket äger marken."])
    assert ("gate", "elected_of_body") not in story.waits() and not gate.is_ready(story.access())
    end_early(story.pk, by=story.house["elected"], reason="Inga pengar.", at=story.now)
    assert ("gate", "elected_of_body") not in story.waits() and not gate.is_ready(story.access())


def test_it_says_what_has_come_of_the_confirmation(story: Story):
    story.plan()
    client = story.client("elected")
    data = story.posted("planning_gate", GATE)
    page = client.post(story.url("step", "planning_gate"), data | {"act": "confirm_gate"}, follow=True)
    assert swedish("The plan is saved as it is now, and the dialogue phase is open.").rstrip(".") in page.text


class TestWhatAConfirmationKeeps:
    def test_an_exception_of_a_line_that_is_done_by_now_is_none_that_it_was_confirmed_with(self, story: Story):
        story.carry(*[key for key in PLANNING if key != "planning_help"])
        story.act("make_exception", "planning_gate", line="responsibility", reason="Ingen nämnd än.")
        story.carry("planning_help")
        assert story.access().is_done("responsibility")
        story.act("confirm_gate", "planning_gate", data=GATE)
        assert GateConfirmation.objects.get().exceptions == []

    def test_of_a_step_that_changed_twice_since_the_latest_change_is_told(self, story: Story):
        tale = begin(story)
        story.act("finish", "methods", data=METHODS)
        for key, much in (("0000e001", 1), ("0000e002", 2)):
            tale.hold(key, actual_count=[str(much)], said=["nothing"], said_nothing_why=["Alla ritade."])
        for line in ("participation", "feedback"):
            story.act("make_exception", "execution_gate", line=line, reason="Före programmet.")
        story.act("confirm_gate", "execution_gate", data={"went_as_expected": ["yes"]})
        gate = process.step("execution_gate")
        confirmed = gate.confirmation(story.access())
        for key in ("0000e002", "0000e001"):
            story.later(days=1)
            tale.plan_activity(key, days=-9, experience=["Det gick bra."])
        [activities] = [one for one in gate.changed_since(confirmed, story.access()) if one["step"].key == "activities"]
        assert activities["record"].row == "0000e001" and activities["record"].in_force_at == story.now
