"""The form of a step: quiet until somebody tries to finish, and the one judge of what is missing."""

import datetime as dt

import pytest
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, override

from dialog.cases.case_acts import CASE_ACTS
from dialog.forms import drafts
from dialog.forms.draft_form import DraftForm
from dialog.forms.drafts import Draft
from dialog.forms.step_form import StepForm
from dialog.language.sentences import said_of
from dialog.models import Person
from dialog.process.phases import process
from dialog.views.cases import NewCaseForm
from tests.story import GOAL, GOALS, PURPOSE, QUESTION, YES, Story

STEPS_WITH_A_FORM = [step for step in process.steps() if step.form]
WRITTEN = [one.form for step in process.steps() for one in (step, *step.kinds) if one.form]
FORMS = [part for form in WRITTEN for part in (form, *form.tables)]


def form(story: Story, step: str, draft: Draft, **how: bool) -> StepForm:
    return process.step(step).make_form(draft, story.access(), **how)


def goal(story: Story, **fields: list[str]) -> DraftForm:
    return form(story, "goals", {"goal": [{**GOAL, **fields}]}).rows["goal"][0]


def sentences(one: StepForm) -> list[str]:
    return [lack.sentence for lack in one.remaining]


class TestQuietUntilLoud:
    def test_an_empty_form_shows_nothing_in_red_but_says_what_remains(self, story):
        quiet = form(story, "purpose", {})
        assert not quiet["purpose"].errors
        assert quiet["purpose"].remains
        assert sentences(quiet)

    def test_whoever_tried_to_finish_sees_it_in_red(self, story):
        loud = form(story, "purpose", {}, loud=True)
        assert loud["purpose"].errors == [gettext("Enter the purpose of the dialogue.")]

    def test_rows_are_as_loud_as_their_form(self, story):
        for loud in (False, True):
            (row,) = form(story, "goals", {"goal": [{"row": ["00000001"]}]}, loud=loud).rows["goal"]
            assert bool(row["goal"].errors) is loud

    def test_what_is_optional_never_remains(self, story):
        assert not form(story, "purpose", {})["why_dialogue"].remains

    def test_what_is_wrong_does_not_remain_it_is_wrong(self, story):
        assert not form(story, "purpose", {"decision_by": ["31/2"]})["decision_by"].remains

    @pytest.mark.parametrize("step", STEPS_WITH_A_FORM, ids=lambda step: step.key)
    def test_the_browser_stops_nothing(self, story, step):
        one = step.make_form(step.form.blank(story.access()), story.access(), final=True)
        rows = [table({"row": ["00000001"]}, one) for table in step.form.tables]
        for part in (one, *rows):
            for field in part:
                html = str(field)
                assert not [
                    stop
                    for stop in (" required", "maxlength", "minlength", 'type="number"', 'type="date"')
                    if stop in html
                ]


