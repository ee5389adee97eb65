"""Mål and Målgruppsanalys: what a goal cannot do without, and where a group lies in the matrix."""

import datetime as dt

import pytest

from dialog.process.phases import process
from handbook.loading import load_editions
from handbook.models import DirectionGoal
from planning.forms import GoalsForm
from planning.models import Goal, TargetGroup
from tests.execution.tale import swedish
from tests.pages import Page
from tests.story import GOAL, GROUP, GROUPS, YES, Story

KEY = GROUP["row"][0]


@pytest.fixture
def planned(story) -> Story:
    """The day when goals and groups can be done."""
    return story.go_to("goals")


def goal(story: Story, **fields: list[str]):
    return story.attempt("finish", "goals", data={"goal": [{**GOAL, **fields}]})


def group(story: Story, **fields: list[str]):
    return story.attempt("finish", "target_groups", data={**GROUPS, "target_group": [{**GROUP, **fields}]})


def chosen(story: Story, **typed: str) -> dict[str, list[str]]:
    """Post the form of the groups with one of them, and return the row that is kept."""
    record = story.access().record("target_groups")
    post = {"whole": "1", "revision": record.revision if record else 0, "act": "save_draft", "target_group": KEY}
    post |= {f"target_group-{KEY}-{name}": text for name, text in {"name": "Unga", **typed}.items()}
    story.client("responsible").post(story.url("step", "target_groups"), post)
    [row] = story.text("target_groups")["target_group"]
    return {"affected": [], "engagement": [], **row}


def targets(attempt) -> list[str]:
    return [lack.target.partition("-")[2].partition("-")[2] or lack.target for lack in attempt.missing]


def advice(story: Story, step: str, draft) -> list[str]:
    return [hint.target for hint in process.step(step).make_form(draft, story.access()).advice()]


def boxes_of(page) -> dict[int, list[tuple[int, str]]]:
    return {
        box["priority"].number: [(one.number, one.name) for one in box["groups"]]
        for line in page.context["matrix"]["lines"]
        for box in line["boxes"]
    }


@pytest.mark.parametrize(("step", "text"), [("goals", {"goal": [GOAL]}), ("target_groups", GROUPS)])
def test_goals_and_groups_are_done_after_yes_and_yes(story, step, text):
    story.carry("purpose", "question")
    story.act("propose", "influenceable", data=YES)
    assert len(story.attempt("finish", step, data=text).missing) == 1
    story.decide()
    assert not story.attempt("finish", step, data=text).missing


class TestGoals:
    def test_there_is_one_at_least(self, planned):
        assert targets(planned.attempt("finish", "goals", data={})) == ["goal-add"]

    @pytest.mark.parametrize("name", ["goal", "type", "indicators", "data_collection_how"])
    def test_what_a_goal_cannot_do_without(self, planned, name):
        assert [target.removesuffix("_0") for target in targets(goal(planned, **{name: []}))] == [name]

    @pytest.mark.parametrize("kind", ["overall", "resource", "process", "result_goal"])
    @pytest.mark.parametrize("measure", ["quantitative", "qualitative"])
    def test_every_type_is_counted_or_described(self, planned, kind, measure):
        assert not goal(planned, type=[kind], measure=[measure]).missing

    def test_each_type_says_what_it_is_about(self, planned):
        planned.act("save_draft", "goals", data={"goal": [GOAL]})
        page = planned.client("responsible").get(planned.url("step", "goals"), {"row": GOAL["row"][0]}).text
        hints = GoalsForm.tables[0].base_fields["type"].hints
        assert set(hints) == {"overall", "resource", "process", "result_goal"}
        for hint in hints.values():
            assert str(hint) in page

    def test_a_number_has_unit_baseline_and_target_and_one_without_a_target_is_a_hint(self, planned):
        counted = {"measure": ["quantitative"], "unit": ["samtal"], "baseline": ["2"], "target": ["12,5"]}
        assert not goal(planned, **counted).missing
        one = Goal.objects.get(case=planned.pk)
        assert (one.unit, float(one.baseline), float(one.target)) == ("samtal", 2, 12.5)
        hints = advice(planned, "goals", {"goal": [{**GOAL, "measure": ["quantitative"]}]})
        assert hints == ["goal-0a1b2c3d-target"]

    @pytest.mark.parametrize(
        ("said", "line"),
        [
            ({"type": ["process"]}, "minst 40 timmar"),
            ({"type": ["resource"]}, "högst 40 timmar"),
            ({"type": ["process"], "baseline": ["60"]}, "högst 40 timmar"),
            ({"type": ["resource"], "aim": ["at_least"]}, "minst 40 timmar"),
            ({"type": ["process"], "aim": ["at_most"]}, "högst 40 timmar"),
        ],
    )
    def test_whether_the_target_is_a_floor_or_a_ceiling_is_told_and_can_be_said(self, planned, said, line):
        counted = {"measure": ["quantitative"], "unit": ["timmar"], "target": ["40"], **said}
        planned.act("save_draft", "goals", data={"goal": [{**GOAL, **counted}]})
        assert line in planned.client("responsible").get(planned.url("step", "goals")).text
        goal(planned, **counted)
        assert Goal.objects.get(case=planned.pk).is_ceiling == line.startswith("högst")

    def test_several_measures_are_lines_among_the_indicators(self, planned):
        goal(planned)
        assert Goal.objects.get(case=planned.pk).indicators == ["Antal samtal", "Spridning i ålder"]

    def test_it_may_be_tied_to_a_direction_goal_an_agenda_goal_or_a_principle(self, story):
        load_editions([dt.date(2024, 3, 11)])
        DirectionGoal.objects.create(key="makt", text="Lika makt", valid_from=dt.date(2024, 1, 1))
        DirectionGoal.objects.create(
            key="old", text="Förr", valid_from=dt.date(2019, 1, 1), valid_to=dt.date(2022, 12, 31)
        )
        story.carry("purpose", "question", "influenceable")
        ties = {
            "tied_to_direction_goal": ["makt"],
            "tied_to_agenda_2030": ["11"],
            "tied_to_principle": ["different_groups"],
        }
        assert not goal(story, **ties).missing
        one = Goal.objects.get(case=story.pk)
        assert {name: [str(getattr(one, name))] for name in ties} == ties
        assert goal(story, tied_to_direction_goal=["old"]).missing, "it no longer holds"


