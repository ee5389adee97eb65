"""Inspel: the contributions of a case in a list, one of them or several that are ticked beside it, and the themes."""

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
from followup import presence
from followup.acts.contributions import ChangedMeanwhile
from followup.desk import Desk
from followup.forms.code import CodeForm
from followup.forms.contribution import CorrectForm, MaskForm
from followup.forms.many import ManyForm
from followup.models import CodingAct
from followup.open_contribution import OpenContribution
from followup.views.desk_page import STEP, DeskPage

ELSEWHERE = "contribution_personal_data"  # the page to which the buttons about personal data lead
AHEAD = 10  # so many of the next are looked through for one that nobody else reads
# What stands on the page, by its name there.
FORMS: dict[str, type[CodeForm | MaskForm | CorrectForm | ManyForm]] = {
    "code": CodeForm,
    "mask": MaskForm,
    "correct": CorrectForm,
    "many": ManyForm,
}
GOES_ON = {"next", "give", "unfit"}


def _act_of(verb: str) -> str:
    """Return the act that a button of the page asks for, by the word before what it is about; empty for none."""
    word = verb.partition(":")[0]
    return next((name for name, step_act in ACTS.items() if word in step_act.verbs and step_act.page != ELSEWHERE), "")


@case_reader
def contributions(request: Request, access: Access, number: int | None = None) -> HttpResponse:
    """Show the contributions that the address asks for, one of them open; or do what is posted to it or to the ticked."""
    if request.method == "POST":
        return _do(request, access, number or 0)
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
) -> HttpResponse:
    """Show a page of the list with a contribution open; ``typed`` are forms that did not go through."""
    access, place = desk.access, desk.place(number)
    opened = OpenContribution.find(desk, place.number if number is None else number)
    if number is not None and opened is None:
        raise Http404
    acts = allowed_acts(process.step(STEP), access.record(STEP), access)
    made: dict[str, forms.Form] = {}
    if opened:
        makers = {"code": opened.code_form, "mask": opened.mask_form, "correct": opened.correct_form}
        made = {name: make() for name, make in makers.items() if FORMS[name].act in acts}
    if "code_many" in acts and (desk.picked or desk.picks_every):
        made["many"] = ManyForm(desk)
    made |= {name: form for name, form in (typed or {}).items() if name in made}
    page = DeskPage(desk, place, opened, acts, made)
    context = {
        **page.context(),
        "asked": _address(request.GET),
        "refused": refused,
        "wrong": next(iter(typed or ()), ""),
    }
    return render(request, "followup/contributions.html", context, status=status)


def _do(request: Request, access: Access, number: int) -> HttpResponse:
    """Turn what is posted to an open contribution, or to those that are ticked, into an act, and lead on."""
    desk, verb = Desk(access, request.GET), request.POST.get("act", "")
    act, opened = _act_of(verb), OpenContribution.find(desk, number) if number else None
    is_of_many = act in ("code_many", "undo_coding")
    if not act or (opened is None and (number or not is_of_many)):
        raise Http404
    here = number or None
    name, form = _posted(request.POST, verb, desk, opened)
    if form is not None and not form.is_valid():
        return _show(request, desk, here, status=422, typed={name: form})
    facts: dict[str, Any] = {} if is_of_many else {"number": number}
    facts |= _facts(form) if form else {} if is_of_many else {"seen": _seen(request.POST)}
    if act == "undo_coding":
        facts = {"coding": sent_number(verb.partition(":")[2], 0)}
    try:
        attempt = run(act, access.case.pk, STEP, by=request.user, **facts)
    except ChangedMeanwhile as changed:
        return _changed_meanwhile(request, number, verb, str(changed))
    except Refused as refused:
        return _show(request, desk, here, status=403, refused=str(refused))
    if attempt.missing and form is not None:
        for lack in attempt.missing:
            field = lack.target.removesuffix("_0")
            form.add_error(field if field in form.fields else None, lack.sentence)
        return _show(request, desk, here, status=422, typed={name: form})
    return _lead_on(request, attempt, number, verb)


def _posted(
    post: QueryDict, verb: str, desk: Desk, opened: OpenContribution | None
) -> tuple[str, CodeForm | MaskForm | CorrectForm | ManyForm | None]:
    """Return the form that a button belongs to, bound to what was posted, and its name on the page."""
    act = _act_of(verb)
    if act == ManyForm.act:
        return "many", ManyForm(desk, post, verb=verb)
    if opened is None:
        return "", None
    if act == CodeForm.act:
        return "code", CodeForm(opened, post, verb=verb)
    if act == MaskForm.act:
        return "mask", MaskForm(post, prefix="mask")
    if act == CorrectForm.act:
        return "correct", CorrectForm(opened, post, prefix="correct")
    return "", None


def _facts(form: CodeForm | MaskForm | CorrectForm | ManyForm) -> dict[str, Any]:
    return form.facts() if isinstance(form, CodeForm | ManyForm) else form.cleaned_data


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
    """Lead to the next contribution of the list, or back to where one was; list, filters and ticks stay."""
    case, address = attempt.access.case.pk, _address(request.GET)
    if verb.partition(":")[0] in GOES_ON:
        following = _following(request, case, number)
        if following is None:
            messages.success(request, _("Saved. There are no more contributions in this list."))
            return redirect(f"{reverse('contributions', args=[case])}{address}")
        return redirect(f"{reverse('contribution', args=[case, following])}{address}#open")
    _say(request, attempt)
    if attempt.act == "undo_coding" and attempt.happened:
        undone = CodingAct.objects.get(pk=attempt.facts["coding"])
        number = undone.number or number
    if not number:
        return redirect(f"{reverse('contributions', args=[case])}{address}")
    return redirect(f"{reverse('contribution', args=[case, number])}{address}#open")


def _say(request: Request, attempt: Attempt) -> None:
    """Say what came of an act, where the line above the text does not: what was coded stands there."""
    if not attempt.happened:
        messages.info(request, words.nothing_new(attempt.act))
    elif attempt.act == "code_many":
        count = attempt.facts["count"]
        said = ngettext("%(n)s contribution was sorted.", "%(n)s contributions were sorted.", count)
        messages.success(request, said % {"n": figures(count)})
    else:
        messages.success(request, words.done(attempt))


def _following(request: Request, case: int, number: int) -> int | None:
    """Return the next contribution of the list that nobody else reads just now, else the next, else the first of others."""
    access = load(request.user, case)
    found = Desk(access, request.GET).found.order_by("number")
    later = list(found.filter(number__gt=number).values_list("number", flat=True)[:AHEAD])
    taken = presence.others(access, later)
    free = next((other for other in later if other not in taken), None)
    if free is not None or later:
        return free or later[0]
    return found.exclude(number=number).values_list("number", flat=True).first()


def _address(asked: QueryDict) -> str:
    """Return what the address asks for, without the page: an open contribution has its own."""
    kept = asked.copy()
    kept.pop("page", None)
    kept.pop("read", None)  # the reading of one original
    return f"?{kept.urlencode()}" if kept else ""
