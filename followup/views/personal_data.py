"""Personuppgifter: what is pointed out in the contributions of a case, what was masked, and who read originals."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dialog.acts import words
from dialog.acts.core import Refused, run
from dialog.files.tables import table
from dialog.forms.posted import sent_number
from dialog.process.access import Access, allowed_acts
from dialog.process.act import ACTS
from dialog.process.phases import process
from dialog.web.http import Request
from dialog.web.permissions import contact_keeper
from dialog.web.typed import give_back, unjudged
from followup.acts.contributions import ChangedMeanwhile
from followup.forms.personal_data import FORMS, OfPersonalData
from followup.looking import Looked, look_through_soon
from followup.models import Contribution, PersonalDataLog
from followup.personal_data import SHOWS, OfCase, PersonalData, Spot

STEP = "compilation"
A_PAGE = 25


@contact_keeper
def personal_data(request: Request, access: Access) -> HttpResponse:
    """Show what waits and the log; or mask all that waits, or have the rest looked through."""
    refused, status = "", 200
    if request.method == "POST":
        try:
            return _all_of_them(request, access)
        except Refused as why:
            refused, status = str(why), 403
    step, of_case = process.step(STEP), OfCase(access)
    acts = frozenset(allowed_acts(step, access.record(STEP), access))
    waiting = Paginator(of_case.waiting(), A_PAGE).get_page(request.GET.get("page"))
    shows = request.GET.get("show", "") if request.GET.get("show", "") in SHOWS else ""
    log = of_case.log.filter(what__in=SHOWS[shows]) if shows else of_case.log
    context = {
        "access": access,
        "case": access.case,
        "step": step,
        "of_case": of_case,
        "waiting": waiting,
        "spots": [Spot(_of(access, row, acts)) for row in waiting],
        "log": Paginator(log, A_PAGE).get_page(request.GET.get("log")),
        "tabs": of_case.tabs(shows),
        "acts": acts,
        "refused": refused,
    }
    return render(request, "followup/personal_data_page.html", context, status=status)


def _of(access: Access, row: Any, acts: frozenset[str]) -> PersonalData:
    """Return what is to be seen of a contribution in which something waits."""
    data = PersonalData(access, row.contribution, acts)
    data.waits = Looked(row.contribution, row).waits if "mask_pointed" in acts else []
    return data


def _all_of_them(request: Request, access: Access) -> HttpResponse:
    """Mask all that waits in the case, or have looked through what nobody has."""
    here = redirect(reverse("personal_data", args=[access.case.pk]))
    verb = request.POST.get("act", "")
    if verb == "look":
        look_through_soon(access.case, by=request.user)
        messages.info(request, _("The contributions are being looked through."))
        return here
    if verb not in ACTS["mask_all_pointed"].verbs:
        raise Http404
    waiting = sent_number(request.POST.get("waiting", ""), -1)
    attempt = run("mask_all_pointed", access.case.pk, STEP, by=request.user, waiting=waiting)
    said = words.done(attempt) if attempt.happened else words.nothing_new(attempt.act)
    messages.success(request, said)
    return here


@contact_keeper
def of_contribution(request: Request, access: Access, number: int) -> HttpResponse:
    """Show what is personal data in one contribution; or mask it, dismiss it, or read the original."""
    found = Contribution.objects.filter(case=access.case, number=number).first() if number < 2**31 else None
    if found is None:
        raise Http404
    if request.method == "POST":
        return _do(request, access, found)
    typed = give_back(request)
    forms = _forms(typed.post, typed.act) if typed else {}
    for form in forms.values():
        unjudged(request, form)
    return _show(request, access, found, typed=forms)


def _show(
    request: Request,
    access: Access,
    found: Contribution,
    *,
    typed: dict[str, OfPersonalData] | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    step = process.step(STEP)
    acts = frozenset(allowed_acts(step, access.record(STEP), access))
    context = {
        "access": access,
        "case": access.case,
        "step": step,
        "acts": acts,
        "data": PersonalData(access, found, acts, request.GET.get("read", ""), typed or {}),
        "refused": refused,
    }
    return render(request, "followup/personal_data_of_one.html", context, status=status)


def _forms(post: QueryDict, verb: str) -> dict[str, OfPersonalData]:
    """Return the form that a button belongs to, bound to what was posted, by its act."""
    act = "mask_words" if verb == "hide_whole" else _act_of(verb)
    return {act: FORMS[act](post)} if act in FORMS else {}


def _act_of(verb: str) -> str:
    acts = (
        "mask_pointed",
        "dismiss_pointed",
        "mask_words",
        "hide_contribution",
        "read_original",
        "unmask_contribution",
    )
    return next((act for act in acts if verb in ACTS[act].verbs), "")


def _do(request: Request, access: Access, found: Contribution) -> HttpResponse:
    """Turn what is posted into an act, and lead back to where the contribution is read."""
    verb, place = (request.POST.get("act", "") + " ").split(" ", 1)
    act = _act_of(verb)
    if not act:
        raise Http404
    typed = _forms(request.POST, verb)
    facts = _facts(request.POST, act, place, typed)
    try:
        attempt = run(act, access.case.pk, STEP, by=request.user, number=found.number, **facts)
    except Refused as why:
        found.refresh_from_db()
        status = 409 if isinstance(why, ChangedMeanwhile) else 403
        return _show(request, access, found, typed=typed, refused=str(why), status=status)
    if attempt.missing:
        for form in typed.values():
            for lack in attempt.missing:
                form.add_error(lack.target if lack.target in form.fields else None, lack.sentence)
        return _show(request, access, found, typed=typed, status=422)
    if attempt.happened:
        messages.success(request, words.done(attempt))
    else:
        messages.info(request, words.nothing_new(attempt.act))
    return redirect(_back(request, access, found, is_reading=act == "read_original" and attempt.happened))


def _facts(post: QueryDict, act: str, place: str, typed: dict[str, OfPersonalData]) -> dict[str, Any]:
    """Return what an act is told: places, or what is asked; and how the contribution stood when it was read."""
    facts: dict[str, Any] = {}
    for form in typed.values():
        form.is_valid()
        facts |= {name: form.cleaned_data.get(name, "") for name in form.fields}
    if act in ("mask_pointed", "dismiss_pointed"):
        facts = {"places": place.split()}
    return facts if act == "read_original" else facts | {"seen": sent_number(post.get("seen", ""), -1)}


def _back(request: Request, access: Access, found: Contribution, *, is_reading: bool) -> str:
    """Return the page from which it was done: that of all, of this one, or the contribution among the others."""
    if request.POST.get("back") == "all":
        return reverse("personal_data", args=[access.case.pk])
    name = "contribution_personal_data" if request.POST.get("back") == "here" else "contribution"
    address = reverse(name, args=[access.case.pk, found.number])
    if is_reading:
        mine = PersonalDataLog.objects.filter(contribution=found, what=PersonalDataLog.What.READ, by=request.user)
        latest = mine.first()
        address += f"?read={latest.pk}" if latest else ""
    return f"{address}#open"


@contact_keeper
def log_as_table(request: Request, access: Access) -> HttpResponseBase:
    """Answer with the log as a table: who, when, what, of which contribution, and why."""
    head = [_("Day"), _("Time"), _("Who"), _("What"), _("Kind"), _("Contribution"), _("Why")]
    return table(request, _("personal-data-log"), head, _lines(access))


def _lines(access: Access) -> Iterator[list[Any]]:
    for line in OfCase(access).log.order_by("pk").iterator():
        when = timezone.localtime(line.at)
        kinds = ", ".join(map(str, line.kind_labels))
        yield [
            when.date(),
            f"{when:%H:%M:%S}",
            line.by_name,
            line.get_what_display(),
            kinds,
            line.contribution.name,
            line.why,
        ]
