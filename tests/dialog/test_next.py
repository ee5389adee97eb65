"""What do I do next: at most three things in a case, in the order in which they press, for whoever asks."""

import datetime as dt

import pytest
from django.utils.translation import override

from dialog.acts.course import pause
from dialog.acts.derived import derive_again
from dialog.cases.next import next_after, next_for, others_answer
from dialog.models import Record, Wait
from dialog.process.access import load
from dialog.process.audiences import audience_name, is_for, names_of
from dialog.process.phases import process
from tests.story import GOAL, PURPOSE, YES, Story

pytestmark = pytest.mark.django_db


def kinds(story: Story, who: str) -> list[tuple[str, str]]:
    return [(thing.kind, thing.step) for thing in next_for(story.access(who))]


class TestTheOrder:
    """What waits for me, what was sent back, my drafts, others' drafts, the next step."""

    def test_on_the_first_day_an_official_begins_with_the_first_step(self, story):
        (thing,) = next_for(story.access("civil_servant"))
        assert (thing.kind, thing.step, thing.is_filled) == ("begin", "planning_help", True)

    def test_an_elected_member_is_never_told_to_write_a_step(self, story):
        assert kinds(story, "elected") == []

    def test_a_reader_is_told_nothing(self, story):
        story.act("propose", "purpose", data=PURPOSE)
        assert (kinds(story, "reader"), others_answer(story.access("reader")) is None) == ([], False)

    def test_what_waits_for_me_comes_first_and_alone_is_amber(self, story):
        story.act("propose", "purpose", data=PURPOSE)
        first, *rest = next_for(story.access("elected"))
        assert (first.kind, first.step, first.is_waiting, first.is_filled) == ("proposal", "purpose", True, True)
        assert not any(thing.is_waiting or thing.is_filled for thing in rest)

    def test_my_draft_that_is_nearest_to_done_comes_before_others_and_before_new_steps(self, story):
        story.act("save_draft", "purpose", data={"purpose": ["Att veta"]}, by="civil_servant")
        story.act("save_draft", "goals", data={"goal": [{**GOAL, "indicators": [""]}]}, by="civil_servant")
        story.act("save_draft", "question", data={"question": ["Hur?"]}, by="responsible")
        assert kinds(story, "civil_servant")[:3] == [
            ("draft", "goals"),
            ("draft", "purpose"),
            ("others_draft", "question"),
        ]

    def test_what_was_sent_back_comes_before_drafts(self, story):
        story.act("save_draft", "question", data={"question": ["Hur?"]}, by="civil_servant")
        story.act("propose", "purpose", data=PURPOSE, by="responsible")
        story.act("send_back", "purpose", comment="Kortare.")
        assert kinds(story, "civil_servant")[:2] == [("returned", "purpose"), ("draft", "question")]

    def test_a_thing_is_said_once_though_it_both_waits_and_is_a_draft(self, story):
        story.act("propose", "purpose", data=PURPOSE, by="responsible")
        story.act("send_back", "purpose", comment="Kortare.")
        said = kinds(story, "responsible")
        assert said[0] == ("sent_back", "purpose")
        assert [step for _kind, step in said].count("purpose") == 1

    def test_there_are_at_most_three(self, story):
        for step in ("purpose", "question", "responsibility", "target_groups"):
            story.act("save_draft", step, data={"note": ["Mer."]}, by="civil_servant")
        assert len(next_for(story.access("civil_servant"))) == 3

    def test_a_case_that_rests_presses_nobody(self, story):
        story.act("propose", "purpose", data=PURPOSE)
        until = story.today + dt.timedelta(days=30)
        pause(story.pk, by=story.house["responsible"], until=until, reason="Sommar.", at=story.now)
        assert kinds(story, "elected") == []
        assert others_answer(story.access("responsible")) is None

    def test_what_the_body_postponed_comes_last_and_without_amber(self, story):
        story.carry("purpose", "question")
        story.act("propose", "influenceable", data=YES)
        record = story.record("influenceable")
        Record.objects.filter(pk=record.pk).update(postponed_to=story.today + dt.timedelta(days=9))
        things = next_for(story.access("elected"))
        (postponed,) = [thing for thing in things if thing.step == "influenceable"]
        assert (postponed.is_waiting, things[-1]) == (False, postponed)


class TestWhatRemains:
    """What remains in a draft is stored with it, so that pages say it without its form."""

    def test_two_things_in_one_goal(self, story):
        goal = {**GOAL, "indicators": [""], "data_collection_how": [""]}
        story.act("save_draft", "goals", data={"goal": [GOAL | {"row": ["00000001"]}, goal | {"row": ["00000002"]}]})
        with override("sv"):
            (first, *_rest) = next_for(story.access("responsible"))
            assert first.detail == "Steg 6. Två saker återstår, båda i mål 2."

    def test_it_follows_the_text_and_goes_when_the_step_is_done(self, story):
        story.act("save_draft", "question", data={"question": [""]})
        assert story.record("question").lacking["n"] >= 1
        story.carry("purpose", "question")
        assert story.record("question").lacking == {}

    def test_it_can_be_derived_again(self, story):
        story.act("save_draft", "question", data={"question": [""]})
        kept = story.record("question").lacking
        Record.objects.update(lacking={})
        assert derive_again(story.pk)
        assert story.record("question").lacking == kept
        assert not derive_again(story.pk)


class TestNames:
    """Names before roles."""

    def test_who_can_answer_is_named(self, story):
        story.act("propose", "purpose", data=PURPOSE)
        wait = Wait.objects.get(case=story.pk, kind="proposal")
        names = [person.name for person in story.access().receivers("elected")]
        assert names
        assert all(name in audience_name(story.access(), wait) for name in names[:2])

    def test_of_more_than_three_two_are_named_and_the_rest_counted(self, story):
        people = [story.house.person(f"p{n}", f"Person {n}") for n in range(5)]
        with override("sv"):
            assert names_of(people) == "Person 0, Person 1 och tre till"
            assert names_of(people[:3]) == "Person 0, Person 1 eller Person 2"

    def test_where_nobody_can_answer_it_says_so(self, story):
        story.act("propose", "purpose", data=PURPOSE)
        wait = Wait.objects.get(case=story.pk, kind="proposal")
        access = story.access()
        access.memberships = []
        access.forget()
        with override("sv"):
            assert audience_name(access, wait).startswith("ingen")

    def test_what_the_case_says_waits_for_me_is_what_my_inbox_holds(self, story):
        from dialog.cases.inbox import waits_for

        story.act("propose", "purpose", data=PURPOSE, by="responsible")
        story.act("save_draft", "question", data={"question": ["Hur?"]}, by="civil_servant")
        for who in story.house.people:
            person = story.house[who]
            stored = Wait.objects.filter(case=story.pk, since__lte=story.now)
            try:
                access = load(person, story.pk, at=story.now)
            except Exception:  # noqa: S112 - who may not know of the case has nothing there
                continue
            here = {wait.pk for wait in stored if is_for(access, wait)}
            assert here == {wait.pk for wait in waits_for(person, story.now).filter(case=story.pk)}, who


class TestOnward:
    """Every step leads on."""

    def test_after_a_step_comes_what_is_next_in_its_phase(self, story):
        thing = next_after(story.access("civil_servant"), process.step("planning_help"))
        assert thing is not None
        assert thing.step == "purpose"

    def test_after_the_last_step_comes_the_gate(self, story):
        story.carry(*[step.key for step in process.phase("planning").steps])
        thing = next_after(story.access("elected"), process.step("target_groups"))
        assert thing is not None
        assert thing.step == "planning_gate"
