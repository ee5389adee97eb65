"""A page that is posted as it was opened changes nothing, whatever stands in it: what a form shows is what it sends."""

from collections.abc import Callable

import pytest
from django import forms

from dialog.forms.chapters import chapters_of
from dialog.forms.draft_form import flat_choices
from dialog.forms.drafts import Draft
from dialog.forms.fields import CountsField, OfferedField
from dialog.forms.people import NameField, NamesField
from dialog.models import Revision
from dialog.process.phases import process
from execution.fields import OwnCountsField, ThresholdsField
from tests.execution.tale import METHODS, begin
from tests.pages import Page
from tests.story import PLANNING

Choices = dict[str, list[tuple[str, str]]]
WRITTEN = [step.key for step in process.steps() if step.form]
TEXT = "\n Rad ett & <b>två</b>\n\n\"tre\" 'fyra' {{ fem }}  "


def offered(field: forms.Field, choices: Choices) -> list[str]:
    """What may be chosen in a field: one thing, or two where several may be."""
    pairs = choices.get(field.source, []) if isinstance(field, OfferedField) else flat_choices(field.choices)
    keys = [str(key) for key, _label in pairs if key]
    return keys[:2] if isinstance(field, forms.MultipleChoiceField) else keys[:1]


# What somebody may have typed, right or wrong, by the kind of field; the most particular kind first.
TYPED: list[tuple[type[forms.Field], Callable[[forms.Field, Choices], list[str]]]] = [
    (ThresholdsField, lambda field, choices: ["language", "Läser dåligt", "Ring dem"]),
    (OwnCountsField, lambda field, choices: ["Flickor", "ca 9"]),
    (NamesField, lambda field, choices: ["Anna & Bo\nEva Ek"]),
    (NameField, lambda field, choices: []),  # a person was chosen in its place
    (CountsField, lambda field, choices: [text for key in offered(field, choices) for text in (key, "ca 7")]),
    (forms.ModelChoiceField, lambda field, choices: []),
    (forms.ChoiceField, offered),
    (forms.BooleanField, lambda field, choices: ["on"]),
    (forms.DateField, lambda field, choices: ["31/2 2027"]),
    (forms.IntegerField, lambda field, choices: ["ca 60"]),
    (
        forms.CharField,
        lambda field, choices: [TEXT if isinstance(field.widget, forms.Textarea) else " ord & <b>ord</b> "],
    ),
]


def typed(field: forms.Field, choices: Choices) -> list[str]:
    """Something that a person may have typed in a field; nothing in one of no known kind."""
    return next((make(field, choices) for kind, make in TYPED if isinstance(field, kind)), [])


def filled(step, access) -> Draft:
    """A draft with something in every field of a step, and in two rows of each of its tables."""
    choices = {
        field.source: access.choices(field.source)
        for part in (step.form, *step.form.tables)
        for field in part.base_fields.values()
        if isinstance(field, OfferedField)
    }
    draft: Draft = {name: typed(field, choices) for name, field in step.form.base_fields.items()}
    for table in step.form.tables:
        row = {name: typed(field, choices) for name, field in table.base_fields.items()}
        if table.fixed:  # such a row is not dropped here
            row["dropped_because"] = []
        rows = [{"row": [key], **row} for key in ("0000c001", "0000c002")]
        draft[table.name] = [{name: texts for name, texts in one.items() if texts} for one in rows]
    return {name: texts for name, texts in draft.items() if texts}


@pytest.mark.parametrize("key", WRITTEN)
def test_a_page_posted_as_it_was_opened_changes_nothing(story, key):
    step = process.step(key)
    if key in (*PLANNING, "planning_gate"):
        story.plan()
    else:
        tale = begin(story)
        story.act("finish", "methods", data=METHODS)
        tale.hold()
    story.act("save_draft", key, data=filled(step, story.access()))
    stood = story.text(key)
    paged = any(table.has_page() for table in step.form.tables)
    for asked in [{}, *({"row" if paged else "open": row} for row in ("0000c001", "0000c002"))]:
        client = story.client("responsible")
        page = Page(client.get(story.url("step", key), {"change": "", **asked}, follow=True).text)
        form = page.form_with("whole")
        assert ("piece" in page.filled(form)) == ("row" in asked or next(chapters_of(step.form), None) is not None)
        answer = client.post(story.url("step", key), page.filled(form) | {"act": "save_draft"})
        assert answer.status_code == 302
        assert story.text(key) == stood
    assert (
        Revision.objects.filter(record__step=key, record__case=story.pk, record__row="").latest("number").data == stood
    )
