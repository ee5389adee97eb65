"""What comes of a file, before it comes in, while it does, and after: checked, followed, undone, handed out as it came."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import zip_longest
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dialog import clock
from dialog.acts.core import Refused, run
from dialog.acts.derived import derive_again
from dialog.files.tables import table
from dialog.forms.compare import marked
from dialog.models import Job
from dialog.process.access import Access
from dialog.web.http import Request
from dialog.web.permissions import case_member
from followup.acts.imports import why_it_stays
from followup.forms.imports import MOST_CHOICES, ChangedForm, letters
from followup.importing.opened import Opened, cuts_of
from followup.importing.rows import Place, Said, Why
from followup.jobs import STEP, ask_for_import
from followup.models import Contribution, Import
from followup.pointing import pointed_out
from followup.tally import progress
from followup.views.imports import acts, find, frame, must_be_allowed, shown, where

SHOWN = 5  # of the new contributions, before they come in
REFUSED_SHOWN = 100  # the table to download has all
KNOWN_SHOWN = 6
ROWS_NAMED = 6  # of a column's empty cells
MOSTLY = 0.5  # of a file that is here already: it was mended and chosen again
POLL_SECONDS = 1


@case_member
def check(request: Request, access: Access, number: int) -> HttpResponse:
    """Show what would come in and what would not, with rows and reasons; then let it come in."""
    found = find(access, number)
    must_be_allowed(access)
    if found.is_in:
        return redirect(where(found))
    opened = Opened(access, found)
    if request.method == "POST":
        form = ChangedForm(opened, request.POST)
        if form.is_valid():
            _choose(found, opened, form, anyway=request.POST.get("act") == "anyway")
        review = Opened(access, found).review
        if request.POST.get("act") == "import" and (review.new or review.corrected):
            ask_for_import(found)
            return redirect("import", case=access.case.pk, number=found.pk)
        return redirect("import_check", case=access.case.pk, number=found.pk)
    return render(request, "followup/import_check.html", {**frame(access), **_checked(found, opened)})


def _choose(found: Import, opened: Opened, form: ChangedForm, *, anyway: bool) -> None:
    """Keep what was chosen; where the notes are cut another way, what was chosen of their pieces falls."""
    chosen = form.chosen()
    if opened.found.kind == "notes" and chosen.get("cut", found.chosen.get("cut")) != found.chosen.get("cut"):
        found.chosen = {**found.chosen, **chosen, "anyway": [], "changed": []}
    else:
        found.chosen |= chosen
    if anyway:
        places = [[one.said.place.row, one.said.place.column] for one in opened.review.known]
        found.chosen["anyway"] = [*found.chosen.get("anyway", ()), *places]
    found.save(update_fields=["chosen"])


def _checked(found: Import, opened: Opened) -> dict[str, Any]:
    """Return what the page shows of what a file gives."""
    review, form = opened.review, ChangedForm(opened)
    counts, numbers = review.counts(), list(opened.own.questions)
    seen = [one.number for one in [*review.known[:KNOWN_SHOWN], *review.changed]]
    there = {one.number: one for one in Contribution.objects.filter(case=found.case, number__in=seen)}
    return {
        "source": found,
        "opened": opened,
        "review": review,
        "counts": counts,
        "refused_by": Counter(one.why.label for one in review.refused).items(),
        "refused": [
            {"place": _place(one.place), "one": one, "why": Why(one.why), "letters": len(one.stood)}
            for one in review.refused[:REFUSED_SHOWN]
        ],
        "gaps": [
            {"rows": rows, "heading": opened.headings.names[gap.column] or letters(gap.column), "stood": gap.stood}
            for gap, rows in review.gaps
        ],
        "known": [{"place": _place(one.said.place), "one": there[one.number]} for one in review.known[:KNOWN_SHOWN]],
        "changed": [
            {
                "row": one.said.place.row,
                "one": there[one.number],
                "field": form[name]
                if (name := f"changed-{one.said.place.row}-{one.said.place.column}") in form.fields
                else None,
                **marked(one.stood, one.said.text),
            }
            for one in review.changed[:MOST_CHOICES]
        ],
        "empty": list(_empty(review.empty)),
        "cuts": _cuts(opened),
        "mended": opened.earlier if counts["known"] > MOSTLY * max(len(review.new), 1) else None,
        "some": [_shown(said, following, opened, numbers) for said, following in _with_next(review.new[:SHOWN])],
        "has_questions": bool(numbers),
    }


def _with_next(said: list[Said]) -> Iterable[tuple[Said, Said | None]]:
    """Yield each with the one after it."""
    return zip_longest(said, said[1:])


def _shown(said: Said, following: Said | None, opened: Opened, questions: list[str]) -> dict[str, Any]:
    """Return how one that comes in is shown: what is personal in it, and whether the next is the same person's."""
    text, pieces, at = said.text[:400], [], 0
    for span in pointed_out(text):
        pieces += [(text[at : span.start], False), (text[span.start : span.end], True)]
        at = span.end
    return {
        "said": said,
        "pieces": [*pieces, (text[at:] + ("…" if len(said.text) > len(text) else ""), False)],
        "points": bool(at),
        "goes_on": following is not None and said.respondent and said.respondent == following.respondent,
        "question": questions.index(said.question) + 1 if said.question in questions else "",
        "group": opened.own.groups.get(said.target_group, ""),
    }


