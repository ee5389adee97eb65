"""Published texts that are out of date: what they told residents has changed since they were handed over.

A decision that was superseded is found here; a phase adds what only it knows (an activity was moved or cancelled).
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils.translation import gettext as _

from dialog.models import Case, Decision, Event, PublicationText, Record
from dialog.process.once import once

if TYPE_CHECKING:
    from dialog.process.access import Access

BEFORE = frozenset({"before"})  # the kinds of texts that tell of what is to come
INSTEAD = BEFORE | {"information"}  # those that rest on whether there is a dialogue at all
LOOKED_AT = ("hand_over", "still_right")  # the acts after which a text is as new as what is in force


@dataclass(frozen=True)
class Change:
    """Something that residents were told of and that has changed: in which case, when, in words, and in which texts."""

    case: int
    at: dt.datetime
    sentence: str
    kinds: frozenset[str] = BEFORE


Source = Callable[[Collection[int]], Iterator[Change]]
SOURCES: list[tuple[frozenset[str], Source]] = []


def source(kinds: frozenset[str]) -> Callable[[Source], Source]:
    """Add a function that yields what has changed in some cases for texts of those kinds."""

    def register(function: Source) -> Source:
        SOURCES.append((kinds, function))
        return function

    return register


@source(INSTEAD)
def decisions_changed(cases: Collection[int]) -> Iterator[Change]:
    """A decision that another supersedes: the level, or whether the question can be influenced. A correction is none."""
    for one in Decision.objects.filter(case__in=cases, row="", supersedes__isnull=False, is_correction=False):
        yield Change(one.case_id, one.recorded_at, _("The body has decided anew."), INSTEAD)


Closed = dict[int, tuple[str, dt.datetime | None]]  # how and when each closed case was closed


def _ended(closed: Closed) -> Iterator[Change]:
    """A case that was ended early: what was to come does not come."""
    for case, (outcome, at) in closed.items():
        if outcome == Case.Outcome.ENDED_EARLY and at:
            yield Change(case, at, _("The case was ended early."))


def out_of_date(records: Collection[Record], *, closed: Closed | None = None) -> dict[int, list[Change]]:
    """Return what has changed since each text was handed over, by the record's id; texts that still hold are left out.

    A text that withdraws an earlier one is never out of date, nor is one of a case that was carried through. ``closed``
    says which cases are closed, where it is known. The number of queries does not grow with the texts.
    """
    known = frozenset().union(*(kinds for kinds, _find in SOURCES))
    told = [one for one in records if one.kind in known and (one.version or one.is_proposed)]
    if not told:
        return {}
    finders = [find for kinds, find in SOURCES if any(one.kind in kinds for one in told)]
    cases = {one.case_id for one in told}
    if closed is None:
        found_closed = Case.objects.filter(pk__in=cases, closed_at__isnull=False)
        closed = {pk: (outcome, at) for pk, outcome, at in found_closed.values_list("pk", "outcome", "closed_at")}
    cases -= {pk for pk, (outcome, _at) in closed.items() if outcome == Case.Outcome.COMPLETED}
    seen = {
        (case, row): at
        for case, row, at in Event.objects.filter(case__in=cases, act__in=LOOKED_AT)
        .values_list("case", "row")
        .annotate(Max("at"))
        .order_by()
    }
    rows = PublicationText.objects.filter(case__in=cases).exclude(withdrawn_because="")
    withdrawn = set(rows.values_list("case", "key"))
    changed = [*_ended(closed), *(change for find in finders for change in find(cases))]
    changes = sorted(changed, key=lambda change: change.at)
    found: dict[int, list[Change]] = {}
    for one in told:
        place = (one.case_id, one.row)
        since = seen.get(place)
        later = [
            change
            for change in changes
            if change.case == one.case_id and one.kind in change.kinds and since and change.at > since
        ]
        if later and place not in withdrawn:
            found[one.pk] = later
    return found


@once
def out_of_date_in(access: "Access") -> dict[int, list[Change]]:
    """Return what has changed since each text of one case was handed over, by the record's id."""
    case = access.case
    closed: Closed = {case.pk: (case.outcome, case.closed_at)} if case.closed_at else {}
    return out_of_date(access.records.values(), closed=closed)
