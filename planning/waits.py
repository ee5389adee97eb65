"""What waits in Planera: the information instead of a dialogue, from the no until the case is closed."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dialog.models import Person, Seat
from dialog.process.access import Access
from dialog.process.phases import process
from dialog.process.register import Register
from dialog.process.wait_kinds import WaitKind, Where, add_kinds
from dialog.process.waits import Waiting, morning, names_people, rule
from dialog.rights import COMMUNICATOR, RESPONSIBLE
from dialog.texts.kinds import holds, is_published, publications
from planning.models import Representative

add_kinds(
    WaitKind(
        "spokesperson_left",
        _("%(who)s has left the committee: choose a new spokesperson"),
        Where("written", changes=True),
    ),
    WaitKind(
        "spokesperson_elsewhere",
        _("%(who)s does not have a seat on the committee: choose a spokesperson who does"),
        Where("written", changes=True),
    ),
    WaitKind(
        "information_unwritten",
        _("Tell residents what has been decided, and why"),
        Where("written", begins="information"),
    ),
    WaitKind("information_unpublished", _("Publish the information, and enter where"), Where("published")),
    WaitKind("information_done", _("Mark the information as done: this closes the case"), Where("acts")),
)


@rule
def spokesperson(access: Access) -> Iterator[Waiting]:
    """A spokesperson without a seat in the body any more waits to be followed by another, from the day after her last one.

    It may lie ahead: a seat whose end is known.
    """
    if access.case.body.has_ended(access.today):
        return  # the case is moved on first
    for who in spokespersons(access):
        left = _left_on(access, who)
        if left is None:
            continue
        kind = "spokesperson_left" if left > dt.date.min else "spokesperson_elsewhere"
        since = access.now
        if left > dt.date.min:
            since = morning(left)
        elif known := access.case.waits.filter(kind=kind, person=who).values_list("since", flat=True).first():
            since = known
        yield Waiting(since, kind, RESPONSIBLE, "responsibility", person_id=who)


def spokespersons(access: Access) -> list[int]:
    """Return the people with an account who speak for the body, as it stands in force."""
    rows = Representative.objects.filter(case=access.case, dropped_because="", spokesperson=True).exclude(person="")
    return [int(row) for row in rows.values_list("person", flat=True) if row.isdecimal()]


def _left_on(access: Access, who: int) -> dt.date | None:
    """Return the day from which somebody has no seat in the body, the first of days if she never had, None while she has."""
    seats = list(Seat.objects.filter(person=who, body=access.case.body))
    if not Person.objects.filter(pk=who, is_active=True).exists():
        return access.today if seats else dt.date.min
    if any(seat.last_day is None and seat.start <= access.today for seat in seats):
        return None
    ends = [seat.last_day for seat in seats if seat.last_day and seat.start <= access.today]
    return max(ends) + dt.timedelta(days=1) if ends else dt.date.min


@names_people
def cases_that_name(person: Person) -> Q:
    """Return the condition that a case has somebody as spokesperson: it is derived again when her seats change."""
    rows = Representative.objects.filter(person=str(person.pk), spokesperson=True, dropped_because="")
    return Q(pk__in=rows.values("case"))


@rule
def information(access: Access) -> Iterator[Waiting]:
    """The text waits for the responsible official from the decision on, then to be published, then for the end."""
    if not access.is_on_information_track or access.case.closed_at:
        return
    step = process.step("information")
    assert isinstance(step, Register)
    decided = [
        decision for key, decision in access.decisions_in_force.items() if not process.step(key).lets_go_on(decision)
    ]
    since = max(decision.recorded_at for decision in decided)
    texts = [record for record in step.rows(access) if record.is_proposed or holds(record, access)]
    if not texts:
        begun = next((record.row for record in step.rows(access) if record.is_written_on), "")
        yield Waiting(since, "information_unwritten", RESPONSIBLE, step.key, begun)
    for record in texts:
        if not record.is_proposed and not is_published(record, access):
            yield Waiting(record.in_force_at or since, "information_unpublished", COMMUNICATOR, step.key, record.row)
    if not access.is_done(step.key) and not any(step.lacks(access)):
        told = [publication.at for text in texts for publication in publications(access, text)]
        yield Waiting(max(told, default=since), "information_done", RESPONSIBLE, step.key)
