"""What somebody typed that no act has taken is given back to her: on the page where she meant it, and never lost.

Of whoever is signed in it is kept in her session until the page is read. Of nobody nothing is kept: the page where one
signs in carries the form along. Whatever an answer does not show of what was sent stands above it to be copied.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.forms import BaseForm
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import resolve_url
from django.template.loader import render_to_string

from dialog.web.sheet import MARK, TEXT, WAS, Beside, beside_of, sheet_of

SESSION_KEY = "typed"
BESIDE_KEY = "typed_beside"  # the same of the small forms beside what was sent; see ``dialog.web.sheet``
ELSEWHERE_KEY = "typed_elsewhere"  # the page where it is kept, to be said once on another
MOST_PAGES = 5  # of which something is kept at a time
CARRIED = "typed"  # the field of the page where one signs in
# What a form posts besides what somebody typed. Secrets are never given back.
OF_THE_FORM = re.compile(
    r"csrfmiddlewaretoken|act|revision|also_revision|whole|kind|batch|key|sending|seen|next|back|as|typed|take-.*|sheet"
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
            if not OF_THE_FORM.fullmatch(name.rpartition(MARK)[2]) and not name.startswith(f"{WAS}{MARK}"):
                is_number = name in NUMBERS
                yield from (
                    text
                    for text in texts
                    if text.strip() and not A_KEY.fullmatch(text) and not (is_number and text.isdecimal())
                )

    def not_in(self, page: str) -> list[str]:
        """Return what a page does not show of it, each once."""
        return not_in(page, self.words())


def not_in(page: str, words: Iterable[str]) -> list[str]:
    """Return the texts that a page does not show, each once."""
    shown = " ".join(unescape(page).split())
    lines = {text: [" ".join(line.split()) for line in text.splitlines()] for text in words}
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
    kept = {other: text for other, text in request.session.get(SESSION_KEY, {}).items() if other != path}
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


def keep_beside(request: HttpRequest, beside: Beside, *, signed_out: bool = False) -> None:
    """Keep what was typed in the small forms of a page beside the one that was sent, and in the text around them."""
    if text := beside.fields.get(TEXT):
        post = QueryDict(mutable=True)
        for name, field in text.items():
            post.setlist(name, field.texts)
        if any(Typed(post).words()):
            _keep(request, beside.page, Typed(post, signed_out))
    if beside := beside.without(TEXT):
        beside.signed_out = signed_out
        kept = {page: of_page for page, of_page in request.session.get(BESIDE_KEY, {}).items() if page != beside.page}
        latest = list(kept.items())[-(MOST_PAGES - 1) :]
        request.session[BESIDE_KEY] = {**dict(latest), beside.page: beside.packed()}


def given_beside(request: HttpRequest, page: str) -> Beside | None:
    """Return what is to be filled in again in the small forms of a page: what came along just now, or was kept, once."""
    if request.method == "POST":
        beside = beside_of(request)
        return beside if beside and beside.page == page else None
    kept = request.session.get(BESIDE_KEY, {})
    if request.method != "GET" or page not in kept:
        return None
    request.session[BESIDE_KEY] = {other: text for other, text in kept.items() if other != page}
    request.beside_given = Beside.unpacked(kept[page])  # type: ignore[attr-defined]
    return request.beside_given  # type: ignore[attr-defined]


def posted_or_given_back(request: HttpRequest) -> QueryDict | None:
    """Return what a form binds to: what was posted just now, else what was typed here before; None for nothing."""
    if request.method == "POST":
        return request.POST
    typed = give_back(request)
    return typed.post if typed else None


def unjudged(request: HttpRequest, form: BaseForm) -> None:
    """Let a form that is given back say nothing of what is wrong in it: nobody has sent it from this page yet."""
    if request.method != "POST" and form.is_bound:
        form._errors = ErrorDict()  # type: ignore[attr-defined]


def owe_nothing(request: HttpRequest) -> None:
    """Have the answer show nothing of what a form holds that another site has sent."""
    request.owes_nothing = True  # type: ignore[attr-defined]


def carried_from(request: HttpRequest) -> str:
    """Return the form that nobody is signed in for as one text, for the page where one signs in; empty for nothing."""
    typed, beside = sent(request, signed_out=True), beside_of(request)
    if request.method != "POST" or not (any(typed.words()) or typed.files or beside):
        return ""
    rest = {"beside": beside.packed()} if beside else {}
    return json.dumps({"path": request.path, **_packed(typed), **rest}, ensure_ascii=False)


def carried_beside(request: HttpRequest) -> str:
    """Return what came along with something that anybody may send, as ``carried_from`` does."""
    beside = beside_of(request)
    if not beside:
        return ""
    nothing = _packed(Typed(QueryDict(), signed_out=True))
    return json.dumps({"path": beside.page, **nothing, "beside": beside.packed()}, ensure_ascii=False)


def carried_files(carried: str) -> list[str]:
    """Return the names of the files that cannot come along."""
    found = _carried(carried)
    return found[1].files if found else []


def take_over(request: HttpRequest) -> None:
    """Keep what the page where one signs in has carried along, for whoever is signed in now."""
    found = _carried(request.POST.get(CARRIED, ""))
    if found:
        path, typed, beside = found
        if beside:
            keep_beside(request, beside, signed_out=True)
            if beside.page != path:  # the next page says where
                request.session[ELSEWHERE_KEY] = beside.page
        if not beside or any(typed.words()) or typed.files:
            _keep(request, path, typed)


def _carried(text: str) -> tuple[str, Typed, Beside | None] | None:
    """Return where a form was typed that was carried along, the form, and what was typed beside it; None for no form."""
    try:
        found = json.loads(text)
        fields = {str(name): [str(typed) for typed in texts] for name, texts in found["fields"].items()}
        files = [str(name) for name in found["files"]]
        packed = {"fields": fields, "signed_out": True, "act": str(found["act"]), "files": files}
        beside = Beside.unpacked(found["beside"]) if "beside" in found else None
        return str(found["path"]), _unpacked(packed), beside
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
        self._keep_beside(request, response)
        typed, beside = self._due(request, response), self._beside(request, response)
        is_page = not response.streaming and response.get("Content-Type", "").startswith("text/html")
        if not is_page or PLACE not in (page := response.content.decode(errors="replace")):
            return response
        typed = typed or Typed(QueryDict())
        left = [*typed.not_in(page), *(not_in(page, beside.words()) if beside else [])]
        files = [*typed.files, *(beside.files if beside else [])]
        elsewhere = "" if request.method == "POST" else request.session.pop(ELSEWHERE_KEY, "")
        elsewhere = "" if elsewhere == request.path else elsewhere
        signed_out = typed.signed_out or bool(beside and beside.signed_out)
        is_here = bool(left or signed_out or files or beside)
        if is_here or elsewhere:
            context = {
                "left": left,
                "signed_out": signed_out,
                "files": files,
                "elsewhere": elsewhere,
                "is_here": is_here,
            }
            response.content = page.replace(PLACE, render_to_string("components/typed.html", context), 1)
        return response

    def _keep_beside(self, request: HttpRequest, response: HttpResponse) -> None:
        """Keep what came along in other small forms than the one that was sent, but where the answer is their page."""
        beside = beside_of(request)
        is_json = request.headers.get("Accept") == "application/json"
        if not beside or is_json or hasattr(request, "owes_nothing") or sheet_of(request).page == beside.page:
            return
        keep_beside(request, beside)
        to = response.get("Location", "").partition("#")[0].partition("?")[0]
        if 300 <= response.status_code < 400 and to != beside.page:
            request.session[ELSEWHERE_KEY] = beside.page

    def _beside(self, request: HttpRequest, response: HttpResponse) -> Beside | None:
        """Return what was typed in small forms of this page, where they are filled in again or are there no more."""
        if request.method == "POST":
            beside = beside_of(request)
            return beside if beside and sheet_of(request).page == beside.page else None
        given = getattr(request, "beside_given", None)
        is_page = response.get("Content-Type", "").startswith("text/html") and not 300 <= response.status_code < 400
        return given or (given_beside(request, request.path) if is_page else None)

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
