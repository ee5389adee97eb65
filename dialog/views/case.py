"""A case's first page: what to do now, where the case stands, and what there is to read."""

from django.http import HttpResponse
from django.shortcuts import render

from dialog.cases.front import Front
from dialog.cases.next import next_for, others_answer
from dialog.cases.strip import Strip
from dialog.models import Event
from dialog.process.access import Access
from dialog.process.phases import process
from dialog.rights import ELECTED_OF_BODY, RESPONSIBLE
from dialog.texts.outdated import out_of_date_in
from dialog.texts.queue import queued
from dialog.web.http import Request
from dialog.web.permissions import case_reader

LATEST = 3
MEASURES_SHOWN = 4


@case_reader
def case(request: Request, access: Access) -> HttpResponse:
    """Show where the case stands, and what the person does next in it."""
    case, front = access.case, Front(access)
    rests = bool(case.paused_until and case.paused_until > access.today)
    changed = out_of_date_in(access) if access.is_member else {}
    todo = next_for(access)
    tells = RESPONSIBLE in access.capacities and front.late > 0
    if front.promised:  # what became of a promise is told at the promise
        todo = [thing for thing in todo if thing.kind != "measure_past"]
    events = Event.objects.filter(case=case).select_related("by") if access.is_member else Event.objects.none()
    return render(
        request,
        "dialog/case.html",
        {
            "access": access,
            "case": case,
            "front": front,
            "strip": Strip(access),
            "todo": todo,
            "others": others_answer(access),
            "rests": rests,
            "tells": tells,
            "shown": front.promised[:MEASURES_SHOWN],
            "folded": front.promised[MEASURES_SHOWN:],
            "asks": next((step for step in process.steps() if step.asks_about_handbook), None),
            "instead": next((step for step in process.steps() if step.tells_instead), None),
            "closing": case.closings.last() if case.closed_at else None,
            "has_elected": bool(access.receivers(ELECTED_OF_BODY)),
            "is_told_to_add": any(thing.kind == "no_elected_member" for thing in todo),
            "body_has_ended": case.body.has_ended(access.today),
            "may_move_on": access.may("move_on"),
            "official_has_left": access.responsible_has_left and not case.closed_at,
            "may_name": access.may("change_responsible"),
            "outdated": queued(record for record in access.records.values() if record.pk in changed),
            "events": events[:LATEST],
        },
    )
