"""What somebody typed that no act has taken is given back to her: on the page where she meant it, and never lost.

Of whoever is signed in it is kept in her session until the page is read. Of nobody nothing is kept: the page where one
signs in carries the form along. Whatever an answer does not show of what was sent stands above it to be copied.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import resolve_url
from django.template.loader import render_to_string

SESSION_KEY = "typed"
MOST_PAGES = 5  # of which something is kept at a time
CARRIED = "typed"  # the field of the page where one signs in
# What a form posts besides what somebody typed. Secrets are never given back.
OF_THE_FORM = re.compile(
    r"csrfmiddlewaretoken|act|revision|also_revision|whole|kind|batch|key|sending|seen|next|as|typed|take-.*"
    r"|.*-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS|.*password.*"
)
A_KEY = re.compile(r"[0-9a-f]{8}|[0-9a-f]{32}|on")
NUMBERS = {"decision", "talk"}  # of what the form is about; a text of that name was typed
PLACE = "<!--typed-->"  # where a page of the frame has room for it


@dataclass(frozen=True)
class Typed:
    """A form as it was typed, which act it was for, and whether the session had ended when it was sent."""

    post: QueryDict
    signed_out: bool = False
    act: str = ""
    files: list[str] = field(default_factory=list)  # their names: files cannot be given back

    @property
    def is_whole(self) -> bool:
        """Whether the whole text is in it; a part of one is not read as text."""
        return "whole" in self.post

    def words(self) -> Iterator[str]:
        """Yield what somebody typed or chose in it."""
        for name, texts in self.post.lists():
            if not OF_THE_FORM.fullmatch(name):
                is_number = name in NUMBERS
                yield from (
                    text
                    for text in texts
                    if text.strip() and not A_KEY.fullmatch(text) and not (is_number and text.isdecimal())
                )

    def not_in(self, page: str) -> list[str]:
        """Return what a page does not show of it, each once."""
        shown = " ".join(unescape(page).split())
        lines = {text: [" ".join(line.split()) for line in text.splitlines()] for text in self.words()}
        return [text for text, parts in lines.items() if not all(part in shown for part in parts)]


def sent(request: HttpRequest, *, signed_out: bool = False) -> Typed:
    """Return the form that a request carries, without secrets."""
    post = request.POST.copy()
    for name in [name for name in post if "password" in name or name == "csrfmiddlewaretoken"]:
        del post[name]
    files = [file.name or "" for _name, found in request.FILES.lists() for file in found]
    return Typed(post, signed_out, post.get("act", ""), files + getattr(request, "files_without_room", []))


def keep_typed(request: HttpRequest, post: QueryDict | None = None) -> None:
    """Keep the form that somebody who is signed in has sent, or ``post``: what is left of it after an act."""
    typed = sent(request) if post is None else Typed(post)
    if any(typed.words()) or typed.files:
        _keep(request, request.path, typed)


def _keep(request: HttpRequest, path: str, typed: Typed) -> None:
    kept = {one: text for one, text in request.session.get(SESSION_KEY, {}).items() if one != path}
    latest = list(kept.items())[-(MOST_PAGES - 1) :]
    request.session[SESSION_KEY] = {**dict(latest), path: _packed(typed)}


def _packed(typed: Typed) -> dict[str, Any]:
    fields = dict(typed.post.lists())
    return {"fields": fields, "signed_out": typed.signed_out, "act": typed.act, "files": typed.files}


def _unpacked(kept: dict[str, Any]) -> Typed:
    post = QueryDict(mutable=True)
    for name, texts in kept["fields"].items():
        post.setlist(name, texts)
    post.pop("act", None)  # it was not carried out, and nothing went wrong with it
    return Typed(post, kept["signed_out"], kept["act"], kept["files"])


def give_back(request: HttpRequest) -> Typed | None:
    """Return what was typed on this page and not taken by an act, once; None where there is nothing."""
    kept = request.session.get(SESSION_KEY, {})
    if request.method != "GET" or request.path not in kept:
        return None
    typed = _unpacked(kept[request.path])
    request.session[SESSION_KEY] = {path: text for path, text in kept.items() if path != request.path}
    request.given_back = typed  # type: ignore[attr-defined]
    return typed


def posted_or_given_back(request: HttpRequest) -> QueryDict | None:
    """Return what a form binds to: what was posted just now, else what was typed here before; None for nothing."""
    if request.method == "POST":
        return request.POST
    typed = give_back(request)
    return typed.post if typed else None


def owe_nothing(request: HttpRequest) -> None:
    """Have the answer show nothing of what a form holds that another site has sent."""
    request.owes_nothing = True  # type: ignore[attr-defined]


def carried_from(request: HttpRequest) -> str:
    """Return the form that nobody is signed in for as one text, for the page where one signs in; empty for nothing."""
    typed = sent(request, signed_out=True)
    if request.method != "POST" or not (any(typed.words()) or typed.files):
        return ""
    return json.dumps({"path": request.path, **_packed(typed)}, ensure_ascii=False)


def carried_files(carried: str) -> list[str]:
    """Return the names of the files that cannot come along."""
    found = _carried(carried)
    return found[1].files if found else []


def take_over(request: HttpRequest) -> None:
    """Keep what the page where one signs in has carried along, for whoever is signed in now."""
    found = _carried(request.POST.get(CARRIED, ""))
    if found:
        _keep(request, *found)


def _carried(text: str) -> tuple[str, Typed] | None:
    """Return where a form was typed that was carried along, and the form; None for what is none."""
    try:
        found = json.loads(text)
        fields = {str(name): [str(one) for one in texts] for name, texts in found["fields"].items()}
        files = [str(name) for name in found["files"]]
        packed = {"fields": fields, "signed_out": True, "act": str(found["act"]), "files": files}
        return str(found["path"]), _unpacked(packed)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _is_read(request: HttpRequest) -> bool:
    """Say whether what was sent could be read at all: it may have been too large."""
    try:
        return request.POST is not None
    except (SuspiciousOperation, OSError):
        return False


class NothingTypedIsLost:
    """Middleware: what an answer does not show of what was typed stands above it, to be copied.

    That is the form of an act that was not carried out, whatever stood in its way, and a form that is given back on a page
    that has no such field any more.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not (hasattr(request, "user") and request.user.is_authenticated):
            return response
        typed = self._due(request, response)
        if (
            typed is not None
            and not response.streaming
            and PLACE in (page := response.content.decode(errors="replace"))
        ):
            left = typed.not_in(page)
            if left or typed.signed_out or typed.files:
                context = {"left": left, "typed": typed, "is_sent_now": request.method == "POST"}
                response.content = page.replace(PLACE, render_to_string("components/typed.html", context), 1)
        return response

    def _due(self, request: HttpRequest, response: HttpResponse) -> Typed | None:
        """Return what the answer owes; on the way to another page it is owed there."""
        if request.method == "POST":
            is_owed = response.status_code >= 400 and not hasattr(request, "owes_nothing")
            return sent(request) if is_owed and _is_read(request) else None
        if request.method != "GET":
            return None
        found = getattr(request, "given_back", None)
        if found is None and 300 <= response.status_code < 400 and request.path in request.session.get(SESSION_KEY, {}):
            typed = give_back(request)
            assert typed is not None
            _keep(request, resolve_url(response["Location"]).partition("?")[0].partition("#")[0], typed)
            return None
        is_page = response.get("Content-Type", "").startswith("text/html")
        return found or (give_back(request) if is_page else None)
