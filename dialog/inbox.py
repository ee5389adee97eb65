"""What waits for one person, over all cases: read from what ``settle`` stored."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Case as When
from django.db.models import Q, QuerySet
from django.db.models import When as If
from django.utils import timezone

from dialog import clock
from dialog.models import Membership, Person, Wait
from dialog.rights import CIVIL_SERVANT, COMMUNICATOR, ELECTED, ELECTED_OF_BODY, RESPONSIBLE, SUPPORT
from dialog.waits import MEMBERS, SENDER

if TYPE_CHECKING:
    from dialog.access import Access


def memberships_today(person: Person, now: dt.datetime) -> list[Membership]:
    """Return a person's memberships that hold today, over all cases."""
    day = timezone.localdate(now)
    found = Membership.objects.filter(person=person).only("case_id", "role", "start", "end", "person_id")
    return [membership for membership in found if membership.holds(day)]


def waits_for(person: Person, now: dt.datetime | None = None, *, access: "Access | None" = None) -> QuerySet[Wait]:
    """Return what waits for a person now, the oldest first.

    ``access``: the case on whose page this is asked, which has read her seats and memberships already. They are judged
    in Python by the day: as conditions of the query they cost more than they save.
    """
    now = now or clock.now()
    day = timezone.localdate(now)
    roles: dict[str, list[int]] = {role: [] for role in Membership.Role.values}
    for membership in access.own_memberships if access else memberships_today(person, now):
        if membership.holds(day):
            roles[membership.role].append(membership.case_id)
    bodies = [seat.body_id for seat in (access.seats if access else person.seats.all()) if seat.holds(day)]
    elected, servant = roles[ELECTED], roles[CIVIL_SERVANT]
    mine = (
        Q(audience=SENDER, person=person, case__in=[*elected, *servant])
        | Q(audience=RESPONSIBLE, case__responsible=person, case__in=servant)
        | Q(audience=CIVIL_SERVANT, case__in=servant)
        | Q(audience=ELECTED, case__in=elected)
        | Q(audience=MEMBERS, case__in=[*elected, *servant])
        | Q(audience=ELECTED_OF_BODY, case__in=elected, body=None, case__body__in=bodies)
        | Q(audience=ELECTED_OF_BODY, case__in=elected, body__in=bodies)
    )
    if person.is_communicator:
        mine |= Q(audience=COMMUNICATOR)
    if person.is_support:
        mine |= Q(audience=SUPPORT)
    resting = Q(case__paused_until__gt=day)
    return (
        Wait.objects.filter(mine, since__lte=now)
        .exclude(resting)
        .select_related("case", "case__body")
        .order_by(When(If(kind="pause_over", then=0), default=1), "since", "pk")
    )
