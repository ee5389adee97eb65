"""The register of a case's decisions, and the minutes of each."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from dialog.acts.fact import DATED
from dialog.files.uploads import hand_out_pdf
from dialog.forms.draft_form import Missing
from dialog.forms.posted import sent_number
from dialog.language.dates import say_date
from dialog.models import BodyReply, Decision, DecisionFact, Event
from dialog.models.decision import Made
from dialog.process.access import Access
from dialog.process.addresses import url_of
from dialog.process.phases import process
from dialog.process.receipts import receipt_url
from dialog.process.register import thing_of
from dialog.process.step import Step
from dialog.process.wait_kinds import KINDS
from dialog.process.waits import facts_awaited
from dialog.process.wording import has_changed, wording_in_force
from dialog.web.http import Request
from dialog.web.permissions import case_reader

MEETING_WAITS = {kind.key for kind in KINDS.values() if kind.where.page == "decisions"}


@case_reader
def decisions(request: Request, access: Access) -> HttpResponse:
    """Show the register of the case's decisions, the latest first, those that were superseded among them.

    Whoever comes to add what waits of a decision as one thing, and of which nothing is known, does it in one form.
    """
    fact, place = request.GET.get("add", ""), (request.GET.get("step", ""), request.GET.get("row", ""))
    decision, lacks = _lacking(access, fact, *place) if fact else (None, [])
    if decision and len(lacks) > 1 and (address := _receipt_of(decision, access)):
        return redirect(f"{address}#facts-form")
    opened = str(decision.pk) if decision else request.GET.get("open", "")
    return register(request, access, opened=opened, adding=lacks[0] if lacks else "")


def _lacking(access: Access, fact: str, step: str, row: str) -> tuple[Decision | None, list[str]]:
    """Return the latest decision of a step that lacks a fact, and what it lacks: where the inbox leads to, to add it.

    ``fact`` is one kind of fact, or what waits (``dialog.process.waits``): then all that is missing of it.
    """
    known = set(DecisionFact.objects.filter(decision__case=access.case).values_list("decision", "kind"))
    for decision in access.decisions:
        if (decision.step, decision.row) == (step, row):
            awaited = [kind.value for kind in facts_awaited(decision)] if fact in MEETING_WAITS else [fact]
            lacking = [kind for kind in awaited if (decision.pk, kind) not in known]
            if lacking:
                return decision, lacking
    return None, []


def _receipt_of(decision: Decision, access: Access) -> str:
    """Return the address of a decision's receipt, where its facts are asked for together; empty for who may not add them."""
    thing = thing_of(decision, access)
    if not access.is_member or thing is None or not access.may_at("add_fact", thing.role):
        return ""
    recorded = Event.objects.filter(case=access.case, step=decision.step, row=decision.row, facts__decision=decision.pk)
    return next((address for event in recorded if (address := receipt_url(event, access))), "")


def given_back(request: Request, access: Access, post: QueryDict) -> HttpResponse:
    """Show the register with a fact in its field that was typed before and is not saved."""
    return incomplete(request, access, post, [], status=200)


def next_page(access: Access, post: QueryDict) -> str:
    """Return where a fact was added: its decision, or what the body did instead, opened for the next fact."""
    reply, decision = (sent_number(post.get(name, "")) for name in ("reply", "decision"))
    key, entry = (f"reply-{reply}", f"reply-{reply}") if reply else (decision, f"decision-{decision}")
    return f"{reverse('decisions', args=[access.case.pk])}?open={key}#{entry}"


