"""Analysera genomförandet: eight questions, what came out of each goal, the plan beside what happened."""

import pytest

from dialog.acts.core import Refused
from followup.comparison import comparison
from followup.models import GoalOutcome, ProcessAnalysis
from followup.suggestions import named_group, suggested_values
from planning.models import Goal, TargetGroup
from tests.execution.tale import PARTICIPATION, YOUNG
from tests.followup.tale import EIGHT, REASONED
from tests.story import GOAL, GOALS, GROUP

KEY = GOAL["row"][0]


def finish(follow, **text):
    return follow.story.attempt("finish", "process_analysis", data={**REASONED, **text})


def counted_goal(follow, goal, unit, **more):
    """Set a goal that is counted, beside the one of the story."""
    row = {"row": ["0000fade"], "goal": [goal], "unit": [unit], "target": ["40"], "measure": ["quantitative"], **more}
    rows = [GOAL, {**GOAL, **row}]
    follow.story.act("finish", "goals", data={"goal": rows})
    return "0000fade"


class TestEightQuestions:
    def test_reasoned_with_an_outcome_for_every_goal_it_is_done(self, follow):
        assert not finish(follow).missing
        assert ProcessAnalysis.objects.get().influence_on_decisions_reasoning == "Skäl om influence_on_decisions."

    @pytest.mark.parametrize("question", EIGHT)
    def test_each_is_reasoned(self, follow, question):
        assert finish(follow, **{f"{question}_reasoning": []}).missing

    @pytest.mark.parametrize(
        "question", ["methods", "reached", "everyone_heard", "goals", "quality", "relevance", "new_knowledge"]
    )
    def test_seven_are_answered_with_one_of_four_words(self, follow, question):
        assert finish(follow, **{f"{question}_answer": []}).missing
        assert finish(follow, **{f"{question}_answer": ["perhaps"]}).missing
        for answer in ("yes", "partly", "no", "cannot_say"):
            assert not finish(follow, **{f"{question}_answer": [answer]}).missing

    def test_how_it_influenced_the_decisions_is_told_in_words_alone(self, follow):
        page = follow.story.client("elected").get(follow.story.url("step", "process_analysis"))
        assert "influence_on_decisions_answer" not in page.context["form"].fields

    def test_both_roles_finish_it_and_nobody_else(self, follow):
        assert follow.story.act("finish", "process_analysis", by="elected", data=REASONED).happened
        with pytest.raises(Refused):
            follow.story.attempt("finish", "process_analysis", by="reader", data=REASONED)


class TestGoals:
    def test_every_goal_has_its_outcome(self, follow):
        assert finish(follow, goal_outcome=[]).missing
        row = {"row": [KEY], "goal": [KEY], "outcome": ["Tre grupper."]}
        assert finish(follow, goal_outcome=[row]).missing
        assert not finish(follow, goal_outcome=[{**row, "reached": ["partly"], "value": ["3"]}]).missing
        one = GoalOutcome.objects.get()
        assert (one.goal, one.outcome, one.value, one.reached) == (KEY, "Tre grupper.", 3, "partly")

    def test_a_goal_that_was_set_later_asks_for_its_own(self, follow):
        counted_goal(follow, "Minst 40 deltagare", "deltagare")
        assert len(finish(follow).missing) == 2
        page = follow.story.client("elected").get(follow.story.url("step", "process_analysis"))
        assert [one["goal"].key for one in page.context["goals"]] == [KEY, "0000fade"]

    def test_a_goal_that_was_dropped_asks_for_none(self, follow):
        dropped = {**GOAL, "dropped_because": ["Ersatt."]}
        other = {**GOAL, "row": ["0000fade"], "goal": ["Ett annat"]}
        follow.story.act("finish", "goals", data={"goal": [dropped, other]})
        row = {"row": ["0000fade"], "goal": ["0000fade"], "outcome": ["Ja."], "reached": ["reached"]}
        assert not finish(follow, goal_outcome=[row]).missing

    def test_its_rows_begin_with_the_goals(self, follow):
        page = follow.story.client("elected").get(follow.story.url("step", "process_analysis"))
        assert [one["goal"].goal for one in page.context["goals"]] == [GOALS["goal"][0]["goal"][0]]

    def test_what_came_out_is_read_and_not_written_where_the_goal_was_set(self, follow):
        url = follow.story.url("step", "goals")
        assert not follow.story.client("reader").get(url).context["outcomes"]
        finish(follow)
        page = follow.story.client("responsible").get(url + "?change")
        [(goal, outcome)] = page.context["outcomes"]
        assert (goal, str(outcome)) == (GOAL["goal"][0], "Tre grupper kom. Nått.")
        assert str(outcome) in page.text and 'name="outcome"' not in page.text
        assert "Tre grupper kom." in follow.story.client("stranger").get(url).text

    def test_value_and_how_it_served_the_purpose_are_kept(self, follow):
        row = {"row": [KEY], "goal": [KEY], "outcome": ["Tre."], "reached": ["partly"], "served_purpose": ["Väl."]}
        assert not finish(follow, goal_outcome=[row]).missing
        assert GoalOutcome.objects.get().served_purpose == "Väl."


class TestWhatElseIsSaid:
    def test_what_could_have_been_different_and_how_it_was_experienced_need_not_be_written(self, follow):
        said = {
            "could_have_been_different_text": ["Börja tidigare."],
            "experience_participants": ["Roligt."],
            "experience_elected": ["Lärorikt."],
            "compared_with_plan_text": ["En kväll färre."],
        }
        assert not finish(follow).missing
        assert not finish(follow, **said).missing
        one = ProcessAnalysis.objects.get()
        assert {name: [getattr(one, name)] for name in said} == said


