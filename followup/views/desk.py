"""Inspel: the contributions of a case, listed, and read one at a time."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialog.acts import words
from dialog.acts.core import Attempt, Refused, run
from dialog.forms.posted import sent_number
from dialog.language.sentences import figures
from dialog.process.access import Access, allowed_acts, load
from dialog.process.act import ACTS
from dialog.process.phases import process
from dialog.web.http import Request
from dialog.web.permissions import case_reader
from dialog.web.typed import give_back
from followup.acts.contributions import ChangedMeanwhile
from followup.coding import can_be_undone
from followup.desk import Desk
from followup.forms.contribution import CodeForm, CorrectForm, MaskForm
from followup.forms.many import ManyForm
from followup.open_contribution import OpenContribution
from followup.personal_data import OfCase
from followup.tally import progress

STEP = "compilation"
ELSEWHERE = "contribution_personal_data"  # the page to which the buttons about personal data lead
# What stands on the page, by its name there.
FORMS: dict[str, type[CodeForm | MaskForm | CorrectForm]] = {"code": CodeForm, "mask": MaskForm, "correct": CorrectForm}


def _act_of(verb: str) -> str:
    """Return the act that a button of the page asks for; empty for none."""
    return next((name for name, step_act in ACTS.items() if verb in step_act.verbs and step_act.page != ELSEWHERE), "")


@case_reader
def contributions(request: Request, access: Access, number: int | None = None) -> HttpResponse:
    """Show the contributions that the address asks for, one of them open; or do what is posted to the open one."""
    if request.method == "POST":
        return _do(request, access, number) if number else _do_many(request, access)
    desk, typed = Desk(access, request.GET), give_back(request)
    opened = OpenContribution.find(desk, number) if typed else None
    if typed is None or opened is None:
        return _show(request, desk, number)
    name, form = _posted(typed.post, typed.act, desk, opened)
    return _show(request, desk, number, typed={name: form} if form else None)


def _show(
    request: Request,
    desk: Desk,
    number: int | None,
    *,
    status: int = 200,
    refused: str = "",
    typed: Mapping[str, forms.Form] | None = None,
    many: ManyForm | None = None,
) -> HttpResponse:
    """Show a page of the list with a contribution open; ``typed`` and ``many`` are forms that did not go through."""
    access, place = desk.access, desk.place(number)
    opened = OpenContribution.find(desk, place.number if number is None else number)
    if number is not None and opened is None:
        raise Http404
    step = process.step(STEP)
    context: dict[str, Any] = {
        "access": access,
        "case": access.case,
        "step": step,
        "desk": desk,
        "place": place,
        "shown": place.page,
        "one": opened,
        "progress": progress(access.case.pk),
        "acts": allowed_acts(step, access.record(STEP), access),
        "asked": _address(request.GET),
        "refused": refused,
        "waiting": OfCase(access).counts["places"] if access.may("read_contact_details") else 0,
        "wrong": next(iter(typed or ()), ""),
    }
    if opened:
        made = {"code": opened.code_form, "mask": opened.mask_form, "correct": opened.correct_form}
        context |= {name: make() for name, make in made.items() if FORMS[name].act in context["acts"]}
        context |= {name: form for name, form in (typed or {}).items() if name in context}
    if "code_many" in context["acts"]:
        context["last"] = can_be_undone(access.case, request.user).first() if opened else None
        context["many"] = many or ManyForm(desk)
    context["unread"] = 0 if access.is_member else context["progress"].left
    return render(request, "followup/contributions.html", context, status=status)


def _do(request: Request, access: Access, number: int) -> HttpResponse:
    """Turn what is posted to an open contribution into an act, and lead on."""
    desk, verb = Desk(access, request.GET), request.POST.get("act", "")
    opened = OpenContribution.find(desk, number)
    if opened is None or not (act := _act_of(verb)):
        raise Http404
    name, form = _posted(request.POST, verb, desk, opened)
    if form is not None and not form.is_valid():
        return _show(request, desk, number, status=422, typed={name: form})
    facts = {"number": number, **(_facts(form) if form else {"seen": _seen(request.POST)})}
    if act == "undo_coding":
        facts = {"coding": sent_number(request.POST.get("coding", ""), 0)}
    try:
        attempt = run(act, access.case.pk, STEP, by=request.user, **facts)
    except ChangedMeanwhile as changed:
        return _changed_meanwhile(request, number, verb, str(changed))
    except Refused as refused:
        return _show(request, desk, number, status=403, refused=str(refused))
    if attempt.missing and form is not None:
        for lack in attempt.missing:
            field = lack.target.removesuffix("_0")
            form.add_error(field if field in form.fields else None, lack.sentence)
        return _show(request, desk, number, status=422, typed={name: form})
    return _lead_on(request, attempt, number, verb)


def _do_many(request: Request, access: Access) -> HttpResponse:
    """Let one order hold for many contributions, and say for how many it did."""
    desk = Desk(access, request.GET)
    if request.POST.get("act") != "many":
        raise Http404
    form = ManyForm(desk, request.POST)
    if not form.is_valid():
        return _show(request, desk, None, status=422, many=form)
    try:
        attempt = run("code_many", access.case.pk, STEP, by=request.user, **form.facts())
    except Refused as refused:
        return _show(request, desk, None, status=403, refused=str(refused))
    if attempt.missing:
        for lack in attempt.missing:
            form.add_error(None, lack.sentence)
        return _show(request, desk, None, status=422, many=form)
    if attempt.happened:
        count = attempt.facts["count"]
        said = ngettext("%(n)s contribution was sorted.", "%(n)s contributions were sorted.", count)
        messages.success(request, said % {"n": figures(count)})
    else:
        messages.info(request, words.nothing_new(attempt.act))
    return redirect(f"{reverse('contributions', args=[access.case.pk])}{_address(request.GET)}")


def _posted(
    post: QueryDict, verb: str, desk: Desk, opened: OpenContribution
) -> tuple[str, CodeForm | MaskForm | CorrectForm | None]:
    """Return the form that a button belongs to, bound to what was posted, and its name on the page."""
    act = _act_of(verb)
    if act == CodeForm.act:
        return "code", CodeForm(desk, opened.coded, post)
    if act == MaskForm.act:
        return "mask", MaskForm(post, prefix="mask")
    if act == CorrectForm.act:
        return "correct", CorrectForm(opened, post, prefix="correct")
    return "", None


def _facts(form: CodeForm | MaskForm | CorrectForm) -> dict[str, Any]:
    return form.facts() if isinstance(form, CodeForm) else form.cleaned_data


def _seen(post: QueryDict) -> int | None:
    seen = sent_number(post.get("seen", ""), -1)
    return seen if seen >= 0 else None


def _changed_meanwhile(request: Request, number: int, verb: str, sentence: str) -> HttpResponse:
    """Show how the contribution stands now, with what was typed in the form: a second press saves that."""
    desk = Desk(load(request.user, _case_of(request)), request.GET)
    opened = OpenContribution.find(desk, number)
    if opened is None:
        raise Http404
    typed = request.POST.copy()
    for name in ("seen", "mask-seen", "correct-seen"):
        typed[name] = str(opened.contribution.revision)
    name, form = _posted(typed, verb, desk, opened)
    return _show(request, desk, number, status=409, refused=sentence, typed={name: form} if form else None)


def _case_of(request: Request) -> int:
    assert request.resolver_match is not None
    return int(request.resolver_match.kwargs["case"])


def _lead_on(request: Request, attempt: Attempt, number: int, verb: str) -> HttpResponse:
    """Lead to the next contribution of the list, or back to the one that was saved."""
    case, address = attempt.access.case.pk, _address(request.GET)
    if verb == "next":
        found = Desk(load(request.user, case), request.GET).found.order_by("number")
        following = found.filter(number__gt=number).first() or found.exclude(number=number).first()
        if following is None:
            messages.success(request, _("Saved. There are no more contributions in this list."))
            return redirect(f"{reverse('contributions', args=[case])}{address}")
        number = following.number
    elif attempt.happened:
        messages.success(request, words.done(attempt))
    else:
        messages.info(request, words.nothing_new(attempt.act))
    return redirect(f"{reverse('contribution', args=[case, number])}{address}#open")


def _address(asked: QueryDict) -> str:
    """Return what the address asks for, without the page: an open contribution has its own."""
    kept = asked.copy()
    kept.pop("page", None)
    kept.pop("read", None)  # the reading of one original
    return f"?{kept.urlencode()}" if kept else ""
