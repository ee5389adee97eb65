"""What somebody is in the house on a day: an elected official with a seat, an official of a department, or neither.

A name for a role is none: a membership says in which role somebody takes part in a case, the house whether she still may.
"""

import datetime as dt
from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from dialog.models import Body, Membership, Person, Seat


def goes_on(day: dt.date, path: str = "") -> Q:
    """Return the condition that a seat has not ended before a day, nor its body."""
    seat = Q(**{f"{path}end": None}) | Q(**{f"{path}end__gte": day})
    return seat & (Q(**{f"{path}body__ended_on": None}) | Q(**{f"{path}body__ended_on__gte": day}))


def seated(day: dt.date) -> QuerySet[Seat]:
    """Return the seats that are held on a day."""
    return Seat.objects.filter(goes_on(day), start__lte=day)


def could_join(body: int, day: dt.date, members: Collection[int]) -> list[Seat]:
    """Return the seats in a body, on a day, of those who are not among the ``members`` of a case: who leads the body first,
    who stands in for others last.
    """
    held = seated(day).filter(body=body, person__is_active=True).select_related("person")
    found = {seat.person_id: seat for seat in held.order_by("person__name") if seat.person_id not in members}
    return sorted(found.values(), key=lambda seat: (seat.stands_in, not seat.leads))


def has_seat(person: Person, day: dt.date, seats: Iterable[Seat] | None = None) -> bool:
    """Say whether somebody has a seat in any body on a day; her ``seats`` where they have been read already."""
    return any(seat.holds(day) for seat in (person.seats.all() if seats is None else seats))


def is_official(person: Person) -> bool:
    """Say whether somebody belongs to a department today: she is a civil servant where a case makes her one."""
    return person.is_active and person.department_id is not None and not person.is_administrator


def belongs(person: Person, day: dt.date, seats: Iterable[Seat] | None = None) -> bool:
    """Say whether somebody has a seat, a department or a role in the whole organisation; others only read where asked to."""
    everywhere = person.is_communicator or person.is_support or person.is_administrator
    return everywhere or person.department_id is not None or has_seat(person, day, seats)


def may_create(person: Person, day: dt.date) -> bool:
    """Say whether somebody may begin a case."""
    return not person.is_administrator and belongs(person, day)


def role_of(person: Person, day: dt.date, seats: Iterable[Seat] | None = None) -> str:
    """Return the role that fits somebody in a case: elected with a seat, civil servant with a department, else reader."""
    if has_seat(person, day, seats):
        return Membership.Role.ELECTED
    return Membership.Role.CIVIL_SERVANT if person.department_id else Membership.Role.READER


def acts_as(role: str, person: Person, seats_today: Collection[int]) -> str:
    """Return what a membership of that role gives today; ``seats_today`` are those who have a seat in any body.

    Without a seat nobody acts as elected, without a department nobody as civil servant: what is left is to read.
    """
    if role == Membership.Role.ELECTED and person.pk not in seats_today:
        return Membership.Role.READER
    if role == Membership.Role.CIVIL_SERVANT and person.department_id is None:
        return Membership.Role.READER
    return role


def may_be_responsible(day: dt.date) -> QuerySet[Person]:
    """Return those who may be named as a case's responsible official: who belongs to a department and sits in no body."""
    officials = Person.objects.filter(is_active=True, is_administrator=False).exclude(department=None)
    return officials.exclude(pk__in=seated(day).values("person"))


def who_belong(day: dt.date) -> QuerySet[Person]:
    """Return everybody with an account who has a seat, a department or a role in the whole organisation."""
    somewhere = Q(pk__in=seated(day).values("person")) | Q(is_communicator=True) | Q(is_support=True)
    return Person.objects.filter(somewhere | ~Q(department=None), is_active=True, is_administrator=False)


def bodies(day: dt.date) -> QuerySet[Body]:
    """Return the bodies that there are on a day: their last one, where it is known, has not gone by."""
    return Body.objects.filter(Q(ended_on=None) | Q(ended_on__gte=day))


def may_take_part() -> QuerySet[Person]:
    """Return everybody with an account who may be a member of a case; who neither sits nor works here may read."""
    return Person.objects.filter(is_active=True, is_administrator=False)


def with_places(people: QuerySet[Person]) -> QuerySet[Person]:
    """Read people with what stands behind their names; see ``place_of``."""
    return people.select_related("department").prefetch_related("seats")


def place_of(person: Person, day: dt.date) -> str:
    """Return what stands behind somebody's name where she can be chosen: where she sits, else her title and department."""
    held = [seat for seat in person.seats.all() if seat.holds(day)]
    if held:
        return "; ".join(", ".join(filter(None, (seat.body.name, seat.position))) for seat in held)
    here = ", ".join(filter(None, (person.title, str(person.department or ""))))
    return here or _("no seat or department")


def without_seat(day: dt.date) -> QuerySet[Person]:
    """Return those whose last seat has ended and who have nothing else here: their accounts are still open."""
    mine = Seat.objects.filter(person=OuterRef("pk"))
    flags = {"is_communicator": False, "is_support": False, "is_administrator": False}
    people = Person.objects.filter(is_active=True, department=None, **flags)
    return people.filter(Exists(mine), ~Exists(mine.filter(goes_on(day))))
