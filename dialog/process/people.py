"""Whom a field lets one choose: the case's members at hand, everybody else by a search, so that no page holds them all.

A page reads the people whom it names, some at a time: members, those of the body, and who was chosen from elsewhere. Only
the search goes through everybody, and gives a few.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q

from dialog.forms.people_field import MOST_AT_HAND, Hit, search
from dialog.forms.posted import sent_number
from dialog.language.letters import in_order
from dialog.models import Person, house
from dialog.process.offers import Choices, offer
from dialog.process.once import once
from dialog.rights import ELECTED

if TYPE_CHECKING:
    from dialog.process.access import Access


@dataclass
class Known:
    """The people whom a page names, with what stands behind their names."""

    today: dt.date
    people: dict[int, Person] = field(default_factory=dict)
    asked: set[int] = field(default_factory=set)

    def read(self, keys: Iterable[int], those: Q | None = None) -> None:
        """Read people by their keys, ``those`` too, and their namesakes: two that are called alike are told apart."""
        new = set(keys) - self.asked
        if not new and those is None:
            return
        self.asked |= new
        wanted = Q(pk__in=new) | (those or Q(pk=None))
        alike = Q(name__in=Person.objects.filter(wanted).values("name"))
        self.people |= {person.pk: person for person in house.with_places(Person.objects.filter(wanted | alike))}

    def name(self, key: int) -> str:
        """Return what somebody is called where she is chosen: with her place where another is called the same."""
        person = self.people[key]
        alike = Counter(other.name for other in self.people.values() if other.is_active)
        if alike[person.name] < 2:
            return person.name
        return f"{person.name} ({house.place_of(person, self.today)})"

    def may_be_found(self, key: int) -> bool:
        """Say whether somebody can be chosen: with an open account, and a seat, a department or a role in the house."""
        person = self.people.get(key)
        here = person is not None and person.is_active and not person.is_administrator
        return bool(here and person and house.belongs(person, self.today, person.seats.all()))


@dataclass(frozen=True)
class Picks:
    """Whom a field shows to be chosen: who is ``at_hand``, and who was chosen from ``elsewhere`` and may be."""

    at_hand: Choices
    elsewhere: Choices
    outside: frozenset[str]  # who of them is no member of the case

    @property
    def all(self) -> Choices:
        """Everybody who is valid in the field."""
        return [*self.at_hand, *self.elsewhere]


@once
def known(access: "Access") -> Known:
    """Return the people whom the page names; they are read when they are first asked for."""
    return Known(access.today)


def read_at_once(access: "Access", keys: Iterable[str]) -> None:
    """Read together whoever a form names, with the members and the body's: one reading instead of one for each field."""
    members = {membership.person_id for membership in access.memberships}
    people = known(access)
    first = (
        None if people.asked else Q(pk__in=house.seated(access.today).filter(body=access.case.body_id).values("person"))
    )
    people.read({*members, *numbers(keys)}, first)


def numbers(keys: Iterable[str]) -> list[int]:
    """Return the keys that can be those of people."""
    return [number for key in keys if (number := sent_number(key))]


def picks(access: "Access", source: str, chosen: Iterable[str]) -> Picks:
    """Return whom a field of a source shows, with who was ``chosen`` in it."""
    at_hand = access.choices(source)
    here = {key for key, _name in at_hand}
    asked = [key for key in dict.fromkeys(map(str, numbers(chosen))) if key not in here]
    if asked:
        read_at_once(access, asked)
    found = known(access)
    elsewhere = [(key, found.name(int(key))) for key in asked if may_be_chosen(access, source, int(key))]
    members = {str(membership.person_id) for membership in access.members}
    named = {key for key, _name in (*at_hand, *elsewhere)}
    return Picks(at_hand, elsewhere, frozenset(named - members))


def may_be_chosen(access: "Access", source: str, key: int) -> bool:
    """Say whether somebody whom the page has read can be chosen in a field of a source."""
    if source == "elected":
        return key in _elected(access)
    return known(access).may_be_found(key)


def find(access: "Access", source: str, text: str) -> list[Hit]:
    """Return who is found in a field of a source: only who may be chosen there, so no closed account, no administrator,
    nobody who only reads.
    """
    there = house.who_belong(access.today)
    if source == "elected":
        read_at_once(access, ())
        there = there.filter(pk__in=_elected(access))
    return search(there, text, access.today)


@offer("people")
def people(access: "Access") -> Choices:
    """The members of the case, whose own name comes first where she is one of them; all others are looked for."""
    return _named(access, _members(access))


@offer("elected")
def elected(access: "Access") -> Choices:
    """Those who may represent the body: the case's elected members, and who else has a seat in it where they are few."""
    members = [membership.person_id for membership in access.members_as(ELECTED)]
    read_at_once(access, ())
    everybody = _elected(access)
    return _named(access, everybody if len(everybody) <= MOST_AT_HAND else members)


def _members(access: "Access") -> list[int]:
    return [membership.person_id for membership in access.members if membership.person.is_active]


def _elected(access: "Access") -> list[int]:
    """Who has a seat in the body today, by name, then the case's other elected members."""
    body, today, there = access.case.body_id, access.today, known(access).people.values()
    seated = [
        person
        for person in there
        if person.is_active and any(seat.body_id == body and seat.holds(today) for seat in person.seats.all())
    ]
    by_name = [person.pk for person in sorted(seated, key=lambda person: in_order(person.name))]
    return list(dict.fromkeys([*by_name, *(membership.person_id for membership in access.members_as(ELECTED))]))


def _named(access: "Access", keys: Iterable[int]) -> Choices:
    read_at_once(access, ())
    found = known(access)
    return [(str(key), found.name(key)) for key in dict.fromkeys(keys)]
