"""Väntar på mig: what waits for the person who is signed in."""

import datetime as dt

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from dialog import clock
from dialog.cases.inbox import items, waits_for
from dialog.models import Event
from dialog.process.access import followed_cases
from dialog.process.act import which
from dialog.web.http import Request
from dialog.web.permissions import signed_in

LATELY = dt.timedelta(days=14)
MOST_SHOWN = 8
WAITS_A_PAGE = 50


@signed_in
def inbox(request: Request) -> HttpResponse:
    """Show what waits for me, the oldest first; the cases that I am a member of; and what others changed in them lately."""
    now = clock.now()
    mine = followed_cases(request.user)
    lately = Event.objects.filter(case__in=mine, at__gte=now - LATELY).exclude(by=request.user)
    shown = Paginator(waits_for(request.user, now), WAITS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "shown": shown,
        "items": items(shown, request.user),
        "mine": mine.filter(closed_at=None).select_related("body").order_by("-changed_at")[:MOST_SHOWN],
        "lately": lately.exclude(act__in=which("is_minor")).select_related("by", "case")[:MOST_SHOWN],
    }
    return render(request, "dialog/inbox.html", context)
