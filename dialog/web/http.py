"""A request as the views see it that demand somebody who is signed in, and what they read of it."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from dialog.models import Person

if TYPE_CHECKING:
    from dialog.process.access import Access


def is_from_our_pages(request: HttpRequest) -> bool:
    """Say whether the browser vouches that a form was sent from a page of this application; if it says nothing, no."""
    said = request.headers.get("Origin") or request.headers.get("Referer") or ""
    try:
        parts = urlsplit(said)
    except ValueError:
        return False
    origin = f"{parts.scheme}://{parts.netloc}"
    return origin in (f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS)


def is_from_elsewhere(request: HttpRequest) -> bool:
    """Say whether the browser says that a form was sent from a page of another site."""
    said = request.headers.get("Origin") or request.headers.get("Referer")
    return bool(said) and not is_from_our_pages(request)


class Request(HttpRequest):
    """A request whose ``user`` is a person: ``dialog.web.permissions`` lets no other through to such a view.

    ``access`` is the case as she meets it, at the addresses of one. ``had_unkeepable``: see ``dialog.web.door``.
    ``counted``: how many things wait at an entry of the menu, where the page has read it anyhow. ``under``: at which entry
    the page stands, where its address does not say it.
    """

    user: Person
    access: "Access"
    had_unkeepable: bool
    counted: dict[str, int]
    under: str
