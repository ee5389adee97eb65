"""Har vi planerat klart? Seven lines, three conditions, exceptions, a reflection, and one button."""

import datetime as dt
from html import unescape

import pytest

from dialog.acts.core import Refused
from dialog.models import GateConfirmation, GateException
from dialog.process.phases import process
from tests.execution.tale import swedish
from tests.story import GATE, GROUP, GROUPS, PLANNING, RESPONSIBILITY, Story

SEVEN = ["purpose", "question", "responsibility", "influenceable", "goals", "influence_level", "target_groups"]
CONDITION = {
    "influenceable": "The question and the decision-makers can be influenced",
    "defined": "The question and the target group are clear",
    "used": "The result has been requested and will be used",
}


@pytest.fixture
def planned(story) -> Story:
    """Everything in Planera is done."""
    return story.plan()


def gate(story: Story):
    return process.step("planning_gate")


def lines(story: Story):
    return {line.key: line for line in gate(story).lines(story.access())}


def confirm(story: Story, **facts):
    return story.attempt("confirm_gate", "planning_gate", data=GATE, **facts)


def targets(attempt) -> list[str]:
    return [lack.target for lack in attempt.missing]


def unmet(story: Story, who: str = "elected", step: str = "planning_gate") -> list[str]:
    """The conditions that a gate's page shows as not met."""
    page = story.client(who).get(story.url("step", step))
    return [str(met.condition.sentence) for met in page.context["conditions"] if not met.is_met]


class TestLines:
    def test_seven_of_the_handbook_and_one_for_each_step_that_asks_for_a_line(self, story):
        assert [key for key in lines(story) if key in SEVEN] == SEVEN
        assert list(lines(story)) == [step.key for step in process.phase("planning").steps if step.checklist]
        assert not any(line.is_done for line in lines(story).values())

    def test_each_is_done_when_its_step_is(self, planned):
        assert all(line.is_done for line in lines(planned).values())
        planned.act("take_back", "goals", comment="Inte klara.")
        assert [key for key, line in lines(planned).items() if not line.is_done] == ["goals"]

    def test_help_is_no_line_and_holds_nothing_up(self, story):
        story.carry(*[step for step in PLANNING if step != "planning_help"])
        assert not confirm(story).missing

    def test_what_is_not_done_is_said_and_the_gate_stays(self, planned):
        planned.act("take_back", "goals", comment="Inte klara.")
        assert targets(confirm(planned)) == ["line-goals"]
        assert not GateConfirmation.objects.exists()


class TestConditions:
    def test_three_of_them_derived_from_the_steps(self, story):
        assert [sentence in unmet(story) for sentence in map(swedish, CONDITION.values())] == [True] * 3
        story.carry("purpose")
        assert swedish(CONDITION["used"]) not in unmet(story)
        story.carry("question")
        assert swedish(CONDITION["defined"]) in unmet(story), "the groups remain"
        story.carry("influenceable", "target_groups")
        assert unmet(story) == []

    def test_the_gate_asks_for_them_even_where_a_line_is_passed(self, story):
        story.carry(*[step for step in PLANNING if step != "target_groups"])
        story.act("make_exception", "planning_gate", line="target_groups", reason="Gjordes på papper.")
        assert targets(confirm(story)) == ["conditions"]

    def test_one_that_breaks_afterwards_shows_on_the_case_and_at_the_next_gate(self, planned):
        confirm(planned)
        before = planned.client("reader").get(planned.url("case"))
        assert before.context["front"].broken == []
        planned.act("take_back", "question", by="elected", comment="Frågan är en annan nu.")
        page = planned.client("reader").get(planned.url("case"))
        assert swedish(CONDITION["defined"]) in unescape(page.text) and len(page.context["front"].broken) == 1
        assert unmet(planned, step="execution_gate") == [swedish(CONDITION["defined"])]
        assert planned.access().is_done("planning_gate"), "no gate is undone by it"