class TestWhatRemains:
    def test_a_sentence_for_each_thing_in_the_order_of_the_form(self, story):
        assert sentences(form(story, "purpose", {"use_of_result": ["Underlag."]})) == [
            gettext("Enter the purpose of the dialogue."),
            gettext("Choose at least one overall purpose."),
            gettext("Enter who is asking for the result."),
            gettext("Enter which decision the result is for."),
        ]

    def test_nothing_remains_when_it_is_complete(self, story):
        assert sentences(form(story, "purpose", PURPOSE)) == []

    def test_what_is_wrong_names_its_field(self, story):
        (sentence,) = sentences(form(story, "purpose", {**PURPOSE, "decision_by": ["31/2"]}))
        assert sentence.startswith(gettext("When will that decision be made?"))

    def test_too_long_is_wrong_and_nothing_is_cut(self, story):
        long = {**QUESTION, "question": ["å" * 301]}
        one = form(story, "question", long)
        assert len(sentences(one)) == 1
        assert one.read("question") == "å" * 301

    def test_a_link_leads_to_the_field_and_for_a_group_to_its_first_choice(self, story):
        targets = {lack.target for lack in form(story, "influenceable", {}).remaining}
        assert targets == {"question_influenceable_0"}
        assert form(story, "purpose", {}).remaining[0].target == "purpose"

    def test_a_table_says_how_many_rows_it_needs_and_leads_to_the_button_that_adds_one(self, story):
        (lack,) = form(story, "goals", {}).remaining
        assert lack.target == "goal-add"

    def test_what_a_row_lacks_names_the_row_and_leads_into_it(self, story):
        second = {"row": ["00000002"], **{name: texts for name, texts in GOAL.items() if name not in ("row", "goal")}}
        (lack,) = form(story, "goals", {"goal": [GOAL, second]}).remaining
        assert (lack.target, lack.row) == ("goal-00000002-goal", "00000002")
        assert lack.sentence == "Mål 2: skriv målet."

    def test_a_row_that_was_dropped_lacks_nothing_and_does_not_count(self, story):
        dropped = {"row": ["00000002"], "dropped_because": ["Togs om hand i det andra målet."]}
        assert sentences(form(story, "goals", {"goal": [GOAL, dropped]})) == []
        assert len(sentences(form(story, "goals", {"goal": [dropped]}))) == 1

    def test_a_first_no_ends_it_and_needs_its_motivation(self, story):
        no = {"question_influenceable": ["no"]}
        assert sentences(form(story, "influenceable", no)) == [gettext("Explain why the answer is no.")]
        assert sentences(form(story, "influenceable", {**no, "motivation": ["Beslutat i lag."]})) == []

    def test_a_yes_leads_to_the_second_question(self, story):
        assert sentences(form(story, "influenceable", {"question_influenceable": ["yes"]})) == [
            gettext("Say whether you as decision-makers can be influenced.")
        ]

    def test_the_date_of_a_decision_is_needed_only_when_one_decides(self, story):
        assert sentences(form(story, "influenceable", YES)) == []
        assert sentences(form(story, "influenceable", YES, final=True)) == [gettext("Enter the date of the decision.")]

    def test_a_hint_holds_nothing_up(self, story):
        without = form(story, "goals", {"goal": [{**GOAL, "type": ["overall"]}]})
        assert without.remaining == []
        assert [hint.sentence for hint in without.advice()] == [
            gettext("No goal says what the dialogue should lead to.")
        ]
        assert form(story, "goals", GOALS).advice() == []


class TestNeedsAreDeclaredOnce:
    @pytest.mark.parametrize("step", STEPS_WITH_A_FORM, ids=lambda step: step.key)
    def test_nothing_is_required_but_what_the_form_needs_and_each_need_has_its_sentence(self, step):
        for part in (step.form, *step.form.tables):
            assert {name for name, field in part.base_fields.items() if field.required} == set(part.needs)
            assert set(part.needs) <= set(part.base_fields)
            for name, sentence in part.needs.items():
                assert part.base_fields[name].error_messages["required"] == sentence

    @pytest.mark.parametrize("part", FORMS, ids=lambda form: form.__name__)
    def test_a_layout_names_fields_that_are_there_and_each_once(self, part):
        named = [pointer.name for pointer in part.layout.get_field_names()]
        assert len(named) == len(set(named))
        assert set(named) <= set(part.base_fields)


@pytest.mark.parametrize("kind", [*CASE_ACTS, NewCaseForm], ids=lambda kind: kind.__name__)
def test_what_a_small_form_needs_has_a_sentence_of_its_own(kind):
    """Not only «Fyll i fältet.»: a tick that was not set has long had one."""
    asked = {name: field for name, field in kind.base_fields.items() if field.required and not field.widget.is_hidden}
    generic = forms.Field.default_error_messages["required"]
    assert set(kind.needs) <= set(kind.base_fields)
    assert not [
        name for name, field in asked.items() if field.error_messages["required"] == generic and name not in kind.needs
    ]


