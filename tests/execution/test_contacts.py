"""Participants' contact details: apart, for the case's civil servants alone, and disposed of."""

import datetime as dt

import pytest

from dialog.acts.core import Refused
from dialog.acts.course import end_early
from dialog.models import Event, Revision
from execution.acts.contacts import is_due
from execution.forms.contacts import people_in
from execution.models import ContactDetail, ContactRegister
from tests.execution.tale import Tale, swedish

PEOPLE = [("Ann Berg", "ann@mail.example"), ("", "070-174 06 05")]


def register(tale: Tale, **facts) -> ContactRegister:
    """Begin a register with two people in it."""
    whole = {
        "activities": [],
        "legal_basis": "public_interest",
        "purpose": "Skicka återkoppling",
        "disposal_date": tale.story.today + dt.timedelta(days=30),
        **facts,
    }
    key = tale.story.act("keep_register", "activities", **whole).facts["register"]
    tale.story.act("add_contacts", "activities", register=key, people=PEOPLE)
    return ContactRegister.objects.get(key=key)


def test_a_register_has_its_purpose_legal_basis_and_disposal_date(tale: Tale):
    found = register(tale)
    assert (found.legal_basis, found.number_of_people) == ("public_interest", 2)
    attempt = tale.story.attempt(
        "keep_register",
        "activities",
        activities=[],
        legal_basis="consent",
        purpose="Skicka",
        disposal_date=tale.story.today,
    )
    assert [lack.sentence for lack in attempt.missing] == ["Choose a date in the future."]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("responsible", 200),
        ("civil_servant", 200),
        ("elected", 403),
        ("reader", 403),
        ("support", 403),
        ("communicator", 403),
        ("admin", 403),
        ("stranger", 403),
    ],
)
def test_only_the_cases_civil_servants_read_it(tale: Tale, who: str, status: int):
    found = register(tale)
    answer = tale.story.client(who).get(tale.story.url("contact_register", found.key))
    assert answer.status_code == status
    assert ("ann@mail.example" in answer.content.decode()) == (status == 200)
    page = tale.story.client(who).get(tale.story.url("step", "activities")).content.decode()
    assert "ann@mail.example" not in page
    assert (tale.story.url("contact_register", found.key) in page) == (status == 200)


@pytest.mark.parametrize("who", ["elected", "reader"])
def test_nobody_else_writes_in_it(tale: Tale, who: str):
    found = register(tale)
    detail = found.details.get(name="Ann Berg")
    one = {"register": found.key, "detail": detail.pk}
    tries = {
        "keep_register": {"register": found.key, "purpose": "Annat", "disposal_date": found.disposal_date},
        "add_contacts": {"register": found.key, "people": [("Bo", "1")]},
        "remove_contact": one,
        "correct_contact": {**one, "called": "Bo", "contact": "1"},
        "dispose_register": {"register": found.key, "decision": "§ 12"},
    }
    for act, facts in tries.items():
        with pytest.raises(Refused):
            tale.story.attempt(act, "activities", by=who, **facts)
    assert [one.name for one in found.details.all()] == ["Ann Berg", ""]


def test_no_event_and_no_revision_says_who_stands_in_it(tale: Tale):
    register(tale)
    said = [f"{one.note} {one.facts}" for one in Event.objects.all()] + [
        str(one.data) for one in Revision.objects.all()
    ]
    assert not any("ann@mail.example" in text or "Ann Berg" in text for text in said)


def test_somebody_who_asks_for_it_is_erased(tale: Tale):
    found = register(tale)
    tale.story.act("remove_contact", "activities", register=found.key, detail=found.details.first().pk)
    found.refresh_from_db()
    assert found.number_of_people == found.details.count() == 1


def test_it_waits_for_the_responsible_official_on_its_day_until_it_is_disposed_of(tale: Tale):
    found = register(tale)
    tale.story.later(days=29)
    assert ("register_due", "responsible") not in tale.story.waits() and not is_due(found, tale.story.today)
    tale.story.later(days=1)
    assert ("register_due", "responsible") in tale.story.waits() and is_due(found, tale.story.today)
    tale.story.act("dispose_register", "activities", register=found.key, decision="Gallringsbeslut 2024, § 12")
    assert ("register_due", "responsible") not in tale.story.waits()


