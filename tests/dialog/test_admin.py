"""Organisation: who may be there, what is kept, what an administrator cannot do, and who changed what."""

import datetime as dt

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, get_resolver, reverse

from dialog import municipality
from dialog.admin import site
from dialog.models import Area, Body, Department, Event, Membership, Municipality, Person, Seat
from handbook.models import DirectionGoal
from tests.dialog.organisation import rows, url
from tests.story import Story

KINDS = {"body": Body, "department": Department, "area": Area, "person": Person}


class TestWhoMayBeHere:
    @pytest.mark.parametrize(
        "name", ["index", "dialog_person_changelist", "dialog_person_add", "dialog_case_changelist"]
    )
    def test_an_administrator_needs_no_other_mark(self, house, admin, name):
        Person.objects.filter(pk=house["admin"].pk).update(is_staff=False)
        assert admin.get(reverse(f"admin:{name}")).status_code == 200

    @pytest.mark.parametrize("who", ["support", "communicator", "responsible", "elected", "stranger"])
    def test_nobody_else_may(self, house, who):
        client = Client()
        client.force_login(house[who])
        assert client.get(reverse("admin:index")).status_code == 403
        assert client.post(url("person", "add"), {"name": "X"}).status_code == 403

    def test_a_superuser_gets_nothing_more(self, house):
        Person.objects.filter(pk=house["stranger"].pk).update(is_superuser=True, is_staff=True)
        client = Client()
        client.force_login(house["stranger"])
        assert client.get(reverse("admin:index")).status_code == 403

    def test_who_is_not_signed_in_signs_in_where_everybody_does(self, db):
        answer = Client().get(url("body"))
        assert answer.status_code == 302 and answer["Location"] == f"{reverse('login')}?next={url('body')}"
        assert Client().get(reverse("admin:login"))["Location"].startswith(reverse("login"))

    def test_who_is_no_longer_an_administrator_is_out_at_once(self, house, admin):
        Person.objects.filter(pk=house["admin"].pk).update(is_administrator=False)
        assert admin.get(reverse("admin:index")).status_code == 403

    def test_only_administrators_see_it_in_the_menu(self, house, admin):
        assert reverse("admin:index") in admin.get(reverse("inbox")).text
        other = Client()
        other.force_login(house["responsible"])
        assert reverse("admin:index") not in other.get(reverse("inbox")).text

    def test_every_address_is_for_administrators(self, house):
        """Whatever the site serves, somebody else is refused; unknown addresses are not there."""
        client = Client()
        client.force_login(house["support"])
        names = [
            name
            for name in get_resolver("dialog.urls").namespace_dict["admin"][1].reverse_dict
            if isinstance(name, str)
        ]
        assert len(names) > 25
        for name in names:
            for args in ([], [1], ["1", "1"], ["dialog"]):
                try:
                    address = reverse(f"admin:{name}", args=args)
                except NoReverseMatch:
                    continue
                assert client.get(address).status_code == (302 if name == "login" else 403), address


