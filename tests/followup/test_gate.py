"""Är utvärderingen klar? Five lines, the round to residents, the second gate; confirming closes the case."""

import pytest

from dialog.acts.core import Refused
from dialog.acts.course import reopen
from dialog.models import Closing, GateConfirmation
from followup.forms.gate import row_key_of
from followup.models import FollowupGate, PrincipleReflection
from followup.steps import FOLLOWUP
from handbook import editions
from tests.followup.tale import LEARNED

FIVE = ["compilation", "analysis", "process_analysis", "learning", "publication"]
LAST: dict[str, list[str]] = {"result_as_expected": ["partly"], "reflection": ["Det blev bra."]}


def lines(follow):
    return {line.key: line for line in FOLLOWUP.gate.lines(follow.story.access())}


def confirm(follow, **more):
    return follow.story.attempt("confirm_gate", "followup_gate", data={**LAST, **more})


@pytest.fixture
def ready(follow):
    follow.finish_followup()
    follow.confirm_execution()
    return follow


class TestLines:
    def test_five_of_the_steps_and_two_more(self, follow):
        assert list(lines(follow)) == [*FIVE, "residents_round", "execution_gate"]
        assert not any(line.is_done for line in lines(follow).values())

    def test_a_step_that_is_only_filled_in_is_not_done(self, follow):
        follow.story.act("save_draft", "learning", data=LEARNED)
        assert not lines(follow)["learning"].is_done
        follow.story.act("finish", "learning", data=LEARNED)
        assert lines(follow)["learning"].is_done

    def test_the_round_to_residents_is_carried_out_not_only_planned(self, follow):
        follow.plan_round("0000f002", to="residents", days=9)
        assert not lines(follow)["residents_round"].is_done
        follow.give_feedback("0000f003", to="participants")
        assert not lines(follow)["residents_round"].is_done
        follow.give_feedback("0000f002", to="residents")
        assert lines(follow)["residents_round"].is_done

    def test_a_line_is_passed_with_an_exception(self, ready):
        ready.story.act("take_back", "learning", comment="Inte klar.")
        assert confirm(ready).missing
        ready.story.act("make_exception", "followup_gate", line="learning", reason="Rapporten skrivs i höst.")
        assert not confirm(ready).missing
        [kept] = GateConfirmation.objects.get(phase="followup").exceptions
        assert (kept["line"], kept["reason"]) == ("learning", "Rapporten skrivs i höst.")

    def test_nobodys_address_to_give_feedback_to_is_a_reason(self, follow):
        follow.story.act("make_exception", "followup_gate", line="residents_round", reason="Ingen att nå.")
        assert lines(follow)["residents_round"].is_met

    def test_the_second_gate_is_confirmed_first_whatever_else(self, follow):
        follow.finish_followup()
        assert [lack.target for lack in confirm(follow).missing] == ["line-execution_gate"]
        with pytest.raises(Refused):
            follow.story.attempt("make_exception", "followup_gate", line="execution_gate", reason="Glömdes.")
        follow.confirm_execution()
        assert not confirm(follow).missing


class TestReflection:
    def test_the_five_principles_stand_beside_it_each_with_its_reflection(self, follow, principles):
        page = follow.story.client("elected").get(follow.story.url("step", "followup_gate"))
        assert len(page.context["form"].rows["principle"]) == 5
        for title in principles:
            assert title in page.content.decode()
        for principle in editions.principles_on(follow.story.case.edition):
            assert principle.text in page.content.decode(), "and what it says"

    def test_when_it_is_read_a_principle_is_named_once(self, ready, principles):
        row = {"row": [row_key_of("trust")], "principle": ["trust"], "reflection": ["Alla fick svar."]}
        assert not confirm(ready, principle=[row]).missing
        page = ready.story.client("stranger").get(ready.story.url("step", "followup_gate")).text
        assert "Alla fick svar." in page
        for title in principles:
            assert page.count(title) <= 1

    def test_they_are_written_at_any_time_by_any_member(self, follow, principles):
        row = {"row": [row_key_of("trust")], "principle": ["trust"], "reflection": ["Alla fick svar."]}
        follow.story.act("save_draft", "followup_gate", by="reader", data={"principle": [row]})
        assert follow.story.text("followup_gate")["principle"] == [row]

    def test_what_was_reflected_is_kept_with_the_confirmation(self, ready, principles):
        row = {"row": [row_key_of("trust")], "principle": ["trust"], "reflection": ["Alla fick svar."]}
        confirm(ready, principle=[row])
        assert FollowupGate.objects.get().result_as_expected == "partly"
        assert PrincipleReflection.objects.get(principle="trust").reflection == "Alla fick svar."


class TestClosing:
    def test_confirming_closes_the_case_as_carried_through(self, ready):
        confirm(ready)
        case = ready.story.case
        assert (case.outcome, case.phase, case.closed_at) == ("completed", "closed", ready.story.now)
        assert Closing.objects.get().by == ready.story.house["elected"]

    @pytest.mark.parametrize("who", ["responsible", "reader", "other_body", "stranger"])
    def test_only_an_elected_member_of_the_owning_body_confirms(self, ready, who):
        with pytest.raises(Refused):
            ready.story.attempt("confirm_gate", "followup_gate", by=who, data=LAST)

    def test_afterwards_the_steps_are_read_alone(self, ready):
        confirm(ready)
        with pytest.raises(Refused):
            ready.story.attempt("finish", "learning", data={**LEARNED, "worked_well": ["Allt."]})
        with pytest.raises(Refused):
            ready.add("Till sist.")

    def test_a_double_click_closes_it_once(self, ready):
        seen = ready.story.seen("followup_gate")
        for _press in (1, 2):
            ready.story.attempt("confirm_gate", "followup_gate", seen=seen, data=LAST)
        assert Closing.objects.count() == 1 and GateConfirmation.objects.filter(phase="followup").count() == 1

    def test_opened_again_the_gate_is_to_be_confirmed_anew_and_each_closing_is_kept(self, ready):
        confirm(ready)
        story = ready.story
        reopen(story.pk, by=story.house["elected"], reason="Ett svar saknas.", at=story.now)
        assert not story.access().is_done("followup_gate") and story.case.phase == "followup"
        assert story.access().is_done("learning")
        confirm(ready)
        assert story.case.outcome == "completed"
        assert Closing.objects.count() == 2 and GateConfirmation.objects.filter(phase="followup").count() == 2

    def test_it_keeps_a_copy_of_the_phase(self, ready):
        confirm(ready)
        copy = GateConfirmation.objects.get(phase="followup").copy
        records = {str(record.pk): record for record in ready.story.access().records.values()}
        assert {records[pk].step for pk in copy} == {*FIVE} - {"publication"}, "its texts are not published yet"


class TestPhase:
    def test_it_opens_with_the_first_held_activity_while_others_are_planned(self, follow):
        follow.plan_activity("0000e002")
        assert FOLLOWUP.opens(follow.story.access()) and follow.story.case.phase == "execution"

    def test_it_is_the_phase_shown_when_no_activity_is_planned_any_more(self, follow):
        assert follow.story.case.phase == "followup"

    def test_before_that_it_can_be_read_and_not_worked_in(self, story):
        from tests.execution.tale import begin

        begin(story)
        assert not FOLLOWUP.opens(story.access())
        for step in FIVE:
            assert story.client("elected").get(story.url("step", step)).status_code == 200
        with pytest.raises(Refused):
            story.attempt("finish", "learning", data=LEARNED)
