"""A day that can only be a slip of the pen is said beside the field, wherever a day can be typed; none breaks a page."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import get_resolver
from django.utils.http import urlencode
from django.utils.translation import override

from dialog.admin import site
from dialog.cases.case_acts import CASE_ACTS
from dialog.forms.posted import Posted, WrongFact
from dialog.process.phases import process
from dialog.process.register import Register
from tests.story import NOW, PURPOSE, Story

pytestmark = pytest.mark.every_database

IMPLAUSIBLE = ["9999-12-31", "0001-01-01", "0026-11-03", "31 december 9999", "1 januari 1900", "2199-01-01"]
PLAUSIBLE = ["2026-11-03", "1990-05-01", "2060-01-01"]


def below(form: type[forms.BaseForm]) -> set[type[forms.BaseForm]]:
    return {form}.union(*map(below, form.__subclasses__()))


def day_fields() -> Iterator[tuple[str, forms.DateField]]:
    """Every field of every form in which a day is typed: steps, rows, acts on the case, organisation, handbook."""
    get_resolver().url_patterns  # noqa: B018 - every module of forms has been read then
    for form in below(forms.BaseForm):
        for name, field in getattr(form, "base_fields", {}).items():
            if isinstance(field, forms.DateField):
                yield f"{form.__module__}.{form.__name__}.{name}", field


@pytest.fixture(autouse=True)
def the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dialog.clock.now", lambda: NOW)


def test_every_field_refuses_it_with_the_days_that_it_takes():
    found = dict(day_fields())
    assert len(found) > 20
    assert {one.partition(".")[0] for one in found} >= {"dialog", "planning", "execution", "followup", "handbook"}
    for name, field in found.items():
        for text in IMPLAUSIBLE:
            with override("sv"), pytest.raises(ValidationError) as refused:
                field.clean(field.widget.value_from_datadict({"day": text}, {}, "day"))
            assert refused.value.messages[0].startswith(("Se på årtalet", "Skriv dagen")), (name, text)
            if "-" in text:
                assert "1 januari 1976" in refused.value.messages[0], (name, text)
        for text in PLAUSIBLE:
            assert field.clean(text) == dt.date.fromisoformat(text), name


def test_so_does_every_form_of_the_organisation(rf, db):
    request, seen = rf.get("/"), 0
    request.user = AnonymousUser()
    for made in site._registry.values():
        rows = [row(made.model, site) for row in made.inlines]
        for form in [made.get_form(request), *(row.get_formset(request).form for row in rows)]:
            for field in form.base_fields.values():
                if isinstance(field, forms.DateField):
                    seen += 1
                    with pytest.raises(ValidationError):
                        field.clean("9999-12-31")
    assert seen > 4


def test_so_does_what_is_typed_beside_a_text():
    for text in IMPLAUSIBLE:
        with pytest.raises(WrongFact):
            Posted(QueryDict(urlencode({"until": text}))).day("until")


def test_all_places_where_one_is_typed_are_among_them():
    forms_of_steps = {step.form for step in process.steps() if step.form}
    forms_of_steps |= {kind.form for step in process.steps() if isinstance(step, Register) for kind in step.kinds}
    walked = below(forms.BaseForm)
    assert forms_of_steps | set(CASE_ACTS) <= walked


@pytest.mark.parametrize("text", IMPLAUSIBLE[:3])
def test_it_is_said_at_the_step_and_the_text_is_kept(story: Story, text):
    answer = story.post("responsible", "purpose", "propose", {**PURPOSE, "decision_by": [text]})
    assert answer.status_code == 422
    assert "Se på årtalet" in answer.text
    assert story.text("purpose")["decision_by"] == [text]
    for page in (story.url("case"), story.url("step", "purpose"), story.url("history"), story.url("report", "plan")):
        assert story.client("responsible").get(page).status_code == 200