class TestNothingBreaksARule:
    def test_what_is_kept(self, db):
        kept = {model._meta.model_name for model in site._registry}
        assert kept == {
            *("person", "case", "body", "department", "area", "directiongoal", "municipality", "logentry"),
        }

    @pytest.mark.parametrize("model", KINDS)
    def test_nothing_is_erased(self, house, admin, model):
        Area.objects.create(name="Hamnviken")
        thing = KINDS[model].objects.order_by("pk").first()
        address = url(model, "delete", thing.pk)
        assert admin.post(address, {"post": "yes"}).status_code == 403
        assert KINDS[model].objects.filter(pk=thing.pk).exists()

    def test_a_case_has_no_form_of_rows(self, story, admin):
        for act in ("add", "delete", "history"):
            with pytest.raises(NoReverseMatch):
                url("case", act, *([] if act == "add" else [story.pk]))

    def test_what_was_saved_is_said_in_plain_swedish(self, admin):
        said = admin.post(
            url("body", "add"), {**rows("seats"), "name": "Socialnämnden", "kind": "committee"}, follow=True
        )
        assert "Sparat: organ ”" in said.text and "Lade till" not in said.text

    def test_there_is_no_second_municipality_to_be_added(self, admin):
        assert "_addanother" not in admin.get(url("municipality", "add")).text
        assert "_addanother" in admin.get(url("area", "add")).text

    def test_an_empty_list_is_no_search_without_hits(self, admin):
        assert "Inget här än" in admin.get(url("area")).text
        assert "Inget här än" not in admin.get(url("area"), {"q": "hamn"}).text

    def test_what_is_chosen_from_begins_with_a_word(self, admin):
        assert "---" not in admin.get(url("department", "add")).text + admin.get(url("person", "add")).text

    def test_pages_need_no_script_and_no_style_of_their_own(self, story, admin):
        for address in (
            reverse("admin:index"),
            url("person"),
            url("person", "add"),
            url("case"),
            url("municipality", "add"),
        ):
            text = admin.get(address, follow=True).text
            assert "admin/js" not in text and "<style" not in text and "style=" not in text, address
            assert "admin/css" not in text

    @pytest.mark.parametrize("model", ["person", "case", "body", "department", "area"])
    def test_a_list_costs_the_same_however_long_it_is(self, story, admin, model):
        def queries() -> int:
            with CaptureQueriesContext(connection) as caught:
                assert admin.get(url(model)).status_code == 200
            return len(caught)

        queries()
        few = queries()
        for n in range(5):
            Person.objects.create(username=f"p{n}", name=f"P {n}", department=story.house.department)
            Body.objects.create(name=f"Nämnd {n}")
            Department.objects.create(name=f"Avdelning {n}", parent=story.house.department)
            Area.objects.create(name=f"Område {n}")
            Story(story.house, title=f"Dialog {n}")
        assert queries() <= few + 1 <= 20  # the municipality is read anew each minute


