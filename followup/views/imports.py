"""Contributions come in from a file or from notes, in four pages: choose, read, check, done; nothing comes in before."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dialog.acts.core import Refused, run
from dialog.files.room import with_its_files
from dialog.files.sheets import Unreadable
from dialog.files.sheets.found import Cell, words
from dialog.files.tables import table
from dialog.forms.sending import new_sending
from dialog.models import Job
from dialog.process.access import Access, allowed_acts
from dialog.process.phases import process
from dialog.web.http import Request
from dialog.web.permissions import case_member
from dialog.web.typed import give_back, unjudged
from execution.models.in_force import activities
from followup.acts.imports import touched, why_it_stays
from followup.forms.imports import ColumnsForm, FileForm, NotesForm, ReadForm, SourceForm, letters
from followup.importing.opened import Opened, cuts_of
from followup.importing.rows import Why
from followup.jobs import STEP, ask_for_import
from followup.models import Contribution, Import

SHOWN = 5  # of the new contributions, before they come in
ROWS_SHOWN = 4  # of the table, below its headings
POLL_SECONDS = 1


@case_member
def imports(request: Request, access: Access) -> HttpResponse:
    """Choose a file or paste notes; below stands what came in before."""
    if request.method == "POST":
        _must_be_allowed(access)
    file, notes, form = _sources(request, access)
    status, refused = 200, None
    if request.method == "POST":
        status = 422
        if form is not None and form.is_valid():
            found, refused = _kept(access, form)
            if found is not None:
                return redirect(_where(found, Opened(access, found)))
    context = {
        **_frame(access),
        "file": file,
        "notes": notes,
        "cuts": cuts_of(notes["notes"].value() or ""),
        "refused": refused,
        "may": "import_contributions" in _acts(access),
        "earlier": [_told(one) for one in Import.objects.filter(case=access.case).exclude(done_at=None)[:50]],
    }
    return render(request, "followup/import_choose.html", context, status=status)


def _sources(request: Request, access: Access) -> tuple[FileForm, NotesForm, SourceForm | None]:
    """Return both forms of the page, and the one of them that was sent; what was typed before stands in it again."""
    there = {key: str(activity) for key, activity in activities(access).items()}
    typed = give_back(request)
    post = request.POST if request.method == "POST" else typed.post if typed else None
    which = request.POST.get("act", "") if request.method == "POST" else typed.act if typed else ""
    posted = {name: post if name == which else None for name in ("file", "notes")}
    initial = {"key": new_sending(), "activity": request.GET.get("activity", "")}
    files = request.FILES if posted["file"] is not None else None
    file = FileForm(there, posted["file"], files, initial=initial, prefix="file")
    notes = NotesForm(there, posted["notes"], initial=initial | {"key": new_sending()}, prefix="notes")
    form: SourceForm | None = {"file": file, "notes": notes}.get(which)
    if form is not None:
        unjudged(request, form)
    return file, notes, form


def _kept(access: Access, form: SourceForm) -> tuple[Import | None, Unreadable | None]:
    """Keep what was sent, if it can be read; else say why it cannot."""
    with with_its_files():
        found = form.make(case=access.case, added_by=access.user, added_at=access.now)
        try:
            opened = Opened(access, found)
            found.shape = opened.shape
        except Unreadable as reason:
            found.file.delete(save=False)
            found.delete()
            return None, reason
        found.save(update_fields=["shape"])
    return found, None


def _where(found: Import, opened: Opened | None = None) -> str:
    """Return the address of the page that an import has come to; notes without columns are checked at once."""
    name = "import_columns"
    if found.done_at is not None or found.job_id:
        name = "import"
    elif opened and opened.found.kind == "notes" and opened.sheet.width == 1:
        name = "import_check"
    return reverse(name, args=[found.case_id, found.pk])


@case_member
def columns(request: Request, access: Access, number: int) -> HttpResponse:
    """Show what was found in a file and what each of its columns becomes; take what somebody chooses instead."""
    found = _find(access, number)
    _must_be_allowed(access)
    if found.is_in:
        return redirect(_where(found))
    opened, typed = Opened(access, found), give_back(request)
    post = request.POST if request.method == "POST" else typed.post if typed else None
    act = request.POST.get("act") if request.method == "POST" else typed.act if typed else None
    reading = ReadForm(opened, post if act == "read" else None)
    chosen = ColumnsForm(opened, post if act == "columns" else None)
    unjudged(request, reading)
    unjudged(request, chosen)
    status = 200
    if request.method == "POST":
        status = 422
        if reading.is_bound and reading.is_valid():
            kept = {name: value for name, value in found.chosen.items() if name not in ("columns", "names", "anyway")}
            if wrong := _read_again(access, found, kept | reading.chosen()):
                reading.add_error(None, wrong)
            else:
                return redirect("import_columns", case=access.case.pk, number=found.pk)
        if chosen.is_bound and chosen.is_valid():
            found.chosen |= chosen.chosen()
            found.save(update_fields=["chosen"])
            return redirect("import_check", case=access.case.pk, number=found.pk)
    return _show_columns(request, access, found, opened, reading, chosen, status)


def _read_again(access: Access, found: Import, how: dict[str, Any]) -> str:
    """Read a file another way; where it cannot be read so it stays as it was, and the reason is returned."""
    try:
        found.shape = Opened(access, found, how).shape
    except Unreadable as reason:
        return str(reason)
    found.chosen = how
    found.save(update_fields=["chosen", "shape"])
    return ""


def _show_columns(
    request: Request,
    access: Access,
    found: Import,
    opened: Opened,
    reading: ReadForm,
    chosen: ColumnsForm,
    status: int,
) -> HttpResponse:
    headings = opened.headings
    context = {
        **_frame(access),
        "source": found,
        "opened": opened,
        "reading": reading,
        "form": chosen,
        "letters": [letters(at) for at in range(opened.sheet.width)],
        "before": [(at, shown(row)) for at, row in enumerate(opened.sheet.rows[: max(headings.row - 1, 0)], start=1)],
        "names": headings.names if headings.row else (),
        "rows": [(at, shown(row)) for at, row in enumerate(opened.rows[:ROWS_SHOWN], start=headings.first)],
        "same_file": Import.objects.filter(case=access.case, digest=found.digest, undone_at=None)
        .exclude(pk=found.pk)
        .exclude(done_at=None)
        .first(),
    }
    return render(request, "followup/import_columns.html", context, status=status)


@case_member
def check(request: Request, access: Access, number: int) -> HttpResponse:
    """Show what would come in and what would not, with rows and reasons; then let it come in."""
    found = _find(access, number)
    _must_be_allowed(access)
    if found.is_in:
        return redirect(_where(found))
    opened = Opened(access, found)
    if request.method == "POST":
        if request.POST.get("act") == "anyway":
            places = [[one.said.place.row, one.said.place.column] for one in opened.review.known]
            found.chosen |= {"anyway": [*found.chosen.get("anyway", ()), *places]}
            found.save(update_fields=["chosen"])
            return redirect("import_check", case=access.case.pk, number=found.pk)
        if opened.review.new:
            ask_for_import(found)
            return redirect("import", case=access.case.pk, number=found.pk)
    questions = list(opened.own.questions)
    context = {
        **_frame(access),
        "source": found,
        "opened": opened,
        "review": opened.review,
        "refused_by": Counter(one.why.label for one in opened.review.refused).items(),
        "refused": [
            {"place": _place(one.place), "one": one, "why": Why(one.why), "letters": len(one.stood)}
            for one in opened.review.refused
        ],
        "gaps": [
            {"rows": rows, "heading": opened.headings.names[gap.column] or letters(gap.column), "stood": gap.stood}
            for gap, rows in opened.review.gaps
        ],
        "known": [{"place": _place(one.said.place), "number": one.number} for one in opened.review.known],
        "changed": [{"place": _place(one.said.place), "one": one} for one in opened.review.changed],
        "some": [
            {
                "said": said,
                "question": questions.index(said.question) + 1 if said.question in questions else "",
                "group": opened.own.groups.get(said.target_group, ""),
            }
            for said in opened.review.new[:SHOWN]
        ],
        "has_questions": bool(questions),
    }
    return render(request, "followup/import_check.html", context)


@case_member
def import_page(request: Request, access: Access, number: int) -> HttpResponse:
    """Show how far an import has come, and when it is in, what to do next; or undo it as a whole."""
    found = _find(access, number)
    refused = ""
    if request.method == "POST":
        _must_be_allowed(access)
        try:
            refused = _do(request, access, found)
        except Refused as reason:
            refused = str(reason)
        if not refused:
            return redirect("import", case=access.case.pk, number=found.pk)
    if found.done_at is None and found.job is None:
        return redirect("import_columns", case=access.case.pk, number=found.pk)
    came = Contribution.objects.filter(came_with=found)
    context = {
        **_frame(access),
        "source": found,
        "job": found.job,
        "poll": POLL_SECONDS,
        "count": came.count(),
        "first": came.order_by("number").first(),
        "last": came.order_by("number").last(),
        "stays": why_it_stays(found) if found.is_in else "",
        "refused": refused,
        "may": "undo_import" in _acts(access),
        "may_read_file": access.may("read_imported_files"),
    }
    name = "import_state.html" if request.headers.get("HX-Request") else "import_done.html"
    return render(request, f"followup/{name}", context, status=403 if refused else 200)


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
    found = _find(access, number)
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
    """Hand out as a table what does not come in from a file, with row, column and reason."""
    found = _find(access, number)
    _must_read_files(access)
    opened = Opened(access, found)
    head = [_("Row"), _("Column"), _("Why"), _("What it says")]
    rows = [[one.place.row, letters(one.place.column), Why(one.why).label, one.stood] for one in opened.review.refused]
    return table(request, f"left-out-{found.pk}", head, rows)


def _find(access: Access, number: int) -> Import:
    return get_object_or_404(Import.objects.select_related("job"), case=access.case, pk=number)


def _acts(access: Access) -> frozenset[str]:
    return allowed_acts(process.step(STEP), access.record(STEP), access)


def _must_be_allowed(access: Access) -> None:
    """Files are for those who take contributions in, the case's civil servants."""
    if "import_contributions" not in _acts(access):
        raise PermissionDenied(_("The case's officers add contributions."))


def _must_read_files(access: Access) -> None:
    """What a file says besides what came in is for the case's civil servants, also when nothing more comes in."""
    if not access.may("read_imported_files"):
        raise PermissionDenied(_("The file is for the case's officers."))


def _frame(access: Access) -> dict[str, Any]:
    return {"access": access, "case": access.case, "step": process.step(STEP)}


def shown(row: Sequence[Cell]) -> list[str]:
    """Return what stands in the cells of a row."""
    return [words(cell) for cell in row]


def _place(place: Any) -> str:
    return f"{place.row}, {letters(place.column)}"


def _told(found: Import) -> dict[str, Any]:
    came = Contribution.objects.filter(came_with=found).count()
    return {
        "source": found,
        "count": came,
        "touched": touched(found),
        "stays": why_it_stays(found) if found.is_in else "",
    }
