"""Lärdomar: what closed dialogues taught."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from dialog.web.http import Request
from dialog.web.permissions import signed_in
from followup.advice import Advice
from followup.library import Library
from followup.library import lessons as lessons_of

LESSONS_A_PAGE = 10


@signed_in
def lessons(request: Request) -> HttpResponse:
    """Show what closed dialogues say to a question, of those that I may read; and each in full, the latest closed first."""
    library = Library(request.user, request.GET)
    shown = Paginator(library.found, LESSONS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "library": library,
        "advice": Advice(library),
        "shown": shown,
        "lessons": lessons_of(shown.object_list),
    }
    return render(request, "followup/library.html", context)
