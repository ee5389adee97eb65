"""The beginning of Planera: control questions with their links, the purpose, the question in one sentence."""

import pytest
from django.utils.translation import gettext

from dialog.acts.core import Refused
from dialog.acts.members import end_membership
from dialog.models import Case, Membership
from dialog.process.phases import process
from planning.models import OverallPurpose, PlanningHelp, PredefinedQuestion, Purpose, Question
from tests.story import HELP, PURPOSE, QUESTION, Story

DOCUMENT = {
    "row": ["0000ab01"],
    "kind": ["document"],
    "title": ["Medborgarundersökningen 2019"],
    "relation": ["Samma strand, andra frågor."],
}


def lacking(story: Story, step: str, **draft: list[str]) -> list[str]:
    """The ids of the fields that stand in the way of the step's last act, with its usual text changed like that."""
    text = {"planning_help": HELP, "purpose": PURPOSE, "question": QUESTION}[step]
    act = process.step(step).last_act
    by = "elected" if act == "approve" else "responsible"
    return [lack.target for lack in story.attempt(act, step, by=by, data={**text, **draft}).missing]


class TestControlQuestions:
    @pytest.mark.parametrize("question", ["is_dialogue", "similar_initiatives", "done_before"])
    def test_each_of_the_three_is_answered(self, story, question):
        assert lacking(story, "planning_help", **{f"{question}_answer": []}) == [f"{question}_answer_0"]

    def test_an_answer_needs_no_comment(self, story):
        assert lacking(story, "planning_help") == []
        assert story.record("planning_help").done

    def test_each_has_a_comment_beside_its_answer(self, story):
        said = {f"{name}_comment": [f"Om {name}."] for name in ("is_dialogue", "similar_initiatives", "done_before")}
        story.act("finish", "planning_help", data={**HELP, **said})
        one = PlanningHelp.objects.get(case=story.pk)
        assert {name: [getattr(one, name)] for name in said} == said

    def test_what_is_no_dialogue_is_something_else(self, story):
        assert lacking(story, "planning_help", is_dialogue_answer=["no"]) == ["instead"]
        assert lacking(story, "planning_help", is_dialogue_answer=["no"], instead=["Ett samråd."]) == []

    def test_a_no_offers_to_end_the_case_with_what_it_is_instead(self, story):
        story.act("save_draft", "planning_help", data={"is_dialogue_answer": ["no"], "instead": ["Ett samråd."]})
        client, way = story.client("responsible"), story.url("case_act", "end_early")
        page = client.get(story.url("step", "planning_help"))
        assert f"{way}?reason=" in page.text
        assert "Ett samråd." in client.get(page.context["end_url"]).text
        story.act("save_draft", "planning_help", data=HELP)
        assert way not in client.get(story.url("step", "planning_help")).text

    def test_help_is_asked_for_or_declined(self, story):
        assert lacking(story, "planning_help", help_declined=[]) == ["help_declined"]
        story.act("ask_for_help", "planning_help", text="Är det här en dialog?")
        assert lacking(story, "planning_help", help_declined=[]) == []

    def test_declining_needs_no_reason_and_an_unanswered_request_holds_nothing_up(self, story):
        story.act("ask_for_help", "planning_help", text="Är det här en dialog?")
        story.carry("planning_help", "purpose", "question")
        assert story.case.help_requests.get().answered_at is None

    @pytest.mark.parametrize("act", ["save_draft", "finish"])
    def test_elected_officials_read_it_and_do_not_write_it(self, story, act):
        with pytest.raises(Refused):
            story.attempt(act, "planning_help", by="elected", data=HELP)
        assert story.client("elected").get(story.url("step", "planning_help")).status_code == 200


