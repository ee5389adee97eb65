"""The one view of everything that is written: shows a step or a row, and turns what is posted into an act."""

from types import ModuleType
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialog.acts import words
from dialog.acts.core import Attempt, Conflict, Refused
from dialog.forms import drafts
from dialog.forms.draft_form import Missing
from dialog.forms.drafts import ROW_KEY
from dialog.forms.posted import WrongFact
from dialog.forms.sending import KEY
from dialog.language.sentences import all_of
from dialog.process.access import Access, load, why_not
from dialog.process.act import ACTS
from dialog.process.addresses import url_of
from dialog.process.audiences import names_of
from dialog.rights import ELECTED
from dialog.views import decisions
from dialog.views.autosave import autosave, is_autosave
from dialog.views.conflict import conflict_page
from dialog.views.in_parts import PART
from dialog.views.place import PIECE, Place
from dialog.views.posted_act import PostedAct, row_of_page
from dialog.views.receipt import receipt_of
from dialog.views.row_page import RowPage
from dialog.views.step_page import StepPage
from dialog.views.way_on import say_with_way_on
from dialog.web.http import Request
from dialog.web.permissions import case_reader
from dialog.web.typed import give_back, keep_typed


@case_reader
def step(request: Request, access: Access, step: str) -> HttpResponse:
    """Show a step, or carry out what is posted to it."""
    return show_or_act(request, Place.find(access, step))


@case_reader
def row(request: Request, access: Access, step: str, row: str) -> HttpResponse:
    """Show a row of a register, or carry out what is posted to it; ``kind`` says what a new one is."""
    kind = request.POST.get("kind", "") or request.GET.get("kind", "")
    return show_or_act(request, Place.find(access, step, row, kind))


@case_reader
def new_row(request: Request, access: Access, step: str, kind: str) -> HttpResponse:
    """Lead to a new row of a register, under a key of its own: two people who begin one begin two."""
    place = Place.find(access, step, drafts.new_key(), kind)
    return redirect(place.url)


def show_or_act(request: Request, place: Place) -> HttpResponse:
    """Show a place, or carry out what is posted to it."""
    if request.method == "POST":
        return autosave(request, place) if is_autosave(request) else post(request, place)
    typed = give_back(request)
    if typed and (elsewhere := _page_of(typed.act)):
        return elsewhere.given_back(request, place.access, typed.post)
    data = place.read(typed.post) if typed and typed.is_whole and place.step_or_kind.form else None
    posted = typed.post if typed else None
    asked = request.GET.get("row", "") or (row_of_page(posted) if posted else "")
    of_row = RowPage.find(place, asked, typed=data, posted=posted) if asked else None
    if asked and of_row is None:
        return _instead_of_row(request, place, asked)
    page = of_row or StepPage(
        place,
        open_row=request.GET.get("open", ""),
        order=request.GET.get("order", ""),
        part=request.GET.get(PART, ""),
        change="change" in request.GET,
        correct="correct" in request.GET,
        typed=data,
        posted=posted,
    )
    context = page.context() | {"given_back": typed is not None}
    if typed and data is not None:  # it is judged as the later save that it is
        context |= {"revision": typed.post.get("revision", ""), "signed_out": typed.signed_out}
    return render(request, page.template, context)


def _instead_of_row(request: Request, place: Place, key: str) -> HttpResponse:
    """Lead from the page of a row that somebody cannot write on to the text: to the row where she reads it there; who writes
    and finds no such row is told.
    """
    page = StepPage(place, change=True)
    if page.form is None:
        return redirect(f"{place.url}#{key}" if ROW_KEY.match(key) else place.url)
    if page.form.row_at(key):
        return redirect(f"{place.url_with(('open', key))}#{key}")
    messages.info(request, _("That entry no longer exists."))
    return redirect(place.url)


def post(request: Request, place: Place) -> HttpResponse:
    """Turn a posted form into one act, and answer with the page that it leads to."""
    posted = PostedAct(request.POST, place, request.FILES)
    if posted.act not in ACTS:
        raise Http404
    if not place.may(posted.act):  # asked before anything is compared, read or filled in
        return _refused(request, place, posted, why_not(place.step_or_kind, posted.act, place.access, place.body))
    posted.take_over()
    case_pk, template = place.access.case.pk, place.step_or_kind.template
    try:
        attempt = _carry_out(place, posted)
    except WrongFact as wrong:
        return incomplete(request, place, posted, wrong.missing)
    except Conflict:
        # What is said beside a text is said before the text meets another.
        keep_typed(request, posted.untaken() if posted.declared.is_beside else posted.beside())
        now = place.again(load(request.user, case_pk, for_texts=bool(place.row)))
        if now.step_or_kind.form is None or not now.reads_drafts:  # there is no text of which two can be shown to her
            said = _("Someone else got here before you. This is how it looks now.")
            return render(request, template, StepPage(now, refused=said).context(), status=409)
        return conflict_page(request, now, posted.revision, posted.data)
    except Refused as refused:
        return _refused(request, place, posted, str(refused))
    if attempt.missing:
        return incomplete(request, place, posted, attempt.missing)
    left_over, receipt = _left_over(place, posted, attempt), receipt_of(request, attempt)
    if receipt and not left_over:  # what is left over is given back where it was typed
        return redirect(receipt)
    _say(request, posted, attempt)
    keep_typed(request, left_over)
    return redirect(_next_page(request, place, posted, attempt))


