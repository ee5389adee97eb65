"""History: what happened in a case and in a step, any two versions side by side, and the register of decisions."""

from difflib import SequenceMatcher
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dialog.access import Access, allowed_acts
from dialog.engine.process import process
from dialog.engine.step import Written
from dialog.models import Decision, DecisionFact, Event, Revision
from dialog.permissions import case_member, case_reader

EVENTS_A_PAGE = 50


@case_member
def history(request: HttpRequest, access: Access) -> HttpResponse:
    """Show everything that happened in the case, the latest first."""
    events = Event.objects.filter(case=access.case).select_related("by")
    shown = Paginator(events, EVENTS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "dialog/history.html", {"access": access, "case": access.case, "shown": shown})


@case_member
def step_history(request: HttpRequest, access: Access, step: str) -> HttpResponse:
    """Show what happened in a step, and two of its texts side by side."""
    found = process.find(step)
    if not isinstance(found, Written):
        raise Http404
    record = access.record(found.key)
    revisions = list(record.revisions.select_related("by").order_by("-pk")) if record else []
    left, right = _two(revisions, request.GET.get("left", ""), request.GET.get("right", ""))
    return render(
        request,
        "dialog/step_history.html",
        {
            "access": access,
            "case": access.case,
            "step": found,
            "record": record,
            "revisions": revisions,
            "left": left,
            "right": right,
            "differences": differences(_answers(found, left, access), _answers(found, right, access)) if right else [],
            "events": Event.objects.filter(case=access.case, step=found.key).select_related("by"),
            "may_restore": "restore" in allowed_acts(found, record, access),
        },
    )


def _two(revisions: list[Revision], left: str, right: str) -> tuple[Revision | None, Revision | None]:
    by_pk = {str(one.pk): one for one in revisions}
    newest = revisions[0] if revisions else None
    versions = [one for one in revisions if one.version and one is not newest]
    older = next(iter(versions), revisions[1] if len(revisions) > 1 else None)
    return by_pk.get(left, older), by_pk.get(right, newest)


def _answers(step: Written, revision: Revision | None, access: Access) -> list[dict[str, Any]]:
    if revision is None:
        return []
    return revision.answers or step.make_form(revision.data, access).all_answers()


def differences(left: list[dict[str, Any]], right: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the places where two lists of answers differ: label, and both texts with what differs marked."""
    old, new = _flat(left), _flat(right)
    found = []
    for path in dict.fromkeys([*old, *new]):
        before, after = old.get(path, ("", ""))[1], new.get(path, ("", ""))[1]
        if before != after:
            label = (new.get(path) or old[path])[0]
            found.append({"label": label, **_marked(before, after)})
    return found


def _flat(answers: list[dict[str, Any]]) -> dict[tuple[str, ...], tuple[str, str]]:
    flat: dict[tuple[str, ...], tuple[str, str]] = {}
    for answer in answers:
        if "rows" not in answer:
            flat[(answer["key"],)] = (answer["label"], _text(answer["value"]))
            continue
        for number, row in enumerate(answer["rows"], start=1):
            for cell in row["answers"]:
                label = f"{answer['label']} {number}: {cell['label']}"
                flat[(answer["key"], row["key"], cell["key"])] = (label, _text(cell["value"]))
    return flat


def _text(value: Any) -> str:
    return "\n".join(value) if isinstance(value, list) else value or ""


def _marked(before: str, after: str) -> dict[str, SafeString]:
    """Mark what was taken out of the one text and put into the other, word by word."""
    old, new = before.split(" "), after.split(" ")
    left, right = SafeString(""), SafeString("")
    for op, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        out, into = " ".join(old[a:b]), " ".join(new[c:d])
        if op == "equal":
            left, right = left + format_html("{} ", out), right + format_html("{} ", into)
        else:
            left += format_html("<del>{}</del> ", out) if out else SafeString("")
            right += format_html("<ins>{}</ins> ", into) if into else SafeString("")
    return {"before": left, "after": right}


@case_reader
def decisions(request: HttpRequest, access: Access) -> HttpResponse:
    """Show the register of the case's decisions, the latest first, those that were superseded among them."""
    facts: dict[int, list[DecisionFact]] = {}
    for fact in DecisionFact.objects.filter(decision__case=access.case).select_related("by"):
        facts.setdefault(fact.decision_id, []).append(fact)
    superseded_by = {one.supersedes_id: one for one in access.decisions if one.supersedes_id}
    entries = [
        {
            "decision": decision,
            "step": step,
            "words": step.in_words(decision),
            "facts": facts.get(decision.pk, []),
            "lacks": _lacks(decision, facts.get(decision.pk, []), step, access),
            "superseded_by": superseded_by.get(decision.pk),
        }
        for decision in access.decisions
        if (step := process.find(decision.step))
    ]
    people = access.people(one.recorded_by_id for one in access.decisions)
    return render(
        request,
        "dialog/decisions.html",
        {"access": access, "case": access.case, "entries": entries, "people": people},
    )


def _lacks(
    decision: Decision, facts: list[DecisionFact], step: Written, access: Access) -> list[tuple[str, str, bool]]:
    """Return what may still be added to a decision by this person: kind, label, and whether it is a date."""
    if not access.may_at("add_fact", step.role):
        return []
    known, dates = {fact.kind for fact in facts}, {DecisionFact.Kind.REPORTED, DecisionFact.Kind.ADJUSTED, DecisionFact.Kind.PUBLISHED}
    return [
        (kind.value, kind.label, kind in dates)
        for kind in DecisionFact.Kind
        if kind not in known and (kind != DecisionFact.Kind.REPORTED or decision.made_by != Decision.MadeBy.BODY)
    ]
