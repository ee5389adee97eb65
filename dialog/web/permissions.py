"""Every view states who may reach it; one that states nothing cannot be reached.

The decorators below are those statements. Rights to acts are the acts' own business (``dialog.process.access``).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from dialog import clock
from dialog.models import house
from dialog.process.access import load
from dialog.web.http import Request

View = Callable[..., HttpResponseBase]


def anyone(view: View) -> View:
    """Let everybody reach the view, signed in or not."""
    return _state(view, "anyone")


def signed_in(view: View) -> View:
    """Let everybody who is signed in reach the view; others come to it after signing in, with what they had typed."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return sign_in_first(request)
        return view(request, *args, **kwargs)

    return _state(guarded, "signed_in")


def of_the_house(view: View) -> View:
    """Let whoever has a seat, a department or a role in the whole house reach the view; 403 for who only reads cases."""

    @wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not house.belongs(request.user, clock.today()):
            raise PermissionDenied(
                _("This page is for people who have a seat, a department or a role in the municipality.")
            )
        return view(request, *args, **kwargs)

    return _state(signed_in(guarded), "of_the_house")


def case_reader(view: View) -> View:
    """Let whoever may know of the case reach the view, which gets the case as ``Access``; 404 for everybody else."""

    @wraps(view)
    def guarded(request: Request, case: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.access = load(request.user, case)
        return view(request, request.access, *args, **kwargs)

    return _state(signed_in(guarded), "case_reader")


def text_reader(view: View) -> View:
    """Let whoever may read the case's publication texts reach the view: the case's readers, and the communicators."""

    @wraps(view)
    def guarded(request: Request, case: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.access = load(request.user, case, for_texts=True)
        return view(request, request.access, *args, **kwargs)

    return _state(signed_in(guarded), "text_reader")


def communicator(view: View) -> View:
    """Let communicators reach the view; 403 for everybody else."""

    @wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_communicator:
            raise PermissionDenied(_("This page is for the communications team."))
        return view(request, *args, **kwargs)

    return _state(signed_in(guarded), "communicator")


def support(view: View) -> View:
    """Let those who keep the handbook reach the view; 403 for everybody else."""

    @wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_support:
            raise PermissionDenied(_("This page is for people who look after the handbook."))
        return view(request, *args, **kwargs)

    return _state(signed_in(guarded), "support")


def page_keeper(view: View) -> View:
    """Let those reach the view who word the pages about Dialog: support and administrators; 403 for everybody else."""

    @wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not (request.user.is_support or request.user.is_administrator):
            raise PermissionDenied(_("This page is for development leads and administrators."))
        return view(request, *args, **kwargs)

    return _state(signed_in(guarded), "page_keeper")


def case_member(view: View) -> View:
    """Let the members of the case reach the view; 404 for who may not know of it, 403 for who only reads it."""

    @wraps(view)
    def guarded(request: Request, case: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.access = access = load(request.user, case)
        if not access.is_member:
            raise PermissionDenied(_("This page is for members of the case."))
        return view(request, access, *args, **kwargs)

    return _state(signed_in(guarded), "case_member")


def contact_keeper(view: View) -> View:
    """Let those reach the view who read participants' contact details; 404 for who may not know of the case, else 403."""

    @wraps(view)
    def guarded(request: Request, case: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.access = access = load(request.user, case)
        if not access.may("read_contact_details"):
            raise PermissionDenied(_("This page is for the officers in the case."))
        return never_cache(view)(request, access, *args, **kwargs)

    return _state(signed_in(guarded), "contact_keeper")


def sign_in_first(request: HttpRequest) -> HttpResponseBase:
    """Lead to where one signs in, with what was typed."""
    answer: HttpResponseBase = import_string(settings.SIGN_IN_FIRST_VIEW)(request)
    return answer


def _state(view: View, permission: str) -> View:
    view.permission = permission  # type: ignore[attr-defined]
    return view


class DeniedByDefault:
    """Middleware: refuses a view that states no permission. Django's admin states its own, see ``dialog.admin``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> None:
        """Refuse the view unless it, or the site that it belongs to, says who may reach it."""
        if not hasattr(view, "permission") and "admin" not in getattr(request.resolver_match, "app_names", ()):
            raise PermissionDenied(f"{view.__module__}.{view.__name__} states no permission.")
