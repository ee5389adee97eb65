"""The page for a form that could not be read: what was wrong with it, and what somebody had typed, to take back."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from dialog.views.autosave import wants_json
from dialog.views.outage import is_outage, server_error

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
MEGABYTE = 1_000_000
MOST_GIVEN_BACK = 12 * MEGABYTE
LONG = 200


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that a form was too large, with the long texts in it, or that it could not be read.

    A session that cannot be written, because nothing can, is not the form's fault: the page is the one of an outage.
    """
    if is_outage(exception):
        return server_error(request)
    if not isinstance(exception, TOO_MUCH):
        return render(request, "400.html", status=400)
    said = _said(request, exception)
    if wants_json(request):
        return JsonResponse({"said": said}, status=413)
    return render(request, "413.html", {"said": said, "texts": _long_texts(request, exception)}, status=413)


def _said(request: HttpRequest, exception: Exception) -> str:
    if isinstance(exception, RequestDataTooBig):
        sizes = {"most": settings.DATA_UPLOAD_MAX_MEMORY_SIZE}
        sizes |= {"sent": int(length)} if (length := request.META.get("CONTENT_LENGTH", "")).isdecimal() else {}
        shown = {name: number_format(size / MEGABYTE, 1) for name, size in sizes.items()}
        if "sent" in shown:
            return (
                _("The text is too large: %(sent)s MB were sent, and at most %(most)s MB are taken at a time.") % shown
            )
        return _("The text is too large: at most %(most)s MB are taken at a time.") % shown
    return _("There is too much in the form: it has more fields or files than are taken at a time.")


def _long_texts(request: HttpRequest, exception: Exception) -> list[str]:
    """Return the long texts of a form that is too large, to copy from; none where the form has been read away."""
    is_read = getattr(request, "_read_started", True)
    is_form = request.content_type == "application/x-www-form-urlencoded"
    if is_read or not is_form or not isinstance(exception, RequestDataTooBig) or not request.user.is_authenticated:
        return []
    try:
        sent = QueryDict(request.read(MOST_GIVEN_BACK), encoding="utf-8")
    except TOO_MUCH:
        return []
    return [text for _name, texts in sent.lists() for text in texts if len(text) > LONG]
