"""Files of a case: those of a place, with their versions; one handed out, or its small copy."""

from typing import Any

from django.contrib import messages
from django.core.files import File
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dialog.acts import words
from dialog.acts.core import Refused, run
from dialog.forms.attachments import AttachForm, OfFile, RemoveForm
from dialog.models import Attachment
from dialog.process.access import Access, allowed_acts
from dialog.process.act import ACTS
from dialog.process.addresses import url_of
from dialog.views.place import Place
from dialog.web.http import Request
from dialog.web.permissions import case_reader
from dialog.web.typed import give_back, unjudged

FORMS: dict[str, Any] = {"attach_file": AttachForm, "describe_file": OfFile, "remove_file": RemoveForm}


@case_reader
def files(request: Request, access: Access, step: str, row: str = "") -> HttpResponse:
    """Show the files of a step or of a row; or attach, describe, replace or remove one."""
    place = Place.find(access, step, row)
    if request.method == "POST":
        return _do(request, access, place)
    typed = give_back(request)
    found = _posted(place, typed.post, None, typed.act) if typed else {}
    for form in found.values():
        unjudged(request, form)
    return _show(request, access, place, typed=found)


def _of(place: Place) -> Any:
    access = place.access
    there = Attachment.objects.for_reader(is_member=access.is_member)
    return there.current().filter(case=access.case, step=place.step_or_kind.key, row=place.row)


def _show(
    request: Request, access: Access, place: Place, *, typed: Any = None, refused: str = "", status: int = 200
) -> HttpResponse:
    acts = allowed_acts(place.step_or_kind, place.record, access)
    typed = typed or {}
    shown = []
    for one in _of(place).select_related("added_by"):
        made = {name: typed.get((name, one.pk)) or form(attached=one) for name, form in FORMS.items()}
        older = one.versions()[1:] if access.is_member else []
        shown.append({"file": one, "older": older, "forms": made, "wrong": [n for n, pk in typed if pk == one.pk]})
    record = place.record
    context = {
        "access": access,
        "case": access.case,
        "place": place,
        "title": record.called(reads_drafts=access.is_member) if record and place.row else place.step_or_kind.title,
        "back": url_of(access.case.pk, place.step_or_kind.key, place.row, place.kind),
        "shown": shown,
        "attach": typed.get(("attach_file", 0)) or AttachForm(),
        "acts": acts,
        "here": request.path,
        "refused": refused,
    }
    return render(request, "dialog/files.html", context, status=status)


def _posted(place: Place, post: Any, files: Any, verb: str) -> Any:
    """Return the form that a button belongs to, by its act and the number of the file."""
    act, number = verb.partition(" ")[::2]
    if act not in FORMS:
        return {}
    attached = _of(place).filter(pk=int(number)).first() if number.isdecimal() and len(number) < 18 else None
    if attached is None and (number or act != "attach_file"):
        return {}
    return {(act, attached.pk if attached else 0): FORMS[act](post, files, attached=attached)}


def _do(request: Request, access: Access, place: Place) -> HttpResponse:
    """Turn what is posted into an act, and show the page again."""
    verb = request.POST.get("act", "")
    found = _posted(place, request.POST, request.FILES, verb)
    if not found:
        raise Http404
    ((act, _number), form), *_rest = found.items()
    if act not in allowed_acts(place.step_or_kind, place.record, access):
        refused = _("You cannot do this here.")
        return _show(request, access, place, typed=found, refused=refused, status=403)
    if not form.is_valid():
        return _show(request, access, place, typed=found, status=422)
    try:
        attempt = run(act, access.case.pk, place.step_or_kind.key, by=request.user, row=place.row, **form.facts())
    except Refused as why:
        return _show(request, access, place, typed=found, refused=str(why), status=403)
    if attempt.missing:
        for lack in attempt.missing:
            form.add_error(lack.target if lack.target in form.fields else None, lack.sentence)
        return _show(request, access, place, typed=found, status=422)
    if attempt.happened:
        messages.success(request, words.done(attempt))
    else:
        messages.info(request, str(ACTS[act].nothing_new))
    return redirect(request.path)


@case_reader
def attached(request: Request, access: Access, number: int, *, small: bool = False) -> FileResponse:
    """Hand out a file to be saved, or the small copy of a picture to be shown, to whoever may read it."""
    there = Attachment.objects.for_reader(is_member=access.is_member).filter(case=access.case)
    found = there.filter(pk=number).first() if number < 2**62 else None
    kept = (found.thumbnail if small else found.file) if found else None
    if found is None or not kept:
        raise Http404
    content_type = ("image/jpeg" if str(kept.name).endswith(".jpg") else "image/png") if small else found.content_type
    return _handed_out(kept.open(), found.name, content_type, shown=small)


def _handed_out(opened: File, name: str, content_type: str, *, shown: bool) -> FileResponse:
    response = FileResponse(opened, as_attachment=not shown, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
