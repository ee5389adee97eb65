"""The list of dialogues for the website: as a page, as a piece of HTML, and as CSV."""

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import override

from dialog import clock
from dialog.files.tables import table
from dialog.web.http import Request
from dialog.web.permissions import communicator
from execution.dialogues import HEAD, SHELVES, Dialogue, dialogues


@communicator
def page(request: Request) -> HttpResponse:
    """Show the list, with what the website takes."""
    found = dialogues(clock.today())
    return render(request, "execution/dialogues.html", {"shelves": _shelves(found), "html": _html(found)})


@communicator
def fragment(request: Request) -> HttpResponse:
    """Give the list as HTML without a page around it, in the municipality's language."""
    return HttpResponse(_html(dialogues(clock.today())))


@communicator
def as_table(request: Request) -> HttpResponseBase:
    """Give the list as a table to take along, in the municipality's language."""
    with override(settings.LANGUAGE_CODE):
        return table(request, "dialoger", HEAD, [dialogue.cells for dialogue in dialogues(clock.today())])


def _html(found: list[Dialogue]) -> str:
    with override(settings.LANGUAGE_CODE):
        return render_to_string("execution/dialogues_fragment.html", {"shelves": _shelves(found)})


def _shelves(found: list[Dialogue]) -> list[tuple[str, list[Dialogue]]]:
    return [
        (str(name), [dialogue for dialogue in found if dialogue.status == status]) for status, name in SHELVES.items()
    ]
