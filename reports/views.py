"""A report on the screen: preview, plain text, and the way to its PDF."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dialog.models import Job
from dialog.process.access import Access, can_read
from dialog.web.permissions import text_reader
from reports.document import Document, NothingToReport
from reports.jobs import JOB_KIND, ask_for_pdf, file_name, may_have
from reports.kinds import KINDS, Kind
from reports.render import as_html, as_text

POLL_SECONDS = 2


@text_reader
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, access: Access, kind: str) -> HttpResponse:
    """Show the report as it would be printed; a POST asks for its PDF and leads to where one can follow it."""
    found = _kind(kind, access)
    part = request.GET.get("part", "")
    context: dict[str, Any] = {"part": part, "parts": found.parts(access), **_frame(access, found)}
    try:
        document = found.build(access, part)
    except NothingToReport as reason:
        return render(request, "reports/nothing.html", {**context, "reason": reason}, status=404 if part else 200)
    if request.method == "POST":
        job = ask_for_pdf(access, found, part, document)
        return redirect("report_job", case=access.case.pk, kind=found.key, job=job.pk)
    context |= {"document": document, "paper": as_html(document), "text": as_text(document)}
    return render(request, "reports/preview.html", context)


@text_reader
@require_GET
def text(request: HttpRequest, access: Access, kind: str) -> HttpResponse:
    """Hand out the report as a file of plain text."""
    document = _document(_kind(kind, access), access, request.GET.get("part", ""))
    return download(as_text(document), file_name(document, "txt"), "text/plain; charset=utf-8")


@text_reader
@require_GET
def progress(request: HttpRequest, access: Access, kind: str, job: int) -> HttpResponse:
    """Show how far the PDF has come. Without scripts the page reloads itself until the work is over."""
    found = _kind(kind, access)
    where = {"case": access.case.pk, "kind": found.key, "job": job}
    context = {
        "job": _job(access, found, job),
        "poll": POLL_SECONDS,
        "here": reverse("report_job", kwargs=where),
        "file": reverse("report_file", kwargs=where),
        **_frame(access, found),
    }
    if request.headers.get("HX-Request"):
        return render(request, "reports/job_state.html", context)
    return render(request, "reports/job.html", context)


@text_reader
@require_GET
def file(request: HttpRequest, access: Access, kind: str, job: int) -> HttpResponse:
    """Hand out the PDF that a job made."""
    found = _job(access, _kind(kind, access), job)
    if found.state != Job.State.DONE:
        raise Http404
    return download(found.file.read(), found.name, found.content_type)


def _frame(access: Access, kind: Kind) -> dict[str, Any]:
    """What every page about a report shows: the case, and whether the person may go on to it."""
    return {"case": access.case, "kind": kind, "may_read_case": can_read(access)}


def download(content: str | bytes, name: str, content_type: str) -> HttpResponse:
    """Return a file to keep; its name is plain ASCII (``file_name``)."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)


def _kind(key: str, access: Access) -> Kind:
    if key not in KINDS:
        raise Http404
    if not KINDS[key].may(access):
        if not can_read(access):
            raise Http404  # a communicator who sees the case's texts and nothing else of it
        raise PermissionDenied(_("This report is for members of the case."))
    return KINDS[key]


def _document(kind: Kind, access: Access, part: str) -> Document:
    try:
        return kind.build(access, part)
    except NothingToReport as reason:
        raise Http404(str(reason)) from reason


def _job(access: Access, kind: Kind, pk: int) -> Job:
    job = get_object_or_404(Job, pk=pk, case=access.case, kind=JOB_KIND, arguments__report=kind.key)
    if not may_have(access, kind, job):
        raise Http404
    return job
