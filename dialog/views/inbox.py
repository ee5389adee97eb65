"""Väntar på mig: what waits for the person who is signed in."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from dialog import clock
from dialog.engine.process import process
from dialog.http import Request
from dialog.inbox import cases_of, waits_for
from dialog.models import Event, Record, Wait
from dialog.permissions import signed_in
from dialog.views.place import url_of
from dialog.waits import SENTENCES

LATELY = dt.timedelta(days=14)
MOST_SHOWN = 8
WAITS_A_PAGE = 50


@dataclass(frozen=True)
class Item:
    """One thing that waits: what to do, where, since when; ``heading`` is what the row is called, where it is about one."""

    wait: Wait
    what: str
    where: str
    url: str
    heading: str = ""


def item(wait: Wait, heading: str = "") -> Item:
    """Return what stands in the inbox for a wait. Only who reads drafts may read the ``heading``."""
    step = process.find(wait.step)
    url = url_of(wait.case_id, wait.step, wait.row, wait.row_kind) if step else reverse("case", args=[wait.case_id])
    return Item(wait, str(SENTENCES[wait.kind]), str(step.title) if step else "", url, heading)


def items(waits: Iterable[Wait]) -> list[Item]:
    """Return what stands in her own inbox for what waits for somebody, with the rows that it is about."""
    found = list(waits)
    rows = Record.objects.filter(case__in={one.case_id for one in found if one.row}).exclude(row="")
    headings = {(one.case_id, one.step, one.row): one.heading for one in rows}
    return [item(one, headings.get((one.case_id, one.step, one.row), "")) for one in found]


@signed_in
def inbox(request: Request) -> HttpResponse:
    """Show what waits for me, the oldest first; the cases that I am a member of; and what others changed in them lately."""
    now = clock.now()
    mine = cases_of(request.user, now)
    lately = Event.objects.filter(case__in=mine, at__gte=now - LATELY).exclude(by=request.user)
    shown = Paginator(waits_for(request.user, now), WAITS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "shown": shown,
        "items": items(shown),
        "mine": mine.filter(closed_at=None).select_related("body").order_by("-changed_at")[:MOST_SHOWN],
        "lately": lately.exclude(act="save_draft").select_related("by", "case")[:MOST_SHOWN],
    }
    return render(request, "dialog/inbox.html", context)
