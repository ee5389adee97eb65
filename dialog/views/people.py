"""Who is found in a field of people, while somebody types there: the same hits as the page has after its button."""

import re

from django.http import Http404, HttpResponse
from django.shortcuts import render

from dialog.forms.people import LOOKED_FOR
from dialog.process.access import Access
from dialog.process.offers import PEOPLE
from dialog.process.people import find
from dialog.web.http import Request
from dialog.web.permissions import case_member

FIELD = re.compile(r"[\w-]{1,80}\Z")  # a field's name on its page, with that of its row


@case_member
def find_people(request: Request, access: Access) -> HttpResponse:
    """Show the hits. Who writes nothing in the case gets none: a register of people is not for reading. Raises Http404."""
    field, source = request.GET.get("field", ""), request.GET.get("source", "")
    if not access.is_working or source not in PEOPLE or not FIELD.match(field):
        raise Http404
    text = request.GET.get(f"{LOOKED_FOR}{field}", "").strip()
    shown = {"path": field, "text": text, "hits": find(access, source, text), "by_name": "named" in request.GET}
    return render(request, "components/people_hits.html", shown)
