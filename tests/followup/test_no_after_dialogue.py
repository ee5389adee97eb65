"""A no that comes after an activity was held: the dialogue ends, and whoever took part is answered all the same."""

import datetime as dt

import pytest

from dialog.acts.core import Refused
from dialog.acts.course import change_body, end_early
from dialog.models import Closing, PublicationText
from dialog.process.phases import process
from dialog.process.state import map_of
from execution.models import Activity
from followup.models import Contribution
from tests.execution.tale import swedish
from tests.followup.tale import ACTIVITY, LEARNED, LIGHT, REASONED, FollowUp
from tests.story import NO, YES

AGAINST = {**NO, "supersede_reason": ["Vägverket äger marken."]}
FOR = {**YES, "supersede_reason": ["Vägverket lämnar marken."]}
LATER, ALREADY = "0000e002", "0000e003"
TEXT = {
    "title": ["Ingen dialog i år"],
    "language": ["sv"],
    "text": ["Läget är bestämt i detaljplanen."],
    "what_was_said": ["Det som sades följer med till parken."],
    "for_whom": ["Alla som bor i Hamnviken."],
    "channels": ["website"],
}
TEXT_KEY = "0000aa01"
WRITES = {"save_draft", "finish", "approve", "mark_done", "keep", "propose", "plan_round", "add_contributions"}
TAKES_CARE = {"feedback", "compilation", "analysis", "process_analysis", "learning"}
NEW_YES = {"purpose", "question", "influenceable", "influence_level"}


def publish(tale: FollowUp, key: str = TEXT_KEY, **text: list[str]) -> None:
    tale.act("hand_over", "information", key, kind="information", data={**TEXT, **text})
    tale.act("approve", "information", key, by="communicator")
    facts = {"address": f"https://sjovik.example/{key}", "date": tale.story.today}
    tale.act("publish", "information", key, by="communicator", **facts)


@pytest.fixture
def stopped(follow: FollowUp) -> FollowUp:
    """An evening was held, a second one is planned, and the body says no."""
    follow.plan_activity(LATER, days=20)
    follow.story.decide(**AGAINST)
    return follow


def open_steps(story) -> set[str]:
    """The steps in which somebody may write."""
    people = ("responsible", "elected")
    return {one.key for one in process.steps() if any(story.allowed(one.key, who) & WRITES for who in people)}


class TestWhatStaysOpen:
    def test_the_steps_that_take_care_of_what_was_said_do_and_no_other(self, stopped):
        of_itself = {"information", "outside_mandate"}
        assert open_steps(stopped.story) == TAKES_CARE | NEW_YES | of_itself

    def test_they_are_told_by_the_steps_themselves(self):
        assert {one.key for one in process.steps() if one.stays_open_when_held} == TAKES_CARE

    def test_where_nothing_was_held_they_are_shut_too(self, follow):
        follow.act("plan_again", "activities", ACTIVITY)
        follow.act("cancel_activity", "activities", ACTIVITY, because="Ingen kom.")
        follow.story.decide(**AGAINST)
        assert not TAKES_CARE & open_steps(follow.story)

    def test_each_is_carried_all_the_way(self, stopped):
        story = stopped.story
        stopped.name_themes()
        stopped.add("Det är mörkt.")
        stopped.code(1, themes=[LIGHT])
        story.act("mark_done", "compilation", data={})
        stopped.conclude()
        stopped.note()
        story.act("mark_done", "analysis", data={"answer": ["Med ljus, om någon annan bygger."]})
        story.act("finish", "process_analysis", data=REASONED)
        story.act("finish", "learning", data=LEARNED)
        stopped.give_feedback()
        story.act("mark_done", "feedback", by="elected")
        assert all(story.access().is_done(step) for step in TAKES_CARE)

    def test_so_they_do_after_the_level_information(self, follow):
        story = follow.story
        level = {"level": ["information"], "supersede_reason": ["Det är redan bestämt."]}
        story.decide("influence_level", **level)
        assert story.case.phase == "information" and open_steps(story) >= TAKES_CARE

    def test_and_after_the_no_of_another_body(self, follow):
        story, house = follow.story, follow.story.house
        meeting = {"on": story.today, "at": story.now}
        change_body(story.pk, by=house["elected"], body=house.other_body, reason="Ny organisation.", **meeting)
        story.decide(by="other_body", **AGAINST)
        assert story.case.phase == "information" and open_steps(story) >= TAKES_CARE


