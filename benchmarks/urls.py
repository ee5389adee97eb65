"""The addresses of Dialog, and a bare view to compare with: one query, one plain template."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from dialog.models import Case
from dialog.urls import urlpatterns as dialog_urls
from dialog.web.permissions import anyone


@anyone
def bare(request: HttpRequest) -> HttpResponse:
    """Show one case's title: what a page costs that does next to nothing, through the same middleware."""
    return render(request, "benchmarks/bare.html", {"case": Case.objects.get(pk=request.GET["case"])})


urlpatterns = [path("bare/", bare), *dialog_urls]
