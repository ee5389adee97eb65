"""Published texts that are out of date: what they told residents has changed since they were handed over.

A kind of text says what it ``rests_on``, by the name of a matter. That a decision was superseded is found here; a phase adds
what only it knows (an activity was moved or cancelled).
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils.translation import gettext as _

from dialog.models import Case, Decision, Event, PublicationText, Record
from dialog.process.act import which
from dialog.process.once import once
from dialog.process.phases import process

if TYPE_CHECKING:
    from dialog.process.access import Access

COMING = "coming"  # what is to come: activities, with day and place
DECIDED = "decided"  # whether there is a dialogue at all, and what it may influence


@dataclass(frozen=True)
class Change:
    """Something that residents were told of and that has changed: in which case, when, in words; of what matter."""

    case: int
    at: dt.datetime
    sentence: str
    matter: str = COMING


def matters_of_texts() -> dict[str, frozenset[str]]:
    """Return what each kind of text rests on."""
    return {kind.kind: kind.rests_on for step in process.steps() for kind in step.kinds}


Source = Callable[[Collection[int]], Iterator[Change]]
SOURCES: list[tuple[str, Source]] = []


def source(matter: str) -> Callable[[Source], Source]:
    """Add a function that yields what has changed of a matter in some cases."""

    def register(function: Source) -> Source:
        SOURCES.append((matter, function))
        return function

    return register


@source(DECIDED)
def decisions_changed(cases: Collection[int]) -> Iterator[Change]:
    """A decision that another supersedes: the level, or whether the question can be influenced. A correction is none."""
    for decision in Decision.objects.filter(case__in=cases, row="", supersedes__isnull=False, is_correction=False):
        yield Change(decision.case_id, decision.recorded_at, _("The committee has made a new decision."), DECIDED)


Closed = dict[int, tuple[str, dt.datetime | None]]  # how and when each closed case was closed


def _ended(closed: Closed) -> Iterator[Change]:
    """A case that was ended early: what was to come does not come."""
    for case, (outcome, at) in closed.items():
        if outcome == Case.Outcome.ENDED_EARLY and at:
            yield Change(case, at, _("The case was closed early."))


def out_of_date(records: Collection[Record], *, closed: Closed | None = None) -> dict[int, list[Change]]:
    """Return what has changed since each text was handed over, by the record's id; texts that still hold are left out.

    A text that withdraws an earlier one is never out of date, nor is one of a case that was carried through. ``closed``
    says which cases are closed, where it is known. The number of queries does not grow with the texts.
    """
    matters = matters_of_texts()
    told = [record for record in records if matters.get(record.kind) and (record.version or record.is_proposed)]
    if not told:
        return {}
    asked = frozenset().union(*(matters[record.kind] for record in told))
    finders = [find for matter, find in SOURCES if matter in asked]
    cases = {record.case_id for record in told}
    if closed is None:
        found_closed = Case.objects.filter(pk__in=cases, closed_at__isnull=False)
        closed = {pk: (outcome, at) for pk, outcome, at in found_closed.values_list("pk", "outcome", "closed_at")}
    cases -= {pk for pk, (outcome, _at) in closed.items() if outcome == Case.Outcome.COMPLETED}
    seen = {
        (case, row): at
        for case, row, at in Event.objects.filter(case__in=cases, act__in=which("looks_at_text"))
        .values_list("case", "row")
        .annotate(Max("at"))
        .order_by()
    }
    rows = PublicationText.objects.filter(case__in=cases).exclude(withdrawn_because="")
    withdrawn = set(rows.values_list("case", "key"))
    changed = [*_ended(closed), *(change for find in finders for change in find(cases))]
    changes = sorted(changed, key=lambda change: change.at)
    found: dict[int, list[Change]] = {}
    for record in told:
        place = (record.case_id, record.row)
        since = seen.get(place)
        later = [
            change
            for change in changes
            if change.case == record.case_id and change.matter in matters[record.kind] and since and change.at > since
        ]
        if later and place not in withdrawn:
            found[record.pk] = later
    return found


@once
def out_of_date_in(access: "Access") -> dict[int, list[Change]]:
    """Return what has changed since each text of one case was handed over, by the record's id."""
    case = access.case
    closed: Closed = {case.pk: (case.outcome, case.closed_at)} if case.closed_at else {}
    return out_of_date(access.records.values(), closed=closed)