class TestBodiesAndSeats:
    def test_a_body_begins_gets_its_people_and_ends(self, house, admin):
        seat = {"person": str(house["stranger"].pk), "position": "ordförande", "start": "2026-01-01", "end": ""}
        data = {"name": "Kulturnämnden", "short": "KN", "kind": "committee", "ended_on": "", **rows("seats", seat)}
        answer = admin.post(url("body", "add"), data)
        assert answer.status_code == 302, answer.context["errors"]
        body = Body.objects.get(name="Kulturnämnden")
        assert [str(seat) for seat in body.seats.all()] == ["Frank Dahl, Kulturnämnden"]
        there = {**seat, "id": str(body.seats.get().pk), "end": "2026-12-31"}
        admin.post(
            url("body", "change", body.pk), {**data, "ended_on": "2026-12-31", **rows("seats", there, initial=1)}
        )
        body.refresh_from_db()
        assert body.ended_on == dt.date(2026, 12, 31) == body.seats.get().end

    def test_a_body_that_ends_says_which_cases_it_still_owns(self, story, admin):
        data = {"name": "Tekniska nämnden", "short": "TN", "kind": "committee", "ended_on": "2026-12-31"}
        seats = [
            {"id": str(seat.pk), "person": str(seat.person_id), "start": "2023-01-01"}
            for seat in story.house.body.seats.all()
        ]
        data |= rows("seats", *seats, initial=len(seats))
        answer = admin.post(url("body", "change", story.house.body.pk), data, follow=True)
        assert "Norra stranden" in answer.text

    def test_a_seat_is_not_given_to_somebody_else(self, house, admin):
        seat = Seat.objects.get(person=house["elected"])
        row = {"id": str(seat.pk), "person": str(house["stranger"].pk), "position": "x", "start": "2023-01-01"}
        data = {"name": "Tekniska nämnden", "short": "TN", "kind": "committee"}
        substitute = Seat.objects.get(person=house["substitute"])
        other = {"id": str(substitute.pk), "person": str(house["substitute"].pk), "start": "2023-01-01"}
        answer = admin.post(url("body", "change", house.body.pk), {**data, **rows("seats", row, other, initial=2)})
        assert answer.status_code == 302
        seat.refresh_from_db()
        assert seat.person == house["elected"] and seat.position == "x"

    def test_a_seat_that_ends_before_it_starts_is_refused(self, house, admin):
        row = {"person": str(house["stranger"].pk), "start": "2026-02-01", "end": "2026-01-01"}
        answer = admin.post(url("body", "add"), {"name": "Nämnden", "kind": "committee", **rows("seats", row)})
        assert answer.status_code == 200 and not Body.objects.filter(name="Nämnden").exists()

    def test_a_seat_that_ends_makes_its_case_wait_for_an_elected_member(self, story):
        assert ("no_elected_member", "responsible") not in story.waits()
        for seat in story.house.body.seats.all():
            seat.end = story.today - dt.timedelta(days=1)
            seat.save()
        assert ("no_elected_member", "responsible") in story.waits()

    def test_a_department_is_no_part_of_itself(self, house, admin):
        below = Department.objects.create(name="Miljö", parent=house.department)
        data = {"name": "Hållbar utveckling", "parent": str(below.pk), "email": "", "address": ""}
        answer = admin.post(url("department", "change", house.department.pk), data)
        assert "kan inte" in answer.text or "cannot belong to itself" in answer.text
        house.department.refresh_from_db()
        assert house.department.parent is None

    def test_a_direction_goal_keeps_the_key_that_it_began_with(self, admin):
        data = {"text": "Jämlik makt över det egna livet", "valid_from": "2023-01-01", "valid_to": ""}
        for begins in ("2023-01-01", "2024-01-01"):
            added = admin.post(url("directiongoal", "add", app="handbook"), data | {"valid_from": begins})
            assert added.status_code == 302
        first, second = DirectionGoal.objects.order_by("pk")
        assert (first.key, second.key) == ("jamlik-makt-over-det-egna-livet", "jamlik-makt-over-det-egna-livet-2")
        address = url("directiongoal", "change", first.pk, app="handbook")
        admin.post(address, {**data, "text": "Lika makt"})
        first.refresh_from_db()
        assert (first.text, first.key) == ("Lika makt", "jamlik-makt-over-det-egna-livet")


class TestPeopleOfACase:
    def test_the_list_tells_title_body_and_people_of_every_case(self, story, admin):
        story.case.__class__.objects.filter(pk=story.pk).update(visibility="members_only")
        text = admin.get(url("case")).text
        for told in ("Norra stranden", "Tekniska nämnden", "Amir Haddad", "Karin Lund"):
            assert told in text
        assert admin.get(reverse("case", args=[story.pk])).status_code == 404

    def test_she_adds_and_ends_memberships_by_the_acts(self, story, admin):
        address = url("case", "change", story.pk)
        new = {"act": "add_member", "person": str(story.house["stranger"].pk), "role": "reader"}
        assert admin.post(address, new).status_code == 302
        membership = Membership.objects.get(case=story.pk, person=story.house["stranger"])
        assert membership.role == "reader" and membership.holds(story.today)
        assert admin.post(address, {"act": "end_membership", "membership": str(membership.pk)}).status_code == 302
        membership.refresh_from_db()
        assert not membership.holds(story.today)
        assert list(Event.objects.filter(by=story.house["admin"]).values_list("act", flat=True)) == [
            "end_membership",
            "add_member",
        ]
        assert "Frank Dahl" in admin.get(address).text

    @pytest.mark.parametrize(
        "data",
        [
            {"act": "add_member", "person": "admin", "role": "elected"},
            {"act": "add_member", "person": "elected", "role": "reader"},
            {"act": "add_member", "person": "stranger", "role": "boss"},
            {"act": "end_membership", "membership": "responsible"},
            {"act": "end_membership", "membership": "x\x00"},
        ],
    )
    def test_what_the_acts_refuse_is_refused(self, story, admin, data):
        people = story.house.people
        if data.get("person") in people:
            data = {**data, "person": str(people[data["person"]].pk)}
        if data.get("membership") in people:
            data = {**data, "membership": str(Membership.objects.get(person=people[data["membership"]]).pk)}
        before = list(Membership.objects.values())
        assert admin.post(url("case", "change", story.pk), data).status_code == 422
        assert list(Membership.objects.values()) == before

    @pytest.mark.parametrize("act", ["set_visibility", "pause", "change_responsible", "nonsense", ""])
    def test_she_can_do_nothing_else_with_a_case(self, story, admin, act):
        admin.post(url("case", "change", story.pk), {"act": act, "visibility": "members_only"})
        assert not Event.objects.filter(by=story.house["admin"]).exists()


