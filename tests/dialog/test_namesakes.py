"""Wherever a person is chosen, where she sits or what she does stands behind her name: two of one name are told apart."""

import re
from collections import Counter

import pytest
from django import forms
from django.db.models import ForeignKey
from django.urls import reverse

from dialog.admin.site import site
from dialog.cases.case_acts import CASE_ACTS
from dialog.forms.people_field import PersonField
from dialog.look.controls import face
from dialog.models import Person, Seat
from dialog.process.offers import PEOPLE, SOURCES
from dialog.process.phases import process
from dialog.views.cases import NewCaseForm
from handbook.editing.forms import ContactRow
from tests.story import RESPONSIBILITY


@pytest.fixture
def two(house, story) -> list[Person]:
    """Two Elsa Ahmadi in the body, two among the officials, and a fifth who sits elsewhere."""
    found = []
    for number, position in enumerate(("ledamot", "ersättare")):
        person = house.person(f"elsa{number}", "Elsa Ahmadi", department=None)
        Seat.objects.create(person=person, body=house.body, position=position, start=story.today)
        found.append(person)
    for number, title in enumerate(("Utredare", "Ingenjör")):
        found.append(house.person(f"elsa{number + 2}", "Elsa Ahmadi", title=title))
    elsewhere = house.person("elsa4", "Elsa Ahmadi", department=None)
    Seat.objects.create(person=elsewhere, body=house.other_body, position="ordförande", start=story.today)
    for key, role in (("elsa0", "elected"), ("elsa2", "civil_servant")):
        house.people[key] = Person.objects.get(username=key)
        story.join(key, role)
    return [*found, elsewhere]


def shown(bound) -> list[str]:
    """The words of each choice of a field as the page shows it."""
    options = face(bound).options
    if options is None:
        html = bound.as_widget()
        return re.findall(r'<option value="\d+"[^>]*>([^<]*)</option>', html)
    return [f"{one['label']} {one['hint']}" for one in options if one["value"]]


def people_fields(form) -> list[str]:
    return [
        name
        for name, field in form.fields.items()
        if getattr(field, "source", "") in PEOPLE
        or (
            isinstance(field, (forms.ModelChoiceField, forms.ModelMultipleChoiceField))
            and field.queryset.model is Person
        )
    ]


def step_forms(story):
    """Every registered form of a step, of its rows and of the kinds of rows of a register, as one may write in it."""
    access = story.access()
    for step in process.steps():
        for shape in (step, *getattr(step, "kinds", ())):
            if not shape.form:
                continue
            rows = {table.name: [{"row": ["0000ab01"]}] for table in shape.form.tables}
            form = shape.make_form({**shape.form.blank(access), **rows}, access)
            yield form
            yield from (row for found in form.rows.values() for row in found)


def with_chosen(form, name: str, people: list[Person]):
    """The same form with people chosen in a field: who is no member shows as soon as she is."""
    keys = [str(person.pk) for person in people]
    form.fields[name].offer(form.access, keys)
    return form[name]


def test_in_every_field_of_every_step_and_row(story, two):
    tried = 0
    for form in step_forms(story):
        for name in people_fields(form):
            words = [one for one in shown(with_chosen(form, name, two)) if "Elsa" in one and " längre" not in one]
            assert len(words) >= 2, (form, name)
            assert max(Counter(words).values()) == 1, (form, name, words)
            assert all("nämnden" in one or "Samhällsbyggnad" in one or "Kommunstyrelsen" in one for one in words)
            tried += 1
    assert tried >= 6


def test_two_of_one_name_are_told_apart_where_the_answer_is_read(story, two):
    for source in PEOPLE & SOURCES.keys():
        labels = [label for _key, label in story.access().choices(source)]
        assert len(labels) == len(set(labels)), source
    draft = {**RESPONSIBILITY, "representative": [{"row": ["0000a001"], "person": [str(two[0].pk)]}]}
    story.act("finish", "responsibility", data=draft)
    page = story.client("reader").get(story.url("step", "responsibility")).text
    assert "Elsa Ahmadi (Tekniska nämnden, ledamot)" in page


def test_in_every_form_of_what_is_done_with_a_case_or_begins_one(story, two):
    access = story.access()
    found = [case_act(access) for case_act in CASE_ACTS] + [NewCaseForm(), ContactRow()]
    tried = 0
    for form in found:
        for name in people_fields(form):
            assert isinstance(form.fields[name], PersonField), (form, name)
            words = [f"{hit.name}, {hit.place}" for hit in form.fields[name].find("elsa")]
            assert words and max(Counter(words).values()) == 1, (form, name)
            tried += 1
    assert tried >= 4


def test_memberships_that_are_chosen_say_who_it_is(story, two):
    story.join("stranger", "reader")
    form = next(case_act for case_act in CASE_ACTS if case_act.act == "end_membership")(story.access())
    words = [str(label) for _key, label in form.fields["membership"].choices]
    assert len(words) == len(set(words))
    assert any("Elsa Ahmadi · Tekniska nämnden, ledamot" in one for one in words)


def test_in_every_choice_of_a_person_in_organisation(story, two, rf):
    request = rf.get("/")
    request.user = story.house["admin"]
    tried = 0
    for kept in site._registry.values():
        for shape in (kept, *kept.get_inline_instances(request)):
            for field in shape.model._meta.get_fields():
                if (
                    isinstance(field, ForeignKey)
                    and field.related_model is Person
                    and field.name in (shape.fields or ())
                ):
                    assert isinstance(shape.formfield_for_dbfield(field, request), PersonField), (shape, field)
                    tried += 1
    assert tried >= 1
    body, admin = reverse("admin:dialog_body_change", args=[story.house.body.pk]), story.client("admin")
    new = re.findall(r"find-[\w-]+-person", admin.get(body).text)[-1]
    page = " ".join(admin.get(f"{body}?{new}=elsa").text.split())
    assert "Elsa Ahmadi<small>Kommunstyrelsen, ordförande</small>" in page


class TestToAddSomebody:
    def form(self, story):
        return next(case_act for case_act in CASE_ACTS if case_act.act == "add_member")(story.access())

    def test_the_bodys_members_are_at_hand(self, story, two):
        here = [f"{hit.name} · {hit.place}" for hit in self.form(story).fields["person"].shown(None)]
        assert "Elsa Ahmadi · Tekniska nämnden, ersättare" in here
        assert all("Tekniska nämnden" in one for one in here)

    @pytest.mark.parametrize(("who", "role"), [(1, "elected"), (4, "elected"), (3, "civil_servant")])
    def test_without_a_role_she_becomes_what_she_is(self, story, two, who, role):
        answer = story.client("responsible").post(
            story.url("case_act", "add_member"), {"person": two[who].pk}, follow=True
        )
        assert story.case.memberships.get(person=two[who]).role == role
        elsewhere = "har inget uppdrag i den nämnd som beslutar"
        assert (elsewhere in answer.text) == (who == 4)
