"""Where a person is chosen outside the steps no list shows everybody: some are at hand, others are looked for."""

import re
from collections.abc import Iterator

import pytest
from django import forms
from django.urls import reverse

from dialog.forms.people_field import MOST_AT_HAND, PersonField
from dialog.models import Case, Person, Seat
from tests.story import Story

NEW = reverse("new_case")


@pytest.fixture
def many(house) -> int:
    """A house of many officials."""
    Person.objects.bulk_create(
        Person(username=f"p{n}", email=f"p{n}@sjovik.example", name=f"Person {n}", department=house.administration)
        for n in range(60)
    )
    return 60


def begin(story: Story, **typed: str):
    """Send the form of a new case."""
    facts = {"title": "Gungorna", "body": str(story.house.body.pk), "size": "small", **typed}
    return story.client("responsible").post(NEW, facts)


def found(page: str) -> list[str]:
    """The names of those whom a search has found on a page."""
    return re.findall(r'_hit\d+"[^>]*><span>([^<]+)<small>', page)


class TestANewCase:
    def test_begins_with_whoever_begins_it_and_names_nobody_else(self, story, many):
        page = story.client("responsible").get(NEW).text
        assert re.findall(r'name="responsible"[^>]*value="(\d*)" checked', page) == [str(story.house["responsible"].pk)]
        assert page.count('name="responsible"') == 1 and "Person 7" not in page

    def test_shows_whom_the_search_finds_on_the_page_itself(self, story, many):
        page = story.client("responsible").get(f"{NEW}?find-id_responsible=sara").text
        assert found(page) == ["Sara Nyberg"] and page.count("Sara Nyberg") == 1

    def test_is_not_begun_by_searching_and_keeps_what_was_typed(self, story):
        before = Case.objects.count()
        me = str(story.house["responsible"].pk)
        answer = begin(story, responsible=me, look="id_responsible", **{"find-id_responsible": "sara", "title": ""})
        assert found(answer.text) == ["Sara Nyberg"]
        assert "Det här saknas" not in answer.text and 'value="sara"' in answer.text
        assert Case.objects.count() == before

    def test_sent_with_a_search_and_nobody_chosen_shows_the_hits(self, story):
        answer = begin(story, **{"find-id_responsible": "sara"})
        assert answer.status_code == 422 and found(answer.text) == ["Sara Nyberg"]

    @pytest.mark.parametrize("pressed", [{}, {"look": "id_responsible"}])
    def test_is_begun_with_one_of_those_who_were_found(self, story, pressed):
        sara = Person.objects.get(name="Sara Nyberg")
        answer = begin(story, responsible=str(sara.pk), **{"find-id_responsible": "sara"}, **pressed)
        assert answer.status_code == 302 and Case.objects.latest("pk").responsible == sara

    def test_says_what_is_missing_where_nobody_is_looked_for(self, story):
        answer = begin(story, look="id_responsible", **{"find-id_responsible": " "})
        assert answer.status_code == 422 and "Välj vem som ska vara ansvarig." in answer.text

    def test_who_cannot_be_responsible_is_neither_found_nor_taken(self, story):
        elected = story.house["elected"]
        page = story.client("responsible").get(f"{NEW}?find-id_responsible={elected.name.split()[0]}").text
        assert elected.name not in found(page)
        assert begin(story, responsible=str(elected.pk)).status_code == 422


