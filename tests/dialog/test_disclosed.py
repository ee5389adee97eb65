"""What is asked only because of an answer shows with it; what may be left out is folded until something stands there."""

from collections.abc import Iterator

import pytest
from django import forms
from django.template import Context
from django.utils.translation import gettext

from dialog.forms.draft_form import DraftForm, flat_choices
from dialog.forms.layout import Asks, Fields, More, When
from dialog.process.phases import process
from tests.story import GOAL, NO, Story

MADE = [(step, one) for step in process.steps() for one in (step, *step.kinds) if one.form]
# A demand that rests on more than the answer before it is always in sight.
IN_SIGHT = {
    ("", "question_influenceable", "motivation"),  # a yes may have one too
    ("", "decision_makers_influenceable", "motivation"),  # of a no to either; a yes may have one too
    ("target_group", "affected", "engagement"),  # a square of the matrix answers both
    ("target_group", "engagement", "affected"),
    ("method", "method", "target_groups"),  # of everything that is no tool
    ("method", "method", "fit_reason"),  # of what does not fit the level: the page says so there and then
    ("method", "method", "own_name"),  # chosen and named on a page of its own
}


def parts_of(one: Fields, kind: type) -> Iterator:
    for field in one.fields:
        if isinstance(field, kind):
            yield field
        if isinstance(field, Fields):
            yield from parts_of(field, kind)


def bound(story: Story, step, place, table: str, draft: dict) -> DraftForm:
    """Return a form, or the form of a row of one of its tables, bound to a draft."""
    row = "000000aa" if place is not step else ""
    whole = place.make_form({table: [{"row": ["000000ab"], **draft}]} if table else draft, story.access(), row=row)
    return whole.rows[table][0] if table else whole


def choices_of(field: forms.Field) -> list[str]:
    if isinstance(field, forms.BooleanField):
        return ["on"]
    return [str(key) for key, _label in flat_choices(getattr(field, "choices", ())) if key]


def lacking(form: DraftForm) -> set[str]:
    return {name for name, errors in form.errors.as_data().items() if any(error.code == "required" for error in errors)}


@pytest.mark.parametrize(("step", "place"), MADE, ids=lambda one: one.key if hasattr(one, "key") else "")
def test_what_an_answer_makes_necessary_is_disclosed_by_that_answer(story, step, place):
    """Of every choice in every form: a field that becomes needed only with it stands behind it."""
    for part in (place.form, *place.form.tables):
        table = part.name if part is not place.form and not part.fixed else ""
        if part is not place.form and not table:
            continue
        named = {asks.question: asks for asks in parts_of(part.layout, Asks)}
        without = lacking(bound(story, step, place, table, {}))
        for name, field in part.base_fields.items():
            for answer in choices_of(field):
                needed = lacking(bound(story, step, place, table, {name: [answer]})) - without
                for more in needed - {
                    other for known, question, other in IN_SIGHT if (known, question) == (table, name)
                }:
                    opened = [one for one in named[name].follow_ups if one.is_asked_by(answer)]
                    form = bound(story, step, place, table, {})
                    assert any(more in one.names(form) for one in opened), (part.__name__, name, answer, more)


@pytest.mark.parametrize(("step", "place"), MADE, ids=lambda one: one.key if hasattr(one, "key") else "")
def test_every_answer_that_a_follow_up_waits_for_can_be_given(step, place):
    for part in (place.form, *place.form.tables):
        for asks in parts_of(part.layout, Asks):
            offered = {"", *choices_of(part.base_fields[asks.question])}
            for one in asks.follow_ups:
                if type(one) is When:
                    assert one.answers <= offered, (part.__name__, asks.question)


class TestOnThePage:
    def page(self, story, step, data=None, **asked):
        if data is not None:
            story.act("save_draft", step, data=data)
        return story.client("responsible").get(story.url("step", step), asked).text

    def test_each_answer_says_what_it_opens(self, story):
        page = self.page(story, "planning_help")
        assert 'value="no" data-opens="b"' in page and 'value="yes" data-opens="a"' in page
        assert page.index('class="follow-up a"') < page.index('id="is_dialogue_comment"')
        assert page.index('class="follow-up b"') < page.index('id="instead"')

    def test_what_was_written_is_in_sight_whatever_the_answer_is(self, story):
        page = self.page(story, "planning_help", {"is_dialogue_answer": ["yes"], "instead": ["Ett samråd"]})
        assert 'class="follow-up b shown"' in page
        assert 'class="follow-up a"' in page

    def test_what_is_out_of_sight_is_posted_with_the_rest(self, story):
        page = self.page(story, "influenceable", {"question_influenceable": NO["question_influenceable"]})
        assert 'name="decision_makers_influenceable"' in page

    def test_a_fault_in_what_may_be_left_out_opens_it(self, story):
        data = {"goal": [{**GOAL, "row": ["0000abcd"], "tied_to_agenda_2030": ["99"]}]}
        answer = story.post("responsible", "goals", "finish", data)
        assert answer.status_code == 422
        row = story.client("responsible").get(story.url("step", "goals") + "?row=0000abcd").text
        assert '<details class="more-fields" id="more-goal-0000abcd-serves" data-keep open data-opened>' in row
        assert 'id="goal-0000abcd-tied_to_agenda_2030_error"' in row, "what is wrong is said beside the field"
        assert 'id="goal-0000abcd-indicators_error"' not in row

    def test_what_may_be_left_out_is_a_line_that_says_what_it_is(self, story):
        page = self.page(story, "purpose")
        fold = page.partition('<details class="more-fields"')[2].partition("</summary>")[0]
        assert " open" not in fold
        assert "Två frågor till" in fold and "frivilliga: varför en dialog" in fold

    def test_it_is_open_where_something_stands_there_as_long_as_seven_fields_are_in_sight(self, story):
        opened = self.page(story, "question", {"adjacent": ["En ny väg."]})
        assert " open" in opened.partition('<details class="more-fields"')[2].partition("</summary>")[0]
        crowded = self.page(story, "purpose", {"why_dialogue": ["Ingen vet."]})
        fold = crowded.partition('<details class="more-fields"')[2].partition("</summary>")[0]
        assert " open" not in fold and "en besvarad" in fold

    def test_what_a_field_begins_with_opens_nothing(self, story):
        form = process.step("goals").make_form({"goal": [{"row": ["0000abcd"]}]}, story.access()).rows["goal"][0]
        (more,) = parts_of(form.layout, More)
        assert "open" not in more.render(form, Context()).split(">")[0]


def test_a_demand_names_its_field_in_the_list_of_what_remains_as_soon_as_it_is_asked(story):
    story.act("save_draft", "influence_level", data={"level": ["dialogue"]})
    form = process.step("influence_level").make_form(story.text("influence_level"), story.access())
    assert gettext("Enter what you promise the participants.") in [lack.sentence for lack in form.remaining]
    empty = process.step("influence_level").make_form({}, story.access())
    assert gettext("Enter what you promise the participants.") not in [lack.sentence for lack in empty.remaining]
