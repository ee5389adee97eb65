"""Det här sa ni – det här gjorde vi: from all voices to all decisions, and from one voice or one decision the whole way."""

from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from dialog.acts.core import Refused, run
from dialog.process.access import Access, allowed_acts
from dialog.process.phases import process
from dialog.web.http import Request
from dialog.web.permissions import case_reader
from dialog.web.typed import posted_or_given_back
from followup.desk import Desk
from followup.forms.way_back import ReasonForm
from followup.in_force import heads
from followup.open_contribution import OpenContribution
from followup.way_back import Rest, WayBack
from followup.way_of_one import WayOfDecision, WayOfOne

STEP = "analysis"


@case_reader
@require_GET
def said_and_done(request: Request, access: Access) -> HttpResponse:
    """Show what was said, what was decided and what is done; and what led no further, with why."""
    return render(request, "followup/said_and_done.html", _frame(access) | {"way": WayBack(access)})


@case_reader
@require_GET
def way_of_contribution(request: Request, access: Access, number: int) -> HttpResponse:
    """Show what became of one contribution."""
    opened = OpenContribution.find(Desk(access, QueryDict()), number)
    if opened is None:
        raise Http404
    return render(
        request, "followup/way_of_contribution.html", _frame(access) | {"way": WayOfOne(opened, WayBack(access))}
    )


@case_reader
@require_GET
def voices_of_decision(request: Request, access: Access, number: int) -> HttpResponse:
    """Show which voices are behind a decision on the result."""
    way = WayBack(access)
    found = next((one for one in way.decided if one["decision"].pk == number), None)
    if found is None:
        raise Http404
    return render(request, "followup/voices_of_decision.html", _frame(access) | {"way": WayOfDecision(way, found)})


@case_reader
def why_unfollowed(request: Request, access: Access) -> HttpResponse:
    """Say why contributions about one thing led to no conclusion."""
    rest = next((one for one in WayBack(access).rests if one.key == request.GET.get("about")), None)
    if rest is None:
        raise Http404
    post, refused, status = posted_or_given_back(request), "", 200
    form = ReasonForm(post, initial={"text": rest.reason.reason if rest.reason else ""})
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                attempt = run("explain_unfollowed", access.case.pk, STEP, by=request.user, **_facts(rest, form))
            except Refused as wrong:
                refused, status = str(wrong), 403
            else:
                if not attempt.missing:
                    return redirect(f"{reverse('said_and_done', args=[access.case.pk])}#left")
                for lack in attempt.missing:
                    form.add_error(lack.target, lack.sentence)
    context = _frame(access) | {"form": form, "rest": rest, "refused": refused}
    return render(request, "followup/why_unfollowed.html", context, status=status)


def _facts(rest: Rest, form: ReasonForm) -> dict[str, Any]:
    return {
        "theme": rest.about[0],
        "against": rest.against,
        "text": form.cleaned_data["text"],
    }


def _frame(access: Access) -> dict[str, Any]:
    """What each of the pages shows around what it is for."""
    step = process.step(STEP)
    return {
        "access": access,
        "case": access.case,
        "step": step,
        "asked": heads(access).asked,
        "may_explain": "explain_unfollowed" in allowed_acts(step, access.record(STEP), access),
    }
