"""The registers of participants' contact details: read and kept by the case's civil servants alone."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import ngettext

from dialog.acts import words
from dialog.acts.core import Attempt, Refused, run
from dialog.forms.drafts import ROW_KEY, new_key
from dialog.process.access import Access, allowed_acts
from dialog.process.phases import process
from dialog.web.http import Request
from dialog.web.permissions import contact_keeper
from dialog.web.typed import give_back, posted_or_given_back
from execution.acts.contacts import is_due
from execution.forms.contacts import PeopleForm, RegisterForm
from execution.models import ContactDetail, ContactRegister

STEP = "activities"


@contact_keeper
def new_register(request: Request, access: Access) -> HttpResponse:
    """Begin a register."""
    post = posted_or_given_back(request)
    form = RegisterForm(access, post or None)
    key = post.get("register", "") if post else ""
    key = key if ROW_KEY.match(key) else new_key()
    facts: dict[str, Any] = {"register": key}
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and _act(request, access, "keep_register", form, **facts, **form.cleaned_data):
        return redirect("contact_register", access.case.pk, key)
    status = 422 if request.method == "POST" else 200
    return render(
        request, "execution/new_register.html", _page(access, None) | {"form": form, "key": key}, status=status
    )


@contact_keeper
def register(request: Request, access: Access, register: str) -> HttpResponse:
    """Show a register with everybody in it, or carry out what is posted to it."""
    found = get_object_or_404(ContactRegister, case=access.case, key=register)
    page = _page(access, found)
    if request.method != "POST":
        return render(request, "execution/register.html", page | _given_back(request, access))
    try:
        wrong = _carry_out(request, access, found)
    except Refused as refused:
        messages.error(request, str(refused))
        return render(request, "execution/register.html", page, status=403)
    if wrong is None:
        return redirect("contact_register", access.case.pk, register)
    return render(request, "execution/register.html", page | wrong, status=422)


def _given_back(request: Request, access: Access) -> dict[str, Any]:
    """Return the forms of a register with what was typed in them before and is not saved."""
    typed = give_back(request)
    if typed is None:
        return {}
    forms: dict[str, Callable[[], dict[str, Any]]] = {
        "keep_register": lambda: {"form": RegisterForm(access, typed.post)},
        "add_contacts": lambda: {"people_form": PeopleForm(typed.post)},
        "dispose_register": lambda: {"disposal_decision": typed.post.get("decision", "")},
    }
    if typed.act.startswith(("correct_contact", "remove_contact")):
        return {"details": _as_typed(access, request, typed.post)}
    return forms[typed.act]() if typed.act in forms else {}


def _as_typed(
    access: Access, request: Request, post: QueryDict, *, wrong: str = "", at: int = 0
) -> list[ContactDetail]:
    """Return everybody in the register as typed in the one form that they share; ``wrong`` is said beside one of them."""
    match = request.resolver_match
    found = ContactDetail.objects.filter(
        register__case=access.case, register__key=match.kwargs["register"] if match else ""
    )
    shown = []
    for detail in found:
        name, contact = post.get(f"name-{detail.pk}", detail.name), post.get(f"contact-{detail.pk}", detail.contact)
        detail.is_open = (name, contact) != (detail.name, detail.contact) or detail.pk == at  # type: ignore[attr-defined]
        detail.wrong = wrong if detail.pk == at else ""  # type: ignore[attr-defined]
        detail.name_typed, detail.contact_typed = name, contact  # type: ignore[attr-defined]
        shown.append(detail)
    return shown


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
        if not (form.is_valid() and _act(request, access, act, form, register=found.key, **form.cleaned_data)):
            return {"form": form}
        return None
    if act == "add_contacts":
        people = PeopleForm(request.POST)
        if not (people.is_valid() and _act(request, access, act, people, register=found.key, **people.cleaned_data)):
            return {"people_form": people}
        return None
    if act == "remove_contact" and target.isdecimal() and len(target) < 12:
        _say(request, _run(access, act, register=found.key, detail=int(target)))
        return None
    if act == "correct_contact" and target.isdecimal() and len(target) < 12:
        return _correct(request, access, found, int(target))
    if act == "dispose_register":
        decision = request.POST.get("decision", "").strip()
        attempt = _run(access, act, register=found.key, decision=decision)
        if attempt.missing:
            return {"disposal_error": attempt.missing[0].sentence, "disposal_decision": decision}
        _say(request, attempt)
        return None
    raise Http404


def _correct(request: Request, access: Access, found: ContactRegister, detail: int) -> dict[str, Any] | None:
    """Mend the details of one person and return None; else return what was typed and what is wrong with it."""
    name, contact = (request.POST.get(f"{field}-{detail}", "") for field in ("name", "contact"))
    attempt = _run(access, "correct_contact", register=found.key, detail=detail, called=name, contact=contact)
    if attempt.missing:
        return {"details": _as_typed(access, request, request.POST, wrong=attempt.missing[0].sentence, at=detail)}
    _say(request, attempt)
    return None


def _act(request: Request, access: Access, act: str, form: BaseForm, **facts: Any) -> bool:
    """Carry out an act with what a form says, and say what came of it; what is missing is said in the form."""
    try:
        attempt = _run(access, act, **facts)
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    for lack in attempt.missing:
        form.add_error(None, lack.sentence)
    if not attempt.missing:
        _say(request, attempt)
    return not attempt.missing


def _run(access: Access, act: str, **facts: Any) -> Attempt:
    return run(act, access.case.pk, STEP, by=access.user, **facts)


def _say(request: Request, attempt: Attempt) -> None:
    """Say how many came in, or that it is done; and what was there already."""
    added, known = attempt.facts.get("added", 0), attempt.facts.get("known", 0)
    if added:
        said = ngettext("%(n)d person has been added.", "%(n)d people have been added.", added)
        messages.success(request, said % {"n": added})
    if known:
        said = ngettext("%(n)d person already existed.", "%(n)d people already existed.", known)
        messages.info(request, said % {"n": known})
    if attempt.happened and attempt.declared.done:
        messages.success(request, words.done(attempt))
    if not (attempt.happened or known):
        messages.info(request, words.nothing_new(attempt.act))
