"""Contributions come in: each once, under the next number, with what it belongs to; and they stay for good."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from dialog.acts import course
from dialog.acts.core import Refused
from dialog.models import Event
from execution.notes import Line
from followup.models import Contribution, ContributionChange, Withheld
from followup.tally import contributions_of
from planning.models import PredefinedQuestion
from tests.execution.tale import METHODS, YOUNG, begin
from tests.followup.tale import ACTIVITY, LIGHT, FollowUp

QUESTION = "0000aaa1"


@pytest.fixture
def question(follow):
    return PredefinedQuestion.objects.create(case=follow.story.case, key=QUESTION, text="Vad hindrar dig?")


class TestComingIn:
    def test_each_gets_the_next_number_in_the_case(self, follow):
        follow.add("Det är mörkt.")
        assert [one.number for one in follow.add("Fler bänkar.", "Mer lek.")] == [1, 2, 3]

    def test_it_says_where_from_whom_and_to_which_question_it_was_said(self, follow, question):
        [one] = follow.add("Det är mörkt.", question=QUESTION, target_group=YOUNG, kind="answer", translation="Dark.")
        assert (one.activity, one.question, one.target_group) == (ACTIVITY, QUESTION, YOUNG)
        assert (one.kind, one.translation) == ("answer", "Dark.")

    def test_what_it_is_is_not_determined_by_itself(self, follow):
        [one] = follow.add("Hm.")
        assert (one.kind, one.own_stance, one.fits_no_theme) == ("undetermined", "", False)

    def test_without_a_day_and_a_name_it_has_those_of_its_activity(self, follow):
        [one] = follow.add("Det är mörkt.")
        assert (one.said_on, one.noted_by) == (follow.activity().first_day, "Ida Rask")

    def test_its_own_day_and_name_stand(self, follow):
        [one] = follow.add("Det är mörkt.", said_on=dt.date(2026, 10, 1), noted_by="Läraren i 6A")
        assert (one.said_on, one.noted_by) == (dt.date(2026, 10, 1), "Läraren i 6A")

    def test_it_says_when_and_by_whom_it_was_added(self, follow):
        [one] = follow.add("Det är mörkt.", by="civil_servant")
        assert (one.added_at, one.added_by) == (follow.story.now, follow.story.house["civil_servant"])
        page = follow.story.client("reader").get(follow.story.url("contribution", one.number)).text
        assert "</time> av Lena Ek</span>" in page

    def test_it_may_come_from_no_activity(self, follow):
        [one] = follow.add("Ett brev.", activity="")
        assert (one.activity, one.said_on) == ("", None)

    @pytest.mark.parametrize("name", ["activity", "question", "target_group"])
    def test_what_is_not_in_the_case_is_left_out(self, follow, name):
        [one] = follow.add("Det är mörkt.", **{name: "ffffffff"})
        assert getattr(one, name) == ""

    def test_what_is_sent_twice_comes_in_once(self, follow):
        rows = [{"key": "0000cafe", "text": "Det är mörkt.", "activity": ACTIVITY}]
        follow.story.act("add_contributions", "compilation", rows=rows)
        again = follow.story.act("add_contributions", "compilation", rows=rows, changes=False)
        assert len(follow.contributions()) == 1 and not again.happened

    def test_empty_lines_are_none_and_nothing_at_all_is_said(self, follow):
        attempt = follow.story.attempt("add_contributions", "compilation", rows=[{"key": "0000cafe", "text": "  "}])
        assert attempt.missing and not follow.contributions()

    def test_the_history_tells_of_all_that_came_together_once_and_of_none_of_the_words(self, follow):
        follow.add(*[f"Inspel {number}" for number in range(40)])
        [event] = Event.objects.filter(case=follow.story.pk, act="add_contributions")
        assert event.facts == {"count": 40, "source": "typed"} and event.note == ""

    def test_an_imported_one_keeps_its_number_elsewhere_and_its_row(self, follow):
        row = {
            "key": "0000cafe",
            "text": "Mörkt.",
            "external_id": "KP-001",
            "raw": {"a": "Mörkt."},
            "activity": ACTIVITY,
        }
        follow.story.act("add_contributions", "compilation", rows=[row], source="imported")
        one = follow.one()
        assert (one.name, one.source, one.withheld.raw) == ("KP-001", "imported", {"a": "Mörkt."})

    def test_those_that_came_together_may_be_duplicates_of_each_other(self, follow):
        rows = [
            {"key": "0000cafe", "text": "Mörkt.", "external_id": "K1"},
            {"key": "0000caff", "text": "Mörkt!", "external_id": "K2", "duplicate_of": "K1"},
        ]
        follow.story.act("add_contributions", "compilation", rows=rows)
        assert follow.one(2).duplicate_of == follow.one(1)

    def test_what_repeats_a_duplicate_that_was_there_is_not_tied_to_it(self, follow):
        for number, original in ((1, ""), (2, "K1"), (3, "K2")):
            row = {"key": f"0000caf{number}", "text": "Mörkt.", "external_id": f"K{number}", "duplicate_of": original}
            follow.story.act("add_contributions", "compilation", rows=[row])
        assert [follow.one(number).duplicate_of for number in (2, 3)] == [follow.one(1), None]

    def test_what_has_a_theme_does_not_say_that_none_fits(self, follow):
        follow.name_themes()
        follow.add("Det är mörkt.", themes=[LIGHT], fits_no_theme=True)
        assert (follow.themes_of(), follow.one().fits_no_theme) == (["Ljus"], False)

    def test_another_cases_numbers_begin_anew(self, follow, house):
        follow.add("Det är mörkt.")
        assert not Contribution.objects.exclude(case=follow.story.pk).exists()


class TestNotesFromActivities:
    def test_what_was_noted_at_an_activity_is_a_contribution_without_retyping(self, follow):
        line = Line("0000beef", "Vi vill ha trappa.", target_group=YOUNG, people=4)
        follow.act("record_notes", "activities", ACTIVITY, lines=[line], batch="0000dddd")
        [one] = follow.contributions()
        assert (one.key, one.text, one.target_group, one.activity) == (
            "0000beef",
            "Vi vill ha trappa.",
            YOUNG,
            ACTIVITY,
        )
        assert (one.source, one.noted_by) == ("noted", "Ida Rask")

    def test_and_activities_know_how_many_they_have(self, follow):
        follow.add("Det är mörkt.", "Fler bänkar.")
        assert contributions_of(follow.story.pk) == {ACTIVITY: 2}


class TestWho:
    @pytest.mark.parametrize("who", ["elected", "reader", "communicator", "support", "admin", "stranger"])
    def test_only_the_cases_civil_servants_add_code_and_mask(self, follow, who):
        follow.add("Det är mörkt.")
        for act, facts in (
            ("add_contributions", {"rows": [{"key": "0000cafe", "text": "Nej"}]}),
            ("code_contribution", {"number": 1, "category": "need"}),
            ("correct_contribution", {"number": 1, "text": "Nej"}),
            ("mask_contribution", {"number": 1, "text": "…"}),
            ("unmask_contribution", {"number": 1}),
        ):
            with pytest.raises(Refused):
                follow.story.attempt(act, "compilation", by=who, **facts)
        assert follow.one().text == "Det är mörkt."

    def test_nothing_is_compiled_before_the_first_activity_was_held(self, story):
        begin(story).story.act("finish", "methods", data=METHODS)
        with pytest.raises(Refused):
            FollowUp(story).add("Det är mörkt.")

    def test_nothing_comes_into_a_closed_case(self, follow):
        course.end_early(
            follow.story.pk, by=follow.story.house["elected"], reason="Slut.", at=follow.story.now
        ) if follow.give_feedback() else None
        with pytest.raises(Refused):
            follow.add("Det är mörkt.")

    def test_a_case_that_rests_locks_nothing(self, follow):
        story = follow.story
        course.pause(story.pk, by=story.house["responsible"], until=dt.date(2027, 1, 1), reason="Jul.", at=story.now)
        assert len(follow.add("Det är mörkt.")) == 1


class TestNothingIsLost:
    def test_the_database_refuses_to_delete_a_contribution(self, follow):
        [one] = follow.add("Det är mörkt.")
        with pytest.raises(IntegrityError), transaction.atomic():
            one.delete()
        with pytest.raises(IntegrityError), transaction.atomic():
            Contribution.objects.all().delete()

    @pytest.mark.parametrize("how", ["change", "delete"])
    def test_and_to_touch_what_was_noted_of_its_changes(self, follow, how):
        follow.add("Det är mörkt.")
        follow.code(category="need")
        changes = ContributionChange.objects.all()
        with pytest.raises(IntegrityError), transaction.atomic():
            changes.update(act="x") if how == "change" else changes.delete()

    def test_what_only_civil_servants_read_lies_apart(self, follow):
        follow.add("Det är mörkt.")
        assert not Withheld.objects.exists()