def test_disposal_names_its_decision_and_keeps_nothing_but_how_many_they_were(tale: Tale):
    found = register(tale)
    attempt = tale.story.attempt("dispose_register", "activities", register=found.key)
    assert [lack.sentence for lack in attempt.missing] == ["Enter which disposal decision you are following."]
    tale.story.act("dispose_register", "activities", register=found.key, decision="Gallringsbeslut 2024, § 12")
    found.refresh_from_db()
    assert not ContactDetail.objects.exists()
    assert (found.number_of_people, found.disposed_by) == (2, tale.story.house["responsible"])
    with pytest.raises(Refused):
        tale.story.attempt("add_contacts", "activities", register=found.key, people=PEOPLE)


def test_it_is_disposed_of_in_a_closed_case_too(tale: Tale):
    found = register(tale)
    end_early(tale.story.pk, by=tale.story.house["elected"], reason="Inga pengar.", at=tale.story.now)
    with pytest.raises(Refused):
        tale.story.attempt("add_contacts", "activities", register=found.key, people=PEOPLE)
    tale.story.act("dispose_register", "activities", register=found.key, decision="§ 12")
    assert not ContactDetail.objects.exists()


def test_it_waits_in_a_closed_case_too(tale: Tale):
    register(tale)
    end_early(tale.story.pk, by=tale.story.house["elected"], reason="Inga pengar.", at=tale.story.now)
    tale.story.later(days=31)
    assert ("register_due", "responsible") in tale.story.waits()


def test_the_register_is_kept_from_its_pages(tale: Tale):
    client, story = tale.story.client("civil_servant"), tale.story
    new = story.url("new_contact_register")
    assert client.get(new).status_code == 200
    facts = {"purpose": "Skicka återkoppling", "legal_basis": "consent", "disposal_date": "2027-03-31"}
    assert client.post(new, facts | {"disposal_date": "31/2"}).status_code == 422
    answer = client.post(new, facts)
    assert answer.status_code == 302
    page = answer["Location"]
    assert "no-store" in client.get(page)["Cache-Control"]
    assert client.post(page, {"act": "add_contacts", "people": ""}).status_code == 422
    client.post(page, {"act": "add_contacts", "people": "Ann Berg; ann@mail.example\n\n070-174 06 05"})
    assert list(ContactDetail.objects.values_list("name", "contact")) == PEOPLE
    client.post(page, {"act": f"remove_contact {ContactDetail.objects.last().pk}"})
    assert client.post(page, {"act": "dispose_register"}).status_code == 422
    assert client.post(page, {"act": "dispose_register", "decision": "§ 12"}).status_code == 302
    assert not ContactDetail.objects.exists()
    assert client.post(page, {"act": "approve"}).status_code == 404


@pytest.mark.parametrize(
    ("line", "person"),
    [
        ("Ann Berg; ann@mail.example", ("Ann Berg", "ann@mail.example")),
        ("Ann Berg, 070-174 06 05", ("Ann Berg", "070-174 06 05")),
        ("Ann Berg, Storgatan 1, 123 45 Sjövik", ("Ann Berg", "Storgatan 1, 123 45 Sjövik")),
        ("070-174 06 05, helst kvällar", ("", "070-174 06 05, helst kvällar")),
        ("ann@mail.example;", ("", "ann@mail.example")),
        ("Ann, på biblioteket", ("", "Ann, på biblioteket")),
    ],
)
def test_a_name_stands_before_a_semicolon_or_a_comma(line: str, person: tuple[str, str]):
    assert list(people_in(f"\n{line}\n")) == [person]


def test_the_pages_say_what_is_missing_and_what_was_saved(tale: Tale):
    client, new = tale.story.client("civil_servant"), tale.story.url("new_contact_register")
    facts = {"purpose": "Skicka återkoppling", "legal_basis": "consent", "disposal_date": "2027-03-31"}
    page = client.post(new, facts | {"purpose": ""}).text
    assert swedish("Enter what the details will be used for.") in page and "data-focus" in page
    answer = client.post(new, facts, follow=True)
    assert swedish("The register has been saved.") in answer.text
    url = answer.redirect_chain[0][0]
    assert swedish("Enter at least one person.") in client.post(url, {"act": "add_contacts"}).text
    answer = client.post(url, {"act": "add_contacts", "people": "Ann Berg; ann@mail.example"}, follow=True)
    assert "1 person är tillagd." in answer.text


def test_a_register_of_another_case_is_not_found(tale: Tale):
    assert tale.story.client("responsible").get(tale.story.url("contact_register", "0000abcd")).status_code == 404
