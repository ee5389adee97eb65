"""The yearly report on the screen, the comment on it, and the way to its PDF."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from dialog.models import Job
from dialog.web.http import Request
from dialog.web.permissions import of_the_house, support
from handbook.editing.views import edit
from reports.views import POLL_SECONDS, download
from reports.year.comment import CommentPiece
from reports.year.document import build, source
from reports.year.jobs import JOB_KIND, ask_for_year
from reports.year.year import Year, years


@of_the_house
@require_http_methods(["GET", "HEAD", "POST"])
def year_report(request: Request, year: int) -> HttpResponse:
    """Show the report of a year; a POST asks for its PDF and leads to where one can follow it."""
    found = _year(year)
    if request.method == "POST":
        return redirect("year_job", year=year, job=ask_for_year(year, build(found), request.user).pk)
    context = {"year": found, "years": years(), "source": source(found)}
    return render(request, "reports/year/report.html", context)


@support
def year_comment(request: Request, year: int) -> HttpResponse:
    """Write the comment on a year."""
    _year(year)
    return edit(request, CommentPiece(year, request.user))


@of_the_house
@require_GET
def year_job(request: Request, year: int, job: int) -> HttpResponse:
    """Show how far the PDF has come. Without scripts the page reloads itself until the work is over."""
    _year(year)
    context = {
        "job": _job(year, job),
        "year": year,
        "poll": POLL_SECONDS,
        "here": reverse("year_job", args=[year, job]),
        "file": reverse("year_file", args=[year, job]),
    }
    if request.headers.get("HX-Request"):
        return render(request, "reports/job_state.html", context)
    return render(request, "reports/year/job.html", context)


@of_the_house
@require_GET
def year_file(request: Request, year: int, job: int) -> HttpResponse:
    """Hand out the PDF that a job made."""
    _year(year)
    found = _job(year, job)
    if found.state != Job.State.DONE:
        raise Http404
    return download(found.file.read(), found.name, found.content_type)


def _year(year: int) -> Year:
    """Return a year of which there is something to report. Raises Http404 for every other."""
    if year not in years():
        raise Http404
    return Year(year)


def _job(year: int, pk: int) -> Job:
    return get_object_or_404(Job, pk=pk, kind=JOB_KIND, arguments__year=year)
