"""A request as views see it: of somebody who is signed in, and with every letter in its one form."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, QueryDict

from dialog.letters import one_form
from dialog.models import Person

if TYPE_CHECKING:
    from dialog.access import Access


class Request(HttpRequest):
    """A request whose ``user`` is a person: ``dialog.permissions`` lets no other through to such a view.

    ``access`` is the case as she meets it, at the addresses of one.
    """

    user: Person
    access: "Access"


class OneForm:
    """Middleware: what is asked and what is posted has each letter in its one form, however a keyboard made it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Change what comes in otherwise; most does not."""
        for name in ("GET", "POST"):
            asked = getattr(request, name)
            if in_one_form := _in_one_form(asked):
                setattr(request, name, in_one_form)


def _in_one_form(asked: QueryDict) -> QueryDict | None:
    """Return what is asked in one form; None where it is so already."""
    found = [(one_form(name), [one_form(text) for text in texts]) for name, texts in asked.lists()]
    if found == list(asked.lists()):
        return None
    changed = QueryDict(mutable=True)
    for name, texts in found:
        changed.setlistdefault(name).extend(texts)
    changed._mutable = False
    return changed
