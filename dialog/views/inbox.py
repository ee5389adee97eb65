"""Väntar på mig: what waits for the person who is signed in."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dialog import clock
from dialog.engine.process import process
from dialog.http import Request
from dialog.inbox import cases_of, waits_for
from dialog.models import DecisionFact, Event, Record, Wait
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
    return Item(wait, str(SENTENCES[wait.kind]), str(step.title) if step else "", _address(wait), heading)


def _address(wait: Wait) -> str:
    """Return where one does what waits."""
    if wait.kind in DecisionFact.Kind.values:
        fact = urlencode({"step": wait.step, "row": wait.row, "add": wait.kind})
        return f"{reverse('decisions', args=[wait.case_id])}?{fact}#add"
    if not process.find(wait.step):
        return reverse("case", args=[wait.case_id])
    return url_of(wait.case_id, wait.step, wait.row, wait.row_kind)


def items(waits: Iterable[Wait]) -> list[Item]:
    """Return what stands in her own inbox for what waits for somebody: which row it is about, until when it is postponed."""
    found = list(waits)
    about = Record.objects.filter(case__in={one.case_id for one in found if one.row or one.kind == "decision"})
    headings = {
        (one.case_id, one.step, one.row): _("postponed to %(day)s") % {"day": date_format(one.postponed_to)}
        if one.postponed_to
        else one.heading
        for one in about.filter(~Q(row="") | Q(postponed_to__isnull=False))
    }
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
