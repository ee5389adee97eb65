"""What Planera shows besides its steps."""

from django.http import HttpResponse
from django.shortcuts import render

from dialog.process.access import Access
from dialog.web.http import Request
from dialog.web.permissions import case_member
from planning.similar import similar_cases


@case_member
def similar(request: Request, access: Access) -> HttpResponse:
    """Suggest cases that resemble the one that is being planned, by what is typed just now."""
    typed = " ".join(request.GET.get(name, "") for name in ("similar_initiatives_comment", "done_before_comment"))
    return render(request, "planning/similar_cases.html", {"cases": similar_cases(access, typed[:500])})
