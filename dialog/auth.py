"""Signing in with user name or e-mail address."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.db.models import Q
from django.http import HttpRequest

from dialog.models import Person


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
        found = Person.objects.filter(Q(username__iexact=username) | Q(email__iexact=username))
        # A user name goes before an address, should one person's name be another's address.
        person = min(found, key=lambda one: one.username.lower() != username.lower(), default=None)
        if person is None:
            get_user_model()().set_password(password)
            return None
        if person.check_password(password) and self.user_can_authenticate(person) and not is_known(person, password):
            return person
        return None


def is_known(person: Person, password: str) -> bool:
    """Say whether a password is one that everybody knows: the demonstration's accounts have their names, and its database
    may be served later by an installation that is none.
    """
    return not settings.DEMO and password == person.username
