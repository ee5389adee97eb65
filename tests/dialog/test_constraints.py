"""What the database refuses is said in a sentence of its own beside the field, also to whoever came second in a race."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.forms import ModelForm
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils.translation import override

from dialog.admin import site
from dialog.forms import clash
from dialog.machine import triggers
from dialog.models import Body, Case, Department, Person, Seat
from handbook.editing.forms import Row
from handbook.loading import load_editions
from handbook.models import Edition
from tests.execution.tale import begin
from tests.followup.tale import held
from tests.story import Story

pytestmark = pytest.mark.every_database

DJANGOS_OWN = {
    str(models.BaseConstraint.default_violation_error_message),
    str(models.Field.default_error_messages["unique"]),
}
ALL = list(clash.constraints())


def named(one: Any) -> str:
    return f"{one[0].__name__}.{one[1] or one[2][0]}"


@pytest.mark.parametrize("one", ALL, ids=named)
def test_every_constraint_of_every_model_has_a_sentence_of_its_own_in_swedish(one):
    _model, _name, _fields, sentence = one
    with override("en"):
        english = str(sentence)
    with override("sv"):
        swedish = str(sentence)
    if _fields == ("username",) and not _name:
        return  # Django's own field, and Django's own Swedish
    assert english not in DJANGOS_OWN
    assert swedish != english
    assert "%(" not in swedish and swedish.endswith(".")


def test_all_of_them_are_walked():
    assert len(ALL) > 40
    assert {Case, Person, Seat, Edition} <= {model for model, *_rest in ALL}


def test_every_form_over_a_model_that_has_one_can_say_it():
    def below(form: type[ModelForm]) -> set[type[ModelForm]]:
        return {form}.union(*map(below, form.__subclasses__()))

    get_resolver().url_patterns  # noqa: B018 - every module of forms has been read then
    constrained = {model for model, *_rest in ALL}
    forms = [form for form in below(ModelForm) if getattr(form, "_meta", None) and form._meta.model in constrained]
    forms = [form for form in forms if not form.__module__.startswith("django") and not issubclass(form, Row)]
    forms += [made.form for made in site._registry.values()]
    forms += [row.form for made in site._registry.values() for row in made.inlines]
    assert len(forms) > 40
    assert [form for form in forms if not issubclass(form, clash.SaysClash)] == []


@pytest.fixture
def rich(story: Story) -> Story:
    """A case with rows of nearly every model."""
    return story.once("rows of nearly every model", lambda: carry_far(story))


def carry_far(story: Story) -> None:
    load_editions([dt.date(2026, 3, 1)])
    follow = held(story, begin(story))
    follow.finish_followup()
    follow.confirm_execution()


def test_whatever_comes_twice_is_known_by_what_it_breaks(rich):
    unique = {model for model, _name, _fields, _sentence in ALL if model.objects.exists()}
    if connection.vendor == "sqlite":  # there a second row of what is append-only is refused before it breaks anything
        unique = {model for model in unique if model._meta.db_table not in triggers.APPEND_ONLY}
    known = set()
    for model in unique:
        row = model.objects.order_by("pk").first()
        values = {
            field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields if not field.primary_key
        }
        try:
            with transaction.atomic():
                model.objects.bulk_create([model(**values)])
                transaction.set_rollback(True)
        except IntegrityError as error:
            found = clash.clash_of(error)
            assert found is not None, error
            assert found.model is model or issubclass(model, found.model)
            assert found.sentence
            known.add(model)
    assert len(known) > 20


@pytest.fixture
def blinded(monkeypatch: pytest.MonkeyPatch) -> None:
    """No form sees what stands in the database: what happens when the other's row comes a moment after it looked."""
    monkeypatch.setattr(models.Model, "validate_unique", lambda self, exclude=None: None)
    monkeypatch.setattr(models.Model, "validate_constraints", lambda self, exclude=None: None)
    monkeypatch.setattr(Person, "refuse_the_name_of_another", lambda self: None)


