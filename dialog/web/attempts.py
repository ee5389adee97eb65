"""How wrong passwords are counted: slowed down by name and by address apart, and nobody who proves herself is shut out.

The right password opens the door after ten wrong ones too, whoever typed them and from wherever. Only where a name or an
address meets so many wrong ones that somebody must be guessing is a password heard no more than once every few seconds;
not so in the browser in which the same person has signed in before.
"""

import datetime as dt
import ipaddress
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import F, Max, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from dialog.language.letters import plain
from dialog.models import Person
from dialog.web.auth import counted_name

WINDOW = dt.timedelta(hours=1)
GUESSING = {"username": 100, "ip_address": 300}  # so many wrong ones in an hour are nobody's slips
PAUSE = dt.timedelta(seconds=5)
LETTER = "letter to "  # before an address for which a new password is asked for: that is counted apart
KNOWN = "known"  # the cookie of a browser in which somebody has signed in
KNOWN_FOR = dt.timedelta(days=180)


class Attempts(AxesDatabaseHandler):
    """Counts a row for each name and address; what else a browser tells of itself makes no difference."""

    def is_allowed(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        """Say whether this attempt is heard."""
        name, address = _name(credentials), _address(request)
        if name.startswith(LETTER):
            return _failures(username=name) < settings.AXES_FAILURE_LIMIT
        request.axes_locked_out = not _is_known_here(request, name) and any(  # type: ignore[attr-defined]
            _failures(**of) >= GUESSING[key] and _is_too_soon(request, **of)
            for key, of in (("username", {"username": name}), ("ip_address", {"ip_address": address}))
        )
        return not request.axes_locked_out  # type: ignore[attr-defined]

    def user_login_failed(self, sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any) -> None:
        """Count an attempt that was heard and wrong; from the tenth on the answer says that there were many."""
        if request is None or request.axes_locked_out:
            return
        name, address, now = _name(credentials), _address(request), request.axes_attempt_time
        self.clean_expired_user_attempts(request, credentials)
        row, _new = AccessAttempt.objects.get_or_create(
            username=name,
            ip_address=address,
            user_agent="",
            defaults={"failures_since_start": 0, "attempt_time": now, "get_data": "", "post_data": ""},
        )
        AccessAttempt.objects.filter(pk=row.pk).update(
            failures_since_start=F("failures_since_start") + 1, attempt_time=now
        )
        request.axes_locked_out = _failures(username=name) >= settings.AXES_FAILURE_LIMIT
        request.axes_credentials = credentials

    def user_logged_in(self, sender: Any, request: HttpRequest, user: Person, **kwargs: Any) -> None:
        """Forget her own slips; not what others try at her name from elsewhere, nor at others' names from here."""
        AccessAttempt.objects.filter(username=plain(user.username), ip_address=_address(request)).delete()


def too_many(
    request: HttpRequest, original_response: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """Answer that there were too many attempts: on the page itself, which keeps what was typed, or on one of its own."""
    is_form = original_response is not None and original_response.status_code == 200
    answer = original_response if original_response is not None and is_form else render(request, "429.html")
    answer.status_code = 429
    answer["Retry-After"] = str(int(PAUSE.total_seconds()))
    return answer


def remember_browser(response: HttpResponse, person: Person) -> None:
    """Let others' wrong passwords never hold up this person in this browser."""
    response.set_signed_cookie(
        KNOWN,
        str(person.pk),
        salt=KNOWN,
        max_age=KNOWN_FOR,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def _name(credentials: dict[str, Any] | None) -> str:
    """Return what is counted: the person's own name, whichever of her names and in whatever letters it was typed."""
    typed = str((credentials or {}).get("username") or "")
    if typed.startswith(LETTER):
        return plain(typed)[:255]
    return counted_name(None, credentials)


def _address(request: HttpRequest) -> str | None:
    """Return the address that is counted; of the sixth version the network, as each household has its own."""
    address = getattr(request, "axes_ip_address", None)
    if address and ":" in address:
        return str(ipaddress.ip_network(f"{address}/64", strict=False).network_address)
    return address


def _recent(**of: Any) -> QuerySet[AccessAttempt]:
    apart = Q(username__startswith=LETTER) if "ip_address" in of else Q(pk=None)
    return AccessAttempt.objects.filter(**of, attempt_time__gte=timezone.now() - WINDOW).exclude(apart)


def _failures(**of: Any) -> int:
    return _recent(**of).aggregate(all=Sum("failures_since_start"))["all"] or 0


def _is_too_soon(request: Any, **of: Any) -> bool:
    last = _recent(**of).aggregate(last=Max("attempt_time"))["last"]
    return last is not None and request.axes_attempt_time - last < PAUSE


def _is_known_here(request: HttpRequest, name: str) -> bool:
    known = request.get_signed_cookie(KNOWN, None, salt=KNOWN, max_age=KNOWN_FOR)
    return known is not None and Person.objects.filter(pk=known, username__same=name).exists()
