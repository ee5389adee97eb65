"""Who somebody's cases wait for, by name: read in as many queries for one case as for thirty."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.utils.timezone import localdate

from dialog.models import Case, Membership, Person, Seat, Wait
from dialog.process.access import Access
from dialog.process.audiences import audience_name, of_the_house
from dialog.rights import COMMUNICATOR, SUPPORT


def names_in_list(cases: Iterable[Case], reader: Person, now: dt.datetime) -> dict[int, str]:
    """Return by case the names of those for whom it waits, for those that wait for somebody now."""
    shown = [case for case in cases if case.waits_since and case.waits_since <= now]
    oldest = {pk: waits[0] for pk, waits in waits_by_case(shown, now).items()}
    peopled = with_people((case for case in shown if case.pk in oldest), reader, now)
    working = workers_for(oldest.values())
    return {pk: audience_name(peopled[pk], wait, working) for pk, wait in oldest.items()}


def waits_by_case(cases: Iterable[Case], now: dt.datetime) -> Mapping[int, list[Wait]]:
    """Return what waits now in each of some cases, the oldest first; nothing of those in which nothing does."""
    found: dict[int, list[Wait]] = defaultdict(list)
    shown = [case.pk for case in cases]
    if shown:
        waits = Wait.objects.filter(case__in=shown, since__lte=now).select_related("person", "body")
        for wait in waits.order_by("since", "kind", "step", "row"):
            found[wait.case_id].append(wait)
    return found


def with_people(cases: Iterable[Case], reader: Person, now: dt.datetime) -> dict[int, Access]:
    """Return cases with those who take part in them: who is a member, and who sits where, and nothing of what they hold."""
    shown = {case.pk: case for case in cases}
    if not shown:
        return {}
    memberships: dict[int, list[Membership]] = defaultdict(list)
    held = Membership.objects.holding(localdate(now)).filter(case__in=shown)
    for membership in held.select_related("person", "deputy_for__person"):
        memberships[membership.case_id].append(membership)
    seats: dict[int, list[Seat]] = defaultdict(list)
    # Only who is elected needs a seat to act.
    people = {person for found in memberships.values() for one in found if one.is_elected for person in one.acts_for}
    for seat in Seat.objects.filter(person__in=people).select_related("body"):
        seats[seat.person_id].append(seat)
    found = {}
    for pk, case in shown.items():
        members = {person for membership in memberships[pk] for person in membership.acts_for}
        theirs = [seat for person in members for seat in seats[person]]
        found[pk] = Access(reader, case, now, memberships[pk], theirs, {}, [])
    return found


def workers_for(waits: Iterable[Wait]) -> list[Person]:
    """Return the communicators and the department that owns the handbook, where something waits for them."""
    return of_the_house() if any(wait.audience in (COMMUNICATOR, SUPPORT) for wait in waits) else []