class TestTheLog:
    def test_who_changed_what_is_written_down_with_before_and_now(self, house, admin):
        data = {
            "name": "Hållbar utveckling",
            "parent": "",
            "email": "ny@sjovik.example",
            "address": "",
            "owns_handbook": "on",
        }
        admin.post(url("department", "change", house.department.pk), data)
        entry = LogEntry.objects.get()
        assert entry.user == house["admin"]
        assert "hallbar.utveckling@sjovik.example → ny@sjovik.example" in entry.get_change_message()
        assert "ny@sjovik.example" in admin.get(url("logentry", app="admin")).text
        assert "ny@sjovik.example" in admin.get(url("department", "history", house.department.pk)).text

    def test_the_log_is_narrowed_by_what_was_changed_as_the_organisation_calls_it(self, house, admin):
        admin.post(url("area", "add"), {"name": "Hamnviken"})
        page = admin.get(url("logentry", app="admin"), {"what": "wild"}).text
        assert "Hamnviken" in page and "Dialog |" not in page
        kind = LogEntry.objects.get().content_type_id
        assert "Hamnviken" in admin.get(url("logentry", app="admin"), {"what": kind}).text
        assert "Hamnviken" not in admin.get(url("logentry", app="admin"), {"what": kind + 1}).text

    def test_a_role_that_was_given_is_written_down(self, house, admin):
        person = house["stranger"]
        data = {
            "name": person.name,
            "email": person.email,
            "username": person.username,
            "is_active": "on",
            "is_support": "on",
        }
        assert admin.post(url("person", "change", person.pk), {**data, **rows("seats")}).status_code == 302
        assert "→" in LogEntry.objects.get().get_change_message()

    def test_the_log_itself_is_only_read(self, house, admin):
        admin.post(url("area", "add"), {"name": "Hamnviken"})
        entry = LogEntry.objects.get()
        assert admin.post(url("logentry", "change", entry.pk, app="admin"), {}).status_code == 403
        assert admin.post(url("logentry", "add", app="admin"), {}).status_code == 403


def test_the_municipality_is_one_and_stays_one(house, admin):
    assert admin.get(url("municipality"))["Location"] == url("municipality", "change", house.municipality.pk)
    assert admin.post(url("municipality", "add"), {"name": "En till"}).status_code == 403
    assert Municipality.objects.count() == 1


def test_the_first_municipality_is_added_where_there_is_none(db):
    person = Person.objects.create(username="a", name="A", is_administrator=True)
    client = Client()
    client.force_login(person)
    assert client.get(url("municipality"))["Location"] == url("municipality", "add")


@pytest.mark.parametrize(
    ("day", "months", "until"),
    [
        (dt.date(2026, 11, 6), 6, dt.date(2027, 5, 6)),
        (dt.date(2026, 8, 31), 6, dt.date(2027, 2, 28)),
        (dt.date(2026, 12, 31), 12, dt.date(2027, 12, 31)),
        (dt.date(2027, 12, 1), 1, dt.date(2028, 1, 1)),
    ],
)
def test_how_long_contact_details_are_kept_is_the_municipalitys_choice(house, day, months, until):
    house.municipality.contacts_kept_months = months
    house.municipality.save()
    assert municipality.contacts_kept_until(day) == until
