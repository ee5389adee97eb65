"""What becomes known of a meeting later: the §, when its minutes were adjusted and published, the minutes themselves.

Added once for all that was decided there; what was written down wrongly is mended by a fact that replaces it.
"""

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from dialog.acts.core import Attempt
from dialog.files.address import ADDRESS
from dialog.files.uploads import checked_pdf
from dialog.forms import posted
from dialog.forms.draft_form import Missing
from dialog.language.sentences import day_in_the_house, in_the_house, paragraph
from dialog.models import Body, BodyReply, Decision, DecisionFact
from dialog.models.decision import Made, facts_now
from dialog.process.act import Button, Touches, act

if TYPE_CHECKING:
    from dialog.process.access import Access

Kind = DecisionFact.Kind
# What is a day, and not a text; in the order in which it happens. And how long a text may be.
DATED = (Kind.REPORTED, Kind.ADJUSTED, Kind.PUBLISHED)
LONGEST: int = DecisionFact._meta.get_field("text").max_length  # type: ignore[assignment]
# What each meeting has of its own: the report of a delegate's or a chair's decision belongs to that decision alone.
OF_THE_MEETING = (Kind.SECTION, Kind.ADJUSTED, Kind.PUBLISHED, Kind.MINUTES)


@act(
    called=gettext_lazy("Add a detail to a decision"),
    happened=gettext_lazy("%(who)s added a detail to the decision in “%(step)s”"),
    done=gettext_lazy("The detail has been added to the decision."),
    icon="document",
    touches=Touches.NEITHER,
    page="decisions",
    reads={
        "decision": posted.id_in("decision"),
        "reply": posted.id_in("reply"),
        "because": posted.text("because"),
        "fact": lambda form: form.post.get("kind", ""),
        "text": posted.text("fact"),
        "date": posted.day("fact_date"),
        "file": posted.file("minutes"),
        "unknown_because": posted.text("unknown_because"),
    },
    button=Button(
        gettext_lazy("Add"),
        template="dialog/fact_form.html",
        otherwise={"again": pgettext_lazy("verb", "Correct")},
    ),
)
def add_fact(
    attempt: Attempt,
    *,
    decision: int = 0,
    reply: int = 0,
    fact: str,
    text: str = "",
    date: dt.date | None = None,
    unknown_because: str = "",
    file: UploadedFile | None = None,
    because: str = "",
) -> None:
    """Add what became known later about what a body did, for all that it did at that meeting; or mend it, ``because``.

    The minutes are an address or a PDF.
    """
    found = _made(attempt, decision, reply)
    if found is None or fact not in Kind.values:
        attempt.lacks("", _("That decision does not exist."), "fact")
        return
    if fact == Kind.SECTION and not (isinstance(found, Decision) and found.made_by == Decision.MadeBy.DELEGATION):
        text = paragraph(text)
    given = str(date or "") if fact in DATED else text or str(file or "")
    known = facts_now(found)
    wrong = _what_is_wrong(fact, given, text, unknown_because.strip(), because) or (
        _wrong_day(found, fact, date, known, attempt.access.today) if date else ""
    )
    if wrong:
        attempt.missing.append(Missing(wrong, "fact"))
        return
    if file is not None and fact == Kind.MINUTES:
        try:
            file = checked_pdf(file)
        except ValidationError as error:
            attempt.missing += [Missing(message, "fact") for message in error.messages]
            return
    said = {"text": text, "date": date, "unknown_because": unknown_because.strip(), "file": file or ""}
    old = known.get(fact)
    if old and file is None and old.said == (text, date, said["unknown_because"], ""):
        return
    if old and not because.strip():
        attempt.stands_already(_("This has already been recorded. To correct it, enter why."), "fact")
        return
    attempt.data = None
    for same in (found, *_at_the_same_meeting(found, fact)):
        there = facts_now(same).get(fact)
        if there is None or (old and there.said == old.said):
            replaced = {"replaces": there, "replaced_because": because.strip()} if there else {}
            kept = keep_fact(attempt, same, fact, **said, **replaced)
            said["file"] = kept.file.name  # one file, whatever it belongs to
    kind, words = in_the_house(Kind(fact).label), day_in_the_house(date) if date else given
    attempt.facts |= {"decision": found.pk, "fact": fact, "title": f"{kind} {words}"[:200]}
    attempt.note = because.strip()
    attempt.happened = True


