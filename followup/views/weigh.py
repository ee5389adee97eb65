"""Väg ihop: what contributions are about and how they stand, and from there to a conclusion."""

import itertools
from typing import Any

from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dialog.acts.core import Refused, run
from dialog.files.tables import table
from dialog.forms import drafts
from dialog.models import Record
from dialog.process.access import Access, allowed_acts
from dialog.process.phases import process
from dialog.process.register import Register
from dialog.web.http import Request
from dialog.web.permissions import case_reader
from dialog.web.typed import posted_or_given_back
from followup.both_sides import BothSides
from followup.in_force import heads
from followup.weigh import Weighing

STEP, KIND = "analysis", "conclusion"
KEPT = ("count", "themes", "by", "question", "theme", "q", "quote")  # of what an address says


@case_reader
def weigh(request: Request, access: Access) -> HttpResponse:
    """Show the voices weighed as the address asks for it; begin a conclusion with what is taken along."""
    post = posted_or_given_back(request)
    asked = _asked(post) if post is not None else request.GET
    sides, refused, status = BothSides(Weighing(access, asked)), "", 200
    if request.method == "POST":
        if request.POST.get("act") != "conclude":
            return redirect(f"{reverse('weigh', args=[access.case.pk])}?{asked.urlencode()}#sides")
        try:
            return _conclude(request, access, sides)
        except Refused as wrong:
            refused, status = str(wrong), 403
    return render(request, "followup/weigh.html", _context(access, sides, refused), status=status)


@case_reader
@require_GET
def figures(request: Request, access: Access) -> StreamingHttpResponse:
    """Hand out the figures of the page as a table."""
    weighing = Weighing(access, request.GET)
    head = [_("Theme"), _("Contributions"), _("For"), _("Against"), _("Neither")]
    totals = {one.theme.key: (one.all, one.supporting, one.opposing, one.neither) for one in weighing.weighed}
    columns = [column.name for column in weighing.columns]
    whole = [_("All"), weighing.parted_total, "", "", "", *(column.all for column in weighing.columns)]
    rows = (
        [theme.name, *totals[theme.key], *(cell.number for cell in cells)]
        for theme, _all, _address, cells in weighing.cross
    )
    return table(request, "teman", [*head, *columns], itertools.chain([whole], rows))


def _asked(post: QueryDict) -> QueryDict:
    """Return what a posted choice says, as an address says it."""
    asked = QueryDict(mutable=True)
    for name in KEPT:
        asked.setlist(name, [text for text in post.getlist(name) if text])
    return asked


def _conclude(request: Request, access: Access, sides: BothSides) -> HttpResponse:
    """Begin a conclusion with the theme and the voices that are taken along, and lead to it."""
    theme, row = sides.weighing.side_by_side, drafts.new_key()
    data: dict[str, list[Any]] = {
        "themes": [theme.theme.key] if theme else [],
        "quotations": [" ".join(voice.name for voice in sides.taken)] if sides.taken else [],
    }
    run("save_draft", access.case.pk, STEP, by=request.user, row=row, kind=KIND, data=data)
    return redirect("row", case=access.case.pk, step=STEP, row=row)


def _context(access: Access, sides: BothSides, refused: str) -> dict[str, Any]:
    step = process.step(STEP)
    assert isinstance(step, Register)
    new = Record(case=access.case, step=STEP, row="new", kind=KIND)
    query = sides.weighing.asked.copy()
    for name in [name for name in query if name not in KEPT]:
        del query[name]
    return {
        "access": access,
        "case": access.case,
        "step": step,
        "asked": heads(access).asked,
        "weighing": sides.weighing,
        "sides": sides,
        "query": query,
        "stays": [(name, query[name]) for name in ("count", "themes", "by", "question") if query.get(name)],
        "refused": refused,
        "may_conclude": "save_draft" in allowed_acts(step.by_kind[KIND], new, access),
    }
