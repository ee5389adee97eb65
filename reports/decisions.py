"""Decisions of the body as documents tell them: when, by whom, under which paragraph, what, why and on which wording."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from dialog.language import dates
from dialog.language.sentences import votes
from dialog.models import Decision
from dialog.process.phases import process
from dialog.process.register import Register
from dialog.process.step import DecidedStep
from reports.blocks import Block, Entry, Fact, Facts, Paragraph, Table


def in_words(decision: Decision) -> str:
    """Return what was decided, in the words of the step where it was made."""
    step = process.find(decision.step)
    return step.in_words(decision) if isinstance(step, DecidedStep | Register) else ""


def in_short(decision: Decision) -> str:
    """Return what was decided in a word or two, for a timeline."""
    if decision.step == "influenceable":
        yes = all(answer == "yes" for answer in decision.answer.values())
        return _("can be influenced") if yes else _("cannot be influenced")
    if decision.step == "analysis":
        return _("decision on the result")
    return in_words(decision)


def made_by(decision: Decision) -> str:
    """Return who decided, with paragraph: «Tekniska nämnden § 68», «Kommunstyrelsen, på delegation KS-D 2026/41»."""
    return " ".join(filter(None, (decision.maker, decision.section.replace(" ", "\xa0"))))


def day(decision: Decision) -> str:
    """Return the day of a decision, not broken over two lines."""
    return dates.say_date(decision.date).replace(" ", "\xa0")


def decision_row(decision: Decision) -> tuple[str, str, Entry]:
    """Return a decision as a row: its day, who made it, what and why."""
    return day(decision), made_by(decision), Entry(_reasons(decision), lead=in_words(decision))


def decisions_table(decisions: Iterable[Decision], caption: str = "") -> Table:
    """Return decisions with date, body, what was decided and why; the earliest first."""
    return Table(
        head=(_("Date"), _("Committee"), _("Decision and reasons")),
        rows=tuple(decision_row(decision) for decision in decisions),
        caption=caption,
        layout="dated",
    )


def _reasons(decision: Decision) -> str:
    said = [decision.motivation]
    if decision.supersedes:
        said.append(_replaces(decision))
    said.append(votes(decision.votes_for, decision.votes_against, decision.votes_abstained))
    return " ".join(part for part in said if part)


def _replaces(decision: Decision) -> str:
    """Say which decision this one took the place of, and why."""
    old = decision.supersedes
    assert old is not None
    words = _("Corrects %(what)s.") if decision.is_correction else _("Replaces %(what)s.")
    what = ", ".join(filter(None, (old.section, day(old), in_words(old))))
    return f"{words % {'what': what}} {decision.supersede_reason}".strip()


def wording(decisions: Sequence[Decision], purpose: str, question: str) -> Iterator[Block]:
    """Yield on which wording of purpose and question decisions were made, as far as it is not the one that stands."""
    for decision in decisions:
        if decision.wording_unknown_because:
            yield Paragraph(
                _("It is not known which wording applied when “%(decision)s” was decided: %(why)s")
                % {"decision": in_words(decision), "why": decision.wording_unknown_because}
            )
        elif differs(decision, purpose, question):
            yield Paragraph(
                _("“%(decision)s” was decided when the wording was different from the one above:")
                % {"decision": in_words(decision)}
            )
            yield Facts((Fact(_("Purpose"), decision.purpose_wording), Fact(_("Question"), decision.question_wording)))


def differs(decision: Decision, purpose: str, question: str) -> bool:
    """Say whether a decision was made on another purpose or question than these."""
    made_on = ((decision.purpose_wording, purpose), (decision.question_wording, question))
    return any(then and now and then != now for then, now in made_on)
