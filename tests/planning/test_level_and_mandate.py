"""Inflytandenivå, and what stands beside the first decision: what the body has no mandate over."""

import pytest

from dialog.acts.core import Refused
from dialog.acts.course import end_early
from dialog.process.phases import process
from handbook import catalogue
from planning.models import LevelPart, OutsideMandate
from tests.story import LEVEL, NO, OUTSIDE, PURPOSE, QUESTION, YES, Story

PART = {"row": ["0000cd01"], "part": ["De ungas yta"], "level": ["co_decision"], "promise": ["Ni väljer."]}


@pytest.fixture
def influenced(story) -> Story:
    """The day when the level can be decided."""
    return story.go_to("influence_level")


def propose(story: Story, **draft):
    return story.attempt("propose", "influence_level", data={**LEVEL, **draft})


def targets(attempt) -> list[str]:
    return [lack.target for lack in attempt.missing]


class TestLevel:
    @pytest.mark.parametrize(("name", "target"), [("level", "level_0"), ("motivation",) * 2, ("promise",) * 2])
    def test_level_motivation_and_promise_are_needed(self, influenced, name, target):
        assert targets(propose(influenced, **{name: []})) == [target]

    @pytest.mark.parametrize("level", ["information", "consultation", "dialogue", "influence", "co_decision"])
    def test_one_of_the_five(self, influenced, level):
        assert not propose(influenced, level=[level]).missing

    def test_where_residents_are_only_informed_nobody_is_promised_anything(self, influenced):
        nobody = {**LEVEL, "level": ["information"], "promise": []}
        part = {"row": ["0000cd02"], "part": ["Färgen på bänkarna"], "level": ["information"]}
        assert not propose(influenced, **nobody, part=[part]).missing
        form = process.step("influence_level").make_form(nobody, influenced.access())
        assert not form.prefill()

    def test_there_is_no_sixth(self, influenced):
        assert propose(influenced, level=["everything"]).missing

    def test_it_is_decided_after_yes_and_yes(self, story):
        story.carry("purpose", "question")
        facts = {"decided_on": [story.today.isoformat()]}
        assert story.attempt("decide", "influence_level", data={**LEVEL, **facts}).missing
        story.carry("influenceable").decide("influence_level")

    def test_its_page_tells_what_each_level_is_like_with_methods(self, influenced):
        page = influenced.client("responsible").get(influenced.url("step", "influence_level")).text
        for level in catalogue.levels().values():
            assert level.name in page and level.characteristics in page
            assert level.example_methods[0] in page

    def test_the_handbooks_promise_is_offered_and_ones_own_stands(self, influenced):
        step = process.step("influence_level")
        form = step.make_form({"level": ["consultation"]}, influenced.access())
        assert form.prefill() == {"promise": catalogue.levels()["consultation"].promise}
        influenced.decide("influence_level", level=["consultation"])
        assert influenced.version("influence_level").data["promise"] == LEVEL["promise"]


class TestParts:
    @pytest.mark.parametrize("name", ["part", "level", "promise"])
    def test_a_part_has_its_name_level_and_promise(self, influenced, name):
        row = {key: texts for key, texts in PART.items() if key != name}
        assert targets(propose(influenced, part=[row])) == [f"part-0000cd01-{name}"]

    def test_parts_are_frozen_with_the_decision(self, influenced):
        influenced.decide("influence_level", part=[PART])
        influenced.act("save_draft", "influence_level", data={**LEVEL, "part": [{**PART, "level": ["dialogue"]}]})
        assert LevelPart.objects.get(case=influenced.pk).level == "co_decision"
        influenced.act("propose", "influence_level", data={**LEVEL, "part": [{**PART, "level": ["dialogue"]}]})
        with pytest.raises(Refused):
            influenced.attempt("approve", "influence_level")
        assert LevelPart.objects.get(case=influenced.pk).level == "co_decision"


class TestOutsideTheMandate:
    @pytest.mark.parametrize("who", ["civil_servant", "elected"])
    def test_both_roles_write_it_outside_the_decision(self, story, who):
        story.go_to("influenceable").decide()
        story.later(days=1)
        story.act("finish", "outside_mandate", by=who, data=OUTSIDE)
        assert OutsideMandate.objects.get().outside_mandate == "Bussarna."
        assert len(story.access().decisions) == 1
        assert "Lämnas till regionen." in story.client("stranger").get(story.url("step", "influenceable")).text

    @pytest.mark.parametrize("name", list(OUTSIDE))
    def test_what_may_come_up_and_how_it_is_handled(self, story, name):
        assert targets(story.attempt("finish", "outside_mandate", data={**OUTSIDE, name: []})) == [name]

    def test_as_long_as_the_case_is_open_after_a_no_too(self, story):
        story.go_to("influenceable").decide(**NO)
        story.act("finish", "outside_mandate", data=OUTSIDE)

    @pytest.mark.parametrize("outcome", ["ended_early", "informed"])
    def test_in_a_closed_case_it_is_only_read(self, story, outcome):
        story.go_to("influenceable").decide()
        end_early(story.pk, by=story.house["elected"], reason="Löst.", at=story.now)
        story.case.__class__.objects.filter(pk=story.pk).update(outcome=outcome)
        with pytest.raises(Refused):
            story.attempt("save_draft", "outside_mandate", data=OUTSIDE)


@pytest.mark.parametrize("step", ["influenceable", "influence_level"])
def test_whoever_writes_a_decision_reads_purpose_and_question_beside_it(story, step):
    story.go_to(step)
    for who in ("elected", "responsible"):
        page = story.client(who).get(story.url("step", step)).text
        assert PURPOSE["purpose"][0] in page and QUESTION["question"][0] in page


def test_a_proposal_does_not_say_when_and_by_whom_it_was_decided(story):
    story.go_to("influenceable")
    story.act("propose", "influenceable", data={**YES, "made_by": ["body"], "decided_on": [story.today.isoformat()]})
    page = story.client("responsible").get(story.url("step", "influenceable"))
    assert not {"made_by", "decided_on"} & {answer["key"] for answer in page.context["shown_answers"]}
