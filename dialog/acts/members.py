"""Who belongs to a case: to add somebody, to end a membership. Memberships end; they are never erased."""

import datetime as dt

from django.contrib.auth.models import Permission
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.acts.core import Refused, locked_for
from dialog.acts.derived import store_derived
from dialog.language.sentences import day_in_the_house, in_the_house
from dialog.models import Case, CasePermission, Event, Membership, Person, house
from dialog.process.access import Access, load
from dialog.process.act import act_on_case

LONGEST_ABSENCE = dt.timedelta(days=731)


@act_on_case(
    called=gettext_lazy("Add a member"),
    happened=gettext_lazy("%(who)s added a member"),
    done=gettext_lazy("%(person)s is now part of the case. Role: %(role)s."),
    icon="people",
)
@transaction.atomic
def add_member(case_pk: int, *, by: Person, person: Person, role: str, at: dt.datetime | None = None) -> Membership:
    """Make somebody a member of the case from today on; one role per person and case. Raises Refused."""
    access = locked_for("add_member", case_pk, by, at)
    if role not in Membership.Role.values or person.is_administrator:
        raise Refused(_("%(person)s cannot have that role in a case.") % {"person": person})
    refuse_as(role, person, access.today)
    if any(member.person_id == person.pk and not member.deputy_for for member in access.members):
        raise Refused(_("%(person)s is already a member.") % {"person": person})
    membership = Membership.objects.create(case=access.case, person=person, role=role, start=access.today)
    return _membership_changed(access, membership, "add_member")


@act_on_case(
    called=gettext_lazy("Choose who stands in for a member"),
    happened=gettext_lazy("%(who)s appointed a deputy"),
    done=gettext_lazy("%(person)s is deputy from %(start)s to %(end)s."),
    icon="people",
)
@transaction.atomic
def add_deputy(
    case_pk: int,
    *,
    by: Person,
    absent: int,
    person: Person,
    start: dt.date,
    end: dt.date,
    at: dt.datetime | None = None,
) -> Membership:
    """Let somebody stand in for a member from a day to another: what the absent one has in the case, she has too.

    Nobody gets by it what she could not be herself: elected without a seat, civil servant without a department.
    Raises Refused.
    """
    access = locked_for("add_deputy", case_pk, by, at)
    member = next(
        (membership for membership in access.members if membership.pk == absent and not membership.deputy_for), None
    )
    if member is None or member.role == Membership.Role.READER:
        raise Refused(_("That membership is not active today."))
    if start < access.today:
        raise Refused(_("Choose a first day that is not in the past."))
    if end < start:
        raise Refused(_("The last day is before the first day."))
    if end > start + LONGEST_ABSENCE:
        raise Refused(_("A deputy can stand in for up to two years. For longer, add the person as a member."))
    refuse_as(member.role, person, start)
    others = [
        membership
        for membership in access.memberships
        if membership.person_id == person.pk and (membership.end is None or membership.end >= start)
    ]
    if person == member.person or any(
        membership.role not in (member.role, Membership.Role.READER) for membership in others
    ):
        raise Refused(_("%(person)s has a different role in the case.") % {"person": person})
    if any(membership.deputy_for_id == member.pk and membership.start <= end for membership in others):
        raise Refused(_("%(person)s is already the deputy on those days.") % {"person": person})
    made = Membership.objects.create(
        case=access.case, person=person, role=member.role, start=start, end=end, deputy_for=member
    )
    return _membership_changed(access, made, "add_deputy")


@act_on_case(
    called=gettext_lazy("End a membership"),
    happened=gettext_lazy("%(who)s ended a membership"),
    done=gettext_lazy("The membership has been ended: %(membership)s."),
    icon="person",
)
@transaction.atomic
def end_membership(case_pk: int, *, by: Person, membership: int, at: dt.datetime | None = None) -> Membership:
    """End a membership today; it stays readable. The responsible official remains a member. Raises Refused."""
    access = locked_for("end_membership", case_pk, by, at)
    found = next((candidate for candidate in current(access) if candidate.pk == membership), None)
    if found is None:
        raise Refused(_("That membership is not active today."))
    if found.person_id == access.case.responsible_id and not found.deputy_for:
        raise Refused(_("Choose another lead officer first."))
    _end(found, access.today)
    return _membership_changed(access, found, "end_membership")


def current(access: Access) -> list[Membership]:
    """Return the memberships that can be ended: those of today, and deputies who are still to come."""
    today = access.today
    to_come = [
        membership
        for membership in access.memberships
        if membership.deputy_for and membership.start > today and membership.end and membership.end >= membership.start
    ]
    return [*access.members, *to_come]


def refuse_as(role: str, person: Person, day: dt.date) -> None:
    """Refuse a role that is only a name: elected without a seat that day, civil servant without a department."""
    if role == Membership.Role.ELECTED and not house.has_seat(person, day):
        raise Refused(
            _("%(person)s does not have a seat today and cannot be a councillor in the case.") % {"person": person}
        )
    if role == Membership.Role.CIVIL_SERVANT and not house.is_official(person):
        raise Refused(
            _("%(person)s does not belong to a department and cannot be an officer in the case.") % {"person": person}
        )


def refuse_as_responsible(person: Person, day: dt.date) -> None:
    """Refuse a responsible official who is none in the house that day."""
    if not house.may_be_responsible(day).filter(pk=person.pk).exists():
        raise Refused(_("%(person)s cannot be the lead officer for a case.") % {"person": person})


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
            "title": _told(membership),
        },
    )
    store_derived(load(access.user, access.case.pk, at=access.now, act=act))
    return membership


def _told(membership: Membership) -> str:
    """Return how the history names a membership: who, as what, and of a deputy for whom and when."""
    told = f"{membership.person}, {in_the_house(membership.get_role_display())}"
    if not membership.deputy_for or not membership.end:
        return told
    days = f"{day_in_the_house(membership.start)} – {day_in_the_house(membership.end)}"
    return f"{told} ({membership.deputy_for.person}, {days})"


def make_civil_servant(access: Access, person: Person) -> None:
    """Make somebody a civil servant of the case from today on, whatever she was before; the caller grants."""
    before = next(
        (
            membership
            for membership in access.members
            if membership.person_id == person.pk and not membership.deputy_for
        ),
        None,
    )
    if before and before.role == Membership.Role.CIVIL_SERVANT:
        return
    if before:
        _end(before, access.today)
    Membership.objects.create(case=access.case, person=person, role=Membership.Role.CIVIL_SERVANT, start=access.today)


def _end(membership: Membership, today: dt.date) -> None:
    """End a membership with the day before, so that it holds no more from this moment."""
    membership.end = today - dt.timedelta(days=1)
    membership.save(update_fields=["end"])
    for deputy in membership.deputies.filter(end__gte=today):  # there is nobody left to stand in for
        _end(deputy, today)


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
    granted = {(grant.content_object_id, grant.user_id): grant.pk for grant in grants}
    holding = Membership.objects.holding(day)
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
