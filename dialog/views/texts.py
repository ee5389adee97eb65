"""Kommunikation: the communicators' queue over all cases, a case's publication sheet, and one publication text."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from dialog import clock
from dialog.models import Publication, Record
from dialog.process.access import Access
from dialog.process.phases import process
from dialog.process.register import Register
from dialog.rights import TEXT
from dialog.texts.kinds import TextKind
from dialog.texts.outdated import out_of_date, out_of_date_in
from dialog.texts.queue import TITLES, Queued, coming_cases, queued, shelves, texts_on
from dialog.texts.reading import Reading
from dialog.texts.weeks import weeks
from dialog.views.place import Place
from dialog.views.step import show_or_act
from dialog.web.http import Request
from dialog.web.permissions import communicator, text_reader

MOST_SHOWN = 20
A_PAGE = 50


@communicator
def queue(request: Request) -> HttpResponse:
    """Show the texts of all cases: those that wait first, then what is coming, approved, published."""
    shelf = request.GET.get("shelf", "")
    if shelf in TITLES:
        return _one_shelf(request, shelf)
    coming = {"coming": coming_cases(), "weeks": weeks(request.user, clock.today())}
    return render(request, "texts/queue.html", {"shelves": shelves(MOST_SHOWN), **coming})


def _one_shelf(request: Request, shelf: str) -> HttpResponse:
    shown = Paginator(texts_on(shelf), A_PAGE).get_page(request.GET.get("page"))
    records = list(shown.object_list)
    texts = queued(records, out_of_date(records))
    return render(request, "texts/shelf.html", {"key": shelf, "title": TITLES[shelf], "texts": texts, "shown": shown})


@text_reader
def text(request: Request, access: Access, step: str, row: str) -> HttpResponse:
    """Show a publication text to whoever may read it, or carry out what is posted to it. Raises Http404 for other rows."""
    kind = request.POST.get("kind", "") or request.GET.get("kind", "")
    place = Place.find(access, step, row, kind)
    if place.step_or_kind.role != TEXT:
        raise Http404
    return show_or_act(request, place)


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