class TestAMember:
    FACTS = "add_member~find-add_member-person"

    def test_is_looked_for_where_the_case_stands(self, story, many):
        page = story.client("responsible").get(f"{story.url('step', 'facts')}?{self.FACTS}=frank").text
        assert found(page) == ["Frank Dahl"] and "Person 7" not in page

    def test_is_looked_for_without_scripts_and_then_added(self, story):
        client, frank = story.client("responsible"), story.house["stranger"]
        sheet = {"sheet": story.url("step", "facts"), self.FACTS: "frank", "add_member~role": "reader"}
        act = story.url("case_act", "add_member")
        answer = client.post(act, {**sheet, "press~add_member~look": "add_member-person"})
        assert found(answer.text) == ["Frank Dahl"] and "Välj en person" not in answer.text
        assert re.search(r'name="role"[^>]*value="reader" checked', answer.text)
        assert not story.case.memberships.filter(person=frank).exists()
        client.post(act, {"person": frank.pk, "role": "reader", "find-add_member-person": "frank"})
        assert story.case.memberships.get(person=frank).role == "reader"

    def test_of_a_body_of_many_is_looked_for_too(self, story, house):
        for n in range(MOST_AT_HAND + 1):
            person = house.person(f"l{n}", f"Ledamot {n}", department=None)
            Seat.objects.create(person=person, body=house.body, position="ledamot", start=story.today)
        page = story.client("responsible").get(story.url("step", "facts")).text
        assert "Ledamot 7" not in page
        page = story.client("responsible").get(f"{story.url('step', 'facts')}?{self.FACTS}=ledamot+7").text
        assert found(page) == ["Ledamot 7"]

    def test_the_administrator_looks_for_her_as_well(self, story):
        url, frank = reverse("admin:dialog_case_change", args=[story.pk]), story.house["stranger"]
        looking = {
            "act": "add_member",
            "look": "add_member-person",
            "find-add_member-person": "frank",
            "role": "reader",
        }
        answer = story.client("admin").post(url, looking)
        assert found(answer.text) == ["Frank Dahl"]
        assert re.search(r'name="role"[^>]*value="reader" checked', answer.text)
        assert not story.case.memberships.filter(person=frank).exists()


def test_a_seat_is_given_to_somebody_who_was_looked_for(story, house):
    client, url = story.client("admin"), reverse("admin:dialog_body_change", args=[house.body.pk])
    page = client.get(url).text
    row = re.findall(r"find-id_(seats-\d+)-person", page)[-1]
    frank = house["stranger"]
    kept = dict(re.findall(r'name="([\w-]+)"[^>]*? value="([^"]*)"', page.split("<main")[1].split("</main")[0]))
    kept |= {"name": house.body.name, "kind": house.body.kind, f"{row}-start": str(story.today)}
    kept = {name: value for name, value in kept.items() if name not in ("look", "act") and not name.startswith("find-")}
    answer = client.post(url, {**kept, f"{row}-person": "", f"find-id_{row}-person": "frank"})
    assert found(answer.text) == ["Frank Dahl"] and not frank.seats.exists()
    client.post(url, {**kept, f"{row}-person": str(frank.pk), f"find-id_{row}-person": "frank"})
    assert frank.seats.get().body == house.body


def all_forms(form: type = forms.BaseForm) -> Iterator[type]:
    """Every form that there is in the program."""
    yield form
    for kind in form.__subclasses__():
        yield from all_forms(kind)


def test_no_form_of_the_program_lists_people():
    reverse("inbox")  # reads all addresses, and with them all forms
    listing = {
        (form.__module__, form.__qualname__, name)
        for form in all_forms()
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.ModelChoiceField)
        and field.queryset is not None
        and field.queryset.model is Person
        and not isinstance(field, PersonField)
    }
    assert not listing


@pytest.mark.parametrize("who", ["responsible", "elected", "support", "admin"])
def test_no_page_lists_everybody(story, many, who):
    client = story.client(who)
    pages = [
        *(story.url("step", step) for step in ("facts", "responsibility", "goals", "learning")),
        story.url("step", "facts") + "?change",
        NEW,
        reverse("cases"),
        reverse("inbox"),
        reverse("admin:dialog_case_change", args=[story.pk]),
        reverse("admin:dialog_body_change", args=[story.house.body.pk]),
        reverse("admin:dialog_body_add"),
        reverse("admin:dialog_department_changelist"),
    ]
    answers = [client.get(page) for page in pages]
    assert sum(answer.status_code == 200 for answer in answers) >= 4
    named = {page: set(re.findall(r"Person \d+", answer.text)) for page, answer in zip(pages, answers, strict=True)}
    assert [page for page, names in named.items() if len(names) > 20] == []
