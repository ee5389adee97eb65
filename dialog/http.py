"""A request of somebody who is signed in, as the views that demand it see it."""

from django.http import HttpRequest

from dialog.models import Person


class Request(HttpRequest):
    """A request whose ``user`` is a person: ``dialog.permissions`` lets no other through to such a view."""

    user: Person
