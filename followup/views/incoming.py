"""To write a contribution in; files and notes come in on pages of their own (``followup.views.imports``)."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext

from dialog.acts.core import Attempt, Refused, run
from dialog.forms.sending import new_sending
from dialog.process.access import Access, allowed_acts
from dialog.process.phases import process
from dialog.web.http import Request
from dialog.web.permissions import case_member
from dialog.web.typed import posted_or_given_back
from followup.desk import Desk
from followup.forms.contribution import WriteForm

STEP = "compilation"
STICKY = ("activity", "question", "target_group", "kind", "said_on", "noted_by")


@case_member
def add_contributions(request: Request, access: Access) -> HttpResponse:
    """Write a contribution in."""
    desk, status, refused = Desk(access, QueryDict()), 200, ""
    post = posted_or_given_back(request)
    if post is not None:
        form = WriteForm(desk, post)
        status = 422 if request.method == "POST" else 200
        if request.method == "POST" and form.is_valid():
            try:
                attempt = run("add_contributions", access.case.pk, STEP, by=request.user, rows=form.rows())
            except Refused as wrong:
                refused, status = str(wrong), 403
            else:
                if not attempt.missing:
                    return _added(request, attempt, form)
    else:
        kept = {name: request.GET[name] for name in STICKY if name in request.GET}
        form = WriteForm(desk, initial={"key": new_sending(), **kept})
    step = process.step(STEP)
    context = {
        "access": access,
        "case": access.case,
        "step": step,
        "form": form,
        "refused": refused or step.shut(access),
        "may": "add_contributions" in allowed_acts(step, access.record(STEP), access),
    }
    return render(request, "followup/add_contributions.html", context, status=status)


def _added(request: Request, attempt: Attempt, form: WriteForm) -> HttpResponse:
    """Say that it came in, and lead to the same page for the next with what it belongs to kept."""
    number, known = attempt.facts.get("count", 0), attempt.facts.get("known", 0)
    if number:
        said = ngettext("%(n)d contribution added.", "%(n)d contributions added.", number) % {"n": number}
        messages.success(request, said)
    if known:
        said = ngettext(
            "%(n)d contribution has already been sent from the same page, and is included once.",
            "%(n)d contributions have already been sent from the same page, and are included once.",
            known,
        )
        messages.info(request, said % {"n": known})
    case = attempt.access.case.pk
    kept = QueryDict(mutable=True)
    kept.update({name: form.data.get(name, "") for name in STICKY if form.data.get(name)})
    return redirect(f"{reverse('add_contributions', args=[case])}?{kept.urlencode()}")