class TestActivities:
    def test_what_is_still_to_come_is_cancelled(self, stopped):
        later = stopped.activity(LATER)
        assert later.is_cancelled and later.cancelled_because and stopped.activity(ACTIVITY).is_held

    def test_of_one_whose_day_has_been_somebody_says_whether_it_was_held(self, follow):
        story = follow.story
        follow.plan_activity(ALREADY, days=0)
        story.later(days=1)
        story.decide(**AGAINST)
        story.later(days=1)
        assert follow.activity(ALREADY).is_planned and ("activity_past", "responsible") in story.waits()
        with pytest.raises(Refused, match=r"^First say whether Kväll på Kompassen was held\."):
            end_early(story.pk, by=story.house["elected"], reason="Nej.", at=story.now)
        follow.act("mark_held", "activities", ALREADY)
        assert follow.activity(ALREADY).is_held

    def test_so_does_somebody_of_a_survey_that_is_under_way(self, follow):
        follow.plan_activity(ALREADY, days=0, last_day=[(follow.story.today + dt.timedelta(days=30)).isoformat()])
        follow.story.later(days=2)
        follow.story.decide(**AGAINST)
        assert follow.activity(ALREADY).is_planned and ("activity_past", "responsible") in follow.story.waits()

    def test_one_of_the_same_day_that_took_place_all_the_same_is_mended(self, follow):
        follow.plan_activity(ALREADY, days=0)
        follow.story.decide(**AGAINST)
        assert follow.activity(ALREADY).is_cancelled
        page = follow.story.client("responsible").get(follow.story.url("row", "activities", ALREADY)).text
        assert 'value="mark_held"' in page
        follow.act("mark_held", "activities", ALREADY)
        assert follow.activity(ALREADY).is_held and not follow.activity(ALREADY).cancelled_because

    def test_what_was_said_is_still_written_down_and_nothing_is_planned(self, stopped):
        acts = stopped.story.client("responsible").get(stopped.story.url("row", "activities", ACTIVITY)).context["acts"]
        assert "record_notes" in acts and not acts & {"save_draft", "keep", "plan_again", "cancel_activity"}
        with pytest.raises(Refused):
            stopped.attempt("keep", "activities", "0000e009", kind="activity", data={"title": ["Ny"]})

    def test_at_an_early_end_what_is_still_to_come_is_cancelled_too(self, follow):
        story = follow.story
        follow.plan_activity(LATER, days=20)
        follow.give_feedback()
        end_early(story.pk, by=story.house["elected"], reason="Inga pengar.", at=story.now)
        assert not Activity.objects.filter(case=story.pk, status=Activity.Status.PLANNED).exists()


