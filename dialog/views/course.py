"""What can be done with a case besides its steps: offered where the case stands, done on a page of its own."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from dialog.acts.core import Refused, SentAgain
from dialog.acts.words import nothing_new
from dialog.cases.case_acts import CASE_ACTS, CaseAct
from dialog.language.sentences import all_of
from dialog.process.access import Access, load
from dialog.process.audiences import names_of
from dialog.process.phases import process
from dialog.process.step import DecidedStep
from dialog.rights import ELECTED, ELECTED_OF_BODY
from dialog.views.way_on import say_with_way_on
from dialog.web.http import Request
from dialog.web.permissions import case_reader
from dialog.web.typed import posted_or_given_back, unjudged


@case_reader
def case_act(request: Request, access: Access, act: str) -> HttpResponse:
    """Do one thing with the case; what is missing is said on a page of its own, with what was typed."""
    found: type[CaseAct] | None = next((case_act for case_act in CASE_ACTS if case_act.act == act), None)
    if found is None or not (access.is_member or found.for_everybody):
        raise Http404
    if not found.is_possible(access):
        raise PermissionDenied(_("This cannot be done while the case is in its current state."))
    form = found(access, posted_or_given_back(request))
    unjudged(request, form)
    status = 200
    form.initial = {"reason": request.GET.get("reason", "")}
    if request.method == "POST":
        status = 422
        if form.is_valid() and access.may(form.right(access)) and not form.is_confirmed():
            status = 200 if not form.errors else 422
        elif form.is_valid():
            try:
                form.carry_out()
            except SentAgain as again:
                messages.info(request, nothing_new(again.act))
                return (
                    redirect("case", again.case.pk) if again.case != access.case else redirect(_back(request, access))
                )
            except Refused as refused:
                form.add_error(None, str(refused))
                status = 422 if access.may(form.right(access)) else 403
            else:
                if not _says_who_answers_now(request, access):
                    messages.success(request, form.said())
                made = getattr(form, "made", access.case)
                return redirect("case", made.pk) if made != access.case else redirect(_back(request, access))
    context = {"access": access, "case": access.case, "form": form, "may": access.may(form.right(access))}
    context["whose"] = form.whose(access)
    return render(request, "dialog/case_act.html", context, status=status)


def _says_who_answers_now(request: Request, access: Access) -> bool:
    """Where somebody was added because nobody could answer a proposal, say who has it now, as when it is sent."""
    step = process.find(request.POST.get("back", ""))
    if step is None or step.phase is None:
        return False
    now = load(request.user, access.case.pk)
    record = now.record(step.key)
    audience = ELECTED_OF_BODY if isinstance(step, DecidedStep) else ELECTED
    if record and record.is_proposed and step.role == ELECTED and (people := now.receivers(audience, record.body_id)):
        said = _("The proposal has been sent to %(people)s.") % {"people": names_of(people, joined=all_of)}
        say_with_way_on(request, said, _("In the meantime:"), now, step)
        return True
    return False


def _back(request: Request, access: Access) -> str:
    """Return where it was done: the case's first page, the step that the form stood at, else the page about the case."""
    if request.POST.get("back") == "case":
        return reverse("case", args=[access.case.pk])
    step = process.find(request.POST.get("back", ""))
    return reverse("step", args=[access.case.pk, step.key if step else "facts"])
