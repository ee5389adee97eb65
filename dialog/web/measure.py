"""How much of a form is taken, and what becomes of one that is too large.

Django reads more than is taken: so what was typed is there to be given back, with a sentence that says what was too much.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse

MOST_OF_A_TEXT = 2_621_440  # bytes of all that was typed in a form
MOST_FIELDS = 5000  # a step with many rows posts them all


class TooLarge(SuspiciousOperation):
    """What was typed is more than is taken at a time; ``size`` says how much it is, in bytes.

    None of Django's own exceptions of the kind: after those the form cannot be read any more.
    """

    def __init__(self, size: int) -> None:
        super().__init__()
        self.size = size


class TooManyFields(SuspiciousOperation):
    """A form has more fields than are taken at a time."""


class Measured:
    """Middleware: lets through what is not too large."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> None:
        """Raise TooLarge or TooManyFields."""
        if request.method != "POST":
            return
        beside = getattr(request, "beside", None)
        fields = [*request.POST.lists(), *(beside.as_fields() if beside else [])]
        size = sum(len(text.encode(errors="replace")) for _name, texts in fields for text in texts)
        if size > MOST_OF_A_TEXT:
            raise TooLarge(size)
        if sum(len(texts) for _name, texts in fields) > MOST_FIELDS:
            raise TooManyFields
