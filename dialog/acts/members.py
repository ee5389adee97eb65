"""Who belongs to a case: to add somebody, to end a membership. Memberships end; they are never erased."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _
from guardian.shortcuts import assign_perm, get_users_with_perms, remove_perm

from dialog.access import Access, load
from dialog.acts.core import Refused
from dialog.acts.settle import settle
from dialog.models import Case, Event, Membership, Person


@transaction.atomic
def add_member(case_pk: int, *, by: Person, person: Person, role: str, at: dt.datetime | None = None) -> Membership:
    """Make somebody a member of the case from today on; one role per person and case. Raises Refused."""
    access = _load_for("add_member", case_pk, by, at)
    if role not in Membership.Role.values or person.is_administrator:
        raise Refused(_("%(person)s cannot have that role in a case.") % {"person": person})
    if any(one.person_id == person.pk for one in access.members):
        raise Refused(_("%(person)s is a member already.") % {"person": person})
    membership = Membership.objects.create(case=access.case, person=person, role=role, start=access.today)
    return _membership_changed(access, membership, "add_member")


@transaction.atomic
def end_membership(case_pk: int, *, by: Person, membership: int, at: dt.datetime | None = None) -> Membership:
    """End a membership today; it stays readable. The responsible official remains a member. Raises Refused."""
    access = _load_for("end_membership", case_pk, by, at)
    found = next((one for one in access.members if one.pk == membership), None)
    if found is None:
        raise Refused(_("There is no such membership today."))
    if found.person_id == access.case.responsible_id:
        raise Refused(_("Name another responsible official first."))
    _end(found, access.today)
    return _membership_changed(access, found, "end_membership")


def _load_for(act: str, case_pk: int, by: Person, at: dt.datetime | None) -> Access:
    access = load(by, case_pk, lock=True, at=at, act=act)
    if not access.may(act):
        raise Refused(_("Your role in the case does not give you this."))
    return access


def _membership_changed(access: Access, membership: Membership, act: str) -> Membership:
    grant(access.case, access.today)
    Event.objects.create(
        case=access.case,
        act=act,
        by=access.user,
        at=access.now,
        facts={"person": membership.person_id, "role": membership.role},
    )
    settle(load(access.user, access.case.pk, at=access.now, act=act))
    return membership


def make_civil_servant(access: Access, person: Person) -> None:
    """Make somebody a civil servant of the case from today on, whatever she was before; the caller grants."""
    before = next((one for one in access.members if one.person_id == person.pk), None)
    if before and before.role == Membership.Role.CIVIL_SERVANT:
        return
    if before:
        _end(before, access.today)
    Membership.objects.create(case=access.case, person=person, role=Membership.Role.CIVIL_SERVANT, start=access.today)


def _end(membership: Membership, today: dt.date) -> None:
    """End a membership with the day before, so that it holds no more from this moment."""
    membership.end = today - dt.timedelta(days=1)
    membership.save(update_fields=["end"])


def grant(case: Case, day: dt.date) -> None:
    """Make guardian's permissions on a case the copy of its memberships that hold on a day: their only writer."""
    wanted = {one.person for one in case.memberships.select_related("person") if one.holds(day)}
    granted = set(get_users_with_perms(case, only_with_perms_in=["follow_case"], with_group_users=False))
    for person in wanted - granted:
        assign_perm("follow_case", person, case)
    for person in granted - wanted:
        remove_perm("follow_case", person, case)