class TestDates:
    @pytest.mark.parametrize(
        "typed",
        [
            "2027-05-03",
            "3/5/2027",
            "03/05/2027",
            "3.5.2027",
            "3/5 2027",
            "20270503",
            " 2027-05-03 ",
            "3 maj 2027",
            "3 May 2027",
        ],
    )
    @pytest.mark.parametrize("language", ["sv", "en"])
    def test_a_date_is_read_in_one_way_in_every_language(self, story, typed, language):
        with override(language):
            assert form(story, "purpose", {"decision_by": [typed]}).judged["decision_by"] == dt.date(2027, 5, 3)

    @pytest.mark.parametrize("language", ["sv", "en"])
    def test_the_third_of_april_is_never_the_fourth_of_march(self, story, language):
        with override(language):
            assert form(story, "purpose", {"decision_by": ["3/4/2026"]}).judged["decision_by"] == dt.date(2026, 4, 3)

    @pytest.mark.parametrize(
        "typed",
        [
            "31/2",
            "2027-02-30",
            "i maj",
            "31 februari 2027",
            "3 nånting 2027",
            "5/13/2027",
            "0000-00-00",
            "9" * 5000,
            "٣/٤/٢٠٢٦x",
            "-1",
            "99999-01-01",
        ],
    )
    def test_a_wild_date_stays_as_it_was_typed_and_is_said(self, story, typed):
        one = form(story, "purpose", {**PURPOSE, "decision_by": [typed]})
        assert len(sentences(one)) == 1
        assert one.read("decision_by") == typed

    @pytest.mark.parametrize("typed", ["14 november 2026", "14 nov 2026", "14 nov. 2026", "14 NOVEMBER 2026"])
    def test_a_day_may_be_written_as_the_pages_write_it(self, story, typed):
        assert form(story, "purpose", {"decision_by": [typed]}).judged["decision_by"] == dt.date(2026, 11, 14)

    def test_what_is_no_date_or_too_long_is_said_with_how_it_is_written(self, story):
        wrong = form(story, "question", {"question": ["x" * 569]})
        assert "Korta den till högst 300" in str(wrong.errors["question"])
        wrong = form(story, "purpose", {"decision_by": ["i maj"]})
        assert "2026-11-04" in str(wrong.errors["decision_by"])

    def test_a_page_shows_the_date_as_it_was_typed_and_answers_read_it_out(self, story):
        one = form(story, "purpose", {"decision_by": ["3/5 2027"]})
        assert 'value="3/5 2027"' in str(one["decision_by"])
        assert one.read("decision_by") == "3 maj 2027"


class TestNumbers:
    @pytest.mark.parametrize("typed", ["12,5", "12.5", " 12,50 "])
    @pytest.mark.parametrize("language", ["sv", "en"])
    def test_a_number_is_read_in_one_way_in_every_language(self, story, typed, language):
        with override(language):
            assert float(goal(story, target=[typed]).judged["target"]) == 12.5

    @pytest.mark.parametrize("typed", ["1 000", "1\xa0000", "1 000,00"])
    def test_thousands_may_be_written_with_a_space(self, story, typed):
        assert float(goal(story, target=[typed]).judged["target"]) == 1000

    @pytest.mark.parametrize("typed", ["tolv", "1e400", "NaN", "Infinity", "9" * 400, "12,5,5", "--1", "0x10", "½"])
    def test_an_impossible_number_stays_as_it_was_typed_and_is_said(self, story, typed):
        row = goal(story, target=[typed])
        assert len(list(row.sentences())) == 1
        assert row.read("target") == typed

    def test_a_number_is_shown_as_it_was_typed(self, story):
        assert 'value="12.5"' in str(goal(story, target=["12.5"])["target"])
        assert 'value="ca 60"' in str(goal(story, target=["ca 60"])["target"])


def left(story: Story) -> Person:
    """Somebody who has left the municipality since."""
    gone = story.house["stranger"]
    gone.is_active = False
    gone.save()
    return gone


class TestChoices:
    def test_a_choice_that_is_gone_stays_selectable_so_that_the_browser_does_not_send_another(self, story):
        gone = str(left(story).pk)
        row = goal(story, data_collection_who=[gone])
        assert f'value="{gone}"' in str(row["data_collection_who"])
        assert gettext("%(name)s (no longer available)") % {"name": "Frank Dahl"} in str(row["data_collection_who"])

    def test_it_is_read_by_name_and_what_never_was_without_its_number(self, story):
        row = goal(story, data_collection_who=[str(left(story).pk), "987654"])
        name = gettext("%(name)s (no longer available)") % {"name": "Frank Dahl"}
        assert row.read("data_collection_who") == [name, gettext("(no longer exists)")]

    def test_an_empty_choice_is_an_invitation_and_no_dashes(self, story):
        assert gettext("Choose") in str(form(story, "facts", {})["initiative"])
        assert "----" not in str(form(story, "facts", {})["initiative"])

    def test_it_is_said_before_one_can_finish(self, story):
        row = goal(story, data_collection_who=[str(left(story).pk)])
        assert len(list(row.sentences())) == 1

    def test_who_works_in_the_municipality_is_offered_and_who_has_left_or_runs_the_software_is_not(self, story):
        left(story)
        field = goal(story).fields["data_collection_who"]
        offered = {label for _key, label in field.choices}
        assert story.house["elected"].name in offered
        assert story.house["stranger"].name not in offered
        assert story.house["admin"].name not in offered

    @pytest.mark.parametrize("typed", [["perhaps"], ["yes", "no", "x"], ["' OR 1=1 --"], ["<script>"]])
    def test_an_unknown_choice_is_said_and_read_as_it_was_typed(self, story, typed):
        one = form(story, "influenceable", {**YES, "question_influenceable": typed})
        if typed[-1] not in ("yes", "no"):
            assert sentences(one)
        form(story, "purpose", {"overall_purpose": typed}).all_answers()


