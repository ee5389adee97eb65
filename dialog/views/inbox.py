"""Väntar på mig: what waits for the person who is signed in."""

import datetime as dt
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render

from dialog import clock
from dialog.cases.desk import Desk, of_page
from dialog.cases.inbox import waits_for
from dialog.models import Person, house
from dialog.web.http import Request
from dialog.web.permissions import signed_in

WAITS_A_PAGE = 50


@signed_in
def inbox(request: Request) -> HttpResponse:
    """Show what waits for me, the oldest first; what I am writing; my cases; and what others changed in them lately."""
    prefetch_related_objects([request.user], "seats")  # asked for what waits, and for what she may begin
    now = clock.now()
    shown = _page(request.user, now, request.GET.get("page"))
    request.counted = {"inbox": shown.paginator.count}
    context = {
        "shown": shown,
        "desk": Desk(request.user, now, list(shown)),
        "may_create": house.may_create(request.user, clock.today()),
    }
    return render(request, "dialog/inbox.html", context)


def _page(person: Person, now: dt.datetime, number: str | None) -> Page[Any]:
    """Return a page of what waits for somebody: of thousands a database sorts keys, and reads rows after."""
    waits = waits_for(person, now, seats=person.seats.all()).values_list("pk", flat=True)
    keys: Paginator[Any] = Paginator(list(waits), WAITS_A_PAGE)
    page = keys.get_page(number)
    return Page(of_page(person, list(page), now), page.number, keys)