class TestTheEnd:
    def test_before_it_closes_whoever_took_part_is_answered(self, stopped):
        story = stopped.story
        publish(stopped)
        attempt = story.attempt("mark_done", "information")
        assert ["feedback must be given to the participants" in one.sentence for one in attempt.missing] == [True]
        stopped.give_feedback()
        story.act("mark_done", "information")
        assert story.case.outcome == "informed" and Contribution.objects.filter(case=story.pk).count() == 0

    def test_so_it_is_before_it_is_ended_early(self, stopped):
        story, elected = stopped.story, stopped.story.house["elected"]
        with pytest.raises(Refused):
            end_early(story.pk, by=elected, reason="Nej.", at=story.now)
        stopped.give_feedback()
        end_early(story.pk, by=elected, reason="Nej.", at=story.now)
        assert Closing.objects.get().outcome == "ended_early"

    def test_nobody_need_tell_residents_twice(self, stopped):
        stopped.give_feedback()
        assert not stopped.story.attempt("mark_done", "feedback", by="elected").missing

    def test_the_text_says_what_happens_with_what_was_said(self, stopped):
        attempt = stopped.attempt(
            "hand_over", "information", TEXT_KEY, kind="information", data={**TEXT, "what_was_said": []}
        )
        assert [one.target for one in attempt.missing] == ["what_was_said"]
        publish(stopped)
        page = stopped.story.client("communicator").get(stopped.story.url("text_plain", "information", TEXT_KEY))
        assert "parken" in page.content.decode() and PublicationText.objects.get().what_was_said

    def test_a_text_in_another_language_is_written_whole(self, stopped):
        whole = {**TEXT, "language": ["en"], "what_was_said": []}
        assert not stopped.attempt("hand_over", "information", TEXT_KEY, kind="information", data=whole).missing

    @pytest.mark.parametrize("who", ["responsible", "elected", "reader", "stranger"])
    def test_the_pages_say_that_a_dialogue_was_held_and_ended(self, stopped, who):
        story = stopped.story
        told = swedish(
            "A dialogue was held and has ended. People who took part will get a reply, and residents will be told "
            "what has been decided and why."
        )
        for url in (story.url("case"), story.url("step", "information")):
            page = story.client(who).get(url).text
            assert told in page and swedish("No dialogue is held.") not in page, url

    def test_so_does_the_closed_case(self, stopped):
        story = stopped.story
        publish(stopped)
        stopped.give_feedback()
        story.act("mark_done", "information")
        assert swedish("A dialogue was held and has ended.") in story.client("reader").get(story.url("case")).text


class TestTheWayBack:
    def test_a_new_yes_brings_the_case_back_to_where_it_was(self, stopped):
        story = stopped.story
        story.decide(**FOR)
        assert story.case.phase == "followup" and stopped.activity(LATER).is_cancelled
        stopped.act("plan_again", "activities", LATER)
        assert story.case.phase == "execution"

    def test_another_no_needs_another_text(self, stopped):
        story = stopped.story
        publish(stopped)
        stopped.give_feedback()
        story.act("mark_done", "information")
        story.later(days=1)
        story.decide(**FOR)
        story.later(days=1)
        story.decide(**{**AGAINST, "supersede_reason": ["Marken såldes."]})
        assert ("information_unwritten", "responsible") in story.waits()
        assert story.attempt("mark_done", "information").missing
        publish(stopped, "0000aa02")
        story.act("mark_done", "information")
        assert [one.outcome for one in Closing.objects.all()] == ["informed", "informed"]


class TestTheMap:
    def test_says_what_is_and_not_what_would_have_been_next(self, stopped):
        story = stopped.story
        page = story.client("reader").get(story.url("case"))
        for gone in ("Confirmed when the phase is done", "not met", "Not open yet", "Conditions for a dialogue"):
            assert swedish(gone) not in page.text, gone
        planning, execution, followup = map_of(story.access())
        assert [phase.summary for phase in (planning, execution, followup)] == [
            "8 of 8 steps were done",
            "1 of 5 steps done",
            "0 of 5 steps done",
        ]

    def test_a_step_that_was_begun_and_is_over_is_not_a_draft_for_ever(self, follow):
        story = follow.story
        follow.act("save_draft", "communication", "0000aa09", kind="before", data={"title": ["Kom!"]})
        story.act("save_draft", "participation", data={"group": []})
        story.decide(**AGAINST)
        states = {one.step.key: one.code for phase in map_of(story.access()) for one in phase.steps}
        assert (states["participation"], states["communication"]) == ("not_done", "not_done")
        assert (states["goals"], states["compilation"]) == ("done", "not_started")

    def test_a_gate_says_that_it_was_not_confirmed(self, stopped):
        page = stopped.story.client("elected").get(stopped.story.url("step", "execution_gate")).text
        assert swedish("Was not confirmed.") in page and swedish("Left to do") not in page
        assert swedish("Cannot be passed with an exception.") not in page
