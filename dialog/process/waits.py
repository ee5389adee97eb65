"""What waits for whom: the one table (steps.md). Inbox, list, mail and counter read what ``store_derived`` keeps of it.

Each rule looks at a case as loaded and yields what waits, for whom, since when. ``since`` may lie ahead: it waits then.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from django.conf import settings
from django.db.models import Max, Q
from django.utils import timezone

from dialog.models import Decision, DecisionFact, Person, Record
from dialog.process.access import Access
from dialog.process.act import which
from dialog.process.audiences import MEMBERS, SENDER
from dialog.process.gate import Gate
from dialog.process.phases import process
from dialog.process.register import step_or_kind_at
from dialog.process.step import DecidedStep
from dialog.process.wait_kinds import KINDS
from dialog.rights import (
    CIVIL_SERVANT,
    COMMUNICATOR,
    ELECTED,
    ELECTED_OF_BODY,
    GATE,
    RESPONSIBLE,
    SHARED,
    SUPPORT,
    TEXT,
)


@dataclass(frozen=True, order=True)
class Waiting:
    """One thing that waits: since when, what (a key of ``wait_kinds.KINDS``), for whom, and where."""

    since: dt.datetime
    kind: str
    audience: str
    step: str = ""
    row: str = ""
    person_id: int | None = None
    row_kind: str = ""
    body_id: int | None = None


RULES: list[Callable[[Access], Iterator[Waiting]]] = []


def rule(function: Callable[[Access], Iterator[Waiting]]) -> Callable[[Access], Iterator[Waiting]]:
    """Add a function to the table. A phase adds rules of its own for what only it knows (an activity past its day)."""
    RULES.append(function)
    return function


# Each returns the condition that a case names somebody in what a phase holds: it is derived again when she comes or leaves.
NAMES_PEOPLE: list[Callable[[Person], Q]] = []


def names_people(function: Callable[[Person], Q]) -> Callable[[Person], Q]:
    """Add to what makes a case be derived again when somebody's seats or place in the house change."""
    NAMES_PEOPLE.append(function)
    return function


@rule
def proposals(access: Access) -> Iterator[Waiting]:
    """A proposal waits for the elected members who may answer it, a decision for those of the body that decides, a text
    that was handed over for the communicators.
    """
    for record in access.records.values():
        step = process.find(record.step)
        if step and record.is_proposed and record.sent_at:
            step_or_kind = step_or_kind_at(step, record.row, record.kind)
            if step_or_kind is not None and step_or_kind.role == TEXT:
                yield Waiting(record.sent_at, "text", COMMUNICATOR, record.step, record.row)
            elif isinstance(step_or_kind, DecidedStep):
                body = record.body_id
                if (record.body or access.case.body).has_ended(access.today):
                    if body:  # the case's own body: see body_ended
                        yield Waiting(record.sent_at, "other_body_ended", RESPONSIBLE, record.step, record.row)
                    continue
                yield Waiting(record.sent_at, "decision", ELECTED_OF_BODY, record.step, record.row, body_id=body)
            else:
                yield Waiting(record.sent_at, "proposal", ELECTED, record.step, record.row)


@rule
def returned(access: Access) -> Iterator[Waiting]:
    """What was sent back or withdrawn waits for whoever sent it; where she has left, for the responsible official."""
    working = {membership.person_id for role in (CIVIL_SERVANT, ELECTED) for membership in access.members_as(role)}
    for record in access.records.values():
        if record.sent_by_id and record.draft in (Record.Draft.RETURNED, Record.Draft.WRITING):
            kind = "sent_back" if record.draft == Record.Draft.RETURNED else "withdrawn"
            since = record.returned_at or record.sent_at or access.case.created_at
            if record.sent_by_id in working:
                yield Waiting(since, kind, SENDER, record.step, record.row, record.sent_by_id)
            else:
                yield Waiting(since, kind, RESPONSIBLE, record.step, record.row)


@rule
def comments(access: Access) -> Iterator[Waiting]:
    """A comment or question that nobody has answered waits for the step's responsible role."""
    for comment in access.case.comments.filter(answered_at=None, answers=None, sent_back=False):
        step = process.find(comment.step)
        if step:
            record = access.record(comment.step, comment.row)
            step_or_kind = step_or_kind_at(step, comment.row, record.kind if record else "") or step
            audience = {SHARED: MEMBERS, GATE: MEMBERS, TEXT: CIVIL_SERVANT}.get(step_or_kind.role, step_or_kind.role)
            yield Waiting(comment.at, "comment", audience, comment.step, comment.row)


@rule
def help_requests(access: Access) -> Iterator[Waiting]:
    """A request for help waits for the department that owns the handbook."""
    for request in access.case.help_requests.filter(answered_at=None):
        yield Waiting(request.at, "help", SUPPORT, request.step, request.row)


@rule
def no_elected_member(access: Access) -> Iterator[Waiting]:
    """A case without an elected member of the owning body waits for its responsible official: from the day it lacks one,
    or came to that body.
    """
    moved = access.case.events.filter(act__in=which("gives_to_a_body")).aggregate(last=Max("at"))["last"]
    begun = moved or access.case.created_at
    day, end = without_elected(access, timezone.localdate(begun)), access.case.body.ended_on
    if day and (end is None or day <= end):  # afterwards there is no body to be a member of
        yield Waiting(max(begun, morning(day)), "no_elected_member", RESPONSIBLE)


