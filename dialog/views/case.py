"""A case's first page: what to do now, and the map of the process."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from dialog.acts import words
from dialog.cases.inbox import items, waits_for
from dialog.language.sentences import one_of
from dialog.models import Event, Membership, Wait
from dialog.process.access import Access
from dialog.process.conditions import conditions_shown
from dialog.process.phases import process
from dialog.process.state import map_of
from dialog.process.waits import SENDER
from dialog.rights import ADMIN, CIVIL_SERVANT, ELECTED, ELECTED_OF_BODY, RESPONSIBLE
from dialog.texts.outdated import out_of_date_in
from dialog.texts.queue import queued
from dialog.web.http import Request
from dialog.web.permissions import case_reader

LATEST = 5
FEW = 3  # so many names are said; of more one says what they are together


def others_wait(access: Access) -> list[dict[str, Any]]:
    """Return what waits in the case for others, each with the names of those who can answer."""
    waits = access.case.waits.filter(since__lte=access.now).select_related("case", "person")
    return [
        {"item": replace(item, came=_came(item.wait, access)), "who": names(item.wait, access)}
        for item in items(waits, reads_drafts=access.is_member)
    ]


def _came(wait: Wait, access: Access) -> dt.date | None:
    """Return the day on which the first of those came for whom an elected's answer waits: before, nobody was there."""
    if wait.audience not in (ELECTED, ELECTED_OF_BODY):
        return None
    return min((membership.start for membership in able(wait, access)), default=None)


def able(wait: Wait, access: Access) -> list[Membership]:
    """Return the members who may answer what waits for the elected or the civil servants."""
    role = {ELECTED: ELECTED, ELECTED_OF_BODY: ELECTED, CIVIL_SERVANT: CIVIL_SERVANT}.get(wait.audience, "")
    seated = access.seats_in_body(wait.body_id) if wait.audience == ELECTED_OF_BODY else None
    return [membership for membership in access.members_as(role) if seated is None or membership.person_id in seated]


def names(wait: Wait, access: Access) -> str:
    """Return who can answer something that waits: their names where they are few, else what they are called together."""
    if wait.person and wait.audience == SENDER:
        return wait.person.name
    if wait.audience == RESPONSIBLE:
        found = [person.name for person in access.acting_responsible()]
        return one_of(found) if found else str(words.AUDIENCES[ADMIN])
    found = list(dict.fromkeys(membership.person.name for membership in able(wait, access)))
    return one_of(found) if 0 < len(found) <= FEW else str(words.AUDIENCES[wait.audience])


@case_reader
def case(request: Request, access: Access) -> HttpResponse:
    """Show where the case stands."""
    phases = map_of(access)
    states = [state for phase in phases for state in (*phase.steps, phase.gate) if state]
    people = access.people(state.by_id for state in states)
    mine = items(waits_for(request.user, access.now, seats=access.seats).filter(case=access.case))
    met, seated = conditions_shown(access), access.seats_in_body()
    rests = bool(access.case.paused_until and access.case.paused_until > access.today)
    changed = out_of_date_in(access) if access.is_member else {}
    events = Event.objects.filter(case=access.case).select_related("by") if access.is_member else Event.objects.none()
    return render(
        request,
        "dialog/case.html",
        {
            "access": access,
            "case": access.case,
            "phases": phases,
            "people": people,
            "conditions": met,
            "broken": [condition for condition in met if condition.is_broken(access)],
            "mine": mine,
            "others": [] if mine or rests else others_wait(access),
            "rests": rests,
            "asks": next((step for step in process.steps() if step.asks_about_handbook), None),
            "instead": next((step for step in process.steps() if step.tells_instead), None),
            "closing": access.case.closings.last() if access.case.closed_at else None,
            "has_elected": any(membership.person_id in seated for membership in access.members_as(ELECTED)),
            "body_has_ended": access.case.body.has_ended(access.today),
            "may_move_on": access.may("move_on"),
            "official_has_left": access.responsible_has_left and not access.case.closed_at,
            "may_name": access.may("change_responsible"),
            "outdated": queued(record for record in access.records.values() if record.pk in changed),
            "events": events[:LATEST],
            "decisions": access.in_force.values(),
        },
    )
