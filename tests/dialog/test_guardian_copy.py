"""Guardian's object permissions are the copy of the memberships that hold, and nothing else reads or writes them."""

import pytest
from guardian.shortcuts import get_users_with_perms

from dialog.acts.course import change_responsible
from dialog.acts.members import add_member, end_membership, grant
from dialog.models import CasePermission, Membership
from tests.story import Story


def copied(story):
    return {person.username for person in get_users_with_perms(story.case, only_with_perms_in=["follow_case"])}


def members(story):
    return {one.person.username for one in story.access("support").members}


def test_every_member_follows_the_case_and_nobody_else(story):
    assert (
        copied(story)
        == members(story)
        == {"responsible", "civil_servant", "elected", "substitute", "other_body", "reader"}
    )
    assert CasePermission.objects.count() == 6


def test_the_copy_follows_who_comes_and_who_goes(story, house):
    add_member(story.pk, by=house["responsible"], person=house["stranger"], role="reader", at=story.now)
    assert "stranger" in copied(story)
    membership = Membership.objects.get(person=house["reader"])
    end_membership(story.pk, by=house["responsible"], membership=membership.pk, at=story.now)
    assert copied(story) == members(story)
    assert "reader" not in copied(story)


def test_the_copy_follows_the_responsible_official(story, house):
    change_responsible(story.pk, by=house["responsible"], responsible=house["stranger"], at=story.now)
    assert copied(story) == members(story)
    assert "stranger" in copied(story)


def test_each_case_has_its_own(story, house):
    other = Story(house, story.now, title="En annan dialog")
    add_member(other.pk, by=house["responsible"], person=house["stranger"], role="reader", at=story.now)
    assert "stranger" not in copied(story)


def test_it_can_be_written_anew_from_the_memberships(story):
    CasePermission.objects.all().delete()
    grant(story.case, story.today)
    assert copied(story) == members(story)


@pytest.mark.parametrize("days", [0, 1, 400])
def test_it_is_written_as_of_a_day(story, days):
    Membership.objects.filter(person__username="reader").update(end=story.today)
    story.later(days=days)
    grant(story.case, story.today)
    assert ("reader" in copied(story)) == (days == 0)
