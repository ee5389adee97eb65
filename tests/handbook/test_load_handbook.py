"""Loading the handbook where there is none."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from dialog import clock
from dialog.models import Department
from handbook.models import Contact, DirectionGoal, Edition

MUNICIPALITY = """
handbook_editions = [2024-03-11, 2026-03-01]
definition_of_resident = "Alla i Sjövik."

[[principle]]
key = "trust"
title = "Tillit"
text = "Vi svarar alltid."

[[department]]
key = "hallbar"
name = "Avdelningen för hållbar utveckling"

[[contact]]
for = "Metoder"
department = "hallbar"
person = "petra.vang"

[[contact]]
for = "Frågor från invånare"
phone = "0980-319 200"

[[contact]]
for = "Någon som inte finns"
person = "ingen.alls"

[[direction_goal]]
key = "makt"
text = "Alla ska ha makt över sitt eget liv."
valid_from = 2024-01-01
valid_to = 2027-12-31
"""


@pytest.fixture
def municipality(tmp_path):
    path = tmp_path / "municipality.toml"
    path.write_text(MUNICIPALITY, encoding="utf-8")
    return path


def load(**options):
    out = StringIO()
    call_command("load_handbook", stdout=out, **options)
    return out.getvalue()


def test_a_new_installation_gets_the_first_edition_of_today(db):
    assert "Loaded" in load()
    edition = Edition.objects.get()
    assert edition.is_published
    assert edition.revised_on == clock.today()
    assert edition.principles.count() == 5
    assert edition.note == ""


def test_the_edition_can_be_given_its_day(db):
    load(on=dt.date(2026, 3, 1))
    assert Edition.objects.get().revised_on == dt.date(2026, 3, 1)


def test_loading_again_changes_nothing(db):
    load()
    edition = Edition.objects.get()
    edition.pages.filter(key="goals").update(title="Våra mål")
    assert load() == ""
    assert Edition.objects.get().pages.get(key="goals").title == "Våra mål"


def test_a_municipality_brings_its_own_editions_principles_contacts_and_goals(db, municipality, petra):
    Department.objects.create(name="Avdelningen för hållbar utveckling", email="hallbar@sjovik.example")
    load(municipality=municipality)
    load(municipality=municipality)
    assert [str(edition) for edition in Edition.objects.published()] == ["2024-03-11", "2026-03-01"]
    newest = Edition.objects.published().last()
    assert newest.definition_of_resident == "Alla i Sjövik."
    assert [principle.title for principle in newest.principles.all()] == ["Tillit"]
    assert newest.pages.get(key="feedback").principle.title == "Tillit"
    assert newest.pages.get(key="responsibility").principle is None
    assert [goal.key for goal in DirectionGoal.objects.all()] == ["makt"]


def test_contacts_are_found_by_name_and_account_and_nobody_is_made_up(db, municipality, petra):
    Department.objects.create(name="Avdelningen för hållbar utveckling", email="hallbar@sjovik.example")
    load(municipality=municipality)
    methods, residents = Contact.objects.all()
    assert methods.person == petra
    assert methods.email == "petra.vang@sjovik.example"
    assert residents.phone == "0980-319 200"


def test_a_contact_without_a_person_has_the_departments_address(db):
    department = Department.objects.create(name="Kommunikation", email="kommunikation@sjovik.example")
    assert Contact(subject="Texter", department=department, order=1).email == "kommunikation@sjovik.example"
    assert Contact(subject="Texter", department=department, order=1, own_email="a@b.example").email == "a@b.example"


def test_a_contact_that_cannot_be_reached_is_impossible(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.create(subject="Ingen", order=1)


@pytest.mark.parametrize(
    ("day", "holds"), [("2023-12-31", False), ("2024-01-01", True), ("2027-12-31", True), ("2028-01-01", False)]
)
def test_a_goal_of_the_council_holds_from_its_first_day_to_its_last(db, municipality, day, holds):
    load(municipality=municipality)
    assert DirectionGoal.objects.in_force(dt.date.fromisoformat(day)).exists() is holds


def test_a_goal_without_an_end_goes_on(db):
    DirectionGoal.objects.create(key="a", text="A", valid_from=dt.date(2024, 1, 1))
    assert DirectionGoal.objects.in_force(dt.date(2090, 1, 1)).exists()
