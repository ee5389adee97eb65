"""A case's first page: what to do now, and the map of the process."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from dialog.cases.inbox import items, waits_for
from dialog.models import Event, Wait
from dialog.process.access import Access
from dialog.process.audiences import audience_name, people_of
from dialog.process.conditions import conditions_shown
from dialog.process.phases import process
from dialog.process.state import map_of
from dialog.rights import ELECTED, ELECTED_OF_BODY
from dialog.texts.outdated import out_of_date_in
from dialog.texts.queue import queued
from dialog.web.http import Request
from dialog.web.permissions import case_reader

LATEST = 5


def others_wait(access: Access) -> list[dict[str, Any]]:
    """Return what waits in the case for others, each with the names of those who can answer."""
    waits = access.case.waits.filter(since__lte=access.now).select_related("case", "person")
    return [
        {"item": replace(item, came=_came(item.wait, access)), "who": audience_name(access, item.wait)}
        for item in items(waits, reads_drafts=access.is_member)
    ]


def _came(wait: Wait, access: Access) -> dt.date | None:
    """Return the day on which the first of those came for whom an elected's answer waits: before, nobody was there."""
    if wait.audience not in (ELECTED, ELECTED_OF_BODY):
        return None
    able = {person.pk for person in people_of(access, wait)}
    return min((one.start for one in access.members if one.person_id in able), default=None)


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