class TestSuggestions:
    def test_counted_participants_are_suggested_for_a_goal_that_counts_them(self, follow):
        key = counted_goal(follow, "Minst 40 deltagare", "deltagare")
        assert suggested_values(follow.story.access())[key].value == "31"

    def test_of_the_target_group_that_the_goal_names(self, follow):
        key = counted_goal(follow, "Minst 40 unga mellan 13 och 19 år", "personer")
        found = suggested_values(follow.story.access())[key]
        assert found.value == "31" and found.said.startswith("Unga 13–19 år")

    def test_nothing_for_a_goal_that_counts_something_else(self, follow):
        key = counted_goal(follow, "Högst 160 timmar", "timmar")
        assert key not in suggested_values(follow.story.access())

    def test_a_suggestion_is_taken_with_a_button_and_never_by_itself(self, follow):
        key = counted_goal(follow, "Minst 40 deltagare", "deltagare")
        client, url = follow.story.client("elected"), follow.story.url("step", "process_analysis")
        page = client.get(url)
        rows = {one["goal"].key: one for one in page.context["goals"]}
        assert not rows[key]["row"]["value"].value()
        row_keys = [one["row"].key for one in page.context["goals"]]
        post = {"whole": "1", "revision": "0", "goal_outcome": row_keys, "act": f"refill {rows[key]['path']}"}
        post |= {f"goal_outcome-{one['row'].key}-goal": one["goal"].key for one in page.context["goals"]}
        assert client.post(url, post).status_code == 302
        [row] = [row for row in follow.story.text("process_analysis")["goal_outcome"] if row["goal"] == [key]]
        assert row["value"] == ["31"]

    @pytest.mark.parametrize(
        ("goal", "name"),
        [
            ("Alla ensamboende över 75 i låga lägen får frågan hemma", "Ensamboende över 75 år"),
            ("Minst 15 deltagare med funktionsnedsättning", "Personer med funktionsnedsättning"),
            ("Minst 200 deltagare, minst 40 procent under 20 år", None),
        ],
    )
    def test_a_group_is_named_by_its_own_words(self, goal, name):
        names = ("Barn 6–12 år", "Ensamboende över 75 år", "Personer med funktionsnedsättning", "Boende i låga lägen")
        found = named_group(goal, [TargetGroup(name=one) for one in names])
        assert (found.name if found else None) == name


class TestPlanAndOutcome:
    def lines(self, follow):
        return {line.label: line for line in comparison(follow.story.access()).lines}

    def test_the_plan_as_it_was_confirmed_stands_beside_what_happened(self, follow):
        line = self.lines(follow)["Level of influence"]
        assert (line.planned, line.happened, line.differs) == ("Dialog", "As planned", False)

    def test_what_was_changed_after_the_gate_differs(self, follow):
        text = {**follow.story.text("purpose"), "purpose": ["Något helt annat."]}
        follow.story.act("propose", "purpose", data=text)
        follow.story.act("approve", "purpose")
        line = self.lines(follow)["The purpose"]
        assert line.differs and line.happened == "Något helt annat."
        assert line.planned == "Förstå hur olika grupper vill använda Norra stranden."

    def test_each_group_with_how_many_were_aimed_for_and_came(self, follow):
        line = self.lines(follow)["Unga 13–19 år"]
        assert line.planned == "To be reached. The methods were meant to reach 40 participants"
        assert line.differs and "31 participants" in line.happened

    def test_a_group_or_a_goal_that_was_added_after_the_gate_was_not_in_the_plan(self, follow):
        sailors = {"row": ["0000c002"], "name": ["Seglare"], "affected": ["low"], "engagement": ["high"]}
        groups = {**follow.story.text("target_groups"), "target_group": [GROUP, sailors]}
        follow.story.act("finish", "target_groups", data=groups)
        counted_goal(follow, "Minst 40 deltagare", "deltagare")
        lines = self.lines(follow)
        assert (lines["Seglare"].planned, lines["Seglare"].differs) == ("Not in the plan", True)
        assert (lines["Goal"].planned, lines["Goal"].happened) == ("Not in the plan", "Minst 40 deltagare")

    def test_a_group_that_was_not_reached_differs(self, follow):
        follow.plan_activity(first_day=[follow.activity().first_day.isoformat()], by_target_group=[YOUNG, "50"])
        assert not self.lines(follow)["Unga 13–19 år"].differs
        group = {**PARTICIPATION["group"][0], "reached": ["no"], "what_then": ["Vi ringer."]}
        follow.story.act("finish", "participation", data={"group": [group]})
        assert self.lines(follow)["Unga 13–19 år"].differs

    def test_each_activity_with_what_was_expected_and_what_came(self, follow):
        [one] = comparison(follow.story.access()).activities
        assert (one.title, one.actual) == ("Kväll på Kompassen", "31 participants")
        day = follow.activity().first_day.isoformat()
        follow.plan_activity(first_day=[day], actual_count=["1612"], actual_exact=["no"])
        [one] = comparison(follow.story.access()).activities
        assert one.actual == "about 1\xa0612 participants"

    def test_it_is_on_the_page(self, follow):
        page = follow.story.client("reader").get(follow.story.url("step", "process_analysis")).content.decode()
        assert "Kväll på Kompassen" in page and "Förstå hur olika grupper" in page


def test_the_group_and_the_goal_are_the_storys_own(follow):
    assert Goal.objects.get().key == KEY and TargetGroup.objects.get().key == YOUNG