def keep_fact(attempt: Attempt, made: Made, kind: str, **facts: Any) -> DecisionFact:
    """Keep a fact about what a body did."""
    about = "decision" if isinstance(made, Decision) else "reply"
    return DecisionFact.objects.create(**{about: made}, kind=kind, by=attempt.by, at=attempt.at, **facts)


def same_as(fact: DecisionFact) -> dict[str, Any]:
    """Return what a fact says, for one that says the same of something else."""
    return {
        "text": fact.text,
        "date": fact.date,
        "unknown_because": fact.unknown_because,
        "file": fact.file.name,
    }


def wrong_meeting(access: "Access", body: Body, day: dt.date | None) -> list[Missing]:
    """Return what is wrong with the day of a meeting: there is one, it has been, and the body was still there."""
    if day is None:
        return [Missing(_("Enter the date of the meeting."), "decided_on")]
    if day > access.today:
        return [Missing(_("The meeting has not taken place yet."), "decided_on")]
    if body.has_ended(day):
        return [Missing(_("The committee no longer existed on that date."), "decided_on")]
    return []


def _made(attempt: Attempt, decision: int, reply: int) -> Made | None:
    place = {"case": attempt.access.case, "step": attempt.step.key, "row": attempt.record.row}
    if reply:
        return BodyReply.objects.filter(pk=reply, **place).first()
    return Decision.objects.filter(pk=decision, **place).first()


def _at_the_same_meeting(found: Made, fact: str) -> Iterator[Made]:
    """Yield what else the body did in the case at that meeting. A delegate or a chair decides alone, at none."""
    if fact not in OF_THE_MEETING or (isinstance(found, Decision) and found.made_by != Decision.MadeBy.BODY):
        return
    meeting = {"case": found.case_id, "body": found.body_id, "date": found.date}
    yield from (
        decision for decision in Decision.objects.filter(**meeting, made_by=Decision.MadeBy.BODY) if decision != found
    )
    yield from (reply for reply in BodyReply.objects.filter(**meeting) if reply != found)


def _what_is_wrong(fact: str, given: str, text: str, unknown_because: str, because: str) -> str:
    """Return what stands in the way of adding a fact: it is given or unknown, short enough, and an address is one."""
    if given and unknown_because:
        return _("Enter either the detail or why it cannot be found out, not both.")
    if not given.strip() and not unknown_because:
        return _("Enter the detail, or why it cannot be found out.")
    if max(len(text), len(unknown_because), len(because)) > LONGEST:
        return _("Enter no more than %(n)d characters.") % {"n": LONGEST}
    if fact == Kind.MINUTES and text and not ADDRESS.match(text):
        return _("Enter an address that starts with https://.")
    return ""


def _wrong_day(found: Made, fact: str, day: dt.date, known: dict[str, DecisionFact], today: dt.date) -> str:
    """Return what is wrong with a day beside the others: decided, then adjusted, then published, and nothing ahead."""
    if not found.date <= day <= today:
        return _("The date is before the decision or in the future.")
    adjusted, published = (known[kind].date if kind in known else None for kind in (Kind.ADJUSTED, Kind.PUBLISHED))
    if fact == Kind.PUBLISHED and adjusted and day < adjusted:
        return _("The minutes cannot be published before they were approved, on %(day)s.") % {
            "day": day_in_the_house(adjusted)
        }
    if fact == Kind.ADJUSTED and published and day > published:
        return _("The minutes cannot be approved after they were published, on %(day)s.") % {
            "day": day_in_the_house(published)
        }
    return ""
