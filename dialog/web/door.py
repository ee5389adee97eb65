"""The door: before any view reads a request, what no database can hold is left out, and each letter has its one form.

Views, forms and lists behind it never ask whether what they were sent is a text at all.
"""

import re
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.utils.translation import gettext_lazy

from dialog.language.letters import UNKEEPABLE, kept, one_form

TAKEN_OUT = gettext_lazy("Invisible characters that cannot be saved were removed from the text.")
# The turning signs as a page is sent: UTF-8.
TURNED_BYTES = re.compile(rb"[\xe2\xf3](?:\x80[\xaa-\xae]|\x81[\xa6-\xa9]|\xa0[\x80\x81][\x80-\xbf])")
# The same as JSON spells them in letters; a backslash that somebody typed is two there.
TURNED_ESCAPES = re.compile(rb"(?<!\\)((?:\\\\)*)\\u(?:202[a-e]|206[6-9]|db40\\udc[0-7][0-9a-f])")


class Door:
    """Middleware: query, form and cookies come in as texts that can be kept; the address of no text leads nowhere.

    Letters come in one form, however a keyboard made them. ``request.had_unkeepable`` says that something was left out of a
    form; so does the page that answers it, whichever form it is.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        if request.encoding is not None:
            # Whatever else was said: forms are asked for in it. The property would read the address by the other first.
            request._encoding = "utf-8"
        request.COOKIES = {name: text for name, text in request.COOKIES.items() if not UNKEEPABLE.search(text)}
        try:
            request.GET = _kept(request.GET)
        except TooManyFieldsSent:  # no address of ours asks for so much
            request.GET = QueryDict()
        return _straight(self.get_response(request))

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> None:
        """Read the form. Raises Http404 for an address that is no text, and what stood in the way of a file that came along;
        what Django raises for a form is left to it.
        """
        request.had_unkeepable = False
        if UNKEEPABLE.search(request.path):
            raise Http404
        if request.method == "POST":
            request.had_unkeepable = any(UNKEEPABLE.search(text) for text in _texts(request.POST))
            request.POST = _kept(request.POST)
            if request.had_unkeepable and request.accepts("text/html"):  # a script is told in its own answer
                messages.warning(request, TAKEN_OUT, fail_silently=True)
        if reason := getattr(request, "no_room", None):
            raise reason


def _texts(sent: QueryDict) -> list[str]:
    return [text for name, texts in sent.lists() for text in (name, *texts)]


def _kept(sent: QueryDict) -> QueryDict:
    """Return what was sent as it can be kept; the very same where it is so already."""
    texts = _texts(sent)
    if texts == [_left(text) for text in texts]:
        return sent
    changed = QueryDict(mutable=True)
    for name, values in sent.lists():
        changed.setlistdefault(_left(name)).extend(_left(text) for text in values)
    changed._mutable = False
    return changed


def _left(text: str) -> str:
    return one_form(kept(text))


def _straight(response: HttpResponse | StreamingHttpResponse) -> Any:
    """Take out of a page, a table or an answer to a script what would turn its lines, however it had come in."""
    kind = response.headers.get("Content-Type", "")
    if isinstance(response, StreamingHttpResponse):
        if kind.startswith("text/csv"):  # sent line by line
            response.streaming_content = (TURNED_BYTES.sub(b"", line) for line in response)
    elif kind.startswith(("text/html", "text/csv", "application/json")):
        shown = TURNED_BYTES.sub(b"", response.content)
        if kind.startswith("application/json"):
            shown = TURNED_ESCAPES.sub(rb"\1", shown)
        if len(shown) != len(response.content):
            response.content = shown
            if "Content-Length" in response.headers:
                response.headers["Content-Length"] = str(len(shown))
    return response
