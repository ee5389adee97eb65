"""The body's decision: recorded by an elected member of the owning body, postponed, or sent back by the body."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.acts.core import Attempt, Refused
from dialog.acts.course import open_again
from dialog.acts.fact import LONGEST, keep_fact, same_as, wrong_meeting
from dialog.acts.step import put_in_force, send_back
from dialog.acts.together import decide_together
from dialog.forms import posted
from dialog.forms.draft_form import Missing
from dialog.language.sentences import day_in_the_house, paragraph
from dialog.models import Body, BodyReply, Case, Decision, DecisionFact
from dialog.models.decision import facts_now
from dialog.process.act import Button, Part, act
from dialog.process.decision_form import DecisionFields
from dialog.process.step import DecidedStep


@act(
    called=gettext_lazy("Record the committee's decision"),
    happened=gettext_lazy("%(who)s recorded the committee's decision in “%(step)s”"),
    done=gettext_lazy("The decision has been recorded."),
    not_done=gettext_lazy("Not decided"),
    icon="town-hall",
    answers=True,
    has_receipt=True,
    verdicts=("as_proposed", "other"),
    together=decide_together,
    button=Button(
        gettext_lazy("Record the decision"),
        Part.PUTS_IN_FORCE,
        note=gettext_lazy("A decision is never changed afterwards. It can only be replaced by a new one."),
    ),
)
def decide(attempt: Attempt) -> None:
    """Record what the body decided: the text comes in force, and a decision is made that nobody can change."""
    step = attempt.step
    assert isinstance(step, DecidedStep)
    form = attempt.form()
    assert isinstance(form, DecisionFields)
    body = form.deciding_body
    if not attempt.access.may_at("decide", step.role, body.pk):
        raise Refused(_("Only a councillor in the case who sits on the committee can record what it decided."))
    if not put_in_force(attempt):
        return
    facts, old = form.judged, attempt.access.in_force.get((step.key, attempt.record.row))
    purpose, question, unknown = form.wording()
    decision = Decision.objects.create(
        case=attempt.access.case,
        step=step.key,
        row=attempt.record.row,
        version=attempt.record.version,
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
        recorded_by=attempt.by,
        recorded_at=attempt.at,
    )
    if facts["section"]:
        keep_fact(attempt, decision, DecisionFact.Kind.SECTION, text=facts["section"])
    if facts["reported_on"]:
        keep_fact(attempt, decision, DecisionFact.Kind.REPORTED, date=facts["reported_on"])
    if decision.is_correction and old:
        _take_over(old, decision, attempt)
    attempt.access.decisions.append(decision)
    attempt.access.forget()
    attempt.facts["decision"] = decision.pk
    _take_up_again(attempt)


def _take_over(old: Decision, decision: Decision, attempt: Attempt) -> None:
    """Add what became known of a decision to the one that mends a slip of the pen in it: it is the same decision."""
    given = set(decision.facts.values_list("kind", flat=True))
    for kind, fact in facts_now(old).items():
        if kind not in given:
            keep_fact(attempt, decision, kind, **same_as(fact))


def _take_up_again(attempt: Attempt) -> None:
    """Bring a case that was closed as informed back to where it was, when a new yes lets the dialogue go on."""
    access = attempt.access
    if access.case.outcome == Case.Outcome.INFORMED and not access.is_on_information_track:
        open_again(access, _("The committee has made a new decision."))
        access.case.save()


# What is read of the meeting at which a body did something else than to decide.
OF_THE_MEETING = {
    "on": posted.day("decided_on"),
    "section": posted.text("section", longest=LONGEST),
    "comment": posted.comment,
}


@act(
    called=gettext_lazy("Record that the decision was postponed"),
    happened=gettext_lazy("%(who)s recorded that the committee postponed “%(step)s”"),
    done=gettext_lazy("The postponement has been recorded."),
    icon="calendar",
    answers=True,
    has_receipt=True,
    verdicts=("postponed",),
    reads={"until": posted.day("until"), **OF_THE_MEETING},
    button=Button(gettext_lazy("Record the postponement"), template="dialog/step/answer.html"),
)
def postpone(
    attempt: Attempt, *, on: dt.date | None = None, section: str = "", until: dt.date | None = None, comment: str = ""
) -> None:
    """Note that the body postponed the matter at a meeting (bordlagd): it still waits. No decision."""
    attempt.data = None
    if on and until and until <= on:
        attempt.missing.append(Missing(_("The date for taking the matter up again is after the meeting."), "until"))
    if not _reply(attempt, BodyReply.Kind.POSTPONED, on, section, comment, until):
        return
    attempt.record.postponed_to = until
    attempt.note = comment
    attempt.facts["until"] = until.isoformat() if until else ""
    if until:
        attempt.facts["title"] = day_in_the_house(until)
    attempt.happened = True


@act(
    called=gettext_lazy("Record that the matter was sent back"),
    happened=gettext_lazy("%(who)s recorded that the committee sent back “%(step)s”"),
    done=gettext_lazy("The referral back has been recorded."),
    icon="back",
    answers=True,
    has_receipt=True,
    verdicts=("sent_back",),
    reads=OF_THE_MEETING,
    button=Button(gettext_lazy("Record the referral back"), template="dialog/step/answer.html"),
)
def return_by_body(attempt: Attempt, *, on: dt.date | None = None, section: str = "", comment: str = "") -> None:
    """Note that the body sent the matter back at a meeting (återremiss): a draft with the body's comment. No decision."""
    if attempt.lacks(comment, _("Enter what needs to change."), "comment"):
        return
    if _reply(attempt, BodyReply.Kind.SENT_BACK, on, section, comment):
        send_back(attempt, comment=comment, body_name=_body(attempt).name)


def _body(attempt: Attempt) -> Body:
    return attempt.record.body or attempt.access.case.body


def _reply(
    attempt: Attempt, kind: BodyReply.Kind, on: dt.date | None, section: str, comment: str, until: dt.date | None = None
) -> bool:
    """Keep what the body did with a matter at a meeting, with its day and its §; say whether nothing is missing."""
    attempt.missing += wrong_meeting(attempt.access, _body(attempt), on)
    if attempt.missing or on is None:
        return False
    reply = BodyReply.objects.create(
        case=attempt.access.case,
        kind=kind,
        step=attempt.step.key,
        row=attempt.record.row,
        body=_body(attempt),
        date=on,
        until=until,
        comment=comment,
        recorded_by=attempt.by,
        recorded_at=attempt.at,
    )
    if section.strip():
        keep_fact(attempt, reply, DecisionFact.Kind.SECTION, text=paragraph(section))
    attempt.facts["on"] = on.isoformat()
    return True
