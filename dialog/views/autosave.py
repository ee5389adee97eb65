"""Autosave: a draft kept in the background while somebody writes, answered in JSON for static/js/autosave.js."""

from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from dialog.acts.core import Conflict, Refused
from dialog.forms.drafts import Draft
from dialog.forms.posted import sent_number
from dialog.views.conflict import keep_aside
from dialog.views.in_parts import PART
from dialog.views.place import Place
from dialog.views.posted_act import row_of_page
from dialog.views.row_page import RowPage
from dialog.views.step_page import StepPage
from dialog.web.door import TAKEN_OUT
from dialog.web.http import Request

NO_NUMBER = -1


def is_autosave(request: Request) -> bool:
    """Say whether a form was posted by the script and not by a button."""
    return wants_json(request)


def wants_json(request: HttpRequest) -> bool:
    """Say whether the script is to be answered."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def autosave(request: Request, place: Place) -> JsonResponse:
    """Keep the whole form as the place's draft. The answer carries the number of the act, which the next one has seen, and
    what is to be renewed on the page.

    Where somebody else acted meanwhile the text is kept aside and 409 says so; the form's own button shows both texts.
    """
    seen = sent_number(request.POST.get("revision", ""), NO_NUMBER)
    if "whole" not in request.POST or seen == NO_NUMBER:
        return JsonResponse({"said": ""}, status=400)
    text, seen = place.met(request.POST, place.read(request.POST), seen)
    try:
        attempt = place.run("save_draft", revision=seen, data=text)
    except Conflict as conflict:
        keep_aside(conflict.record, text, request)
        last = place.events().first()
        said = _(
            "%(who)s has changed the step in the meantime. Save your text to see both versions. Nothing has been lost."
        )
        return JsonResponse({"said": said % {"who": last.by if last else "?"}}, status=409)
    except Refused as refused:
        return JsonResponse({"said": str(refused)}, status=403)
    return JsonResponse(
        {
            "revision": attempt.record.revision,
            "said": str(TAKEN_OUT) if request.had_unkeepable else "",
            "renewed": _renewed(request, place.again(attempt.access), text),
        }
    )


def _renewed(request: Request, place: Place, text: Draft) -> str:
    """Return what has changed around the text with what was typed: state, what remains, and the marks of the fields."""
    row = row_of_page(request.POST)
    page = (RowPage.find(place, row, typed=text) if row else None) or StepPage(
        place, part=request.GET.get(PART, ""), typed=text
    )
    marks = [{"id": field.auto_id, "remains": getattr(field, "remains", False)} for field in page.marks()]
    in_list = place.step_or_kind.phase is not None and not place.row
    context = page.progress() | {"marks": marks, "in_list": in_list, "reads_drafts": place.reads_drafts}
    return render_to_string("dialog/step/autosaved.html", context, request)
