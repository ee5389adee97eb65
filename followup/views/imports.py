"""Files and notes on their way in: choose one, see what was found in it, say what its columns become."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from dialog.files.room import with_its_files
from dialog.files.sheets import Unreadable
from dialog.files.sheets.found import Cell, words
from dialog.forms.sending import new_sending
from dialog.process.access import Access, allowed_acts
from dialog.process.phases import process
from dialog.web.http import Request
from dialog.web.permissions import case_member
from dialog.web.typed import give_back, unjudged
from followup.acts.imports import came_of_that_conclusions_rest_on
from followup.desk import Desk
from followup.forms.imports import ColumnsForm, FileForm, NotesForm, ReadForm, SourceForm, letters
from followup.importing.opened import Opened
from followup.jobs import STEP
from followup.models import Contribution, Import, VoiceOfProposal

ROWS_SHOWN = 4  # of the table, below its headings
EARLIER_SHOWN = 50
OF_COLUMNS = ("columns", "names", "anyway", "changed")  # what was chosen of how it was read before


@case_member
def imports(request: Request, access: Access) -> HttpResponse:
    """Choose a file or paste notes; below stands what came in before."""
    if request.method == "POST":
        must_be_allowed(access)
    file, notes, form = _sources(request, access)
    if request.method == "POST" and request.POST.get("act") == "count":  # while one writes
        return render(request, "followup/import_cuts.html", {"cuts": notes.cuts(), "renewed": True})
    status, refused, name = 200, None, ""
    if request.method == "POST":
        status = 422
        if form is not None and form.is_valid():
            found, refused = _kept(access, form)
            if found is not None:
                return redirect(where(found, Opened(access, found)))
            name = next((file.name or "" for file in request.FILES.values()), "")  # type: ignore[union-attr]
    context = {
        **frame(access),
        "file": file,
        "notes": notes,
        "refused": refused,
        "refused_name": name,
        "may": "import_contributions" in acts(access),
        "earlier": _earlier(access, notes.desk.activities),
    }
    return render(request, "followup/import_choose.html", context, status=status)


def _sources(request: Request, access: Access) -> tuple[FileForm, NotesForm, SourceForm | None]:
    """Return both forms of the page, and the one of them that was sent; what was typed before stands in it again."""
    desk, typed = Desk(access, QueryDict()), give_back(request)
    post = request.POST if request.method == "POST" else typed.post if typed else None
    which = request.POST.get("act", "") if request.method == "POST" else typed.act if typed else ""
    posted = {name: post if name == which else None for name in ("file", "notes")}
    posted["notes"] = post if which == "count" else posted["notes"]
    initial = {"activity": request.GET.get("activity", "")}
    files = request.FILES if posted["file"] is not None else None
    file = FileForm(desk, posted["file"], files, initial=initial | {"key": new_sending()}, prefix="file")
    notes = NotesForm(desk, posted["notes"], initial=initial | {"key": new_sending()}, prefix="notes")
    form: SourceForm | None = {"file": file, "notes": notes}.get(which)
    if form is not None:
        unjudged(request, form)
    return file, notes, form


def _earlier(access: Access, called: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return what came in before: how much of it, and whether it can be undone."""
    rested_on = came_of_that_conclusions_rest_on(access.case)
    proposed = VoiceOfProposal.objects.filter(contribution__came_with=OuterRef("pk"))
    repeated = Contribution.objects.filter(duplicate_of__came_with=OuterRef("pk")).exclude(came_with=OuterRef("pk"))
    worked_with = Q(contributions__revision__gt=0)
    found = Import.objects.filter(case=access.case).exclude(done_at=None).select_related("case")
    found = found.annotate(
        count=Count("contributions"),
        touched=Count("contributions", filter=worked_with),
        rests=Exists(repeated) | Exists(proposed),
    )
    return [
        {
            "source": one,
            "count": one.count,
            "touched": one.touched,
            "stays": one.rests or one.pk in rested_on,
            "activity": called.get(one.activity, ""),
        }
        for one in found[:EARLIER_SHOWN]
    ]


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


def where(found: Import, opened: Opened | None = None) -> str:
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
    found = find(access, number)
    must_be_allowed(access)
    if found.is_in:
        return redirect(where(found))
    opened, typed = Opened(access, found), give_back(request)
    if request.method == "POST" and request.POST.get("act") == "as_notes":
        found.chosen = {"as_notes": True, "cut": Import.Cut.LINE}
        found.save(update_fields=["chosen"])
        return redirect("import_check", case=access.case.pk, number=found.pk)
    if shown := _shown_instead(request, access, found, opened):
        return shown
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
            kept = {name: value for name, value in found.chosen.items() if name not in OF_COLUMNS}
            if wrong := _read_again(access, found, kept | reading.chosen()):
                reading.add_error(None, wrong)
            else:
                return redirect(f"{reverse('import_columns', args=[access.case.pk, found.pk])}?read")
        if chosen.is_bound and chosen.is_valid():
            found.chosen |= chosen.chosen()
            found.save(update_fields=["chosen"])
            return redirect("import_check", case=access.case.pk, number=found.pk)
    return _show_columns(request, access, found, opened, reading, chosen, status)


def _shown_instead(request: Request, access: Access, found: Import, opened: Opened) -> HttpResponse | None:
    """Show that a file is in already, or that it looks like no table, until somebody says that she wants to go on."""
    if request.method == "POST" or "read" in request.GET or "columns" in found.chosen:
        return None
    same = Import.objects.filter(case=access.case, digest=found.digest, undone_at=None).exclude(pk=found.pk)
    if there := same.exclude(done_at=None).annotate(count=Count("contributions")).first():
        return render(request, "followup/import_same.html", {**frame(access), "source": found, "there": there})
    if not opened.is_understood:
        rows = [(at, shown(row)) for at, row in enumerate(opened.sheet.rows[:ROWS_SHOWN], start=1)]
        context = {**frame(access), "source": found, "opened": opened, "rows": rows}
        return render(request, "followup/import_unknown.html", context)
    return None


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
        **frame(access),
        "source": found,
        "opened": opened,
        "reading": reading,
        "form": chosen,
        "letters": [letters(at) for at in range(opened.sheet.width)],
        "before": [(at, shown(row)) for at, row in enumerate(opened.sheet.rows[: max(headings.row - 1, 0)], start=1)],
        "names": headings.names if headings.row else (),
        "rows": [(at, shown(row)) for at, row in enumerate(opened.rows[:ROWS_SHOWN], start=headings.first)],
    }
    return render(request, "followup/import_columns.html", context, status=status)


def find(access: Access, number: int) -> Import:
    """Return an import of a case. Raises Http404 for none."""
    return get_object_or_404(Import.objects.select_related("job"), case=access.case, pk=number)


def acts(access: Access) -> frozenset[str]:
    """Return what the person may do in the step."""
    return allowed_acts(process.step(STEP), access.record(STEP), access)


def must_be_allowed(access: Access) -> None:
    """Files are for those who take contributions in, the case's civil servants. Raises PermissionDenied for others."""
    if "import_contributions" not in acts(access):
        raise PermissionDenied(_("The case's officers add contributions."))


def frame(access: Access) -> dict[str, Any]:
    """Return what every page of an import shows."""
    return {"access": access, "case": access.case, "step": process.step(STEP)}


def shown(row: Sequence[Cell]) -> list[str]:
    """Return what stands in the cells of a row."""
    return [words(cell) for cell in row]
