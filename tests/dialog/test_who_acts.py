"""A name gives no right: elected is who has a seat today, a civil servant who belongs to a department today.

Judged when somebody is made a member, and at every act again; who has left reads what a reader reads, and acts no more.
"""

import datetime as dt

import pytest
from django.http import Http404
from django.urls import reverse

from dialog.acts.case import copy_case, create_case
from dialog.acts.core import Refused, run
from dialog.acts.course import change_responsible
from dialog.acts.members import add_member
from dialog.cases.case_acts import CASE_ACTS
from dialog.cases.inbox import waits_for
from dialog.models import Body, Case, Event, Membership, Person, Seat
from dialog.models import house as in_house
from dialog.process.access import readable_cases
from dialog.process.act import ACTS
from dialog.process.phases import process
from dialog.rights import CASE_RIGHTS, READER, STEP_RIGHTS
from tests.story import PURPOSE, TEXTS


@pytest.fixture
def former(house) -> Person:
    """Somebody who sat in the body until yesterday, and has nothing else here."""
    person = house.people["former"] = house.person("former", "Omar Lind", department=None)
    Seat.objects.create(person=person, body=house.body, start=dt.date(2023, 1, 1), end=dt.date(2026, 11, 2))
    return person


def leave_the_seat(story, *who):
    """The last seat of some elected members has ended yesterday."""
    for key in who:
        for seat in story.house[key].seats.all():
            seat.end = story.today - dt.timedelta(days=1)
            seat.save()


def leave_the_department(story, *who):
    for key in who:
        person = Person.objects.get(pk=story.house[key].pk)
        person.department = None
        person.save()
        story.house.people[key] = person


def leave(story, who):
    (leave_the_seat if who == "elected" else leave_the_department)(story, who)


LEAVERS = ["elected", "civil_servant"]


class TestWhoHasLeft:
    @pytest.mark.parametrize("who", LEAVERS)
    def test_has_of_every_right_what_a_reader_has(self, story, who):
        before = story.access(who).capacities
        leave(story, who)
        assert before & {"elected", "elected_of_body", "civil_servant"}
        assert story.access(who).capacities == {"signed_in", READER}
        mine, reader = story.access(who), story.access("reader")
        asked = [(act, role) for act, roles in STEP_RIGHTS.items() for role in roles]
        assert len(asked) > 60
        assert [pair for pair in asked if mine.may_at(*pair) != reader.may_at(*pair)] == []
        assert [act for act in CASE_RIGHTS if mine.may(act) != reader.may(act)] == []

    @pytest.mark.parametrize("who", LEAVERS)
    def test_is_refused_every_act_at_every_step(self, story, house, who):
        leave(story, who)
        told = Event.objects.count()
        tried = 0
        for step in process.steps():
            for act in sorted(ACTS):
                if READER in STEP_RIGHTS[act].get(step.role, ()):
                    continue
                tried += 1
                with pytest.raises(Refused):
                    run(act, story.pk, step.key, by=house[who], data=TEXTS.get(step.key), at=story.now)
        assert tried > 400
        assert Event.objects.count() == told

    @pytest.mark.parametrize("who", LEAVERS)
    def test_is_refused_everything_that_is_done_with_the_case(self, story, who):
        leave(story, who)
        client = story.client(who)
        answers = {case_act.act: client.post(story.url("case_act", case_act.act)).status_code for case_act in CASE_ACTS}
        assert len(answers) > 10
        assert {code for act, code in answers.items()} <= {403, 422}
        assert [act for act in answers if story.access(who).may(act) and act != "copy"] == []

    def test_a_proposal_waits_for_those_who_still_sit_alone(self, story, house):
        story.act("propose", "purpose", data=PURPOSE)
        assert waits_for(house["elected"], story.now).count() == 1
        leave_the_seat(story, "elected")
        assert not waits_for(house["elected"], story.now).exists()
        assert waits_for(house["substitute"], story.now).count() == 1
        page = story.client("reader").get(story.url("case")).text
        assert "Kjell Berg eller Elin Strand svarar på förslaget" in page

    def test_a_seat_in_another_body_is_enough_to_approve(self, story, house):
        story.act("propose", "purpose", data=PURPOSE)
        story.act("approve", "purpose", by="other_body")
        assert story.record("purpose").done

    def test_a_seat_in_a_body_that_has_ended_is_none(self, story, house):
        story.act("propose", "purpose", data=PURPOSE)
        house.other_body.ended_on = story.today - dt.timedelta(days=1)
        house.other_body.save()
        with pytest.raises(Refused):
            story.attempt("approve", "purpose", by="other_body")

    def test_what_came_back_to_who_has_left_waits_for_the_responsible_official(self, story, house):
        story.act("propose", "purpose", by="civil_servant", data=PURPOSE)
        story.act("send_back", "purpose", comment="Skriv om det.")
        assert ("sent_back", "person") in story.waits()
        leave_the_department(story, "civil_servant")
        assert ("sent_back", "responsible") in story.waits()
        assert waits_for(house["responsible"], story.now).filter(kind="sent_back").exists()

    def test_the_page_about_the_case_says_whose_part_gives_nothing_any_more(self, story):
        leave_the_seat(story, "elected")
        leave_the_department(story, "civil_servant")
        page = story.client("responsible").get(story.url("step", "facts")).text
        assert "Har inget uppdrag längre" in page
        assert "Hör inte längre till någon avdelning" in page