def without_elected(access: Access, begun: dt.date) -> dt.date | None:
    """Return the first day of the time without an elected member of the owning body that is now, or else comes next.

    None when no end is known. Seats and memberships may end by themselves, so the day may lie ahead.
    """
    members = [
        membership for membership in access.memberships if membership.role == ELECTED and membership.person.is_active
    ]
    seats = [seat for seat in access.everybodys_seats if seat.body_id == access.case.body_id]
    spans = (
        (max(membership.start, seat.start), min(membership.end or dt.date.max, seat.last_day or dt.date.max))
        for membership in members
        for seat in seats
        if seat.person_id == membership.person_id
    )
    lacking = begun
    for start, end in sorted(span for span in spans if span[0] <= span[1]):
        if start > max(lacking, access.today):
            break
        if end == dt.date.max:
            return None
        lacking = max(lacking, end + dt.timedelta(days=1))
    return lacking


@rule
def body_ended(access: Access) -> Iterator[Waiting]:
    """A case whose body has ended waits from the day after its last one: it is to be moved on to another."""
    if access.case.body.ended_on and access.case.body.ended_on < dt.date.max:
        yield Waiting(morning(access.case.body.ended_on + dt.timedelta(days=1)), "body_ended", RESPONSIBLE)


@rule
def official_left(access: Access) -> Iterator[Waiting]:
    """A case whose responsible official has left waits for another to be named, since it was first seen."""
    if access.responsible_has_left:
        known = access.case.waits.filter(kind="official_left").values_list("since", flat=True).first()
        yield Waiting(known or access.now, "official_left", RESPONSIBLE)


@rule
def gates(access: Access) -> Iterator[Waiting]:
    """A gate whose lines are all met waits for the elected members who may confirm it, since the last line was met."""
    if access.case.body.has_ended(access.today):
        return
    for phase in process.phases:
        if isinstance(phase.gate, Gate) and phase.opens(access) and phase.gate.is_ready(access):
            dates = [record.in_force_at for record in access.records.values() if record.in_force_at and not record.row]
            dates += [exception.at for exception in access.exceptions]
            yield Waiting(max(dates, default=access.case.created_at), "gate", ELECTED_OF_BODY, phase.gate.key)


@rule
def pause(access: Access) -> Iterator[Waiting]:
    """A pause that ends waits for the responsible official from that day on."""
    if access.case.paused_until:
        yield Waiting(morning(access.case.paused_until), "pause_over", RESPONSIBLE)


@rule
def later_facts(access: Access) -> Iterator[Waiting]:
    """The § of a meeting, and when its minutes were adjusted, wait for the responsible official: once for all that was
    decided there, and not before minutes can exist. Where nobody met, it is the number and the day of the report.
    """
    known = set(DecisionFact.objects.filter(decision__case=access.case).values_list("decision_id", "kind"))
    meetings: dict[tuple[str, int, dt.date], list[Decision]] = {}
    for decision in access.in_force.values():
        if any((decision.pk, fact.value) not in known for fact in facts_awaited(decision)):
            kind = "minutes" if decision.made_by == Decision.MadeBy.BODY else "reported"
            meetings.setdefault((kind, decision.body_id, decision.date), []).append(decision)
    for (kind, _body, day), made in meetings.items():
        first = min(made, key=lambda decision: decision.pk)
        ready = morning(day + dt.timedelta(days=settings.MINUTES_AFTER_DAYS))
        yield Waiting(max(first.recorded_at, ready), kind, RESPONSIBLE, first.step, first.row)


def facts_awaited(decision: Decision) -> tuple[DecisionFact.Kind, DecisionFact.Kind]:
    """Return what is to become known of every decision: its § or number, and adjusted minutes or the day of the report."""
    by_body = decision.made_by == Decision.MadeBy.BODY
    return DecisionFact.Kind.SECTION, DecisionFact.Kind.ADJUSTED if by_body else DecisionFact.Kind.REPORTED


def morning(day: dt.date) -> dt.datetime:
    """Return the moment at which a day begins."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def what_waits(access: Access) -> list[Waiting]:
    """Return everything that waits in a case, the oldest first: nothing that cannot be done as the case stands."""
    found = {_with_kind(waiting, access) for rule in RULES for waiting in rule(access)}
    if access.is_over:
        found = {waiting for waiting in found if _can_be_done(waiting, access)}
    return sorted(found, key=lambda waiting: (waiting.since, waiting.kind, waiting.step, waiting.row))


def _can_be_done(waiting: Waiting, access: Access) -> bool:
    """Say whether something that waits in a case that is closed, or without a dialogue, can still be done there."""
    step = process.find(waiting.step)
    goes_on = step is not None and not step.shut(access)
    kind = KINDS[waiting.kind]
    if access.case.closed_at:
        return kind.after_closing or (goes_on and kind.goes_on)
    return step is None or goes_on or kind.after_closing or kind.on_track


def _with_kind(waiting: Waiting, access: Access) -> Waiting:
    record = access.record(waiting.step, waiting.row) if waiting.row else None
    return replace(waiting, row_kind=record.kind) if record else waiting
