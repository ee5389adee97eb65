"""Who somebody is to a case on a day: by membership, seat and account. What that lets her do is the table's (access.py)."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dialog.models import Case, Membership, Person, Seat, house
from dialog.rights import (
    ADMIN,
    CIVIL_SERVANT,
    COMMUNICATOR,
    ELECTED,
    ELECTED_OF_BODY,
    READER,
    RESPONSIBLE,
    SIGNED_IN,
    SUPPORT,
)


@dataclass
class Standing:
    """One person beside a case on one day, and everybody else who has to do with it."""

    user: Person
    case: Case
    now: dt.datetime
    memberships: list[Membership]
    everybodys_seats: list[Seat]

    @property
    def today(self) -> dt.date:
        """The day by which membership and seat are judged."""
        return localdate(self.now)

    @cached_property
    def members(self) -> list[Membership]:
        """The memberships that hold today."""
        return [membership for membership in self.memberships if membership.holds(self.today)]

    @cached_property
    def seats(self) -> list[Seat]:
        """The person's own seats, of whatever day."""
        return [seat for seat in self.everybodys_seats if seat.person_id == self.user.pk]

    @cached_property
    def seated_today(self) -> set[int]:
        """Which members have a seat today in any body; and the person, if she has."""
        return {seat.person_id for seat in self.everybodys_seats if seat.holds(self.today)}

    def acting(self, membership: Membership) -> str:
        """Return the role in which a member may act today, and a deputy if the absent one could; see ``house.acts_as``."""
        absent = membership.deputy_for
        if absent and house.acts_as(absent.role, absent.person, self.seated_today) != absent.role:
            return READER
        return house.acts_as(membership.role, membership.person, self.seated_today)

    def lacks(self, membership: Membership) -> str:
        """Return why a membership does not give what its role says, as a sentence; empty where it does."""
        if not membership.person.is_active:
            return _("The account is closed.")
        if self.acting(membership) == membership.role:
            return ""
        if membership.role == ELECTED:
            return _("No longer has a committee seat, so can only read.")
        return _("No longer belongs to a department, so can only read.")

    def members_as(self, role: str) -> list[Membership]:
        """Return the members who may act in a role today: with the seat or the department, and an open account."""
        return [
            membership for membership in self.members if membership.person.is_active and self.acting(membership) == role
        ]

    @cached_property
    def mine(self) -> list[Membership]:
        """The person's own memberships that hold today: hers, and those in which she stands in for somebody."""
        return [membership for membership in self.members if membership.person_id == self.user.pk]

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles in which the person may act in the case today."""
        return frozenset(self.acting(membership) for membership in self.mine)

    @property
    def role(self) -> str:
        """The person's role in the case today, or an empty text; what gives most where she has two."""
        return next((role for role in (ELECTED, CIVIL_SERVANT, READER) if role in self.roles), "")

    @cached_property
    def seated_in(self) -> set[int]:
        """The bodies in which the person has a seat today, ordinary or as a substitute."""
        return {seat.body_id for seat in self.seats if seat.holds(self.today)}

    def seats_in_body(self, body: int | None = None) -> set[int]:
        """Return which members have a seat today in the body that owns the case, or in another."""
        members, wanted = {membership.person_id for membership in self.members}, body or self.case.body_id
        seats = (seat for seat in self.everybodys_seats if seat.body_id == wanted and seat.holds(self.today))
        return {seat.person_id for seat in seats} & members

    @cached_property
    def responsible_has_left(self) -> bool:
        """Whether the responsible official is none any more: her account is closed, or she has no department."""
        return not house.is_official(self.case.responsible)

    def receivers(self, audience: str, body: int | None = None) -> list[Person]:
        """Return who can answer what is sent to the elected, to those of a body, or to the civil servants of the case."""
        role = {ELECTED: ELECTED, ELECTED_OF_BODY: ELECTED, CIVIL_SERVANT: CIVIL_SERVANT}.get(audience, "")
        seated = self.seats_in_body(body) if audience == ELECTED_OF_BODY else None
        found = (
            membership.person
            for membership in self.members_as(role)
            if seated is None or membership.person_id in seated
        )
        return list({person.pk: person for person in found}.values())

    def acting_responsible(self) -> list[Person]:
        """Return who does what the responsible official does: she, and who stands in for her; if she left, the others."""
        servants = self.members_as(CIVIL_SERVANT)
        if not self.responsible_has_left:
            servants = [membership for membership in servants if self.case.responsible_id in membership.acts_for]
        return list({membership.person_id: membership.person for membership in servants}.values())

    def _is_responsible(self) -> bool:
        """Whether the person is the responsible official, stands in for her, or is left when she has gone."""
        if CIVIL_SERVANT not in self.roles:
            return False
        return self.responsible_has_left or any(
            self.case.responsible_id in membership.acts_for for membership in self.mine
        )

    @cached_property
    def capacities(self) -> frozenset[str]:
        """Everything that the person is to this case today."""
        return self.capacities_before(self.case.body_id)

    def capacities_before(self, body: int) -> frozenset[str]:
        """Return everything that the person is to this case today where ``body`` is the one that decides."""
        user, found = self.user, {SIGNED_IN, *self.roles}
        if ELECTED in self.roles and body in self.seated_in:
            found.add(ELECTED_OF_BODY)
        if self._is_responsible():
            found.add(RESPONSIBLE)
        flags = {COMMUNICATOR: user.is_communicator, SUPPORT: user.is_support, ADMIN: user.is_administrator}
        return frozenset(found | {capacity for capacity, flag in flags.items() if flag})

    @property
    def is_member(self) -> bool:
        """Whether the person is a member today, in any role."""
        return bool(self.roles)

    @property
    def is_working(self) -> bool:
        """Whether the person may act as a civil servant or an elected official of the case today."""
        return bool(self.roles & {CIVIL_SERVANT, ELECTED})
