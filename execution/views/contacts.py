"""The registers of participants' contact details: read and kept by the case's civil servants alone."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialog.access import Access, allowed_acts
from dialog.acts.core import Refused, run
from dialog.engine.process import process
from dialog.http import Request
from dialog.permissions import contact_keeper
from execution.acts.contacts import is_due
from execution.forms.contacts import PeopleForm, RegisterForm
from execution.models import ContactRegister

STEP = "activities"


@contact_keeper
def new_register(request: Request, access: Access) -> HttpResponse:
    """Begin a register."""
    form = RegisterForm(access, request.POST or None)
    if request.method == "POST" and form.is_valid() and _act(access, "keep_register", form, **form.cleaned_data):
        found = access.case.contact_registers.last()
        assert found is not None
        messages.success(request, _("The register is saved."))
        return redirect("contact_register", access.case.pk, found.key)
    status = 422 if request.method == "POST" else 200
    return render(request, "execution/new_register.html", _page(access, None) | {"form": form}, status=status)


@contact_keeper
def register(request: Request, access: Access, register: str) -> HttpResponse:
    """Show a register with everybody in it, or carry out what is posted to it."""
    found = get_object_or_404(ContactRegister, case=access.case, key=register)
    page = _page(access, found)
    if request.method != "POST":
        return render(request, "execution/register.html", page)
    wrong = _carry_out(request, access, found)
    if wrong is None:
        return redirect("contact_register", access.case.pk, register)
    return render(request, "execution/register.html", page | wrong, status=422)


def _page(access: Access, found: ContactRegister | None) -> dict[str, Any]:
    step = process.step(STEP)
    page: dict[str, Any] = {
        "access": access,
        "case": access.case,
        "step_url": reverse("step", args=[access.case.pk, STEP]),
        "acts": allowed_acts(step, access.record(STEP), access),
    }
    if found is None:
        return page
    names = dict(access.choices("activity"))
    return page | {
        "register": found,
        "details": found.details.all(),
        "from_activities": [names[key] for key in found.activities if key in names],
        "due": is_due(found, access.today),
        "form": RegisterForm(access, instance=found),
        "people_form": PeopleForm(),
    }


def _carry_out(request: Request, access: Access, found: ContactRegister) -> dict[str, Any] | None:
    """Carry out the posted act and return None; else return what the page shows of what is wrong."""
    act, _space, target = request.POST.get("act", "").partition(" ")
    if act == "keep_register":
        form = RegisterForm(access, request.POST)
        if not (form.is_valid() and _act(access, act, form, register=found.key, **form.cleaned_data)):
            return {"form": form}
        messages.success(request, _("The register is saved."))
        return None
    if act == "add_contacts":
        people = PeopleForm(request.POST)
        if not (people.is_valid() and _act(access, act, people, register=found.key, **people.cleaned_data)):
            return {"people_form": people}
        number = len(people.cleaned_data["people"])
        words = ngettext("%(n)d person is added.", "%(n)d people are added.", number)
        messages.success(request, words % {"n": number})
        return None
    if act == "remove_contact" and target.isdecimal() and len(target) < 12:
        _run(access, act, register=found.key, detail=int(target))
        return None
    if act == "dispose_register":
        decision = request.POST.get("decision", "").replace("\x00", "").strip()
        missing = _run(access, act, register=found.key, decision=decision)
        if not missing:
            messages.success(request, _("The contact details are disposed of."))
        return {"disposal_error": missing[0]} if missing else None
    raise Http404


def _act(access: Access, act: str, form: BaseForm, **facts: Any) -> bool:
    """Carry out an act with what a form says; what is missing is said in the form."""
    try:
        missing = _run(access, act, **facts)
    except Refused as refused:
        missing = [str(refused)]
    for sentence in missing:
        form.add_error(None, sentence)
    return not missing


def _run(access: Access, act: str, **facts: Any) -> list[str]:
    return [lack.sentence for lack in run(act, access.case.pk, STEP, by=access.user, **facts).missing]
