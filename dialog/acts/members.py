"""Who belongs to a case: to add somebody, to end a membership. Memberships end; they are never erased."""

import datetime as dt

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from dialog import house
from dialog.access import Access, load
from dialog.acts.core import Refused
from dialog.acts.settle import settle
from dialog.models import Case, CasePermission, Event, Membership, Person
from dialog.sentences import in_the_house


@transaction.atomic
def add_member(case_pk: int, *, by: Person, person: Person, role: str, at: dt.datetime | None = None) -> Membership:
    """Make somebody a member of the case from today on; one role per person and case. Raises Refused."""
    access = _load_for("add_member", case_pk, by, at)
    if role not in Membership.Role.values or person.is_administrator:
        raise Refused(_("%(person)s cannot have that role in a case.") % {"person": person})
    refuse_as(role, person, access.today)
    if any(one.person_id == person.pk and not one.deputy_for for one in access.members):
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


def refuse_as(role: str, person: Person, day: dt.date) -> None:
    """Refuse a role that is only a name: elected without a seat that day, civil servant without a department."""
    if role == Membership.Role.ELECTED and not house.has_seat(person, day):
        raise Refused(_("%(person)s has no seat in any body today, so nobody acts as elected.") % {"person": person})
    if role == Membership.Role.CIVIL_SERVANT and not house.is_official(person):
        raise Refused(_("%(person)s belongs to no department, so cannot be a civil servant.") % {"person": person})


def refuse_as_responsible(person: Person, day: dt.date) -> None:
    """Refuse a responsible official who is none in the house that day."""
    if not house.may_be_responsible(day).filter(pk=person.pk).exists():
        raise Refused(_("%(person)s cannot be responsible for a case.") % {"person": person})


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
        facts={
            "person": membership.person_id,
            "role": membership.role,
            "title": f"{membership.person}, {in_the_house(membership.get_role_display())}",
        },
    )
    settle(load(access.user, access.case.pk, at=access.now, act=act))
    return membership


def make_civil_servant(access: Access, person: Person) -> None:
    """Make somebody a civil servant of the case from today on, whatever she was before; the caller grants."""
    before = next((one for one in access.members if one.person_id == person.pk and not one.deputy_for), None)
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
    """Let guardian's permissions on a case follow its memberships, after an act that changed them."""
    copy_memberships(day, case)


def copy_memberships(day: dt.date, case: Case | None = None) -> tuple[int, int]:
    """Make guardian's permissions the copy of the memberships that hold on a day: their only writer.

    Of one case, else of all. Returns how many were given and taken away. What is granted is read first, so that a
    membership which begins meanwhile keeps its permission.
    """
    permission = Permission.objects.get(codename="follow_case", content_type__app_label="dialog")
    grants = CasePermission.objects.filter(permission=permission, **({"content_object": case} if case else {}))
    granted = {(one.content_object_id, one.user_id): one.pk for one in grants}
    holding = Membership.objects.filter(Q(end=None) | Q(end__gte=day), start__lte=day)
    pairs = (holding.filter(case=case) if case else holding).values_list("case_id", "person_id")
    wanted = set(pairs)
    new = [
        CasePermission(permission=permission, content_object_id=case_pk, user_id=person_pk)
        for case_pk, person_pk in wanted - granted.keys()
    ]
    CasePermission.objects.bulk_create(new, ignore_conflicts=True, batch_size=1000)
    old = [granted[pair] for pair in granted.keys() - wanted]
    for start in range(0, len(old), 1000):
        CasePermission.objects.filter(pk__in=old[start : start + 1000]).delete()
    return len(new), len(old)
