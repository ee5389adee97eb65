"""The receipt of an answer: to read it, and to add there what becomes known of the decision later."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from dialog.acts.core import Attempt, Refused
from dialog.forms.draft_form import Missing
from dialog.forms.posted import Posted, WrongFact
from dialog.models import Event
from dialog.process.access import Access, load
from dialog.process.act import ACTS
from dialog.process.receipts import receipt_url
from dialog.views.place import Place
from dialog.views.receipt_page import ASKED, Receipt
from dialog.web.http import Request
from dialog.web.permissions import case_reader

SESSION_KEY = "receipt"  # the receipt that an act has just led to: it takes the focus once


def receipt_of(request: Request, attempt: Attempt) -> str:
    """Return the address of the receipt that an act leads to; empty where it has none."""
    if attempt.event is None or attempt.missing:
        return ""
    address = receipt_url(attempt.event, attempt.access)
    if address:
        request.session[SESSION_KEY] = attempt.event.pk
    return address


@case_reader
def receipt(request: Request, access: Access, event: int) -> HttpResponse:
    """Show the receipt of an answer, or add what became known of the decision: § and adjustment, or number and report."""
    found = Event.objects.filter(case=access.case, pk=event).select_related("by").first()
    if found is None or found.act not in ACTS or not receipt_url(found, access):
        raise Http404
    place = Place.find(access, found.step, found.row)
    if not access.is_member:
        raise PermissionDenied(_("This page is for members of the case."))
    page = Receipt(place, found)
    if request.method == "POST":
        page.typed = request.POST
        if not page.asks_for:
            raise PermissionDenied(_("Your role in the case does not allow you to do this."))
        page.wrong = add_facts(page, request.POST)
        if not page.wrong:
            messages.success(request, str(ACTS["add_fact"].done))
            return redirect(reverse("receipt", args=[access.case.pk, found.pk]))
        page = Receipt(place.again(load(request.user, access.case.pk)), found, typed=page.typed, wrong=page.wrong)
    page.is_new = request.session.get(SESSION_KEY) == found.pk
    if page.is_new:
        del request.session[SESSION_KEY]
    return render(request, "dialog/receipt.html", page.context(), status=422 if page.wrong else 200)


def add_facts(page: Receipt, post: QueryDict) -> dict[str, list[str]]:
    """Add what was typed to the decision, each fact by the act that adds facts; return what was wrong, by its field."""
    posted, wrong = Posted(post), dict[str, list[str]]()
    for kind, name in ASKED.items():
        if name not in page.asks_for:
            continue
        try:
            text, day = (posted.text(name), None) if name == "section" else ("", posted.day(name))
        except WrongFact as error:
            wrong[name] = _sentences(error.missing)
            continue
        if not (text or day) or page.decision is None:
            continue
        try:
            facts = {"decision": page.decision.pk, "fact": kind.value, "text": text, "date": day}
            attempt = page.place.run("add_fact", revision=None, data=None, **facts)
        except Refused as refused:
            raise PermissionDenied(str(refused)) from None
        if attempt.missing:
            wrong[name] = _sentences(attempt.missing)
    if not wrong and not any(posted.text(name) for name in ASKED.values()):
        wrong["section"] = [_("Enter it now or leave the page. It can be added later.")]
    return wrong


def _sentences(missing: list[Missing]) -> list[str]:
    return [lack.sentence for lack in missing]