class TestSentences:
    def test_behind_a_question_stands_no_colon(self):
        assert said_of("Mål", "För långt.") == "Mål: För långt."
        assert said_of("Vad vill ni veta?", "För långt.") == "Vad vill ni veta? För långt."


class TestAnswers:
    def test_answers_are_label_and_value_in_the_order_of_the_form(self, story):
        answers = form(story, "purpose", PURPOSE).all_answers()
        assert answers[0] == {
            "key": "purpose",
            "label": gettext("The purpose of the dialogue"),
            "value": PURPOSE["purpose"][0],
        }
        # Fields declared on the form come last in Django's order of things; what the page groups does not matter here.
        read = {answer["key"]: answer.get("value") for answer in answers}
        assert read["overall_purpose"] == [
            gettext("Participation on equal terms in the development of the municipality")
        ]
        assert read["decision_by"] == "18 maj 2027"
        assert read["why_dialogue"] is None

    def test_rows_are_rows_with_their_keys(self, story):
        (table,) = form(story, "goals", GOALS).all_answers()
        (row,) = table["rows"]
        assert (table["key"], row["key"], row["heading"], row["dropped"]) == (
            "goal",
            "0a1b2c3d",
            GOAL["goal"][0],
            False,
        )
        assert {
            "key": "indicators",
            "label": gettext("Indicators"),
            "value": ["Antal samtal", "Spridning i ålder"],
        } in row["answers"]

    def test_why_a_row_was_dropped_is_read_only_where_it_was(self, story):
        dropped = {"row": ["00000002"], "dropped_because": ["Togs bort."]}
        (table,) = form(story, "goals", {"goal": [GOAL, dropped]}).all_answers()
        told = [
            [answer["key"] for answer in row["answers"] if answer["key"] == "dropped_because"] for row in table["rows"]
        ]
        assert told == [[], ["dropped_because"]]

    def test_answers_are_in_swedish_whoever_presses_the_button(self, story):
        with override("en"):
            story.carry("purpose")
        read = {answer["key"]: answer.get("value") for answer in story.version("purpose").answers}
        assert read["decision_by"] == "18 maj 2027"

    def test_an_invalid_value_is_read_as_it_was_typed(self, story):
        answers = form(story, "purpose", {"decision_by": ["31/2"], "overall_purpose": ["x", "y"]}).all_answers()
        read = {answer["key"]: answer.get("value") for answer in answers}
        assert (read["decision_by"], read["overall_purpose"]) == ("31/2", ["x", "y"])


class TestDraftsOfOlderForms:
    def test_a_field_that_the_form_no_longer_has_is_shown_once(self, story):
        one = form(story, "purpose", {**PURPOSE, "slogan": ["Stranden", "för alla"]})
        assert one.leftovers == [("slogan", "Stranden för alla")]
        assert sentences(one) == []

    def test_a_renamed_field_is_read_under_its_new_name(self, story, monkeypatch):
        monkeypatch.setattr(process.step("purpose").form, "renamed", {"aim": "purpose"})
        one = form(story, "purpose", {"aim": ["Förstå."]})
        assert one.read("purpose") == "Förstå."
        assert one.leftovers == []

    def test_a_hidden_copy_of_a_row_is_the_whole_row(self, story):
        row = goal(story)
        hidden = str(row.as_hidden)
        for name, texts in GOAL.items():
            if name != "row":
                assert f'name="goal-0a1b2c3d-{name}" value="{texts[0]}"' in hidden


class TestTheBeginning:
    def test_a_form_begins_with_its_declared_values_as_text(self, story):
        assert form(story, "influenceable", {}).blank(story.access())["made_by"] == ["body"]

    def test_what_it_begins_with_is_no_draft(self, story):
        begun = process.step("influenceable").form.blank(story.access())
        story.act("save_draft", "influenceable", data=begun, changes=False)
        assert story.revisions("influenceable") == []

    def test_a_form_owns_its_fields_and_those_of_its_tables(self):
        shape = process.step("purpose").form.shape()
        assert "purpose" in shape.fields
        assert set(shape.tables) == {"predefined_question"}
        assert drafts.read(shape, QueryDict("case=1&purpose=a")) == {"purpose": ["a"]}
