"""The municipality's colour as a style sheet: the strict security policy lets no page carry it inline."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from dialog.look import accent


class ColourConverter:
    """A colour in an address: six hexadecimal digits."""

    regex = "[0-9a-f]{6}"

    def to_python(self, value: str) -> str:
        """Return the digits with their sign."""
        return f"#{value}"

    def to_url(self, value: str) -> str:
        """Return the digits alone."""
        return value.lstrip("#").lower()


def accent_stylesheet(request: HttpRequest, colour: str) -> HttpResponse:
    """Answer with the style sheet of a colour. The address names it whole, so browsers may keep it for a year."""
    response = HttpResponse(accent.stylesheet(colour), content_type="text/css; charset=utf-8")
    patch_cache_control(response, public=True, max_age=31_536_000, immutable=True)
    return response
