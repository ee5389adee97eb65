"""Signing in with user name or e-mail address."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.db.models import Q
from django.http import HttpRequest

from dialog.language.letters import name_to_sign_in, plain
from dialog.models import Person

MOST_COUNTED = 255


class NameOrEmailBackend(ModelBackend):
    """Knows a person by user name or by e-mail address, in capitals or not."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: object
    ) -> Person | None:
        """Return the person whose name or address and password these are, else None.

        A stranger costs as much time as a wrong password, so nobody learns from the clock who has an account.
        """
        if not username or password is None:
            return None
        person = person_called(username)
        if person is None:
            get_user_model()().set_password(password)
            return None
        if person.check_password(password) and self.user_can_authenticate(person) and not is_known(person, password):
            return person
        return None


def person_called(name: str) -> Person | None:
    """Return whose user name or e-mail address this is, however it was typed; None where it is nobody's."""
    wanted = name_to_sign_in(name)
    found = Person.objects.filter(Q(username__same=wanted) | Q(email__same=wanted)) if wanted else Person.objects.none()
    # A user name goes before an address, should one person's name be another's address.
    return min(found, key=lambda person: plain(person.username) != plain(wanted), default=None)


def counted_name(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """Return the name under which failed sign-ins are counted: one for each person, whichever she is called by."""
    given = (credentials or {}).get("username") or (request.POST.get("username", "") if request else "")
    person = person_called(given)
    return plain(person.username if person else name_to_sign_in(given))[:MOST_COUNTED]


def is_known(person: Person, password: str) -> bool:
    """Say whether a password is one that everybody knows: the demonstration's accounts have their names, and its database
    may be served later by an installation that is none.
    """
    return not settings.DEMO and password == person.username
