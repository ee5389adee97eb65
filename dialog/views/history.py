"""History: what happened in a case and in a step, and any two versions side by side."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from dialog.forms.answers import Answered
from dialog.forms.changes import changes
from dialog.models import Event, Revision
from dialog.process.access import Access
from dialog.views.place import Place
from dialog.web.http import Request
from dialog.web.permissions import case_member, case_reader

EVENTS_A_PAGE = 50


@case_member
def history(request: Request, access: Access) -> HttpResponse:
    """Show everything that happened in the case, the latest first."""
    events = Event.objects.filter(case=access.case).select_related("by")
    shown = Paginator(events, EVENTS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "dialog/history.html", {"access": access, "case": access.case, "shown": shown})


@case_reader
def step_history(request: Request, access: Access, step: str) -> HttpResponse:
    """Show what happened in a step, and two of its texts side by side."""
    return place_history(request, Place.find(access, step))


@case_reader
def row_history(request: Request, access: Access, step: str, row: str) -> HttpResponse:
    """Show what happened with a row of a register, and two of its texts side by side."""
    return place_history(request, Place.find(access, step, row))


def place_history(request: Request, place: Place) -> HttpResponse:
    """Show the history of a place, to those who read drafts there."""
    if not place.reads_drafts:
        raise PermissionDenied(_("This page is for members of the case."))
    revisions = list(place.revisions())
    left, right = _two(revisions, request.GET.get("left", ""), request.GET.get("right", ""))
    return render(
        request,
        "dialog/step_history.html",
        {
            "place": place,
            "access": place.access,
            "case": place.access.case,
            "step": place.step_or_kind,
            "record": place.record,
            "revisions": revisions,
            "left": left,
            "right": right,
            "changes": changes(_answers(place, left), _answers(place, right)) if left else None,
            "answers": _answers(place, right) if not left else [],
            "events": place.events(),
            "may_restore": "restore" in place.acts,
        },
    )


def _two(revisions: list[Revision], left: str, right: str) -> tuple[Revision | None, Revision | None]:
    by_pk = {str(revision.pk): revision for revision in revisions}
    newest = revisions[0] if revisions else None
    versions = [revision for revision in revisions if revision.version and revision is not newest]
    older = next(iter(versions), revisions[1] if len(revisions) > 1 else None)
    return by_pk.get(left, older), by_pk.get(right, newest)


def _answers(place: Place, revision: Revision | None) -> list[Answered]:
    if revision is None or place.step_or_kind.form is None:
        return []
    return place.answers(revision)
