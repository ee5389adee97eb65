"""How the results were used: what was said and what is done, feedback to residents, decisions with their paragraphs."""

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from dialog.language.dates import say_date
from dialog.language.sentences import votes
from dialog.models import GateConfirmation
from dialog.texts.forms import CHANNELS
from execution.models import FeedbackRound
from followup.models import Conclusion, Presentation
from followup.trace import Trace
from reports.blocks import Block, Entry, Paragraph, Subheading, Table, prose
from reports.decisions import decision_row, wording
from reports.summary.front import say
from reports.summary.material import Material

BECOMES = {
    Conclusion.Becomes.TAKEN_UP: "done",
    Conclusion.Becomes.PARTLY: "half",
    Conclusion.Becomes.LATER: "no",
    Conclusion.Becomes.ELSEWHERE: "move",
    Conclusion.Becomes.NOT: "no",
}


def chapter(material: Material) -> Iterator[Block]:
    """Yield the chapter, each part as far as there is something to tell."""
    yield from prose(material.learning.text("use_in_governance"))
    if material.process_analysis:
        yield from prose(material.process_analysis.influence_on_decisions_reasoning)
    yield from answered(material)
    yield from told(material)
    yield from decided(material)


def answered(material: Material) -> Iterator[Block]:
    """Yield each conclusion with what becomes of it."""
    if not material.traces:
        return
    number = len(material.traces)
    yield Subheading(_("What you said and what we did"))
    yield Table(
        head=(_("What you said"), _("Contributions"), _("What we are doing"), _("State")),
        rows=tuple(_answer(trace) for trace in material.traces),
        caption=_("What happens to the %(n)d conclusions: %(followed)d are being followed.")
        % {"n": number, "followed": material.followed},
        numeric=(1,),
        layout="answered",
    )


def _answer(trace: Trace) -> tuple[str | Entry, ...]:
    conclusion = trace.conclusion
    grounds = conclusion.reason if conclusion.becomes != Conclusion.Becomes.TAKEN_UP else ""
    due = (
        _("To be done by %(day)s.") % {"day": say_date(conclusion.due).replace(" ", "\xa0")}
        if conclusion.due and conclusion.is_promised
        else ""
    )
    votes = _votes(conclusion)
    what = " ".join(part for part in (conclusion.measure, grounds, due, votes) if part)
    return (
        conclusion.conclusion or conclusion.short,
        say(trace.count.all),
        what,
        Entry(str(conclusion.get_becomes_display()), sign=BECOMES.get(Conclusion.Becomes(conclusion.becomes), "")),
    )


def _votes(conclusion: Conclusion) -> str:
    """Residents' votes, the cost and the body's votes, where there are any."""
    said = []
    if conclusion.votes_received is not None:
        said.append(_("Residents' votes: %(n)s.") % {"n": say(conclusion.votes_received)})
    if conclusion.cost is not None:
        said.append(_("Cost: %(n)s kronor.") % {"n": say(conclusion.cost)})
    said.append(votes(conclusion.votes_for, conclusion.votes_against, conclusion.votes_abstained))
    return " ".join(filter(None, said))


def told(material: Material) -> Iterator[Block]:
    """Yield how participants and residents heard of it."""
    if not material.rounds:
        return
    yield Subheading(_("Feedback"))
    yield Table(
        head=(_("When"), _("Who for"), _("What we told people")),
        rows=tuple(
            (
                say_date(feedback_round.carried_out_on).replace(" ", "\xa0"),
                Entry(how(feedback_round), lead=str(feedback_round.get_to_display())),
                "\n".join(
                    filter(
                        None,
                        (
                            feedback_round.said_and_taken_care_of,
                            feedback_round.use_of_results,
                            feedback_round.decisions_and_grounds,
                        ),
                    )
                ),
            )
            for feedback_round in material.rounds
            if feedback_round.carried_out_on
        ),
        caption=_("Feedback to participants and residents."),
        layout="dated",
    )


def how(feedback_round: FeedbackRound) -> str:
    """Return in which form and through which channels a round was carried out."""
    known = dict(CHANNELS)
    channels = [str(known.get(key, key)) for key in feedback_round.channels if key != "own"]
    channels += [feedback_round.own_channel] if feedback_round.own_channel else []
    return "\n".join(filter(None, (feedback_round.language_and_form, ", ".join(channels))))


def decided(material: Material) -> Iterator[Block]:
    """Yield every decision in the case with its paragraph, the gates, and who noted the result; the earliest first."""
    rows = [
        *((decision.date, decision_row(decision)) for decision in material.decisions),
        *(_gate(gate) for gate in material.gates.values()),
        *(
            _noted(presentation)
            for presentation in material.presentations
            if presentation.kind == Presentation.Kind.NOTED and presentation.date
        ),
    ]
    if not rows:
        return
    yield Subheading(_("Decisions in the case"))
    yield Table(
        head=(_("Date"), _("Committee"), _("Decision and reasons")),
        rows=tuple(row for _day, row in sorted(rows, key=lambda pair: pair[0])),
        caption=_("Decisions with date, committee, minute number (§) and reasons."),
        layout="dated",
    )
    purpose, question = material.said("purpose").text("purpose"), material.said("question").text("question")
    yield from wording(material.decisions, purpose, question)
    if material.case.closed_at is None:
        yield Paragraph(_("The case is not closed yet."), "closing")


Row = tuple[dt.date, tuple[str | Entry, ...]]


def _gate(gate: GateConfirmation) -> Row:
    """A gate as a row: the body where it took the gate up, and who confirmed it in any case."""
    words = {
        "planning": _("The planning is done"),
        "execution": _("The dialogue has been carried out"),
        "followup": _("The evaluation is done"),
    }
    day = gate.section_date or timezone.localdate(gate.at)
    body = _with_section(gate.body_name, gate.section) if gate.section else ""
    confirmed = _("Confirmed by %(who)s.") % {"who": gate.by_name}
    return day, (say_date(day).replace(" ", "\xa0"), body, Entry(confirmed, lead=words.get(gate.phase, gate.phase)))


def _noted(presentation: Presentation) -> Row:
    assert presentation.date is not None
    cells = (
        say_date(presentation.date).replace(" ", "\xa0"),
        _with_section(presentation.body_name, presentation.section),
        Entry(presentation.note, lead=_("The result was presented and noted")),
    )
    return presentation.date, cells


def _with_section(who: str, section: str) -> str:
    return " ".join(filter(None, (who, section.replace(" ", "\xa0"))))
