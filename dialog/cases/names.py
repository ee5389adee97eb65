"""For whom cases in a list wait, by name: in as many queries for one case as for thirty."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.utils.timezone import localdate

from dialog.models import Case, Membership, Person, Seat, Wait
from dialog.process.access import Access
from dialog.process.audiences import audience_name, of_the_house
from dialog.rights import COMMUNICATOR, SUPPORT


def names_in_list(cases: Iterable[Case], reader: Person, now: dt.datetime) -> dict[int, str]:
    """Return by case the names of those for whom it waits, for those that wait for somebody now.

    Only who is a member, and who sits where, is read of the cases: nothing of what they hold.
    """
    shown = {case.pk: case for case in cases if case.waits_since and case.waits_since <= now}
    if not shown:
        return {}
    oldest: dict[int, Wait] = {}
    waits = Wait.objects.filter(case__in=shown, since__lte=now).select_related("person", "body")
    for wait in waits.order_by("since", "kind", "step", "row"):
        oldest.setdefault(wait.case_id, wait)
    memberships: dict[int, list[Membership]] = defaultdict(list)
    held = Membership.objects.holding(localdate(now)).filter(case__in=shown)
    for membership in held.select_related("person", "deputy_for__person"):
        memberships[membership.case_id].append(membership)
    seats: dict[int, list[Seat]] = defaultdict(list)
    people = {person for found in memberships.values() for one in found for person in one.acts_for}
    for seat in Seat.objects.filter(person__in=people).select_related("body"):
        seats[seat.person_id].append(seat)
    is_for_them = any(wait.audience in (COMMUNICATOR, SUPPORT) for wait in oldest.values())
    working, found = of_the_house() if is_for_them else [], {}
    for pk, wait in oldest.items():
        members = {person for membership in memberships[pk] for person in membership.acts_for}
        theirs = [seat for person in members for seat in seats[person]]
        access = Access(reader, shown[pk], now, memberships[pk], theirs, {}, [])
        found[pk] = audience_name(access, wait, working)
    return found
