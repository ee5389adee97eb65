"""The result as text, from what is in force: what conclusions and presentations say, and nothing else.

The text after, the report and the rounds of feedback begin with it; whoever writes makes it her own.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.forms.gaps import gap
from dialog.language.sentences import full_stop, said_of
from dialog.models import Person
from dialog.process.offers import rows_in_force
from dialog.process.register import thing_of
from dialog.process.results import OUTCOMES, Outcome, teller
from followup.in_force import heads
from followup.models import Conclusion, GoalOutcome, Presentation

if TYPE_CHECKING:
    from dialog.process.access import Access


def conclusions_in_force(access: "Access") -> list[Conclusion]:
    """Return the conclusions of a case that were not dropped, in the order in which they were made."""
    return [conclusion for conclusion in rows_in_force(access, "conclusion") if not conclusion.dropped_because]


def presentations_in_force(access: "Access") -> list[Presentation]:
    """Return before which bodies the result was, the earliest first."""
    return [noting for noting in rows_in_force(access, "noting") if not noting.dropped_because]


def answer_in_force(access: "Access") -> str:
    """Return the answer to the dialogue's question, as it is in force."""
    return heads(access).answer


@teller("conclusions")
def conclusions(access: "Access") -> str:
    """Tell what residents said and what becomes of it, a line for each conclusion."""
    return "\n".join(said(conclusion) for conclusion in conclusions_in_force(access))


# What becomes of a conclusion, as residents are told.
BECOMES: dict[str, Promise] = {
    Conclusion.Becomes.TAKEN_UP: gettext_lazy("We are taking this forward."),
    Conclusion.Becomes.PARTLY: gettext_lazy("We are taking part of this forward."),
    Conclusion.Becomes.LATER: gettext_lazy("We will take this forward later."),
    Conclusion.Becomes.ELSEWHERE: gettext_lazy("This is being dealt with elsewhere."),
    Conclusion.Becomes.NOT: gettext_lazy("We are not taking this forward."),
    Conclusion.Becomes.UNDECIDED: gettext_lazy("It has not been decided what this will lead to."),
}


def said(conclusion: Conclusion) -> str:
    """Return a conclusion in a line: what is said, what becomes of it, what is done, and why no more than that."""
    becomes = str(BECOMES.get(conclusion.becomes, ""))
    grounds = "" if conclusion.becomes == Conclusion.Becomes.TAKEN_UP and conclusion.measure else conclusion.reason
    if conclusion.measure:
        becomes = said_of(becomes, full_stop(conclusion.measure))
    parts = (full_stop(conclusion.short), full_stop(conclusion.conclusion), becomes, full_stop(grounds))
    return " ".join(filter(None, parts))


@teller("measures")
def measures(access: "Access") -> str:
    """Tell what is done about which conclusion, and by when. Who does it is for the house to know."""
    return "\n".join(_measure(conclusion) for conclusion in conclusions_in_force(access) if conclusion.measure)


def names_of(access: "Access", found: Sequence[Conclusion]) -> dict[str, str]:
    """Return the names of those who are to do what conclusions promise, by their ids."""
    names = {str(membership.person_id): membership.person.name for membership in access.memberships}
    others = {int(pk) for conclusion in found for pk in conclusion.who if pk.isdecimal() and pk not in names}
    return names | {str(person.pk): person.name for person in Person.objects.filter(pk__in=others)}


def who_does(conclusion: Conclusion, names: dict[str, str]) -> str:
    """Return who does what a conclusion promises."""
    return ", ".join([*(names[pk] for pk in conclusion.who if pk in names), *conclusion.who_named])


def _measure(conclusion: Conclusion) -> str:
    about = (
        said_of(conclusion.short, full_stop(conclusion.measure))
        if conclusion.short
        else f"{full_stop(conclusion.conclusion)} {conclusion.measure}"
    )
    day = _("To be done by %(day)s.") % {"day": date_format(conclusion.due, "DATE_FORMAT")} if conclusion.due else ""
    return " ".join(filter(None, [full_stop(about), day]))


@teller("decisions")
def decisions(access: "Access") -> str:
    """Tell which bodies the result was presented to, and what was decided or noted, on which grounds."""
    return "\n".join(_presented(presentation, access) for presentation in presentations_in_force(access))


def _presented(presentation: Presentation, access: "Access") -> str:
    """Return a presentation in a line: a decision is told by who made it, the body, its delegate or its chair."""
    decision = access.in_force.get(("analysis", presentation.key))
    if decision is None:
        day = date_format(presentation.date, "DATE_FORMAT") if presentation.date else gap(_("which date"))
        noted = _("The result was presented to %(body)s on %(day)s.") % {
            "body": presentation.body_name or gap(_("which committee")),
            "day": day,
        }
        return " ".join(filter(None, [_with_section(noted, presentation.section), full_stop(presentation.note)]))
    thing = thing_of(decision, access)
    made = thing.as_sentence(decision) if thing else ""
    return " ".join(filter(None, [_with_section(made, decision.section), full_stop(decision.motivation)]))


def _with_section(sentence: str, section: str) -> str:
    """Return a sentence with the paragraph that it can be looked up under."""
    return f"{sentence.removesuffix('.')} ({section})." if section else sentence


def outcomes(access: "Access") -> dict[str, Outcome]:
    """Tell what came out of each goal, and whether it was reached."""
    found = GoalOutcome.objects.filter(case=access.case, dropped_because="")
    return {
        outcome.goal: Outcome(
            outcome.outcome,
            outcome.value,
            outcome.reached,
            str(outcome.get_reached_display()) if outcome.reached else "",
            outcome.served_purpose,
        )
        for outcome in found
    }


OUTCOMES.append(outcomes)
