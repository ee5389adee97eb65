"""Where support revises the handbook: a draft of the next edition, piece by piece, and its publication."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _

from dialog import clock
from dialog.process.phases import process
from dialog.web.http import Request
from dialog.web.permissions import support
from dialog.web.typed import give_back, posted_or_given_back, unjudged
from handbook import editions
from handbook.book import FRONT, parts_of
from handbook.editing.changes import between, compare
from handbook.editing.forms import NewPageForm, PublishForm
from handbook.editing.pieces import (
    ContactsPiece,
    FoundationPiece,
    PagePiece,
    Piece,
    PrinciplesPiece,
    digest_of,
)
from handbook.markdown import MAX_PAGE, Links, linked_pages
from handbook.markdown import render as render_markdown
from handbook.models import Edition, Page

SEEN = "seen"


def draft() -> Edition | None:
    """Return the draft of the next edition, where there is one."""
    return Edition.objects.filter(state=Edition.State.DRAFT).first()


@support
def workplace(request: Request) -> HttpResponse:
    """Show the draft with all its pieces and what is changed in it; a POST begins one from the latest edition."""
    latest = editions.latest()
    if latest is None:
        raise Http404
    if request.method == "POST":
        begin(latest)
        return redirect("handbook_edit")
    here = draft()
    changes = {change.key: change for change in between(latest, here)} if here else {}
    context = {
        "latest": latest,
        "draft": here,
        "changes": changes,
        "parts": parts_of(here.pages.all()) if here else [],
    }
    return render(request, "handbook/edit/workplace.html", context)


def begin(latest: Edition) -> None:
    """Begin a draft. Its date is set when it is published; where somebody began one meanwhile, that one stands."""
    day = max(clock.today(), latest.revised_on)
    try:
        with transaction.atomic():
            editions.start_draft(day)
    except IntegrityError:
        pass


def _needs_draft(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give a view the draft; where there is none, lead to where one begins."""

    def found(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        here = draft()
        if here is None:
            messages.warning(request, _("No new edition has been started. Start one first."))
            return redirect("handbook_edit")
        return view(request, here, *args, **kwargs)

    return support(found)


@_needs_draft
def page(request: Request, here: Edition, key: str) -> HttpResponse:
    """Edit a page of the draft."""
    pages = here.pages.select_related("principle").prefetch_related("reading_tips")
    return edit(request, PagePiece(here, get_object_or_404(pages, key=key)))


@_needs_draft
def foundation(request: Request, here: Edition) -> HttpResponse:
    """Edit definition, vision and policy."""
    return edit(request, FoundationPiece(here))


@_needs_draft
def principles(request: Request, here: Edition) -> HttpResponse:
    """Edit the principles."""
    return edit(request, PrinciplesPiece(here))


@support
def contacts(request: Request) -> HttpResponse:
    """Edit whom to ask. It belongs to no edition, so no draft is needed."""
    latest = editions.latest()
    if latest is None:
        raise Http404
    return edit(request, ContactsPiece(latest))


def edit(request: Request, piece: Piece) -> HttpResponse:
    """Show a piece and save what is typed in it, unless somebody else saved it since this page was opened."""
    if request.method != "POST":
        typed = give_back(request)
        if typed is not None:
            return _show(request, piece, typed.post, seen=typed.post.get(SEEN, ""))
        return _show(request, piece, None, seen=piece.standing().digest)
    seen, form, rows = request.POST.get(SEEN, ""), piece.make_form(request.POST), piece.make_rows(request.POST)
    if not form.is_valid() or not (rows is None or rows.is_valid()):
        return _show(request, piece, request.POST, seen=seen, status=422)
    if "preview" in request.POST:
        return _show(request, piece, request.POST, seen=seen)
    mine = piece.said(form, rows)
    with transaction.atomic():
        piece.lock()
        theirs = piece.standing()
        if theirs.digest not in (seen, mine.digest):
            status: dict[str, Any] = {"conflict": compare(piece, theirs, mine), "status": 409}
            return _show(request, piece, request.POST, seen=theirs.digest, **status)
        if theirs.digest != mine.digest:
            piece.write(mine)
    messages.success(request, _("Saved: %(what)s.") % {"what": piece.title})
    return redirect(piece.next_url)


def _show(
    request: Request, piece: Piece, data: Any, *, seen: str, conflict: Any = None, status: int = 200
) -> HttpResponse:
    form, rows = piece.make_form(data), piece.make_rows(data)
    said = piece.standing().fields if data is None else data
    context = {
        "piece": piece,
        "form": form,
        "rows": rows,
        "seen": seen,
        "conflict": conflict,
        "shown": getattr(piece, "page", None),
        "preview": {name: preview(said.get(name, "")) for name in piece.previewed},
        "language": settings.LANGUAGE_CODE,
        "may_remove": isinstance(piece, PagePiece) and is_free(piece.page.key),
    }
    return render(request, piece.template, context, status=status)


def preview(text: str) -> SafeString:
    """Return a text as it will be read."""
    return render_markdown(text.replace("\r\n", "\n")[:MAX_PAGE], links=Links(), top=3).html


def is_free(key: str) -> bool:
    """Say whether the book can do without a page: neither its front nor the guidance of a step or gate."""
    return key != FRONT and key not in {step.guidance_key for step in process.steps()}


def steps_without_page(here: Edition) -> list[tuple[str, str]]:
    """Return the steps that have no guidance in the draft, as (key, title)."""
    there = set(here.pages.values_list("key", flat=True))
    return [(step.guidance_key, str(step.title)) for step in process.steps() if step.guidance_key not in there]


@_needs_draft
def new_page(request: Request, here: Edition) -> HttpResponse:
    """Put a new page at the end of a part of the draft."""
    form = NewPageForm(posted_or_given_back(request), steps=steps_without_page(here))
    unjudged(request, form)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "handbook/edit/new_page.html", {"form": form}, status=status)
    wanted = {name: form.cleaned_data[name] for name in ("title", "part")}
    if there := here.pages.filter(**wanted).first():
        messages.info(request, _("There is already a page with that title. This is it."))
        return redirect("handbook_edit_page", there.key)
    made = add_page(here, form.cleaned_data["title"], form.cleaned_data["part"], form.cleaned_data.get("step", ""))
    return redirect("handbook_edit_page", made.key)


