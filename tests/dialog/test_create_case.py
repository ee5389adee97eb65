"""To begin a case: by any signed-in person but the administrator, who is its member from the first moment."""

import datetime as dt

import pytest
from django.urls import reverse

from dialog.acts.case import create_case
from dialog.acts.core import Refused
from dialog.models import Case, Event, Membership, Seat
from dialog.process.phases import process
from tests.story import NOW


def begin(house, by, responsible="responsible", **facts):
    return create_case(
        by=house[by], title="Norra stranden", body=house.body, responsible=house[responsible], at=NOW, **facts
    )


def roles(case):
    return dict(Membership.objects.filter(case=case).values_list("person__username", "role"))


@pytest.mark.parametrize("by", ["responsible", "civil_servant", "reader", "support", "communicator", "stranger"])
def test_whoever_has_no_seat_begins_it_as_a_civil_servant(house, by):
    assert roles(begin(house, by)) == {by: "civil_servant", "responsible": "civil_servant"}


@pytest.mark.parametrize("by", ["elected", "substitute", "other_body"])
def test_whoever_has_a_seat_today_begins_it_as_elected(house, by):
    assert roles(begin(house, by)) == {by: "elected", "responsible": "civil_servant"}


@pytest.mark.parametrize(("start", "end"), [((2023, 1, 1), (2026, 11, 2)), ((2026, 11, 4), None)])
def test_a_seat_on_another_day_makes_nobody_elected(house, start, end):
    Seat.objects.create(
        person=house["stranger"], body=house.body, start=dt.date(*start), end=dt.date(*end) if end else None
    )
    assert roles(begin(house, "stranger"))["stranger"] == "civil_servant"


def test_an_administrator_begins_none(house):
    with pytest.raises(Refused):
        begin(house, "admin")
    assert not Case.objects.exists()


def test_an_administrator_is_responsible_for_none(house):
    with pytest.raises(Refused):
        begin(house, "responsible", responsible="admin")
    assert not Case.objects.exists()


def test_whoever_has_a_seat_and_no_department_is_responsible_for_none(house):
    with pytest.raises(Refused):
        begin(house, "elected", responsible="elected")
    assert not Case.objects.exists()


def test_it_begins_in_planning_open_in_the_house(house):
    begin(house, "responsible")
    case = Case.objects.get()
    assert (case.phase, case.visibility, case.outcome, case.created_at) == ("planning", "open", "", NOW)
    assert Event.objects.get().act == "create_case"


def test_it_follows_the_edition_that_is_current(house, monkeypatch):
    monkeypatch.setattr(process, "current_edition", lambda: dt.date(2026, 3, 1))
    assert begin(house, "responsible").edition == dt.date(2026, 3, 1)


def test_it_says_from_the_first_moment_that_an_elected_member_is_lacking(house):
    case = begin(house, "responsible")
    assert case.waits.get().kind == "no_elected_member"
    case = begin(house, "elected")
    assert not case.waits.exists()


class TestThePage:
    def page(self, story, who):
        return story.client(who).get(reverse("new_case"))

    def test_an_administrator_is_not_shown_a_form(self, story):
        assert self.page(story, "admin").status_code == 403

    def test_whoever_has_a_seat_today_is_not_offered_as_responsible_official(self, story, house):
        offered = set(self.page(story, "elected").context["form"].fields["responsible"].queryset)
        assert (
            house["responsible"] in offered and house["elected"] not in offered and house["substitute"] not in offered
        )
        assert "selected" not in str(self.page(story, "elected").context["form"]["responsible"])
