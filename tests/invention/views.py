"""A page of the phase's own."""

from django.http import HttpResponse
from django.shortcuts import render

from dialog.process.access import readable_cases
from dialog.web.http import Request
from dialog.web.permissions import signed_in
from tests.invention.models import Invented


@signed_in
def inventions(request: Request) -> HttpResponse:
    """List what was thought of in the cases that I may read."""
    found = Invented.objects.filter(case__in=readable_cases(request.user))
    return render(request, "invention/inventions.html", {"inventions": found})
