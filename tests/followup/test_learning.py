"""Gemensamt lärande: six sections that begin with what is in force, and what to do next time."""

import pytest

from followup.models import Learning, NextTime
from tests.execution.tale import METHODS, YOUNG, swedish
from tests.followup.tale import LEARNED, LIGHT, REASONED

SECTIONS = ["process", "results", "use_in_governance", "methods", "worked_well", "worked_less_well"]


def begins_with(follow):
    page = follow.story.client("elected").get(follow.story.url("step", "learning"))
    return {name: page.context["form"][name].value() or "" for name in SECTIONS}


class TestPrefilled:
    def test_with_the_question_the_purpose_and_what_was_held(self, follow):
        text = begins_with(follow)["process"]
        for words in ("Hur ska Norra stranden bli", "Förstå hur olika grupper", "1 aktivitet", "31 deltagare"):
            assert words in text

    def test_with_the_conclusions_and_what_bodies_decided(self, follow):
        follow.name_themes()
        follow.add("Det är mörkt.")
        follow.code(1, themes=[LIGHT])
        follow.conclude()
        follow.note()
        found = begins_with(follow)
        assert "Ljuset först. Det är mörkt på vägen ned." in found["results"] and "Sju lampor." in found["results"]
        assert "Tekniska nämnden" in found["use_in_governance"] and "§ 24" in found["use_in_governance"]

    def test_with_what_the_analysis_found(self, follow):
        text = {**REASONED, "methods_answer": ["no"], "reached_answer": ["yes"], "quality_answer": ["no"]}
        follow.story.act("finish", "process_analysis", data=text)
        found = begins_with(follow)
        assert "Skäl om methods." in found["methods"] and "ungdomsdialog" in found["methods"]
        assert "Skäl om reached." in found["worked_well"] and "Skäl om quality." in found["worked_less_well"]

    def test_the_reasons_stand_behind_their_questions_and_what_the_report_tells_itself_is_not_said_twice(self, follow):
        follow.story.act(
            "finish", "process_analysis", data={**REASONED, "could_have_been_different_text": ["Mer tid."]}
        )
        found = begins_with(follow)
        question = swedish("Was the result of the quality we expected?")
        assert f"{question} Skäl om quality." in found["worked_less_well"] and "Mer tid." not in str(found)

    def test_a_method_that_was_chosen_and_never_used_was_not_used(self, follow):
        unused = {"row": ["0000d002"], "method": ["fokusgrupp"], "target_groups": [YOUNG]}
        tool = {"row": ["0000d003"], "method": ["tankekarta"]}
        follow.story.act("finish", "methods", data={"method": [*METHODS["method"], unused, tool]})
        text = begins_with(follow)["methods"]
        assert "ungdomsdialog" in text and "fokusgrupp" not in text and "tankekarta" not in text

    def test_what_is_written_is_ones_own_and_a_changed_source_is_offered(self, follow):
        page = follow.story.client("elected").get(follow.story.url("step", "learning"))
        text = {name: [page.context["form"][name].value()] for name in ("process",)}
        follow.story.act("save_draft", "learning", data={**text, "worked_well": ["Allt."]})
        follow.story.act("finish", "process_analysis", data={**REASONED, "reached_answer": ["yes"]})
        page = follow.story.client("elected").get(f"{follow.story.url('step', 'learning')}?part=course")
        assert page.context["form"]["worked_well"].value() == "Allt."
        assert "worked_less_well" in [offer.field for offer in page.context["offers"]]


class TestDone:
    def test_six_sections_and_it_is_done(self, follow):
        follow.story.act("finish", "learning", data=LEARNED)
        assert Learning.objects.get().worked_well == "Politikerna lyssnade."
        assert [one.text for one in NextTime.objects.all()] == ["Börja tidigare."]

    @pytest.mark.parametrize("section", SECTIONS)
    def test_each_section_is_written(self, follow, section):
        assert follow.story.attempt("finish", "learning", data={**LEARNED, section: []}).missing

    def test_who_took_part_in_the_conversation_and_when(self, follow):
        people = [str(follow.story.house[who].pk) for who in ("elected", "responsible")]
        talk = {"conversation_on": [follow.story.today.isoformat()], "conversation_with": people}
        follow.story.act("finish", "learning", data={**LEARNED, **talk, "conversation_with_named": ["Läraren i 6A"]})
        one = Learning.objects.get()
        assert (one.conversation_on, one.conversation_with) == (follow.story.today, people)

    def test_a_conversation_was_not_held_in_the_future(self, follow):
        assert follow.story.attempt("finish", "learning", data={**LEARNED, "conversation_on": ["2099-01-01"]}).missing

    def test_a_change_makes_a_new_version_and_the_old_one_stays(self, follow):
        follow.story.act("finish", "learning", data=LEARNED)
        follow.story.act("finish", "learning", data={**LEARNED, "worked_well": ["Allt."]})
        assert follow.story.record("learning").version == 2