class TestExceptions:
    @pytest.mark.parametrize("who", ["responsible", "elected", "reader"])
    def test_any_member_writes_one_with_its_reason(self, story, who):
        assert story.attempt("make_exception", "planning_gate", by=who, line="goals", reason=" ").missing
        story.act("make_exception", "planning_gate", by=who, line="goals", reason="Ärendet började före programmet.")
        one = GateException.objects.get()
        assert (one.step, one.reason, one.by) == ("goals", "Ärendet började före programmet.", story.house[who])
        assert lines(story)["goals"].is_met and not lines(story)["goals"].is_done

    @pytest.mark.parametrize("who", ["support", "communicator", "admin", "stranger"])
    def test_nobody_else_does(self, story, who):
        with pytest.raises(Refused):
            story.attempt("make_exception", "planning_gate", by=who, line="goals", reason="Nej.")

    @pytest.mark.parametrize("line", ["influenceable", "influence_level"])
    def test_never_for_the_two_decisions(self, story, line):
        with pytest.raises(Refused):
            story.attempt("make_exception", "planning_gate", line=line, reason="Vi vet ju.")

    def test_it_is_taken_back_before_the_gate_is_confirmed(self, story):
        story.act("make_exception", "planning_gate", line="goals", reason="Ärendet började före programmet.")
        story.act("withdraw_exception", "planning_gate", by="reader", line="goals")
        assert not GateException.objects.exists()

    def test_whoever_confirms_the_gate_confirms_it_too_and_the_page_shows_it(self, story):
        story.carry(*[step for step in PLANNING if step != "goals"])
        story.act("make_exception", "planning_gate", by="reader", line="goals", reason="Målen fanns på papper.")
        assert "Målen fanns på papper." in story.client("stranger").get(story.url("step", "planning_gate")).text
        confirm(story)
        [kept] = GateConfirmation.objects.get().exceptions
        assert kept == {"line": "goals", "reason": "Målen fanns på papper.", "by": "Stina Berg"}


class TestPage:
    def test_reasons_typed_at_several_lines_are_all_kept_whichever_is_sent(self, story):
        typed = {
            "reason-goals": "Målen fanns på papper.",
            "reason-target_groups": "Analysen gjordes 2024.",
            "reason-question": " ",
        }
        url = story.url("step", "planning_gate")
        assert story.client("reader").post(url, {"act": "make_exception goals", **typed}).status_code == 302
        kept = dict(GateException.objects.values_list("step", "reason"))
        assert kept == {"goals": "Målen fanns på papper.", "target_groups": "Analysen gjordes 2024."}


class TestReflection:
    @pytest.mark.parametrize("who", ["responsible", "elected", "reader"])
    def test_any_member_writes_it_at_any_time_before(self, story, who):
        story.act("save_draft", "planning_gate", by=who, data={"reflection": ["Har vi tid nog?"]})
        assert story.text("planning_gate") == {"reflection": ["Har vi tid nog?"]}

    def test_parts_and_working_group_are_asked_for_and_the_group_stands_beside(self, planned):
        page = planned.client("elected").get(planned.url("step", "planning_gate"))
        assert {"parts_done", "working_group_prepared"} <= set(page.context["form"].fields)
        for name in ("Amir Haddad", "Lena Ek", "Karin Lund", "Stina Berg"):
            assert name in page.text


class TestConfirming:
    def test_by_name_and_date(self, planned):
        confirm(planned)
        one = GateConfirmation.objects.get()
        assert (one.by, one.at, one.section) == (planned.house["elected"], planned.now, "")

    @pytest.mark.parametrize("who", ["elected", "substitute"])
    def test_by_an_elected_member_of_the_owning_body_in_any_seat(self, planned, who):
        assert confirm(planned, by=who).happened

    @pytest.mark.parametrize("who", ["responsible", "reader", "other_body", "support", "admin", "stranger"])
    def test_by_nobody_else(self, planned, who):
        with pytest.raises(Refused):
            confirm(planned, by=who)

    def test_a_paragraph_may_be_named_but_not_of_a_day_to_come(self, planned):
        tomorrow = planned.today + dt.timedelta(days=1)
        assert targets(confirm(planned, section="§ 108", section_date=tomorrow)) == ["section_date"]
        confirm(planned, section="§ 108", section_date=planned.today)
        assert GateConfirmation.objects.get().section == "§ 108"

    def test_a_copy_of_the_phase_is_kept(self, planned):
        confirm(planned)
        steps = {planned.record(step).pk: planned.record(step).version for step in PLANNING}
        assert GateConfirmation.objects.get().copy == {str(pk): version for pk, version in steps.items()}

    def test_what_is_changed_later_is_marked_and_undoes_nothing(self, planned):
        confirm(planned)
        planned.later(days=1)
        old = {**GROUP, "row": ["0000c002"], "name": ["Äldre"]}
        planned.act("finish", "target_groups", data={**GROUPS, "target_group": [GROUP, old]})
        page = planned.client("reader").get(planned.url("step", "planning_gate"))
        assert [one["step"].key for one in page.context["changed"]] == ["target_groups"]
        assert swedish("Changed after the confirmation") in page.text
        assert planned.access().is_done("planning_gate")

    def test_then_genomfora_opens(self, planned):
        execution = process.phase("execution")
        assert not execution.opens(planned.access()) and planned.case.phase == "planning"
        confirm(planned)
        assert execution.opens(planned.access()) and planned.case.phase == "execution"

    def test_planning_is_still_written_in_afterwards(self, planned):
        confirm(planned)
        task = {**RESPONSIBILITY["task"][0], "who_named": ["Ida Rask"]}
        planned.act("finish", "responsibility", data={**RESPONSIBILITY, "task": [task]})
