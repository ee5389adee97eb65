"""The municipality's logo, for the top of pages."""

from pathlib import PurePath

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control

from dialog import municipality


def logo(request: HttpRequest, name: str) -> HttpResponseBase:
    """Answer with the logo of that file name. A new one gets a new name, so browsers may keep it for a year."""
    current = municipality.current().logo
    if not current or PurePath(str(current.name)).name != name:
        raise Http404
    try:
        opened = current.open("rb")
    except OSError:
        raise Http404 from None
    response = FileResponse(opened, content_type="image/png")
    patch_cache_control(response, public=True, max_age=31_536_000, immutable=True)
    return response
