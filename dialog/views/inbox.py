"""Väntar på mig: what waits for the person who is signed in."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from dialog.engine.process import process
from dialog.inbox import waits_for
from dialog.models import Wait
from dialog.permissions import signed_in
from dialog.waits import SENTENCES


@dataclass(frozen=True)
class Item:
    """One thing that waits: what to do, where, since when."""

    wait: Wait
    what: str
    where: str
    url: str


def item(wait: Wait) -> Item:
    """Return what stands in the inbox for a wait."""
    step = process.find(wait.step)
    url = reverse("step", args=[wait.case_id, wait.step]) if step else reverse("case", args=[wait.case_id])
    return Item(wait, str(SENTENCES[wait.kind]), str(step.title) if step else "", url)


@signed_in
def inbox(request: HttpRequest) -> HttpResponse:
    """Show what waits for me, the oldest first."""
    items = [item(wait) for wait in waits_for(request.user)]
    return render(request, "dialog/inbox.html", {"items": items})
