"""The page for a form that could not be read: what was wrong with it, and what somebody had typed, to take back."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from dialog.views.autosave import wants_json
from dialog.views.outage import is_outage, server_error
from dialog.web.http import is_from_elsewhere
from dialog.web.measure import MOST_OF_A_TEXT, TooLarge, TooManyFields
from dialog.web.sheet import beside_of
from dialog.web.typed import Typed, owe_nothing, sent

READ = (TooLarge, TooManyFields)  # of which what was typed is there
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent, *READ)
MEGABYTE = 1_000_000
LONG = 200


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that a form was too large, with what was typed in it, or that it could not be read.

    A session that cannot be written, because nothing can, is not the form's fault: the page is the one of an outage.
    """
    if is_outage(exception):
        return server_error(request)
    if not isinstance(exception, TOO_MUCH):
        return render(request, "400.html", status=400)
    said = _said(request, exception)
    if wants_json(request):
        return JsonResponse({"said": said}, status=413)
    typed = _typed(request, exception)
    owe_nothing(request)  # all of it stands on this page
    context = {"said": said, "texts": _texts(request, typed) if typed else [], "files": typed.files if typed else []}
    return render(request, "413.html", context, status=413)


def _said(request: HttpRequest, exception: Exception) -> str:
    if isinstance(exception, RequestDataTooBig | TooLarge):
        sizes = {"most": MOST_OF_A_TEXT}
        if isinstance(exception, TooLarge):
            sizes["sent"] = exception.size
        elif (length := request.META.get("CONTENT_LENGTH", "")).isdecimal():
            sizes["sent"] = int(length)
        shown = {name: number_format(size / MEGABYTE, 1) for name, size in sizes.items()}
        if "sent" in shown:
            return _("The text is too large: %(sent)s MB was sent, and the limit is %(most)s MB at a time.") % shown
        return _("The text is too large: the limit is %(most)s MB at a time.") % shown
    return _("There is too much in the form. It has more fields or files than can be received at once.")


def _typed(request: HttpRequest, exception: Exception) -> Typed | None:
    """Return what was typed in a form that is too large, as far as it can be read; None for who is nobody."""
    if not request.user.is_authenticated:
        return None
    try:
        if isinstance(exception, READ):
            return sent(request)
        if is_from_elsewhere(request) or getattr(request, "_read_started", True):
            return None
        if request.content_type == "application/x-www-form-urlencoded" and isinstance(exception, RequestDataTooBig):
            return Typed(QueryDict(request.read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE), encoding="utf-8"))
    except (SuspiciousOperation, OSError):
        pass
    return None


def _texts(request: HttpRequest, typed: Typed) -> list[str]:
    """Return what was typed, to copy from: each long text by itself, the short ones together."""
    beside = beside_of(request)
    words = list(dict.fromkeys([*typed.words(), *(beside.words() if beside else [])]))
    short = "\n".join(text for text in words if len(text) <= LONG)
    return [*(text for text in words if len(text) > LONG), *([short] if short else [])]
