"""Who belongs to a case: memberships have from and to, one role a person, and are never erased."""

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from dialog.acts.core import Refused
from dialog.acts.course import change_responsible, end_early
from dialog.acts.members import add_member, end_membership
from dialog.models import Case, Event, Membership
from tests.story import Story


def end(story, who, by="responsible"):
    membership = Membership.objects.filter(case=story.pk, person=story.house[who]).latest("pk")
    return end_membership(story.pk, by=story.house[by], membership=membership.pk, at=story.now)


def add(story, who, role="reader", by="responsible"):
    return add_member(story.pk, by=story.house[by], person=story.house[who], role=role, at=story.now)


@pytest.mark.parametrize("by", ["responsible", "admin"])
def test_the_responsible_official_and_the_administrator_add_members(story, by):
    membership = add(story, "stranger", by=by)
    assert (membership.role, membership.start, membership.end) == ("reader", story.today, None)
    assert story.access("stranger").role == "reader"


@pytest.mark.parametrize("by", ["civil_servant", "elected", "reader", "support", "stranger"])
def test_nobody_else_adds_or_ends(story, by):
    with pytest.raises(Refused):
        add(story, "stranger", by=by)
    with pytest.raises(Refused):
        end(story, "reader", by=by)


@pytest.mark.parametrize("role", ["elected", "civil_servant", "reader"])
def test_a_person_has_one_role_in_a_case(story, role):
    with pytest.raises(Refused):
        add(story, "elected", role=role)


@pytest.mark.parametrize("role", ["admin", "support", "", "responsible"])
def test_only_the_three_roles_of_a_case_are_given(story, role):
    with pytest.raises(Refused):
        add(story, "stranger", role=role)


def test_an_administrator_is_no_member(story):
    with pytest.raises(Refused):
        add(story, "admin")


def test_the_administrator_does_so_in_a_case_that_she_does_not_read_too(story):
    Case.objects.update(visibility="members_only")
    add(story, "stranger", by="admin")
    end(story, "stranger", by="admin")
    with pytest.raises(Http404):
        story.access("admin")


def test_a_membership_that_ended_stays_readable_and_gives_nothing_from_that_moment(story):
    story.later(days=3)
    membership = end(story, "civil_servant")
    assert Membership.objects.get(pk=membership.pk).end is not None
    assert not story.access("civil_servant").role
    with pytest.raises(Refused):
        story.attempt("save_draft", "purpose", by="civil_servant", data={"purpose": ["a"]})


def test_one_that_was_a_mistake_ends_the_same_day(story):
    add(story, "stranger", role="civil_servant")
    end(story, "stranger")
    assert not story.access("stranger").role


def test_whoever_left_may_come_back_in_another_role(story):
    end(story, "reader")
    add(story, "reader", role="civil_servant")
    assert story.access("reader").role == "civil_servant"
    assert Membership.objects.filter(person=story.house["reader"]).count() == 2


def test_the_responsible_official_stays(story):
    with pytest.raises(Refused):
        end(story, "responsible")
    with pytest.raises(Refused):
        end(story, "responsible", by="admin")


def test_another_official_takes_over_and_becomes_the_cases_civil_servant(story):
    change_responsible(story.pk, by=story.house["responsible"], responsible=story.house["stranger"], at=story.now)
    assert story.case.responsible == story.house["stranger"]
    assert "responsible" in story.access("stranger").capacities
    assert "responsible" not in story.access("responsible").capacities
    end(story, "responsible", by="stranger")


@pytest.mark.parametrize("membership", [0, 10**30])
def test_a_membership_that_is_not_there_is_not_ended(story, membership):
    with pytest.raises(Refused):
        end_membership(story.pk, by=story.house["responsible"], membership=membership, at=story.now)


def test_another_cases_membership_is_not_ended_from_here(story, house):
    other = Story(house, story.now, title="En annan dialog")
    theirs = Membership.objects.get(case=other.pk, person=house["reader"])
    with pytest.raises(Refused):
        end_membership(story.pk, by=house["responsible"], membership=theirs.pk, at=story.now)


def test_each_is_an_event_that_names_whom_and_in_which_role(story):
    add(story, "stranger")
    end(story, "stranger")
    told = Event.objects.filter(act__in=("add_member", "end_membership"), facts__person=story.house["stranger"].pk)
    assert [(event.act, event.facts["role"]) for event in told.order_by("pk")] == [
        ("add_member", "reader"),
        ("end_membership", "reader"),
    ]


def test_the_database_holds_one_role_a_person_too(story):
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(case=story.case, person=story.house["reader"], role="elected", start=story.today)


def test_whoever_left_a_hidden_case_does_not_learn_that_it_exists(story):
    Case.objects.update(visibility="members_only")
    story.access("reader")
    end(story, "reader")
    with pytest.raises(Http404):
        story.access("reader")


class TestOnThePageAboutTheCase:
    def case_act(self, story, act, **data):
        return story.client("responsible").post(story.url("case_act", act), data)

    def test_who_took_part_before_stays_to_be_read_with_the_days(self, story, house):
        joined = story.join("stranger", "reader")
        story.later(days=5)
        end_membership(story.pk, by=house["responsible"], membership=joined.pk, at=story.now)
        page = story.client("reader").get(story.url("step", "facts")).text
        assert house["stranger"].name in page and "7 november 2026" in page

    def test_a_membership_of_one_day_has_that_day_alone(self, story, house):
        joined = story.join("stranger", "reader")
        end_membership(story.pk, by=house["responsible"], membership=joined.pk, at=story.now)
        page = story.client("reader").get(story.url("step", "facts")).text
        assert "2 november" not in page

    def test_who_belongs_to_a_closed_case_still_changes(self, story, house):
        end_early(story.pk, by=house["responsible"], reason="Pengarna tog slut.", at=story.now)
        page = story.client("responsible").get(story.url("step", "facts")).text
        for act in ("add_member", "end_membership", "change_responsible", "set_visibility"):
            assert story.url("case_act", act) in page
        assert self.case_act(story, "add_member", person=house["stranger"].pk, role="civil_servant").status_code == 302
        assert self.case_act(story, "change_responsible", responsible=house["stranger"].pk).status_code == 302
        assert story.case.responsible == house["stranger"]

    def test_what_cannot_be_done_with_a_closed_case_is_refused_also_by_hand(self, story, house):
        end_early(story.pk, by=house["responsible"], reason="Pengarna tog slut.", at=story.now)
        for act in ("pause", "end_early", "change_body", "follow_edition"):
            assert self.case_act(story, act).status_code == 403