def incomplete(
    request: Request, access: Access, post: QueryDict, missing: list[Missing], *, status: int = 422
) -> HttpResponse:
    """Show the register with what stood in the way of a fact, beside the field in which it was typed."""
    wrong = {
        "sentences": [lack.sentence for lack in missing],
        "typed": post.get("fact") or post.get("fact_date") or "",
        "because": post.get("unknown_because", ""),
    }
    opened = f"reply-{post['reply']}" if post.get("reply") else post.get("decision", "")
    kind = post.get("kind", "")
    wrong |= {"kind": kind, "why": post.get("because", "")}
    return register(request, access, opened=opened, adding=kind, wrong=wrong, status=status)


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
    today, in_force = wording_in_force(access), {decision.pk for decision in access.decisions_in_force.values()}
    superseded_by = {decision.supersedes_id: decision for decision in access.decisions if decision.supersedes_id}
    facts: dict[tuple[int | None, int | None], list[DecisionFact]] = {}
    for fact in of_the_case(access):
        facts.setdefault((fact.decision_id, fact.reply_id), []).append(fact)
    entries = []
    for decision in access.decisions:
        if thing := thing_of(decision, access):
            entry = _entry(decision, facts.get((decision.pk, None), []), thing, access)
            entries.append(
                entry
                | {
                    "words": thing.in_words(decision),
                    "superseded_by": superseded_by.get(decision.pk),
                    "behind": thing.leads_behind(decision),
                    "other_wording": decision.pk in in_force and has_changed(decision, today),
                }
            )
    for reply in access.case.replies.all():
        thing = process.step(reply.step)
        entries.append(_entry(reply, facts.get((None, reply.pk), []), thing, access) | {"words": _words(reply)})
    for entry in entries:
        entry["opened"] = entry["key"] == opened
        entry["wrong"] = wrong if entry["opened"] else None
        entry["mends"] = entry["opened"] and adding in {known.fact.kind for known in entry["facts"]}
        entry["adds"] = entry["opened"] and not entry["mends"]
    entries.sort(key=lambda entry: (entry["made"].date, entry["made"].recorded_at), reverse=True)
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


def of_the_case(access: Access) -> QuerySet[DecisionFact]:
    """Return what became known of what bodies did in a case, the oldest first."""
    mine = Q(decision__case=access.case) | Q(reply__case=access.case)
    return DecisionFact.objects.filter(mine).order_by("pk")


def _entry(made: Made, facts: list[DecisionFact], step: Step, access: Access) -> dict[str, Any]:
    """Return what stands in the register of one thing that a body did, with what may be added to it or mended."""
    now = {fact.kind: fact for fact in facts}
    may = access.may_at("add_fact", step.role)
    is_decision = isinstance(made, Decision)
    return {
        "id": f"{'decision' if is_decision else 'reply'}-{made.pk}",
        "about": "decision" if is_decision else "reply",
        "key": str(made.pk) if is_decision else f"reply-{made.pk}",
        "made": made,
        "decision": made if is_decision else None,
        "reply": None if is_decision else made,
        "step": process.step(made.step),
        "url": url_of(access.case.pk, made.step, made.row),
        "facts": [
            Known(fact, [known for known in facts if known.kind == fact.kind and known != fact])
            for fact in now.values()
        ],
        "section": now["section"].text if "section" in now else "",
        "may_add": may,
        "lacks": [(kind.value, str(kind.label), kind in DATED) for kind in _kinds(made) if may and kind not in now],
    }


@dataclass(frozen=True)
class Known:
    """A fact as it is known now, and what was written before it was mended."""

    fact: DecisionFact
    before: list[DecisionFact]

    @property
    def is_date(self) -> bool:
        """Whether it is a day."""
        return self.fact.kind in DATED


def _kinds(made: Made) -> list[DecisionFact.Kind]:
    """Return what may become known: only what a delegate or a chair decides is reported, and only at a meeting of a body
    are there minutes of it.
    """
    by_body = not isinstance(made, Decision) or made.made_by == Decision.MadeBy.BODY
    return [kind for kind in DecisionFact.Kind if kind != DecisionFact.Kind.REPORTED or not by_body]


def _words(reply: BodyReply) -> str:
    """Return what a body did with a matter without deciding it, as a heading."""
    if reply.kind == BodyReply.Kind.HANDED_OVER:
        return _("Handed over to %(body)s") % {"body": reply.to_name}
    if reply.until:
        return _("Postponed to %(day)s") % {"day": say_date(reply.until)}
    return str(reply.get_kind_display())


@case_reader
def minutes(request: Request, access: Access, fact: int) -> FileResponse:
    """Hand out the minutes of a decision to whoever may read the case."""
    found = of_the_case(access).filter(pk=fact).exclude(file="").first()
    if found is None:
        raise Http404
    made = found.decision or found.reply
    assert made is not None
    return hand_out_pdf(found.file.open(), _("minutes") + f"-{made.date:%Y-%m-%d}.pdf")