class TestLinks:
    @pytest.fixture
    def playground(self, story, house) -> Story:
        """An earlier dialogue about something else."""
        return Story(house, story.now, title="Lekplatsen vid kvarnen")

    def suggested(self, story, who="responsible", **typed):
        page = story.client(who).get(story.url("similar_cases"), typed)
        return [one.title for one in page.context["cases"]]

    def test_similar_cases_are_suggested_by_what_is_being_typed(self, story, playground):
        assert self.suggested(story) == []
        assert self.suggested(story, done_before_comment="lekplatser") == ["Lekplatsen vid kvarnen"]

    def test_none_that_one_may_not_know_of(self, story, playground):
        Case.objects.filter(pk=playground.pk).update(visibility=Case.Visibility.MEMBERS_ONLY)
        story.join("stranger", "civil_servant")
        assert self.suggested(story, who="stranger", done_before_comment="lekplatser") == []

    @pytest.mark.parametrize(
        ("kind", "named"), [("case", "case_key"), ("document", "title")], ids=["a case", "a document"]
    )
    def test_a_link_is_to_a_case_or_to_a_document_and_says_how_it_belongs_here(self, story, kind, named):
        row = {"row": ["0000ab01"], "kind": [kind]}
        assert lacking(story, "planning_help", link=[row]) == [
            f"link-0000ab01-{named}",
            "link-0000ab01-relation",
        ]

    def test_the_same_list_stands_at_the_question(self, story, playground):
        case = {
            "row": ["0000ab02"],
            "kind": ["case"],
            "case_key": [str(playground.pk)],
            "relation": ["Samma barn leker där."],
        }
        story.act("finish", "planning_help", data={**HELP, "link": [DOCUMENT, case]})
        page = story.client("elected").get(story.url("step", "question")).text
        for words in ("Medborgarundersökningen 2019", "Lekplatsen vid kvarnen", "Samma barn leker där."):
            assert words in page

    @pytest.fixture
    def hidden(self, story, house, playground) -> str:
        """A colleague who is a member there has linked a case that members alone may know of. Returns its title."""
        Case.objects.filter(pk=playground.pk).update(visibility=Case.Visibility.MEMBERS_ONLY)
        there = Membership.objects.get(case=playground.pk, person=house["elected"])
        end_membership(playground.pk, by=house["responsible"], membership=there.pk, at=story.now)
        link = {"row": ["0000ab02"], "kind": ["case"], "case_key": [str(playground.pk)], "relation": ["Samma barn."]}
        story.act("finish", "planning_help", data={**HELP, "link": [link]})
        return "Lekplatsen vid kvarnen"

    @pytest.mark.parametrize("who", ["elected", "stranger", "admin"])
    def test_a_linked_case_that_one_may_not_know_of_is_named_nowhere(self, story, hidden, who):
        client = story.client(who)
        story.later(days=1)
        story.act("finish", "planning_help", data={**story.text("planning_help"), "done_before_comment": ["Ja."]})
        for page in (
            story.url("step", "planning_help"),
            story.url("step", "question"),
            story.url("step_history", "planning_help"),
        ):
            text = client.get(page).text
            assert hidden not in text and "Samma barn." not in text
        assert hidden in story.client("responsible").get(story.url("step", "planning_help")).text

    def test_a_colleague_who_may_not_know_of_it_keeps_the_link_without_reading_its_name(self, story, hidden):
        story.join("stranger", "civil_servant")
        page = story.client("stranger").get(story.url("step", "planning_help") + "?change").text
        assert hidden not in page and gettext("A case you do not have permission to read") in page
        text = {**story.text("planning_help"), "done_before_comment": ["En rad till."]}
        assert not story.act("finish", "planning_help", by="stranger", data=text).missing

    def test_nobody_links_to_a_case_that_she_may_not_know_of(self, story, playground):
        Case.objects.filter(pk=playground.pk).update(visibility=Case.Visibility.MEMBERS_ONLY)
        story.join("stranger", "civil_servant")
        for case in (str(playground.pk), "999999"):
            link = {"row": ["0000ab02"], "kind": ["case"], "case_key": [case], "relation": ["Samma barn."]}
            attempt = story.attempt("finish", "planning_help", by="stranger", data={**HELP, "link": [link]})
            assert [one.target for one in attempt.missing] == ["link-0000ab02-case_key"]


class TestPurpose:
    @pytest.mark.parametrize("name", ["purpose", "overall_purpose", "use_of_result", "requested_by", "for_decision"])
    def test_what_it_cannot_do_without(self, story, name):
        assert [target.removesuffix("_0") for target in lacking(story, "purpose", **{name: []})] == [name]

    def test_it_serves_one_or_more_of_three_overall_purposes(self, story):
        assert len(OverallPurpose.values) == 3
        assert lacking(story, "purpose", overall_purpose=["fun"])
        assert lacking(story, "purpose", overall_purpose=OverallPurpose.values) == []

    def test_why_a_dialogue_and_what_is_to_be_achieved_are_kept(self, story):
        more = {"why_dialogue": ["De unga hörs sällan."], "what_to_achieve": ["Ett läge som många väljer."]}
        story.act("approve", "purpose", data={**PURPOSE, **more})
        one = Purpose.objects.get(case=story.pk)
        assert {name: [getattr(one, name)] for name in more} == more

    def test_the_day_of_the_decision_may_be_unknown(self, story):
        assert lacking(story, "purpose", decision_by=[]) == []

    def test_questions_that_need_answers_are_rows_that_others_point_to(self, story):
        row = {"row": ["0000ac01"], "text": ["Vad hindrar dig från att bada här?"]}
        assert lacking(story, "purpose", predefined_question=[{"row": ["0000ac01"]}]) == [
            "predefined_question-0000ac01-text"
        ]
        story.act("approve", "purpose", data={**PURPOSE, "predefined_question": [row]})
        assert PredefinedQuestion.objects.get().text == "Vad hindrar dig från att bada här?"
        assert story.access().choices("predefined_question") == [("0000ac01", "Vad hindrar dig från att bada här?")]


class TestQuestion:
    def test_it_is_one_sentence_and_nothing_else_is_needed(self, story):
        assert lacking(story, "question", question=[]) == ["question"]
        assert lacking(story, "question", question=["Badplats?"]) == []

    def test_a_sentence_has_an_end(self, story):
        assert lacking(story, "question", question=["å" * 301]) == ["question"]
        assert story.text("question")["question"] == ["å" * 301], "nothing is cut"
        assert lacking(story, "question", question=["å" * 300]) == []

    def test_scope_detail_surroundings_history_and_need_are_kept(self, story):
        more = {
            "in_scope": ["Stranden."],
            "out_of_scope": ["Vägen."],
            "level_of_detail": ["overview"],
            "adjacent": ["Detaljplanen för hamnen."],
            "history": ["Bryggan revs 2011."],
            "history_effect": ["Många är besvikna."],
            "needed": ["yes"],
            "needed_why": ["Ingen har frågat de unga."],
        }
        story.act("approve", "question", data={**QUESTION, **more})
        one = Question.objects.get(case=story.pk)
        assert {name: [getattr(one, name)] for name in more} == more
