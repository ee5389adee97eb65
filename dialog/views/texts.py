"""Kommunikation: the communicators' queue over all cases, a case's publication sheet, and one publication text."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string

from dialog import clock
from dialog.forms import drafts
from dialog.models import Publication, Record
from dialog.process.access import Access
from dialog.process.addresses import url_of
from dialog.process.phases import process
from dialog.process.register import Register
from dialog.rights import TEXT
from dialog.texts.kinds import TextKind
from dialog.texts.outdated import out_of_date, out_of_date_in
from dialog.texts.published import PublishedTexts
from dialog.texts.queue import PUBLISHED, TITLES, WAITING, Queued, queue_now, queued, texts_on
from dialog.texts.reading import Reading
from dialog.texts.weeks import weeks
from dialog.views.place import Place
from dialog.views.step import show_or_act
from dialog.web.http import Request
from dialog.web.permissions import communicator, text_reader

MOST_SHOWN = 20
A_PAGE = 50
FIRST_PUBLISHED = 8  # so many at first: those that do not hold any more, then the latest
WEEKS = "weeks"  # who is asked in which week, where a text waits as well


@communicator
def queue(request: Request) -> HttpResponse:
    """Lead to the text that has waited longest; where none waits, show what is coming and who is asked in which week."""
    shelf = request.GET.get("shelf", "")
    if shelf == PUBLISHED:
        return published_page(request)
    if shelf in TITLES:
        return _one_shelf(request, shelf)
    oldest = texts_on(WAITING).first() if shelf != WEEKS else None
    if oldest:
        return redirect(url_of(oldest.case_id, oldest.step, oldest.row, oldest.kind))
    context = {"desk": queue_now(MOST_SHOWN), "weeks": weeks(request.user, clock.today()), "is_weeks": shelf == WEEKS}
    return render(request, "texts/queue.html", context)


def _one_shelf(request: Request, shelf: str) -> HttpResponse:
    shown = Paginator(texts_on(shelf), A_PAGE).get_page(request.GET.get("page"))
    records = list(shown.object_list)
    texts = queued(records, out_of_date(records))
    return render(request, "texts/shelf.html", {"key": shelf, "title": TITLES[shelf], "texts": texts, "shown": shown})


def published_page(request: Request) -> HttpResponse:
    """Show the published texts, those first that do not hold any more; some of them until one asks for all."""
    found = PublishedTexts(request.GET.get("which", ""))
    is_all = "all" in request.GET
    at_first = max(FIRST_PUBLISHED, len(found.changes))
    shown = Paginator(found.records(), A_PAGE if is_all else at_first).get_page(request.GET.get("page"))
    context = {"found": found, "texts": found.texts(shown.object_list), "shown": shown, "is_all": is_all}
    return render(request, "texts/out_there.html", context)


@text_reader
def text(request: Request, access: Access, step: str, row: str) -> HttpResponse:
    """Show a publication text to whoever may read it, or carry out what is posted to it. Raises Http404 for other rows."""
    kind = request.POST.get("kind", "") or request.GET.get("kind", "")
    place = Place.find(access, step, row, kind)
    if place.step_or_kind.role != TEXT:
        raise Http404
    _mark_texts(request)
    return show_or_act(request, place)


def _mark_texts(request: Request) -> None:
    """Let the menu say that a communicator is among her texts, though their addresses are those of cases."""
    if request.user.is_communicator:
        request.under = "communication"


@text_reader
def preview(request: Request, access: Access, step: str, row: str) -> HttpResponse:
    """Answer with a text that is being written as residents would read it; nothing is kept. Where it has left the writer's
    hands meanwhile the answer is empty, and the page stays as it is. Raises Http404 for who does not write texts.
    """
    place = Place.find(access, step, row, request.POST.get("kind", ""))
    kind = place.step_or_kind
    if not isinstance(kind, TextKind) or not place.may("save_draft") or "whole" not in request.POST:
        raise Http404
    if "save_draft" not in place.acts:
        return HttpResponse(status=204)
    reading = kind.as_written(access, row, drafts.read(place.shape, request.POST))
    return render(request, "texts/seen.html", {"reading": reading})


@dataclass(frozen=True)
class OnSheet:
    """A kind of text on a case's publication sheet: the texts there are, each with where its versions were published and
    whether the one in force was, and what the first one will begin with.
    """

    kind: TextKind
    texts: list[tuple[Queued, list[Publication], bool]]
    begins_with: list[tuple[str, str]]


@text_reader
def sheet(request: Request, access: Access) -> HttpResponse:
    """Show what the communicators need of a case: who asks what, of whom, when, and its texts."""
    _mark_texts(request)
    context: dict[str, Any] = {
        "access": access,
        "case": access.case,
        "kinds": list(_on_sheet(access)),
        "decisions": [
            (process.step(key).title, decision)
            for key, decision in sorted(access.decisions_in_force.items(), key=lambda decided: decided[1].date)
        ],
    }
    return render(request, "texts/sheet.html", context)


def _on_sheet(access: Access) -> Iterator[OnSheet]:
    for step in process.steps():
        if not (isinstance(step, Register) and step.is_shown(access)):
            continue
        for kind in step.kinds:
            if isinstance(kind, TextKind):
                records = [record for record in step.rows(access, kind.kind) if record.version or record.is_proposed]
                texts = queued(records, out_of_date_in(access))
                yield OnSheet(kind, _with_publications(texts), [] if records else _begins_with(kind, access))


def _with_publications(texts: list[Queued]) -> list[tuple[Queued, list[Publication], bool]]:
    found: dict[int, list[Publication]] = {queued.record.pk: [] for queued in texts}
    for publication in Publication.objects.filter(record__in=found):
        found[publication.record_id].append(publication)
    versions = {(pk, publication.version) for pk, published in found.items() for publication in published}
    return [
        (queued, found[queued.record.pk], (queued.record.pk, queued.record.version) in versions) for queued in texts
    ]


def _begins_with(kind: TextKind, access: Access) -> list[tuple[str, str]]:
    draft, filled = kind.begin(access)
    form = kind.make_form(draft, access)
    return [(str(form[name].label), text) for name, text in filled.items()]


@text_reader
def plain(request: Request, access: Access, step: str, row: str) -> HttpResponse:
    """Give a text without any marks, to save or to paste."""
    found, is_draft = _reading(access, step, row)
    return HttpResponse(found.plain(draft=is_draft), content_type="text/plain; charset=utf-8")


@text_reader
def html(request: Request, access: Access, step: str, row: str) -> HttpResponse:
    """Give a text as a piece of HTML for the website, without a page around it."""
    found, is_draft = _reading(access, step, row)
    return HttpResponse(render_to_string("texts/reading.html", {"reading": found, "top": 1, "is_draft": is_draft}))


def _reading(access: Access, step: str, row: str) -> tuple[Reading, bool]:
    """Return a text as it is approved; before that as it is written, for those who read drafts. Raises Http404."""
    place = Place.find(access, step, row)
    record: Record | None = place.record
    if record is None or not isinstance(place.step_or_kind, TextKind) or place.step_or_kind.role != TEXT:
        raise Http404
    approved = place.step_or_kind.approved(access, row)
    if approved is None and not place.reads_drafts:
        raise Http404
    latest = place.numbered().first()
    if approved is None and latest is None:
        raise Http404
    return approved or place.step_or_kind.as_written(access, row, latest.data if latest else {}), approved is None
