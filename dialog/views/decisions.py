"""The register of a case's decisions, and the minutes of each."""

from typing import Any

from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from dialog.access import Access
from dialog.acts.decision import DATED
from dialog.engine.addresses import url_of
from dialog.engine.draft_form import Missing
from dialog.engine.process import process
from dialog.engine.register import thing_of
from dialog.engine.step import Step
from dialog.engine.wording import has_changed, wording_in_force
from dialog.http import Request
from dialog.models import Decision, DecisionFact
from dialog.permissions import case_reader
from dialog.uploads import hand_out_pdf
from dialog.waits import PLACES, facts_awaited

MEETING_WAITS = {kind for kind, where in PLACES.items() if where.page == "decisions"}


@case_reader
def decisions(request: Request, access: Access) -> HttpResponse:
    """Show the register of the case's decisions, the latest first, those that were superseded among them."""
    fact, place = request.GET.get("add", ""), (request.GET.get("step", ""), request.GET.get("row", ""))
    opened, wanted = _lacking(access, fact, *place) if fact else (None, "")
    return register(request, access, opened=opened or request.GET.get("open", ""), adding=wanted)


def _lacking(access: Access, fact: str, step: str, row: str) -> tuple[str | None, str]:
    """Return the latest decision of a step that lacks a fact, and which: where the inbox leads to, to add it.

    ``fact`` is one kind of fact, or what waits (``dialog.waits``): then the first that is missing of what is awaited.
    """
    known = set(DecisionFact.objects.filter(decision__case=access.case).values_list("decision", "kind"))
    for one in access.decisions:
        if (one.step, one.row) == (step, row):
            awaited = [kind.value for kind in facts_awaited(one)] if fact in MEETING_WAITS else [fact]
            lacking = [kind for kind in awaited if (one.pk, kind) not in known]
            if lacking:
                return str(one.pk), lacking[0]
    return None, ""


def given_back(request: Request, access: Access, post: QueryDict) -> HttpResponse:
    """Show the register with a fact in its field that was typed before and is not saved."""
    return incomplete(request, access, post, [], status=200)


def incomplete(
    request: Request, access: Access, post: QueryDict, missing: list[Missing], *, status: int = 422
) -> HttpResponse:
    """Show the register with what stood in the way of a fact, beside the field in which it was typed."""
    wrong = {
        "sentences": [one.sentence for one in missing],
        "typed": post.get("fact") or post.get("fact_date") or "",
        "because": post.get("unknown_because", ""),
    }
    opened, kind = post.get("decision", ""), post.get("kind", "")
    return register(request, access, opened=opened, adding=kind, wrong={kind: wrong}, status=status)


def register(
    request: Request,
    access: Access,
    *,
    opened: str,
    adding: str = "",
    wrong: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show every decision of the case; to the one that is ``opened`` somebody is ``adding`` a fact, or it went ``wrong``."""
    facts: dict[int, list[DecisionFact]] = {}
    for fact in DecisionFact.objects.filter(decision__case=access.case).select_related("by"):
        facts.setdefault(fact.decision_id, []).append(fact)
    today, in_force = wording_in_force(access), {one.pk for one in access.decisions_in_force.values()}
    superseded_by = {one.supersedes_id: one for one in access.decisions if one.supersedes_id}
    entries = [
        {
            "decision": decision,
            "step": process.step(decision.step),
            "url": url_of(access.case.pk, decision.step, decision.row),
            "words": thing.in_words(decision),
            "facts": facts.get(decision.pk, []),
            "opened": str(decision.pk) == opened,
            "lacks": [
                (*lack, (wrong or {}).get(lack[0]) if str(decision.pk) == opened else None)
                for lack in _lacks(decision, facts.get(decision.pk, []), thing, access)
            ],
            "superseded_by": superseded_by.get(decision.pk),
            "other_wording": decision.pk in in_force and has_changed(decision, today),
        }
        for decision in access.decisions
        if (thing := thing_of(decision, access))
    ]
    return render(
        request,
        "dialog/decisions.html",
        {
            "access": access,
            "case": access.case,
            "entries": entries,
            "adding": adding,
        },
        status=status,
    )


def _lacks(decision: Decision, facts: list[DecisionFact], step: Step, access: Access) -> list[tuple[str, str, bool]]:
    """Return what may still be added to a decision by this person: kind, label, and whether it is a date."""
    if not access.may_at("add_fact", step.role):
        return []
    known = {fact.kind for fact in facts}
    return [
        (kind.value, str(kind.label), kind in DATED)
        for kind in DecisionFact.Kind
        if kind not in known and (kind != DecisionFact.Kind.REPORTED or decision.made_by != Decision.MadeBy.BODY)
    ]


@case_reader
def minutes(request: Request, access: Access, fact: int) -> FileResponse:
    """Hand out the minutes of a decision to whoever may read the case."""
    found = DecisionFact.objects.filter(decision__case=access.case, pk=fact).exclude(file="").first()
    if found is None:
        raise Http404
    return hand_out_pdf(found.file.open(), _("minutes") + f"-{found.decision.date:%Y-%m-%d}.pdf")
