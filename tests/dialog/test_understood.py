"""What people write for a day, a number or a registry number is understood alike in every field and every search."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.db import models
from django.urls import get_resolver, reverse
from django.utils.translation import override

from dialog import clock
from dialog.acts.core import run
from dialog.admin.site import site
from dialog.forms.fields import CountsField
from dialog.forms.posted import Posted
from dialog.language import dates, understood
from dialog.language.sentences import figures
from dialog.language.understood import DayField, NumberField, WholeNumberField
from dialog.models import Person
from execution.fields import OwnCountsField
from tests.execution.tale import begin
from tests.followup.tale import FollowUp, held
from tests.story import Story

DAY = dt.date(2026, 10, 12)
WRITTEN = [
    *("2026-10-12", "20261012", "2026/10/12", "12/10 2026", "12/10/2026", "12/10-2026", "12.10.2026", "12-10-2026"),
    *("12 oktober 2026", "12 okt 2026", "12 okt. 2026", "den 12 oktober 2026", "måndag 12 oktober 2026"),
    *(
        "måndagen den 12 oktober 2026",
        "12 October 2026",
        "October 12, 2026",
        "Monday 12 October 2026",
        "12:e oktober 2026",
    ),
    *("12\u00a0oktober\u00a02026", " 12  OKTOBER  2026 ", "12 o\u00adktober 2026", "12 oktober 2026 14.12"),
    *("12 oktober 2026 kl. 9.05", "2026-10-12 14:12", "12 oktober", "12/10"),
]
NO_DAY = [
    "31 februari 2026",
    "2026-13-01",
    "oktober 2026",
    "12",
    "snart",
    "12 oktobber 2026",
    "٣",
    "12/10/26/1",
    "0/0 2026",
]
NUMBERS = {
    "1612": 1612,
    "1 612": 1612,
    "1\u00a0612": 1612,
    "1\u202f612": 1612,
    "ca 119": 119,
    "omkring 120": 120,
    "12 kr": 12,
    "1 200 000 kronor": 1_200_000,
    "12,0": 12,
    "7 st": 7,
    "0": 0,
}
NO_NUMBER = ["tolv", "1,000", "12,5", "1 2", "16 12", "12-14", "9" * 40, "1e3", "½"]
REGISTRY = [
    "KS 2026/58",
    "KS2026/58",
    "ks 2026/58",
    "Dnr KS 2026/58",
    "KS 2026:58",
    "KS-2026/58",
    "KS 2026-58",
    "KS\u00a02026/58",
]


@pytest.fixture(autouse=True)
def october(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: dt.date(2026, 10, 20))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_way_of_writing_a_day_is_understood(language):
    with override(language):
        assert {text: understood.day(text) for text in WRITTEN} == dict.fromkeys(WRITTEN, DAY)
        assert {text: understood.day(text) for text in NO_DAY} == dict.fromkeys(NO_DAY)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_whatever_a_page_writes_of_a_day_is_understood(language):
    today = clock.today()
    with override(language):
        for far in (-400, -8, -1, 0, 1, 12, 500):
            day = today + dt.timedelta(days=far)
            at = dt.datetime(day.year, day.month, day.day, 14, 12, tzinfo=dt.UTC)
            for said in (dates.say(day), dates.say_date(day), dates.exact(day), dates.exact(at), day.isoformat()):
                assert understood.day(str(said)) == day, said


def test_numbers_are_understood_as_people_write_them():
    assert {text: understood.whole_number(text) for text in NUMBERS} == NUMBERS
    assert {text: understood.whole_number(text) for text in NO_NUMBER} == dict.fromkeys(NO_NUMBER)
    assert understood.number("1 612,5 %") == Decimal("1612.5")
    assert understood.number("−3") == -3
    for count in (0, 7, 1612, 1_200_000):
        with override("sv"):
            assert understood.whole_number(figures(count)) == count


def forms_of_the_application() -> set[type[forms.BaseForm]]:
    """Every form that is declared anywhere, and those that Organisation makes."""
    get_resolver().url_patterns  # noqa: B018 - all views, and with them all forms, are loaded
    found: set[type[forms.BaseForm]] = set()
    queue = [forms.BaseForm]
    while queue:
        for form in queue.pop().__subclasses__():
            queue.append(form)
            if form.__module__.partition(".")[0] in (
                "dialog",
                "handbook",
                "planning",
                "execution",
                "followup",
                "reports",
            ):
                found.add(form)
    return found


def fields_of_the_application(rf) -> Iterator[tuple[str, forms.Field]]:
    """Every field of them."""
    for form in forms_of_the_application():
        for name, field in form.base_fields.items():
            yield f"{form.__qualname__}.{name}", field
    for model, one in site._registry.items():
        request = rf.get("/")
        request.user = Person(is_administrator=True)
        for inline in [one, *(inline(model, site) for inline in one.inlines)]:
            for field in inline.model._meta.get_fields():
                if isinstance(field, models.Field) and field.editable and not field.auto_created:
                    made = inline.formfield_for_dbfield(field, request)
                    if made:
                        yield f"{inline.model.__name__}.{field.name}", made


def test_every_field_for_a_day_takes_all_of_them(rf):
    found = [(name, one) for name, one in fields_of_the_application(rf) if isinstance(one, forms.DateField)]
    assert len(found) > 25
    assert [name for name, one in found if not isinstance(one, DayField)] == []
    assert [name for name, one in found if isinstance(one.widget, AdminDateWidget)] == []
    for name, field in found:
        for text in WRITTEN:
            assert field.to_python(field.widget.value_from_datadict({"x": text}, {}, "x")) == DAY, (name, text)


def test_every_field_for_a_number_takes_all_of_them(rf):
    hidden = forms.HiddenInput
    found = [
        (name, one)
        for name, one in fields_of_the_application(rf)
        if isinstance(one, forms.IntegerField) and not isinstance(one.widget, hidden)
    ]
    assert len(found) > 15
    assert [name for name, one in found if not isinstance(one, WholeNumberField | NumberField)] == []
    for name, field in found:
        for text, number in NUMBERS.items():
            assert field.to_python(field.widget.value_from_datadict({"x": text}, {}, "x")) == number, (name, text)


def test_numbers_beside_names_are_understood_too(rf):
    counts, own = CountsField("people"), OwnCountsField()
    counts.choices = [("0000c001", "Unga")]
    for text, number in NUMBERS.items():
        assert counts.to_python(["0000c001", text]) == {"0000c001": number}
        assert own.to_python(["Unga", text]) == {"Unga": number}
        assert Posted(rf.post("/", {"n": text}).POST).number("n") == number
    for text in NO_NUMBER:
        with pytest.raises(forms.ValidationError):
            own.to_python(["Unga", text])


def test_a_day_beside_a_text_is_understood_too(rf):
    for text in WRITTEN:
        assert Posted(rf.post("/", {"day": text}).POST).day("day") == DAY


@pytest.mark.parametrize("typed", REGISTRY)
def test_a_registry_number_is_kept_and_found_however_it_is_written(story, typed):
    for name in ("registry_number", "samrad_number", "initiative_number"):
        facts: dict[str, Any] = {"title": ["Norra stranden"], name: [typed]}
        assert not story.attempt("finish", "facts", data=facts).missing
        assert getattr(story.case, name) == "KS 2026/58"
    for asked in REGISTRY:
        assert "Norra stranden" in story.client("stranger").get(reverse("cases"), {"q": asked}).text, asked
    assert "Norra stranden" not in story.client("stranger").get(reverse("cases"), {"q": "KS 2026/59"}).text


def test_two_cases_do_not_have_one_registry_number(story):
    other = Story(story.house, story.now, title="En annan dialog")
    assert not story.attempt("finish", "facts", data={"title": ["A"], "registry_number": ["KS 2026/58"]}).missing
    for typed in REGISTRY:
        attempt = other.attempt("finish", "facts", data={"title": ["B"], "registry_number": [typed]})
        assert [lack.target for lack in attempt.missing] == ["registry_number"], typed


def test_a_contribution_is_known_by_its_number_with_the_sign_before_it(story):
    follow: FollowUp = held(story, begin(story))
    follow.add("Mer ljus", "Fler bänkar", "Mer ljus igen")
    for typed in ("#1", "1", "nr 1", "# 1"):
        attempt = run("code_contribution", story.pk, "compilation", by=story.house["responsible"], number=3, at=story.now,
                   duplicate_of=typed)  # fmt: skip
        assert not attempt.missing, typed
    page = story.client("responsible").get(reverse("contributions", args=[story.pk]), {"q": "#2"}).text
    assert "Fler bänkar" in page
    assert "Mer ljus igen" not in page
