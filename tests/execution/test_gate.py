"""Är dialogen genomförd? Three lines, and a fourth; phase 3 never waits for it."""

import pytest

from dialog.acts.core import Refused
from dialog.models import GateConfirmation
from dialog.process.phases import process
from tests.execution.tale import METHODS, PARTICIPATION, Tale

REFLECTION = {"went_as_expected": ["partly"], "reflection": ["De unga kom, föräldrarna kom inte."]}


def lines(tale: Tale) -> dict[str, bool]:
    access = tale.story.access("elected")
    return {line.key: line.is_met for line in process.step("execution_gate").lines(access)}


def test_three_lines_of_the_checklist_and_that_something_was_held_and_nothing_is_planned(with_methods: Tale):
    tale = with_methods
    assert lines(tale) == {"methods": True, "participation": False, "feedback": False, "activities": False}
    tale.hold()
    assert lines(tale)["activities"]
    tale.plan_activity("0000e002")
    assert not lines(tale)["activities"]


def test_it_is_confirmed_by_an_elected_member_of_the_body_when_all_is_done(tale: Tale):
    story = tale.story
    story.act("finish", "methods", data=METHODS)
    story.act("finish", "participation", data=PARTICIPATION)
    tale.hold()
    tale.give_feedback()
    tale.plan_round("0000f002", to="residents")
    story.act("mark_done", "feedback", by="elected")
    assert ("gate", "elected_of_body") in story.waits()
    with pytest.raises(Refused):
        story.attempt("confirm_gate", "execution_gate", by="other_body", data=REFLECTION)
    story.act("confirm_gate", "execution_gate", data=REFLECTION)
    confirmed = GateConfirmation.objects.get(phase="execution")
    assert confirmed.by == story.house["elected"]
    assert len(confirmed.copy) == 4, "methods, participation, the activity and the round that was approved"


def test_every_line_may_be_passed_with_an_exception(with_methods: Tale):
    story = with_methods.story
    for line in ("participation", "feedback", "activities"):
        story.act("make_exception", "execution_gate", line=line, reason="Ärendet började före programvaran.")
    story.act("confirm_gate", "execution_gate", data=REFLECTION)
    assert len(GateConfirmation.objects.get(phase="execution").exceptions) == 3


def test_phase_three_opens_with_the_first_held_activity_and_never_waits_for_the_gate(with_methods: Tale):
    followup = process.phase("followup")
    assert followup is not None
    assert not followup.opens(with_methods.story.access())
    with_methods.hold()
    with_methods.plan_activity("0000e002")
    assert followup.opens(with_methods.story.access())


def test_what_is_changed_or_added_afterwards_is_marked_and_undoes_no_gate(with_methods: Tale):
    story = with_methods.story
    with_methods.hold()
    for line in ("participation", "feedback"):
        story.act("make_exception", "execution_gate", line=line, reason="Ärendet började före programvaran.")
    story.act("confirm_gate", "execution_gate", data=REFLECTION)
    gate = process.step("execution_gate")
    confirmed = GateConfirmation.objects.get(phase="execution")
    assert gate.changed_since(confirmed, story.access()) == []
    story.later(days=1)
    with_methods.plan_activity("0000e001", days=0, experience=["Ingen ville sitta."])
    story.act("finish", "participation", data=PARTICIPATION)
    changed = [one["step"].key for one in gate.changed_since(confirmed, story.access())]
    assert changed == ["participation", "activities"]
    assert story.access().is_done("execution_gate")
