"""What Dialog tells of itself: the pages that the municipality words, for everybody to read."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from dialog.web.http import Request
from dialog.web.permissions import anyone, page_keeper, signed_in
from guide import book, first_visits
from guide import help as guide_help
from guide.editing import READ_AT, WordingPiece
from guide.models import Wording
from guide.statements import default_text, statement
from handbook.editing.changes import compare
from handbook.editing.pieces import Standing
from handbook.editing.views import edit

MOST_LETTERS = 200  # of what is looked for


@anyone
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show how accessible Dialog is, what is not, and where to say so (tillgänglighetsredogörelse)."""
    return _statement(request, Wording.Page.ACCESSIBILITY)


@anyone
def privacy(request: HttpRequest) -> HttpResponse:
    """Show which personal data Dialog has, why, for how long, and which cookies it sets."""
    return _statement(request, Wording.Page.PRIVACY)


def _statement(request: HttpRequest, page: str) -> HttpResponse:
    return render(request, "guide/statement.html", {"statement": statement(page), "may_edit": may_edit(request)})


def may_edit(request: HttpRequest) -> bool:
    """Say whether the reader may word the pages about Dialog."""
    person: Any = request.user
    return person.is_authenticated and (person.is_support or person.is_administrator)


@anyone
def help_front(request: HttpRequest) -> HttpResponse:
    """Show what Dialog is, the roles, the signs, common questions and whom to ask; or what was looked for in help."""
    words = request.GET.get("q", "").strip()[:MOST_LETTERS]
    if words:
        return render(request, "guide/found.html", {"words": words, "found": guide_help.search(words)})
    context = {
        "cards": guide_help.cards(request.user),
        "signs": guide_help.signs(),
        "questions": book.pages()[guide_help.QUESTIONS],
        "groups": guide_help.other_groups(),
        "statement": statement(Wording.Page.HELP_CONTACTS),
        "may_edit": may_edit(request),
    }
    return render(request, "guide/front.html", context)


@anyone
def help_page(request: HttpRequest, key: str) -> HttpResponse:
    """Show a page of help."""
    pages = book.pages()
    if key not in pages:
        raise Http404
    keys = list(pages)
    place = keys.index(key)
    context = {
        "shown": pages[key],
        "groups": book.groups(),
        "before": pages[keys[place - 1]] if place else None,
        "after": pages[keys[place + 1]] if place + 1 < len(keys) else None,
    }
    return render(request, "guide/page.html", context)


@anyone
def help_picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """Hand out a picture of the guide."""
    path = book.PICTURES / name
    if name not in book.pictures() or not path.is_file():
        raise Http404
    response = FileResponse(path.open("rb"), content_type="image/png")
    response["Cache-Control"] = "public, max-age=3600"
    return response


@signed_in
def put_away(request: Request, key: str) -> HttpResponse:
    """Say something of a first visit no more, and lead back to the page where it was said."""
    if not first_visits.is_known(key):
        raise Http404
    if request.method == "POST":
        first_visits.put_away(request.user, key)
    return redirect(_page_before(request))


@signed_in
def say_again(request: Request) -> HttpResponse:
    """Say everything of first visits once more."""
    if request.method == "POST":
        first_visits.say_again(request.user)
        messages.success(request, _("The introduction will be shown again, page by page."))
    return redirect("help")


def _page_before(request: HttpRequest) -> str:
    """Return the page of ours that a form was sent from; the first page where it does not say."""
    asked = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if own and asked.startswith("/") else reverse("inbox")


@page_keeper
def statement_edit(request: Request, page: str) -> HttpResponse:
    """Word a page about Dialog."""
    return edit(request, WordingPiece(_known(page), request.user))


@page_keeper
def statement_versions(request: Request, page: str) -> HttpResponse:
    """Show every wording that a page has had, the newest first, with what each changed."""
    wordings = list(Wording.objects.filter(page=_known(page)).select_related("by"))
    piece = WordingPiece(page, request.user)
    texts = [wording.text for wording in wordings] + [default_text(page)]
    rows = [
        {"wording": wording, "changes": compare(piece, Standing({"text": before}), Standing({"text": wording.text}))}
        for wording, before in zip(wordings, texts[1:], strict=True)
    ]
    context = {"statement": statement(page), "rows": rows, "read_at": READ_AT[page], "default": texts[-1]}
    return render(request, "guide/versions.html", context)


def _known(page: str) -> str:
    """Return the key of a page that there is. Raises Http404."""
    if page not in Wording.Page.values:
        raise Http404
    return page