@transaction.atomic
def add_page(here: Edition, title: str, part: str, key: str = "") -> Page:
    """Add a page behind the last one of a part; without a key it gets one that no page of any edition has."""
    Edition.objects.select_for_update().get(pk=here.pk)
    if not key:
        wanted = re.sub(r"[^a-z0-9_]", "", slugify(title).replace("-", "_")).lstrip("_0123456789")[:36] or "page"
        taken = set(Page.objects.values_list("key", flat=True))
        key = next(
            candidate
            for candidate in (wanted, *(f"{wanted}_{n}" for n in range(2, len(taken) + 3)))
            if candidate not in taken
        )
    parts = Page.Part.values[: Page.Part.values.index(part) + 1]
    order = (here.pages.filter(part__in=parts).aggregate(last=Max("order"))["last"] or 0) + 1
    here.pages.filter(order__gte=order).update(order=F("order") + 1)
    return Page.objects.create(edition=here, key=key, part=part, order=order, title=title, changed_on=here.revised_on)


@_needs_draft
def remove_page(request: Request, here: Edition, key: str) -> HttpResponse:
    """Take a page out of the draft. The editions that have it keep it."""
    found = get_object_or_404(here.pages, key=key)
    if not is_free(key):
        raise Http404
    if request.method == "POST":
        found.delete()
        messages.success(request, _("The page has been removed: %(what)s.") % {"what": found.title})
        return redirect("handbook_edit")
    return render(request, "handbook/edit/remove_page.html", {"shown": found})


@_needs_draft
def changes(request: Request, here: Edition) -> HttpResponse:
    """Show everything that the draft has otherwise than the latest edition."""
    latest = editions.latest()
    assert latest is not None
    return render(
        request, "handbook/edit/changes.html", {"before": latest, "after": here, "changes": between(latest, here)}
    )


@_needs_draft
def publish(request: Request, here: Edition) -> HttpResponse:
    """Publish the draft: from then on it stays as it is, and new cases follow it."""
    latest = editions.latest()
    assert latest is not None
    initial = {"revised_on": max(clock.today(), latest.revised_on), "note": here.note}
    form = PublishForm(posted_or_given_back(request), latest=latest, initial=initial)
    unjudged(request, form)
    status = 200
    if request.method == "POST":
        with transaction.atomic():
            Edition.objects.select_for_update().get(pk=here.pk)
            if problem := what_stops(here, latest, request.POST.get(SEEN, "")):
                form.add_error(None, problem)
            if form.is_valid():
                editions.publish(here, by=request.user, at=clock.now(), **form.cleaned_data)
                messages.success(request, _("The edition has been published. New cases will follow it from now on."))
                return redirect("handbook_editions")
        status = 422
    context = {"form": form, "changes": between(latest, here), "seen": digest_of(here)}
    return render(request, "handbook/edit/publish.html", context, status=status)


def what_stops(here: Edition, latest: Edition, seen: str) -> str:
    """Return why a draft cannot be published as it is, as a sentence, or an empty text."""
    if seen != digest_of(here):
        return _("Someone has changed the draft since you read it. Check it again.")
    if not between(latest, here):
        return _("The draft is the same as the previous edition.")
    keys = set(here.pages.values_list("key", flat=True))
    for page in here.pages.prefetch_related("reading_tips"):
        texts = [page.short, page.whole, *(f"[x]({tip.address})" for tip in page.reading_tips.all())]
        if not page.whole:
            return _("The page “%(page)s” is empty.") % {"page": page}
        for missing in sorted({key for text in texts for key in linked_pages(text)} - keys):
            return _("The page “%(page)s” links to page:%(missing)s, which does not exist.") % {
                "page": page,
                "missing": missing,
            }
    return ""
