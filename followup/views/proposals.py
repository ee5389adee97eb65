"""Förslag: the register of a participatory budget, and the same as a table to take along."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from dialog.acts import words
from dialog.acts.core import Attempt, Refused, run
from dialog.files.tables import table
from dialog.forms.sending import new_sending
from dialog.language.sentences import figures
from dialog.process.access import Access, allowed_acts
from dialog.process.phases import process
from dialog.web.http import Request
from dialog.web.permissions import case_reader
from dialog.web.typed import give_back, unjudged
from followup.forms.proposals import ChangeForm, MakeForm, TableForm
from followup.proposals import sheet
from followup.proposals.listing import Listing, voices_by_proposal, votes_by_proposal
from followup.tally import themes_in_force

STEP = "analysis"


@case_reader
def proposals(request: Request, access: Access) -> HttpResponse:
    """Show the proposals that the address asks for; or do what is posted with them."""
    listing, verb = Listing(access, request.GET), request.POST.get("act", "")
    made = _forms(request, listing)
    if request.method != "POST":
        return _show(request, listing, made)
    if verb not in made:
        raise Http404
    form = made[verb]
    if not form.is_valid():
        return _show(request, listing, made, status=422)
    try:
        attempt = run(verb, access.case.pk, STEP, by=request.user, **form.facts())
    except Refused as refused:
        return _show(request, listing, made, status=403, refused=str(refused))
    if attempt.missing:
        for lack in attempt.missing:
            form.add_error(lack.target if lack.target in form.fields else None, lack.sentence)
        return _show(request, listing, made, status=422)
    _say(request, attempt)
    asked = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(f"{reverse('proposals', args=[access.case.pk])}{asked}")


def _forms(request: Request, listing: Listing) -> dict[str, Any]:
    """Return the forms of the page by the act that each is for; what was typed before stands in its own again."""
    access, typed = listing.access, give_back(request)
    post = request.POST if request.method == "POST" else typed.post if typed else None
    verb = request.POST.get("act", "") if request.method == "POST" else typed.act if typed else ""
    sent = {name: post if name == verb else None for name in ("make_proposals", "change_proposals", "take_proposals")}
    themes = {theme.key: theme.name for theme in themes_in_force(access)}
    numbers = list(listing.found.values_list("number", flat=True))
    files = request.FILES if sent["take_proposals"] is not None else None
    found: dict[str, forms.Form] = {
        "make_proposals": MakeForm(
            access.case.pk, themes, sent["make_proposals"], initial={"key": new_sending()}, prefix="make"
        ),
        "change_proposals": ChangeForm(numbers, sent["change_proposals"], prefix="change"),
        "take_proposals": TableForm(sent["take_proposals"], files, initial={"key": new_sending()}, prefix="table"),
    }
    if verb in found:
        unjudged(request, found[verb])
    return found


def _show(
    request: Request, listing: Listing, made: dict[str, Any], *, status: int = 200, refused: str = ""
) -> HttpResponse:
    access, step = listing.access, process.step(STEP)
    context = {
        "access": access,
        "case": access.case,
        "step": step,
        "listing": listing,
        "shown": listing.page,
        "acts": allowed_acts(step, access.record(STEP), access),
        "make": made["make_proposals"],
        "change": made["change_proposals"],
        "table": made["take_proposals"],
        "refused": refused,
        "address": request.get_full_path(),
    }
    return render(request, "followup/proposals/proposals.html", context, status=status)


def _say(request: Request, attempt: Attempt) -> None:
    """Say how many there are more, or are otherwise."""
    if not attempt.happened:
        messages.info(request, words.nothing_new(attempt.act))
        return
    count = attempt.facts["count"]
    if attempt.act == "make_proposals":
        said = ngettext("%(n)s proposal was made.", "%(n)s proposals were made.", count)
    else:
        said = ngettext("%(n)s proposal was changed.", "%(n)s proposals were changed.", count)
    messages.success(request, said % {"n": figures(count)})


@case_reader
@require_GET
def proposals_table(request: Request, access: Access) -> HttpResponseBase:
    """Answer with the proposals that the address asks for as a table, which can be handed in again."""
    found = list(Listing(access, request.GET).found)
    lines = sheet.lines(found, voices_by_proposal(found), votes_by_proposal(Listing(access, request.GET).found))
    return table(request, _("proposals"), list(sheet.COLUMNS.values()), lines)