# The pages on which an act is done that is posted to a step or a row, by their addresses' names (``StepAct.page``).
PAGES: dict[str, ModuleType] = {"decisions": decisions}


def _page_of(act: str) -> ModuleType | None:
    declared = ACTS.get(act)
    return PAGES.get(declared.page) if declared else None


def _next_page(request: Request, place: Place, posted: PostedAct, attempt: Attempt) -> str:
    """Return where to go when an act is done: back to where it was done, or to the register of a row that is no more."""
    if elsewhere := _page_of(posted.act):
        return elsewhere.next_page(place.access, posted.post)
    return (
        url_of(place.access.case.pk, place.step_or_kind.key)
        if attempt.gone
        else posted.next_page(request.GET, is_kept=bool(attempt.record.pk))
    )


def _refused(request: Request, place: Place, posted: PostedAct, sentence: str) -> HttpResponse:
    """Show the place as it stands, why nothing was done, and what was typed: nothing but that."""
    page = StepPage(place, part=request.GET.get(PART, ""), typed=posted.typed, refused=sentence, posted=request.POST)
    return render(request, place.step_or_kind.template, page.context(), status=403)


def _carry_out(place: Place, posted: PostedAct) -> Attempt:
    """Carry out what is asked: one act, or two decisions that the body made under one paragraph.

    An act beside the text is sent with the text that was being written: that is kept, too, and so are further exceptions.
    """
    facts: dict[str, Any] = posted.facts()
    declared = posted.declared
    if not (declared.together and posted.also):
        attempt = place.run(posted.act, revision=posted.revision, data=posted.data, **facts)
        for further in [] if attempt.missing else posted.further_facts():
            place.run(posted.act, revision=posted.revision, data=posted.data, **further)
        # Of a text in parts what is missing may stand in another part: nothing is lost on the way there.
        leads_away = PIECE in posted.post if attempt.missing else declared.is_beside
        if leads_away and _keeps_text(place, posted):
            place.run("save_draft", revision=posted.revision, data=posted.data)
        return attempt
    return declared.together(
        place.access.case.pk,
        place.step_or_kind.key,
        posted.also,
        by=place.access.user,
        revision=posted.revision,
        also_revision=posted.also_revision,
        data=posted.data,
        **facts,
    )


def _keeps_text(place: Place, posted: PostedAct) -> bool:
    """Say whether a text came along that its writer may keep as a draft."""
    return posted.data is not None and "save_draft" in place.acts


def _left_over(place: Place, posted: PostedAct, attempt: Attempt) -> QueryDict:
    """Return what an act took nothing of: what was typed for others, a text that is no draft (an answer to one), and one
    that was changed and then sent back as it was.
    """
    if posted.declared.is_beside:
        is_over = posted.data is not None and not _keeps_text(place, posted)
    else:
        is_over = (attempt.data is None or not attempt.happened) and posted.says_otherwise(attempt)
    if not is_over:
        return posted.untaken()
    left = posted.post.copy()
    for name in [name for name in left if name == KEY or name.startswith(posted.said_in)]:
        del left[name]
    return left


def incomplete(request: Request, place: Place, posted: PostedAct, missing: list[Missing]) -> HttpResponse:
    """Show what stood in the way of an act, beside what was typed: on the page where it was typed."""
    now = place.again(load(request.user, place.access.case.pk, for_texts=bool(place.row)))
    if elsewhere := _page_of(posted.act):
        return elsewhere.incomplete(request, now.access, request.POST, missing)
    part = request.GET.get(PART, "")
    page = StepPage(now, part=part, typed=posted.data, missing=missing, act=posted.act, posted=request.POST)
    return render(request, place.step_or_kind.template, page.context(), status=422)


def _say(request: Request, posted: PostedAct, attempt: Attempt) -> None:
    """Tell what happened, and that the case is closed where the act closed it."""
    if known := attempt.facts.get("known", 0):
        said = ngettext("%(n)d line already existed.", "%(n)d lines already existed.", known)
        messages.info(request, said % {"n": known})
    if not attempt.happened:
        if not known and posted.verb != "open":  # one goes on to a row: there was nothing to save
            messages.info(request, words.nothing_new(attempt.act))
        return
    declared, case = attempt.declared, attempt.access.case
    if declared.goes_to and (people := list(declared.goes_to(attempt))):
        named = names_of(people, joined=all_of)
        sent = str(declared.done_to) % {"people": named}
        say_with_way_on(request, sent, _("In the meantime:"), attempt.access, attempt.step)
    elif declared.goes_to and attempt.step.role == ELECTED and attempt.act == "propose":
        pass  # the page that comes says that nobody can answer, and who could be added
    elif declared.goes_to:
        messages.warning(request, _("%(said)s However, there is no one to receive it.") % {"said": words.done(attempt)})
    elif attempt.version and not attempt.record.row and not declared.has_receipt and case.closed_at is None:
        done = posted.said or words.done(attempt)
        say_with_way_on(request, done, _("Next:"), attempt.access, attempt.step)
    else:
        messages.success(request, posted.said or words.done(attempt))
    if case.closed_at == attempt.at:
        messages.success(request, _("The case is closed: %(outcome)s.") % {"outcome": case.get_outcome_display()})
