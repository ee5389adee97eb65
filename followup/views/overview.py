"""Översikt: the numbers over all cases, and the lists that they lead to."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render

from dialog.models import Case
from dialog.pictures import Turnout
from dialog.process.access import readable_cases
from dialog.web.http import Request
from dialog.web.permissions import signed_in
from execution.models import FeedbackRound
from followup.overview import (
    NONE,
    Overview,
    days_to_feedback,
    kind_names,
    priority_names,
    target_groups,
    times_of,
    turnout,
)

A_PAGE = 50


@signed_in
def overview(request: Request) -> HttpResponse:
    """Show the numbers over the cases that I may read."""
    return render(request, "followup/overview.html", {"overview": Overview(request.user)})


@signed_in
def groups(request: Request) -> HttpResponse:
    """List the target groups that a number of the overview counts, each with its case."""
    found = target_groups(readable_cases(request.user)).select_related("case")
    chosen = ""
    for name, names, field in (("priority", priority_names(), "placed"), ("kind", kind_names(), "kind")):
        offered = {str(key or NONE): (key, title) for key, title in names.items()}
        if request.GET.get(name, "") in offered:
            key, chosen = offered[request.GET[name]]
            found = found.filter(Q(**{field: key}))
    shown = _page(request, found.order_by("-case__changed_at", "case", "position", "pk"))
    sums = turnout(target_groups(readable_cases(request.user)).filter(pk__in=[case.pk for case in shown]), "pk")
    rows = [(case, sums.get(case.pk, Turnout("", None, None))) for case in shown]
    context = {"shown": shown, "rows": rows, "chosen": chosen}
    return render(request, "followup/overview_groups.html", context)


@signed_in
def times(request: Request) -> HttpResponse:
    """List the dialogues whose time from idea to feedback the overview counts, the longest first."""
    asked = request.GET.get("to", "")
    to = FeedbackRound.To(asked if asked in FeedbackRound.To.values else FeedbackRound.To.PARTICIPANTS)
    days = days_to_feedback(readable_cases(request.user))
    shown = _page(request, sorted(days[to], key=lambda pair: (-pair[1], pair[0])))
    cases = Case.objects.select_related("body").in_bulk([case for case, _days in shown])
    rows = [(cases[case], number) for case, number in shown]
    context = {"shown": shown, "rows": rows, "to": to, "times": times_of(days)}
    return render(request, "followup/overview_times.html", context)


def _page(request: Request, rows: Any) -> Page[Any]:
    return Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
