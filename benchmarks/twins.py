"""What a page is compared with: the same kind of page as Django gives it with next to no code, and the least it can cost.

They go through the same middleware, so what a session and a signed-in person cost is in both.
"""

import json
import os
from pathlib import Path
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dialog.models import Case
from dialog.web.permissions import signed_in
from planning.models import Question

AREAS = (
    "question",
    "in_scope",
    "out_of_scope",
    "adjacent",
    "history",
    "history_effect",
    "needed_why",
    "level_of_detail",
)


@signed_in
def bare_list(request: HttpRequest) -> HttpResponse:
    """Show 25 cases: one query, one plain template."""
    return render(request, "benchmarks/list.html", {"cases": Case.objects.select_related("body", "responsible")[:25]})


@signed_in
def bare_detail(request: HttpRequest, case: int) -> HttpResponse:
    """Show a form of eight text areas, or keep what was sent: one query, one UPDATE."""
    if request.method == "POST":
        Question.objects.filter(case=case).update(**{name: request.POST.get(name, "") for name in AREAS})
        return redirect(request.path)
    found: dict[str, Any] = Question.objects.filter(case=case).values(*AREAS)[0]
    return render(request, "benchmarks/detail.html", {"areas": found.items()})


def recording(name: str) -> Path:
    """Return where the statements and the HTML of a page are kept for its floor."""
    return Path(os.environ["BENCH_RECORDINGS"]) / f"{name}.json"


@signed_in
def floor(request: HttpRequest, name: str) -> HttpResponse:
    """Answer with what a page answered, after the statements that it sent: no page can do the same for less."""
    recorded = json.loads(recording(name).read_text(encoding="utf-8"))
    with connection.cursor() as cursor:
        for statement in recorded["statements"]:
            cursor.execute(statement)
            cursor.fetchall()
    return HttpResponse(recorded["html"])
