"""The municipality's colour as a style sheet: the strict security policy lets no page carry it inline."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from dialog import accent


def stylesheet(request: HttpRequest, colour: str) -> HttpResponse:
    """Answer with the style sheet of a colour, six digits. The address says all, so browsers keep it for a year."""
    if not re.fullmatch(r"[0-9a-f]{6}", colour):
        raise Http404
    response = HttpResponse(accent.stylesheet(colour), content_type="text/css; charset=utf-8")
    patch_cache_control(response, public=True, max_age=31_536_000, immutable=True)
    return response