def _cuts(opened: Opened) -> list[dict[str, Any]]:
    """Return the ways to cut notes with how many contributions each gives; none for a table."""
    if opened.found.kind != "notes" or opened.sheet.width > 1:
        return []
    counts, now = cuts_of(opened.text), opened.chosen.get("cut", Import.Cut.BULLET)
    return [
        {"value": value, "label": label, "count": counts[value], "chosen": value == now}
        for value, label in Import.Cut.choices
    ]


def _empty(places: Iterable[Place]) -> Iterable[dict[str, Any]]:
    """Yield in which rows of each column nothing was said: the first, and how many more."""
    rows: dict[int, list[int]] = defaultdict(list)
    for place in places:
        rows[place.column].append(place.row)
    for column, found in sorted(rows.items()):
        yield {"column": letters(column), "rows": found[:ROWS_NAMED], "more": len(found[ROWS_NAMED:])}


@case_member
def import_page(request: Request, access: Access, number: int) -> HttpResponse:
    """Show how far an import has come, and when it is in, what to do next; or undo it as a whole."""
    found = find(access, number)
    refused = ""
    if request.method == "POST":
        must_be_allowed(access)
        try:
            refused = _do(request, access, found)
        except Refused as reason:
            refused = str(reason)
        if not refused:
            return redirect("import", case=access.case.pk, number=found.pk)
    if found.done_at is None and found.job is None and "asked" not in found.chosen:
        return redirect("import_columns", case=access.case.pk, number=found.pk)
    _is_told(request, found)
    came = Contribution.objects.filter(came_with=found)
    context = {
        **frame(access),
        "source": found,
        "job": found.job,
        "poll": POLL_SECONDS,
        "keeps": settings.IMPORT_FILE_DAYS,
        "count": came.count(),
        "corrected": len(found.found.get("corrected", ())),
        "left": max(progress(access.case.pk).left - came.count(), 0),
        "first": came.order_by("number").first(),
        "last": came.order_by("number").last(),
        "stays": why_it_stays(found) if found.is_in else "",
        "refused": refused,
        "may": "undo_import" in acts(access),
        "may_read_file": access.may("read_imported_files"),
    }
    name = "import_state.html" if request.headers.get("HX-Request") else "import_done.html"
    return render(request, f"followup/{name}", context, status=403 if refused else 200)


def _is_told(request: Request, found: Import) -> None:
    """Let nothing wait any more for whoever asked for it, when she sees what came of it."""
    is_over = found.done_at or (found.job and found.job.is_over)
    if request.method == "GET" and is_over and found.told_at is None and found.added_by_id == request.user.pk:
        found.told_at = clock.now()
        found.save(update_fields=["told_at"])
        derive_again(found.case_id)


def _do(request: Request, access: Access, found: Import) -> str:
    """Undo an import, or try once more; return what stands in the way."""
    verb = request.POST.get("act", "")
    if verb == "undo":
        attempt = run("undo_import", access.case.pk, STEP, by=request.user, came_with=found.pk)
        if attempt.happened:
            messages.success(request, _("The import is undone."))
    elif verb == "again" and not found.is_in:
        ask_for_import(found)
    elif verb == "drop" and found.done_at is None and found.job_id:
        Job.objects.filter(pk=found.job_id, state=Job.State.WAITING).delete()
    return ""


@case_member
@require_GET
def kept_file(request: Request, access: Access, number: int) -> HttpResponse | FileResponse:
    """Hand out a file as it came, to the case's civil servants."""
    found = find(access, number)
    _must_read_files(access)
    response = FileResponse(
        found.file.open(),
        as_attachment=True,
        filename=found.name or "anteckningar.txt",
        content_type="application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


@case_member
@require_GET
def left_out(request: Request, access: Access, number: int) -> StreamingHttpResponse:
    """Hand out as a table what does not come in from a file: row, column and reason, then the columns of the file."""
    found = find(access, number)
    _must_read_files(access)
    opened = Opened(access, found)
    names = [name or letters(at) for at, name in enumerate(opened.headings.names)]
    head = [_("Row"), _("Column"), _("Why"), *names]
    rows = [
        [
            one.place.row,
            letters(one.place.column),
            Why(one.why).label,
            *shown(opened.rows[one.place.row - opened.headings.first]),
        ]
        for one in opened.review.refused
    ]
    return table(request, f"left-out-{found.pk}", head, rows)


def _must_read_files(access: Access) -> None:
    """What a file says besides what came in is for the case's civil servants, also when nothing more comes in."""
    if not access.may("read_imported_files"):
        raise PermissionDenied(_("The file is for the case's officers."))


def _place(place: Place) -> str:
    return f"{place.row}, {letters(place.column)}"
