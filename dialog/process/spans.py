"""How a case spreads over time: a stretch for each phase, as it went and as it is planned."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.timezone import localdate

from dialog.models import Case, GateConfirmation
from dialog.process.phases import process


@dataclass(frozen=True)
class Span:
    """A stretch of a case's time: in which phase, the colour of that, from and to; ``lies_ahead`` where it is planned."""

    phase: str
    colour: str
    start: dt.date
    end: dt.date
    lies_ahead: bool = False


def spans(case: Case, left: Mapping[str, dt.date], today: dt.date, *, begun: dt.date | None = None) -> list[Span]:
    """Return the stretches of a case in order, each beginning where the one before it ends.

    A phase goes from the day when the one before it was left (the first: from when the case was begun) to the day in
    ``left``, on which its gate was confirmed. The first phase that is not left goes on until today, or until the case
    was closed, and from then on to the day that the case plans for it (``Phase.planned_to``), as every later phase does.
    Where no day is planned for a phase nobody knows when the next one begins: neither has anything ahead. Nor has a
    closed case, or one in which residents are informed instead.
    """
    ended = localdate(case.closed_at) if case.closed_at else None
    until, day = ended or today, begun or localdate(case.created_at)
    found: list[Span] = []
    is_current = True
    for phase in process.phases:
        if is_current and phase.key in left:
            end = max(day, left[phase.key])
            found.append(Span(phase.key, phase.colour, day, end))
            day = end
            continue
        if is_current:
            found.append(Span(phase.key, phase.colour, day, max(day, until)))
            day, is_current = max(day, until), False
        if case.closed_at or case.phase == INFORMATION:
            break
        planned = getattr(case, phase.planned_to) if phase.planned_to else None
        if planned is None:
            break
        if planned > day:
            found.append(Span(phase.key, phase.colour, day, planned, lies_ahead=True))
            day = planned
    return found


INFORMATION = "information"  # where residents are informed instead, see ``dialog.acts.derived``


def days_left(case: Case, confirmations: Iterable[GateConfirmation]) -> dict[str, dt.date]:
    """Return the day on which each phase of a case was left by its gate: the last confirmation counts.

    In a case that was opened again, the gate that had closed it counts no more.
    """
    closing = {phase.key for phase in process.phases if phase.closes_case} if case.closed_at is None else set()
    return {
        confirmation.phase: localdate(confirmation.at)
        for confirmation in sorted(confirmations, key=lambda confirmation: confirmation.pk)
        if confirmation.phase not in closing
    }
