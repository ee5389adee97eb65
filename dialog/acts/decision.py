"""The body's decision: recorded by an elected member of the owning body, postponed, or sent back by the body."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from dialog.acts.core import Refused, Turn, act
from dialog.acts.course import open_again
from dialog.acts.step import put_in_force, send_back
from dialog.engine.decision_form import DecisionFields
from dialog.engine.draft_form import Missing
from dialog.engine.step import Decided
from dialog.models import Case, Decision, DecisionFact
from dialog.sentences import day_in_the_house, in_the_house, paragraph
from dialog.texts.address import ADDRESS
from dialog.uploads import checked_pdf

# What is a day, and not a text; and how long a text may be.
DATED = {DecisionFact.Kind.REPORTED, DecisionFact.Kind.ADJUSTED, DecisionFact.Kind.PUBLISHED}
LONGEST: int = DecisionFact._meta.get_field("text").max_length  # type: ignore[assignment]


@act
def decide(turn: Turn) -> None:
    """Record what the body decided: the text comes in force, and a decision is made that nobody can change."""
    step = turn.step
    assert isinstance(step, Decided)
    form = turn.form()
    assert isinstance(form, DecisionFields)
    body = form.deciding_body
    if not turn.access.may_at("decide", step.role, body.pk):
        raise Refused(_("Only an elected member of the case who sits in the body records what it decided."))
    if not put_in_force(turn):
        return
    facts, old = form.judged, turn.access.in_force.get((step.key, turn.record.row))
    purpose, question, unknown = form.wording()
    decision = Decision.objects.create(
        case=turn.access.case,
        step=step.key,
        row=turn.record.row,
        version=turn.record.version,
        answer={name: facts[name] for name in step.deciding_fields()},
        motivation=facts["motivation"],
        body=body,
        body_name=body.name,
        made_by=facts["made_by"],
        date=facts["decided_on"],
        purpose_wording=purpose,
        question_wording=question,
        wording_unknown_because=unknown,
        votes_for=facts["votes_for"],
        votes_against=facts["votes_against"],
        votes_abstained=facts["votes_abstained"],
        supersedes=old,
        supersede_reason=facts["supersede_reason"] if old else "",
        is_correction=bool(old and facts["is_correction"]),
        recorded_by=turn.by,
        recorded_at=turn.at,
    )
    if facts["section"]:
        _add(decision, DecisionFact.Kind.SECTION, turn, text=facts["section"])
    if facts["reported_on"]:
        _add(decision, DecisionFact.Kind.REPORTED, turn, date=facts["reported_on"])
    if decision.is_correction and old:
        _take_over(old, decision, turn)
    turn.access.decisions.append(decision)
    turn.access.forget()
    turn.facts["decision"] = decision.pk
    _take_up_again(turn)


def _take_over(old: Decision, decision: Decision, turn: Turn) -> None:
    """Add what became known of a decision to the one that mends a slip of the pen in it: it is the same decision."""
    given = set(decision.facts.values_list("kind", flat=True))
    for fact in old.facts.exclude(kind__in=given):
        _add(
            decision,
            fact.kind,
            turn,
            text=fact.text,
            date=fact.date,
            unknown_because=fact.unknown_because,
            file=fact.file.name,
        )


def _take_up_again(turn: Turn) -> None:
    """Bring a case that was closed as informed back to where it was, when a new yes lets the dialogue go on."""
    access = turn.access
    if access.case.outcome == Case.Outcome.INFORMED and not access.is_on_information_track:
        open_again(access, _("The body decided anew."))
        access.case.save()


@act
def postpone(turn: Turn, *, until: dt.date | None = None, comment: str = "") -> None:
    """Note that the body postponed the matter (bordlagd): it still waits. No decision."""
    turn.data = None
    turn.record.postponed_to = until
    turn.note = comment
    turn.facts["until"] = until.isoformat() if until else ""
    if until:
        turn.facts["title"] = day_in_the_house(until)
    turn.happened = True


@act
def return_by_body(turn: Turn, *, comment: str = "") -> None:
    """Note that the body sent the matter back (återremiss): a draft with the body's comment. No decision."""
    send_back(turn, comment=comment, body_name=(turn.record.body or turn.access.case.body).name)


@act
def add_fact(
    turn: Turn,
    *,
    decision: int,
    fact: str,
    text: str = "",
    date: dt.date | None = None,
    unknown_because: str = "",
    file: UploadedFile | None = None,
) -> None:
    """Add what became known about a decision later (§, adjusted, published, minutes); each is added once.

    The minutes are an address or a PDF.
    """
    made = Decision.objects.filter(case=turn.access.case, step=turn.step.key, row=turn.record.row)
    found = made.filter(pk=decision).first()
    if found is None or fact not in DecisionFact.Kind.values:
        turn.lacks("", _("There is no such decision."), "fact")
        return
    if fact == DecisionFact.Kind.SECTION and found.made_by != Decision.MadeBy.DELEGATION:
        text = paragraph(text)
    given = str(date or "") if fact in DATED else text or str(file or "")
    if date and not found.date <= date <= turn.access.today:
        turn.missing.append(Missing(_("The day lies before the decision, or in the future."), "fact"))
    elif wrong := _what_is_wrong(fact, given, text, unknown_because.strip()):
        turn.missing.append(Missing(wrong, "fact"))
    if turn.missing:
        return
    if file is not None and fact == DecisionFact.Kind.MINUTES:
        try:
            file = checked_pdf(file)
        except ValidationError as error:
            turn.missing += [Missing(message, "fact") for message in error.messages]
            return
    if found.facts.filter(kind=fact).exists():
        turn.stands_already(_("It is there already and is added once. A correction may give it anew."), "fact")
        return
    turn.data = None
    _add(found, fact, turn, text=text, date=date, unknown_because=unknown_because, file=file or "")
    kind, said = in_the_house(DecisionFact.Kind(fact).label), day_in_the_house(date) if date else given
    turn.facts |= {"decision": found.pk, "fact": fact, "title": f"{kind} {said}"[:200]}
    turn.happened = True


def _what_is_wrong(fact: str, given: str, text: str, unknown_because: str) -> str:
    """Return what stands in the way of adding a fact: it is given or unknown, short enough, and an address is one."""
    if given and unknown_because:
        return _("Write what it is, or why it cannot be known: not both.")
    if not given.strip() and not unknown_because:
        return _("Write it, or why it cannot be known.")
    if max(len(text), len(unknown_because)) > LONGEST:
        return _("Write at most %(n)d characters.") % {"n": LONGEST}
    if fact == DecisionFact.Kind.MINUTES and text and not ADDRESS.match(text):
        return _("Write an address that begins with https://.")
    return ""


def _add(decision: Decision, kind: str, turn: Turn, **facts) -> None:
    DecisionFact.objects.create(decision=decision, kind=kind, by=turn.by, at=turn.at, **facts)
