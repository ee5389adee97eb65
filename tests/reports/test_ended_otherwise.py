"""What is told of a dialogue that was held and ended otherwise: in the report, in Lärdomar, in the plan."""

import pytest
from django.urls import reverse

from dialog.acts.course import end_early
from dialog.models import Closing
from followup.library import lesson_cases, lessons
from reports.kinds import KINDS
from reports.render import as_text
from tests.execution.tale import METHODS, Tale, begin
from tests.followup.test_no_after_dialogue import AGAINST, TEXT, TEXT_KEY
from tests.reports.told import LEARNING, finish, sv
from tests.story import GATE, NO

INFORMED = {"level": ["information"], "supersede_reason": ["Det är redan bestämt."]}


def facts(document) -> dict[str, str]:
    return {fact.label: fact.value for fact in document.facts}


def summary(story):
    return KINDS["summary"].build(story.access(), "")


def plan(story):
    return KINDS["plan"].build(story.access("reader"), "")


@pytest.fixture
def told(story):
    """A dialogue whose report stands, and which the body then ends."""
    tale = finish(story)
    story.later(days=1)
    return tale


class TestTheReport:
    def test_says_that_a_dialogue_was_held_and_how_it_ended(self, told):
        told.story.decide(**AGAINST)
        ended = sv("A dialogue was held. It ended when the committee decided to inform residents instead.")
        assert facts(summary(told.story))[sv("How it ended")] == ended

    def test_so_it_does_of_one_that_was_ended_early(self, told):
        story = told.story
        told.give_feedback()
        end_early(story.pk, by=story.house["elected"], reason="Inga pengar.", at=story.now)
        assert facts(summary(story))[sv("How it ended")] == sv("A dialogue was held. It was closed early.")

    def test_one_that_was_carried_through_says_nothing_of_the_kind(self, told):
        assert sv("How it ended") not in facts(summary(told.story))

    def test_it_tells_the_level_and_the_promise_that_it_was_held_on(self, told):
        told.story.decide("influence_level", **INFORMED, promise=[])
        text = as_text(summary(told.story))
        assert "Vi svarar på varje förslag." in text

    def test_it_tells_the_yes_that_the_no_superseded_too(self, told):
        told.story.decide(**AGAINST)
        text = as_text(summary(told.story))
        assert AGAINST["motivation"][0] in text and "Nämnden förfogar över drift" in text

    def test_the_period_begins_with_the_first_thing_that_was_done(self, story):
        story.go_to("influenceable")
        day = story.today.replace(month=9, day=14)
        story.decide(on=day, wording_unknown_because=["Det stod inte i protokollet."])
        for step in ("goals", "target_groups", "planning_help", "responsibility"):
            story.carry(step)
        story.carry("influence_level")
        story.act("confirm_gate", "planning_gate", data=GATE)
        begun = facts(plan_summary(story))[sv("Period")]
        assert begun.startswith("september 2026")

    def test_the_period_begins_with_an_activity_that_was_held_before_the_case_was_begun(self, story):
        begin(story)
        begun = facts(plan_summary(story, earlier=70))[sv("Period")]
        assert begun.startswith("augusti 2026")


def plan_summary(story, earlier=0):
    """The report of a dialogue with an activity, and with one so many days earlier."""
    tale = Tale(story)
    story.act("finish", "methods", data=METHODS)
    if earlier:
        tale.plan_activity("0000e002", days=-earlier)
        tale.act("mark_held", "activities", "0000e002")
    tale.hold(actual_count=["1"], said=["nothing"], said_nothing_why=["Ingen talade."])
    story.act("finish", "learning", data=LEARNING)
    return summary(story)


class TestTheLibrary:
    def test_the_lesson_says_how_it_ended_and_on_which_level_it_was_held(self, told):
        story = told.story
        story.decide("influence_level", **INFORMED, promise=[])
        told.give_feedback()
        told.act("hand_over", "information", TEXT_KEY, by="responsible", kind="information", data=TEXT)
        told.act("approve", "information", TEXT_KEY, by="communicator")
        facts = {"address": "https://sjovik.example/nej", "date": story.today}
        told.act("publish", "information", TEXT_KEY, by="communicator", **facts)
        story.act("mark_done", "information")
        [lesson] = lessons(lesson_cases(story.house["stranger"]))
        assert (lesson.level, lesson.ending) == ("Dialog", Closing.objects.get().get_outcome_display())
        stranger = story.client("stranger")
        for level, found in (("dialogue", True), ("consultation", False)):
            assert (lesson.ending in stranger.get(reverse("lessons"), {"level": level}).text) is found


class TestThePlan:
    def test_of_a_case_that_got_a_no_is_no_draft_for_ever(self, story):
        story.go_to("influenceable").decide(**NO)
        document = plan(story)
        text = as_text(document)
        assert not document.draft
        assert sv("Was not finished.") in text and sv("Not done yet.") not in text
        assert facts(document)[sv("How it ended")] == sv("The committee decided to inform residents instead.")

    def test_while_the_planning_goes_on_it_is(self, story):
        story.go_to("influenceable").decide()
        document = plan(story)
        assert document.draft and sv("Not done yet.") in as_text(document)

    def test_of_a_dialogue_that_was_held_it_is_the_plan_as_it_was_confirmed(self, told):
        told.story.decide(**AGAINST)
        document = plan(told.story)
        assert not document.draft and sv("How it ended") in facts(document)