class TestGroups:
    def test_there_is_one_at_least_and_it_has_a_name(self, planned):
        assert targets(planned.attempt("finish", "target_groups", data={})) == ["target_group-add"]
        assert targets(group(planned, name=[])) == ["name"]

    def test_each_has_its_place_in_the_matrix_which_gives_its_priority(self, planned):
        assert targets(group(planned, affected=[], engagement=[])) == ["affected_0"]
        assert targets(group(planned, affected=["high"], engagement=[])) == ["engagement_0"]
        found = {}
        for affected in ("high", "low"):
            for engagement in ("high", "low"):
                assert not group(planned, affected=[affected], engagement=[engagement]).missing
                found[affected, engagement] = TargetGroup.objects.get(case=planned.pk).given_priority
        assert found == {("high", "low"): 1, ("high", "high"): 2, ("low", "low"): 3, ("low", "high"): 4}

    def test_one_chooses_its_square_and_two_answers_are_kept(self, planned):
        for square in ("high-low", "high-high", "low-low", "low-high"):
            row = chosen(planned, place=square)
            assert "-".join((*row["affected"], *row["engagement"])) == square and "place" not in row

    @pytest.mark.parametrize("text", ["high-low-high", "-", "  ", "perhaps", "<b>-"])
    def test_a_square_that_there_is_not_places_it_nowhere(self, planned, text):
        assert chosen(planned, place=text)["name"] == ["Unga"]
        assert planned.attempt("finish", "target_groups").missing

    def test_what_was_said_by_halves_stays_until_a_square_is_chosen(self, planned):
        planned.act("save_draft", "target_groups", data={"target_group": [{**GROUP, "engagement": []}]})
        page = Page(planned.client("responsible").get(f"{planned.url('step', 'target_groups')}?row={KEY}").text)
        sent = page.filled(page.form_with("revision"))
        assert sent[f"target_group-{KEY}-affected"] == ["high"] and f"target_group-{KEY}-place" not in sent
        assert chosen(planned, affected="high", place="low-high")["affected"] == ["low"]

    def test_the_squares_name_the_other_groups_that_lie_there(self, planned):
        other = {**GROUP, "row": ["0000c002"], "name": ["Äldre"]}
        planned.act("save_draft", "target_groups", data={"target_group": [GROUP, other]})
        page = planned.client("responsible").get(f"{planned.url('step', 'target_groups')}?row={KEY}").text
        first, _second = page.split('class="square"')[1:3]
        assert "Äldre" in first and " checked" in first and "Unga" not in first

    def test_another_priority_needs_a_motivation(self, planned):
        assert targets(group(planned, priority=["3"])) == ["priority_motivation"]
        assert not group(planned, priority=["3"], priority_motivation=["Nås i en annan dialog."]).missing
        assert TargetGroup.objects.get(case=planned.pk).given_priority == 3
        assert not group(planned, priority=["1"]).missing, "the one that the matrix gives needs none"

    def test_everything_else_about_a_group_is_kept(self, planned):
        more = {
            "kind": ["age"],
            "affected_how": ["direct", "long_term"],
            "must_take_part": ["on"],
            "hard_to_reach": ["on"],
            "hard_to_reach_why": ["Läser inte brev."],
            "how_to_reach": ["Via skolan."],
            "already_active": ["on"],
            "perspective": ["Vill bada på kvällen."],
            "estimated_size": ["180"],
            "estimated_size_unit": ["households"],
            "needs": ["Buss hem."],
        }
        assert not group(planned, **more).missing
        one = TargetGroup.objects.get(case=planned.pk)
        assert (one.affected_how, one.must_take_part, one.hard_to_reach) == (["direct", "long_term"], True, True)
        assert (one.estimated_size, one.estimated_size_unit, one.needs) == (180, "households", "Buss hem.")

    def test_the_matrix_shows_them_numbered_in_their_boxes(self, planned):
        old = {**GROUP, "row": ["0000c002"], "name": ["Äldre"], "affected": ["low"], "engagement": ["high"]}
        unplaced = {"row": ["0000c003"], "name": ["Båtägare"]}
        rows = {"target_group": [GROUP, old, unplaced]}
        planned.act("save_draft", "target_groups", data=rows)
        page = planned.client("reader").get(planned.url("step", "target_groups"))
        drawn = planned.client("responsible").get(planned.url("step", "target_groups"))
        assert boxes_of(drawn) == {1: [(1, "Unga 13–19 år")], 2: [], 3: [], 4: [(2, "Äldre")]}
        assert [one.name for one in drawn.context["matrix"]["unplaced"]] == ["Båtägare"]
        assert page.status_code == 200

    def test_a_group_with_another_priority_lies_where_its_answers_put_it_and_says_its_priority(self, planned):
        loud = {**GROUP, "row": ["0000c002"], "name": ["Grannar"], "engagement": ["high"]}
        apart = {"priority": ["4"], "priority_motivation": ["De hörs ändå."]}
        only = {"row": ["0000c003"], "name": ["Båtägare"], "priority": ["3"], "priority_motivation": ["Få."]}
        for act in ("save_draft", "finish"):
            planned.act(act, "target_groups", data={**GROUPS, "target_group": [GROUP, {**loud, **apart}, only]})
            page = planned.client("responsible").get(planned.url("step", "target_groups"))
            assert boxes_of(page) == {1: [(1, "Unga 13–19 år")], 2: [(2, "Grannar")], 3: [], 4: []}
            assert [one.name for one in page.context["matrix"]["unplaced"]] == ["Båtägare"]
            drawn = page.text[page.text.index('class="matrix') : page.text.index("Båtägare") + 60]
            assert [drawn.count(swedish("priority %(n)s") % {"n": n}) for n in (1, 3, 4)] == [0, 1, 1]

    def test_beside_the_three_overall_questions_stands_what_the_rows_answer(self, planned):
        said = {"already_active": ["on"], "perspective": ["Vill bada på kvällen."]}
        old = {**GROUP, "row": ["0000c002"], "name": ["Äldre"], "affected": ["low"], **said}
        shy = {**GROUP, "row": ["0000c003"], "name": ["Nyanlända"], "affected": ["low"], "hard_to_reach": ["on"]}
        planned.act("finish", "target_groups", data={**GROUPS, "target_group": [GROUP, old, shy]})
        for who, change in (("responsible", "?change&part=questions"), ("stranger", "")):
            page = planned.client(who).get(planned.url("step", "target_groups") + change)
            answered = [one.said for one in page.context["rows_answer"]]
            assert answered == [["Unga 13–19 år"], ["Nyanlända"], ["Äldre: Vill bada på kvällen"]]
            for said in answered:
                assert said[0] in page.text

    def test_while_one_writes_it_stands_right_under_the_question(self, planned):
        planned.act("save_draft", "target_groups", data={**GROUPS, "target_group": [GROUP]})
        page = planned.client("responsible").get(f"{planned.url('step', 'target_groups')}?part=questions").text
        answered = page.index(swedish("From the groups: %(groups)s") % {"groups": "Unga 13–19 år"})
        assert page.index('name="most_affected"') < answered < page.index('name="hardest_to_reach"')

    def test_children_and_missing_perspectives_are_hints(self, planned):
        rows = {"target_group": [GROUP]}
        assert advice(planned, "target_groups", rows) == ["children_affected_0", "missing_perspectives"]
        affected = {**rows, "children_affected": ["yes"], "missing_perspectives": ["De som flyttat."]}
        assert advice(planned, "target_groups", affected) == ["children_heard"]
        assert not planned.attempt("finish", "target_groups", data=rows).missing
