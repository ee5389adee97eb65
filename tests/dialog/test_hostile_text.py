"""Whatever is typed into whatever field of whatever step: a text or a sentence about what is wrong, never a failure."""

import datetime as dt
import json

import pytest
from django import forms
from django.db import models, transaction
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialog.forms import drafts
from dialog.forms.drafts import Draft
from dialog.models import Decision, DecisionFact, Record
from dialog.process.phases import process
from tests.story import TEXTS, Story
from tests.thorough import examples, some

pytestmark = pytest.mark.every_database

HOSTILE = [
    "x" * 100_000,
    "å" * 301,
    "\u202e\u0645\u0631\u062d\u0628\u0627\u200f right to left",
    "👩‍👩‍👧‍👦🏳️‍🌈" * 20,
    "a\x00b",
    "\x01\x1b[31m\x7f\x85\u2028\ufeff",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞",
    "\ud7ff\ue000\uffff",
    "</textarea><script>alert(1)</script>{{ settings.SECRET_KEY }}{% debug %}",
    "'; DROP TABLE dialog_case; --",
    "9" * 400,
    "-1",
    "NaN",
    "9223372036854775808",
    "1,123456789",
    "0000-00-00",
    "9999-12-31",
    "31/2 2027",
    "٣/٤/٢٠٢٦",
    "on",
]
STEPS = [step for step in process.steps() if step.form and step.key in TEXTS]
texts = st.one_of(
    st.sampled_from(HOSTILE), st.text(max_size=40).map(lambda text: text.encode("utf-8", "replace").decode())
)


@pytest.fixture
def planned(story: Story) -> Story:
    """A case in which every step of planning has been done once, so that each may take its last act again."""
    story.plan().later(days=1)
    return story


def typed(story: Story, step, draft: Draft) -> Draft:
    """The draft as it arrives: posted by a browser and read."""
    post = QueryDict(mutable=True)
    for name, values in story.posted(step.key, draft).items():
        post.setlist(name, values if isinstance(values, list) else [values])
    return drafts.read(step.form.shape(), QueryDict(post.urlencode()))


def everywhere(step, text: str) -> Draft:
    """The same text in every field of the form, and in every field of one row of each table."""
    draft: Draft = {name: [text] for name in step.form.base_fields}
    for number, table in enumerate(step.form.tables):
        draft[table.name] = [{"row": [f"{number:07x}f"], **{name: [text] for name in table.base_fields}}]
    return draft


def judge(story: Story, step, draft: Draft) -> None:
    """Try the last act with a text: it says what is missing or comes in force, and is kept as it was typed."""
    read = typed(story, step, draft)
    assert json.loads(json.dumps(read)) == read == typed(story, step, read)
    stood = story.text(step.key)
    with transaction.atomic():
        attempt = story.attempt(
            step.last_act, step.key, by="responsible" if step.role == "civil_servant" else "elected", data=read
        )
        assert story.text(step.key) == (read if attempt.happened else stood)
        if attempt.missing:
            assert all(lack.sentence.strip() for lack in attempt.missing)
        else:
            what_is_in_force_is_sound(story, step)
        transaction.set_rollback(True)


def show(story: Story, step, draft: Draft) -> None:
    """Read a text out and show every field of it."""
    form = step.make_form(typed(story, step, draft), story.access(), loud=True, final=True)
    json.dumps(form.all_answers())
    for field in [*form, *(field for rows in form.rows.values() for row in rows for field in row)]:
        assert "<script>alert" not in str(field)


def what_is_in_force_is_sound(story: Story, step) -> None:
    """Every value fits its column, on a database that would cut or refuse it and on one that would not."""
    rows: list[models.Model] = [*Decision.objects.all(), *DecisionFact.objects.all()]
    for model in (step.form._meta.model, *(table._meta.model for table in step.form.tables)):
        if hasattr(model, "case"):
            rows += model.objects.filter(case=story.pk)
    for row in rows:
        blank = [field.name for field in row._meta.fields if field.blank or field.null or field.remote_field]
        row.clean_fields(exclude=[name for name in blank if not getattr(row, name)])


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.key)
def test_one_text_in_every_field(planned, step):
    for text in some(HOSTILE, 7, STEPS.index(step)):
        judge(planned, step, everywhere(step, text))
        show(planned, step, everywhere(step, text))


def at_its_limits(field: forms.Field) -> list[str]:
    """What a field of that kind might take though its column does not."""
    if isinstance(field, (forms.IntegerField, forms.DecimalField)):
        return ["-1", "2147483648", "9223372036854775808", "9" * 30]
    if isinstance(field, forms.DateField):
        return ["0001-01-01", "9999-12-31"]
    return ["x" * 1000] if isinstance(field, forms.CharField) and not isinstance(field, forms.ChoiceField) else []


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.key)
def test_one_field_at_its_limits_in_a_complete_step(planned, step):
    whole = dict(TEXTS[step.key])
    if "decided_on" in step.form.base_fields:
        whole |= {"decided_on": [planned.today.isoformat()], "supersede_reason": ["Ny."]}
    for name, field in step.form.base_fields.items():
        for text in at_its_limits(field):
            judge(planned, step, {**whole, name: [text]})
    for table in step.form.tables:
        first, *others = whole.get(table.name) or [{"row": ["0000000f"]}]
        for name, field in table.base_fields.items():
            for text in at_its_limits(field):
                judge(planned, step, {**whole, table.name: [{**first, name: [text]}, *others]})


@settings(max_examples=examples(8), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.key)
def test_any_texts_together(planned, step, data):
    names = [*step.form.base_fields]
    changed = (
        data.draw(st.dictionaries(st.sampled_from(names), st.lists(texts, max_size=3), max_size=6)) if names else {}
    )
    draft = {**TEXTS[step.key], **changed}
    for table in step.form.tables:
        keys = data.draw(st.lists(st.sampled_from(["00000001", "00000002", "0000000f"]), max_size=3))
        cells = st.dictionaries(
            st.sampled_from([*table.base_fields]), st.lists(texts, min_size=1, max_size=2), max_size=4
        )
        rows = [
            {**(TEXTS[step.key].get(table.name) or [{}])[0], **data.draw(cells), "row": [key]}
            for key in dict.fromkeys(keys)
        ]
        draft = (
            {**draft, table.name: rows}
            if rows
            else {name: value for name, value in draft.items() if name != table.name}
        )
    judge(planned, step, draft)
    show(planned, step, draft)


def test_nothing_of_it_stays_behind(planned):
    before = {record.step: record.revision for record in Record.objects.all()}
    judge(planned, process.step("purpose"), everywhere(process.step("purpose"), "x"))
    assert {record.step: record.revision for record in Record.objects.all()} == before
    assert planned.today > dt.date(2026, 11, 3)
