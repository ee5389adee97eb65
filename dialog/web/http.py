"""A request as the views see it that demand somebody who is signed in, and what they read of it."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

from dialog.models import Person

if TYPE_CHECKING:
    from dialog.process.access import Access


MOST_DIGITS = 12


def sent_number(text: str, otherwise: int = 0) -> int:
    """Return the whole number that was sent as text, or another where none was, or one that counts nothing of ours."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < MOST_DIGITS else otherwise


class Request(HttpRequest):
    """A request whose ``user`` is a person: ``dialog.web.permissions`` lets no other through to such a view.

    ``access`` is the case as she meets it, at the addresses of one. ``had_unkeepable``: see ``dialog.web.door``.
    """

    user: Person
    access: "Access"
    had_unkeepable: bool
