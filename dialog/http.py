"""A request of somebody who is signed in, as the views that demand it see it."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

from dialog.models import Person

if TYPE_CHECKING:
    from dialog.access import Access


class Request(HttpRequest):
    """A request whose ``user`` is a person: ``dialog.permissions`` lets no other through to such a view.

    ``access`` is the case as she meets it, at the addresses of one.
    """

    user: Person
    access: "Access"