def seats(story: Story) -> dict[str, str]:
    return {"seats-TOTAL_FORMS": "0", "seats-INITIAL_FORMS": "0"}


def add(model: str, **facts: str) -> Callable[[Story, Client], Any]:
    """Add something in the organisation."""

    def post(story: Story, client: Client) -> Any:
        client.force_login(story.house["admin"])
        return client.post(reverse(f"admin:dialog_{model}_add"), seats(story) | facts)

    return post


def give_number(story: Story, client: Client) -> Any:
    """Give the case a registry number that another has."""
    Case.objects.create(
        title="En annan",
        body=story.house.body,
        responsible=story.house["responsible"],
        created_by=story.house["responsible"],
        created_at=story.now,
        changed_at=story.now,
        registry_number="TN 2026/7",
    )
    data = story.posted("facts", {"title": ["Stranden"], "registry_number": ["TN 2026/7"]})
    return story.client("responsible").post(story.url("step", "facts"), data | {"act": "finish"})


RACES: dict[tuple[type[models.Model], str], tuple[Callable[[Story, Client], Any], str]] = {
    (Person, "username"): (add("person", name="Elin", email="ny@sjovik.example", username="elected"), "username"),
    (Person, "email"): (add("person", name="Elin", email="Elected@sjovik.example"), "email"),
    (Body, "name"): (add("body", name="Tekniska nämnden", kind="committee"), "name"),
    (Department, "name"): (add("department", name="Hållbar utveckling"), "name"),
    (Case, "registry_number"): (give_number, "registry_number"),
}


@pytest.mark.usefixtures("blinded")
@pytest.mark.parametrize(("model", "field"), RACES, ids=str)
def test_who_comes_second_reads_it_beside_the_field(story, client, model, field):
    post, beside = RACES[(model, field)]
    answer = post(story, client)
    assert answer.status_code == 422
    sentences = [str(sentence) for one, _name, fields, sentence in ALL if one is model and field in fields]
    told = next(one for one in sentences if one in answer.text)
    assert (
        f'id="id_{beside}_error"' in answer.text or f'id="{beside}_error"' in answer.text or "errorlist" in answer.text
    )
    assert told


class TestSeats:
    def post(self, story: Story, **rows: str) -> Any:
        person = story.house["elected"]
        first = person.seats.get()
        url = reverse("admin:dialog_person_change", args=[person.pk])
        data = {"name": person.name, "email": person.email, "username": person.username, "is_active": "on"}
        data |= {"seats-TOTAL_FORMS": "3", "seats-INITIAL_FORMS": "1", "seats-0-id": str(first.pk)}
        data |= {
            "seats-0-body": str(first.body_id),
            "seats-0-start": first.start.isoformat(),
            "seats-0-person": str(person.pk),
        }
        return story.client("admin").post(
            url, data | {name.replace("_", "-", 2): value for name, value in rows.items()}
        )

    def test_one_that_ends_before_it_starts_is_refused_in_words(self, story):
        body = str(story.house.other_body.pk)
        answer = self.post(story, seats_1_body=body, seats_1_start="2027-01-01", seats_1_end="2026-01-01")
        assert "Sista dagen ligger före den första." in answer.text
        assert "seat_ends_after_it_starts" not in answer.text

    def test_the_same_one_twice_is_refused_with_the_days_of_the_first(self, story):
        answer = self.post(story, seats_1_body=str(story.house.body.pk), seats_1_start="2026-01-01")
        assert "har redan ett uppdrag där, från 1 januari 2023" in answer.text
        assert story.house["elected"].seats.count() == 1

    def test_two_new_ones_that_overlap_are_weighed_against_each_other(self, story):
        body = str(story.house.other_body.pk)
        rows = {
            "seats_1_body": body,
            "seats_1_start": "2026-01-01",
            "seats_2_body": body,
            "seats_2_start": "2026-06-01",
        }
        assert "har redan ett uppdrag" in self.post(story, **rows).text
        rows |= {"seats_1_end": "2026-05-31"}
        assert self.post(story, **rows).status_code == 302
        assert story.house["elected"].seats.count() == 3
