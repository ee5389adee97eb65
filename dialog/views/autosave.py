"""Autosave: a draft kept in the background while somebody writes, answered in JSON for static/js/autosave.js."""

from django.http import HttpRequest, JsonResponse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from dialog.acts.core import Conflict, Refused
from dialog.forms import drafts
from dialog.forms.posted import sent_number
from dialog.process.act import SAVED
from dialog.views.conflict import keep_aside
from dialog.views.place import Place
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
    """Keep the whole form as the place's draft. The answer carries the number of the act, which the next one has seen.

    Where somebody else acted meanwhile the text is kept aside and 409 says so; the form's own button shows both texts.
    """
    seen = sent_number(request.POST.get("revision", ""), NO_NUMBER)
    if "whole" not in request.POST or seen == NO_NUMBER:
        return JsonResponse({"said": ""}, status=400)
    text = drafts.read(place.shape, request.POST)
    try:
        attempt = place.run("save_draft", revision=seen, data=text)
    except Conflict as conflict:
        keep_aside(conflict.record, text, request)
        last = place.events().first()
        said = _("%(who)s has changed the step meanwhile. Press “Save draft” to see both texts; nothing is lost.")
        return JsonResponse({"said": said % {"who": last.by if last else "?"}}, status=409)
    except Refused as refused:
        return JsonResponse({"said": str(refused)}, status=403)
    clock = formats.time_format(timezone.localtime(attempt.at), "TIME_FORMAT")
    said = str(SAVED) % {"time": clock}
    if request.had_unkeepable:
        said = f"{said}. {TAKEN_OUT}"
    return JsonResponse({"revision": attempt.record.revision, "said": said})
