"""What waits for one person, over all cases: read from what ``settle`` stored."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Case as When
from django.db.models import Q, QuerySet
from django.db.models import When as If
from django.utils import timezone

from dialog import clock
from dialog.models import Case, Person, Seat, Wait
from dialog.rights import CIVIL_SERVANT, COMMUNICATOR, ELECTED, ELECTED_OF_BODY, RESPONSIBLE, SUPPORT
from dialog.waits import MEMBERS, SENDER


def cases_of(person: Person, now: dt.datetime) -> QuerySet[Case]:
    """Return the cases that a person is a member of today, in any role."""
    return Case.objects.filter(_holds("memberships", person, timezone.localdate(now)))


def _holds(path: str, person: Person, day: dt.date) -> Q:
    """Return the condition that a membership is the person's and holds on a day, as ``Membership.holds`` says it."""
    member = Q(**{f"{path}__person": person, f"{path}__start__lte": day})
    return member & (Q(**{f"{path}__end": None}) | Q(**{f"{path}__end__gte": day}))


def resting(now: dt.datetime) -> Q:
    """Return the condition that a wait's case rests: it reminds nobody before its day."""
    return Q(case__paused_until__gt=timezone.localdate(now))


def waits_for(person: Person, now: dt.datetime | None = None, *, seats: Iterable[Seat] | None = None) -> QuerySet[Wait]:
    """Return what waits for a person now, the oldest first; her ``seats`` where they have been read already.

    Memberships are a condition of the query, of which one holds in a case on a day: somebody may be a member of very many.
    """
    now = now or clock.now()
    day = timezone.localdate(now)
    bodies = [seat.body_id for seat in (person.seats.all() if seats is None else seats) if seat.holds(day)]
    as_elected, as_servant = Q(case__memberships__role=ELECTED), Q(case__memberships__role=CIVIL_SERVANT)
    mine = _holds("case__memberships", person, day) & (
        (Q(audience=SENDER, person=person) | Q(audience=MEMBERS)) & (as_elected | as_servant)
        | as_servant & (Q(audience=RESPONSIBLE, case__responsible=person) | Q(audience=CIVIL_SERVANT))
        | as_elected & Q(audience=ELECTED)
        | as_elected & Q(audience=ELECTED_OF_BODY, body=None, case__body__in=bodies)
        | as_elected & Q(audience=ELECTED_OF_BODY, body__in=bodies)
    )
    everywhere = [COMMUNICATOR] * person.is_communicator + [SUPPORT] * person.is_support
    if everywhere:
        mine = Q(pk__in=Wait.objects.filter(mine).order_by().values("pk")) | Q(audience__in=everywhere)
    return (
        Wait.objects.filter(mine, since__lte=now)
        .exclude(resting(now))
        .select_related("case", "case__body")
        .order_by(When(If(kind="pause_over", then=0), default=1), "since", "pk")
    )
