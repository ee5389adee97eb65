"""Kommunikation: the communicators' queue over all cases, and the page of one publication text."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dialog.access import Access
from dialog.engine.process import process
from dialog.engine.register import thing_at
from dialog.http import Request
from dialog.models import Publication, Record
from dialog.permissions import communicator, text_reader
from dialog.views.place import TEXT_KINDS, Place, url_of
from dialog.views.step import show_or_act

MOST_SHOWN = 50


@dataclass(frozen=True)
class Queued:
    """A text in the queue: its record, what kind it is, and its address."""

    record: Record
    title: str
    url: str


@dataclass(frozen=True)
class Shelf:
    """A part of the queue, by what becomes of the texts in it."""

    title: Promise
    state: str
    texts: list[Queued]


@communicator
def queue(request: Request) -> HttpResponse:
    """Show the texts of all cases: those that wait first, then what is approved and not published, then what is."""
    texts = Record.objects.filter(kind__in=TEXT_KINDS).select_related("case", "sent_by")
    waiting = texts.filter(draft=Record.Draft.PROPOSED).order_by("sent_at")
    approved = texts.filter(version__gt=0).exclude(draft=Record.Draft.PROPOSED)
    published = Q(pk__in=_published())
    shelves = [
        Shelf(_("Waits for you"), "waiting", _queued(waiting)),
        Shelf(_("Approved, not published"), "complete", _queued(approved.exclude(published).order_by("in_force_at"))),
        Shelf(_("Published"), "done", _queued(approved.filter(published).order_by("-in_force_at"))),
    ]
    return render(request, "texts/queue.html", {"shelves": shelves})


def _published() -> list[int]:
    """Return the texts whose version in force was published."""
    found = Publication.objects.select_related("record").only("record__version", "version", "record_id")
    return [one.record_id for one in found if one.version == one.record.version]


def _queued(records: QuerySet[Record]) -> list[Queued]:
    found = []
    for record in records[:MOST_SHOWN]:
        step = process.find(record.step)
        kind = thing_at(step, record.row, record.kind) if step else None
        if kind is not None:
            address = url_of(record.case_id, record.step, record.row, record.kind)
            found.append(Queued(record, str(kind.title), address))
    return found


@text_reader
def text(request: Request, access: Access, step: str, row: str) -> HttpResponse:
    """Show a publication text to whoever may read it, or carry out what is posted to it."""
    kind = request.POST.get("kind", "") or request.GET.get("kind", "")
    return show_or_act(request, Place.find(access, step, row, kind))
