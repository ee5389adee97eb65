"""A case's first page: what to do now, and the map of the process."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dialog.access import Access
from dialog.engine.conditions import conditions
from dialog.engine.state import map_of
from dialog.inbox import waits_for
from dialog.models import Event
from dialog.permissions import case_reader
from dialog.views.inbox import item

LATEST = 5


@case_reader
def case(request: HttpRequest, access: Access) -> HttpResponse:
    """Show where the case stands."""
    phases = map_of(access)
    people = access.people(state.by_id for phase in phases for state in phase.steps)
    mine = waits_for(request.user, access.now).filter(case=access.case).first()
    events = Event.objects.filter(case=access.case).select_related("by") if access.is_member else Event.objects.none()
    return render(
        request,
        "dialog/case.html",
        {
            "access": access,
            "case": access.case,
            "phases": phases,
            "people": people,
            "conditions": conditions(access),
            "mine": item(mine) if mine else None,
            "waits": [item(wait) for wait in access.case.waits.filter(since__lte=access.now)],
            "events": events[:LATEST],
            "decisions": access.decisions_in_force.values(),
        },
    )
