"""Översikt: the numbers over all cases, and the lists that they lead to."""

import re
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

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
A_YEAR = re.compile(r"[12][0-9]{3}")


@signed_in
def overview(request: Request) -> HttpResponse:
    """Show the numbers over the cases that I may read."""
    return render(request, "followup/overview.html", {"overview": Overview(request.user)})


@signed_in
def groups(request: Request) -> HttpResponse:
    """List the target groups that a number of the overview counts, each with its case."""
    cases, closed = _closed(request)
    found = target_groups(cases).select_related("case")
    chips = closed
    for name, names, field in (("priority", priority_names(), "placed"), ("kind", kind_names(), "kind")):
        offered = {str(key or NONE): (key, title) for key, title in names.items()}
        if request.GET.get(name, "") in offered:
            key, title = offered[request.GET[name]]
            chips = [(name, title), *chips]
            found = found.filter(Q(**{field: key}))
    shown = _page(request, found.order_by("-case__changed_at", "case", "position", "pk"))
    sums = turnout(target_groups(cases).filter(pk__in=[case.pk for case in shown]), "pk")
    rows = [(case, sums.get(case.pk, Turnout("", None, None))) for case in shown]
    context = {"shown": shown, "rows": rows, "chips": chips}
    return render(request, "followup/overview_groups.html", context)


@signed_in
def times(request: Request) -> HttpResponse:
    """List the dialogues whose time from idea to feedback the overview counts, the longest first."""
    asked = request.GET.get("to", "")
    to = FeedbackRound.To(asked if asked in FeedbackRound.To.values else FeedbackRound.To.PARTICIPANTS)
    found, closed = _closed(request)
    days = days_to_feedback(found)
    shown = _page(request, sorted(days[to], key=lambda pair: (-pair[1], pair[0])))
    cases = Case.objects.select_related("body").in_bulk([case for case, _days in shown])
    rows = [(cases[case], number) for case, number in shown]
    narrowed = {name: request.GET[name] for name, _words in closed}
    context = {"shown": shown, "rows": rows, "to": to, "times": times_of(days, **narrowed), "chips": closed}
    return render(request, "followup/overview_times.html", context)


def _closed(request: Request) -> tuple[QuerySet[Case], list[tuple[str, str]]]:
    """Return the cases that a list is of, and as a chip the year in which they were closed, if the address asks for one."""
    cases, asked = readable_cases(request.user), request.GET.get("closed", "")
    if not A_YEAR.fullmatch(asked):
        return cases, []
    return cases.filter(closed_at__year=int(asked)), [("closed", _("closed in %(year)s") % {"year": asked})]


def _page(request: Request, rows: Any) -> Page[Any]:
    return Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