class TestToBeMadeAMember:
    @pytest.mark.parametrize(
        ("who", "role", "may"),
        [
            ("stranger", "elected", False),
            ("stranger", "civil_servant", True),
            ("stranger", "reader", True),
            ("seated", "elected", True),
            ("seated", "civil_servant", False),
            ("seated", "reader", True),
            ("former", "elected", False),
            ("former", "civil_servant", False),
            ("former", "reader", True),
        ],
    )
    def test_needs_what_the_role_needs(self, story, house, former, who, role, may):
        seated = house.people["seated"] = house.person("seated", "Nya Nilsson", department=None)
        Seat.objects.create(person=seated, body=house.other_body, start=story.today)
        if may:
            assert story.join(who, role).role == role
            assert story.access(who).role == role
        else:
            with pytest.raises(Refused):
                story.join(who, role)

    def test_as_responsible_official_needs_a_department(self, story, house, former):
        for person in (former, house["elected"]):
            with pytest.raises(Refused):
                change_responsible(story.pk, by=house["responsible"], responsible=person, at=story.now)
            with pytest.raises(Refused):
                create_case(by=house["stranger"], title="Ny", body=house.body, responsible=person, at=story.now)
            offered = in_house.may_be_responsible(story.today)
            assert person not in offered and house["stranger"] in offered


class TestWhoHasNothingHere:
    def test_reads_no_case_but_those_she_was_made_a_reader_of(self, story, house, former):
        with pytest.raises(Http404):
            story.access("former")
        assert not readable_cases(former).exists()
        add_member(story.pk, by=house["responsible"], person=former, role="reader", at=story.now)
        assert story.access("former").capacities == {"signed_in", READER}
        assert list(readable_cases(former)) == [story.case]

    def test_begins_none_and_copies_none(self, story, house, former):
        story.join("former", "reader")
        with pytest.raises(Refused):
            create_case(by=former, title="Ny", body=house.body, responsible=house["responsible"], at=story.now)
        with pytest.raises(Refused):
            copy_case(story.pk, by=former, title="Kopia", at=story.now)
        assert Case.objects.count() == 1
        client = story.client("former")
        assert client.get(reverse("new_case")).status_code == 403
        assert client.post(story.url("case_act", "copy"), {"new_title": "Kopia"}).status_code == 403
        assert reverse("new_case") not in client.get(reverse("cases")).text

    def test_is_offered_nowhere_as_an_official(self, story, house, former):
        offered = story.client("responsible").get(reverse("new_case")).context["form"].fields["responsible"].queryset
        assert former not in offered and house["stranger"] in offered
        assert str(former.pk) not in dict(story.access().picks("people", [str(former.pk)]).all)

    def test_a_role_in_the_whole_organisation_is_something(self, story, house):
        for flag in ("is_communicator", "is_support"):
            person = house.person(flag, flag, department=None, **{flag: True})
            assert in_house.belongs(person, story.today) and in_house.may_create(person, story.today)
            assert story.case in readable_cases(person)

    def test_the_administrator_is_shown_who_lost_the_last_seat(self, story, house, former):
        page = story.client("admin").get(reverse("admin:index")).text
        assert "1 person har varken uppdrag eller avdelning längre" in page
        address = reverse("admin:dialog_person_changelist") + "?here=without_seat"
        assert address in page
        listed = story.client("admin").get(address).text
        assert "Omar Lind" in listed and "Karin Lund" not in listed
        leave_the_seat(story, "elected")
        assert (
            "2 personer har varken uppdrag eller avdelning längre" in story.client("admin").get(reverse("inbox")).text
        )

    def test_who_has_a_seat_to_come_a_department_or_a_closed_account_is_not_among_them(self, story, house, former):
        assert list(in_house.without_seat(story.today)) == [former]
        Seat.objects.create(person=former, body=house.body, start=story.today + dt.timedelta(days=60))
        assert not in_house.without_seat(story.today).exists()
        former.seats.filter(end=None).delete()
        former.is_active = False
        former.save()
        assert not in_house.without_seat(story.today).exists()


@pytest.mark.parametrize("body_ends", [None, -1, 0, 1])
@pytest.mark.parametrize("seat", [(-9, None), (-9, -1), (-9, 0), (-9, 1), (0, None), (1, None)], ids=str)
def test_lists_and_cases_judge_a_seat_alike_on_its_first_and_last_day_and_its_bodys(
    story, house, former, seat, body_ends
):
    days = [None if far is None else story.today + dt.timedelta(days=far) for far in (*seat, body_ends)]
    Body.objects.filter(pk=house.other_body.pk).update(ended_on=days[2])
    held = Seat.objects.create(person=former, body=house.other_body, start=days[0], end=days[1])
    held = Seat.objects.select_related("body").get(pk=held.pk)
    holds = seat[0] <= 0 and all(end is None or end >= 0 for end in (seat[1], body_ends))
    assert held.holds(story.today) == holds == (held in in_house.seated(story.today))
    assert in_house.belongs(former, story.today) == holds == (former in in_house.who_belong(story.today))
    there = body_ends is None or body_ends >= 0
    is_to_come = seat == (1, None) and there
    assert (former in in_house.without_seat(story.today)) == (not holds and not is_to_come)
    assert (house.other_body in in_house.bodies(story.today)) == there


def test_who_has_a_role_in_the_whole_organisation_belongs_in_lists_too(story, house, former):
    for flag in ("is_communicator", "is_support"):
        person = house.person(flag, flag, department=None, **{flag: True})
        assert person in in_house.who_belong(story.today)
    assert former not in in_house.who_belong(story.today)


def test_a_membership_of_who_has_left_is_kept_and_gives_again_what_it_gave_when_she_comes_back(story, house):
    leave_the_seat(story, "elected")
    assert Membership.objects.get(person=house["elected"]).end is None
    Seat.objects.create(person=house["elected"], body=house.other_body, start=story.today)
    assert story.access("elected").role == "elected"
    assert "elected_of_body" not in story.access("elected").capacities
