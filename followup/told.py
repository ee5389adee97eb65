"""The result as text, from what is in force: what conclusions and presentations say, and nothing else.

The text after, the report and the rounds of feedback begin with it; whoever writes makes it her own.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dialog.engine.offers import rows_in_force
from dialog.models import Person
from dialog.results import OUTCOMES, teller
from dialog.sentences import full_stop
from followup.in_force import heads
from followup.models import Conclusion, GoalOutcome, Presentation

if TYPE_CHECKING:
    from dialog.access import Access


def conclusions_in_force(access: "Access") -> list[Conclusion]:
    """Return the conclusions of a case that were not dropped, in the order in which they were made."""
    return [one for one in rows_in_force(access, "conclusion") if not one.dropped_because]


def presentations_in_force(access: "Access") -> list[Presentation]:
    """Return before which bodies the result was, the earliest first."""
    return [one for one in rows_in_force(access, "noting") if not one.dropped_because]


def answer_in_force(access: "Access") -> str:
    """Return the answer to the dialogue's question, as it is in force."""
    return heads(access).answer


@teller("conclusions")
def conclusions(access: "Access") -> str:
    """Tell what residents said and what becomes of it, a line for each conclusion."""
    return "\n".join(said(one) for one in conclusions_in_force(access))


def said(one: Conclusion) -> str:
    """Return a conclusion in a line: what is said, what becomes of it, what is done or why not."""
    heading = f"{full_stop(one.short)} " if one.short else ""
    becomes = full_stop(str(one.get_becomes_display()))
    what = one.what or one.reason
    return f"{heading}{full_stop(one.conclusion)} {becomes} {full_stop(what)}".strip()


@teller("measures")
def measures(access: "Access") -> str:
    """Tell what is done, by whom and by when."""
    found = [one for one in conclusions_in_force(access) if one.what and one.becomes != Conclusion.Becomes.NOT]
    names = names_of(access, found)
    return "\n".join(_measure(one, names) for one in found)


def names_of(access: "Access", found: Sequence[Conclusion]) -> dict[str, str]:
    """Return the names of those who are to do what conclusions promise, by their ids."""
    names = {str(one.person_id): one.person.name for one in access.memberships}
    others = {int(pk) for one in found for pk in one.who if pk.isdecimal() and pk not in names}
    return names | {str(person.pk): person.name for person in Person.objects.filter(pk__in=others)}


def who_does(one: Conclusion, names: dict[str, str]) -> str:
    """Return who does what a conclusion promises."""
    return ", ".join([*(names[pk] for pk in one.who if pk in names), *one.who_named])


def _measure(one: Conclusion, names: dict[str, str]) -> str:
    day = date_format(one.due, "DATE_FORMAT") if one.due else ""
    beside = ", ".join(filter(None, [who_does(one, names), day]))
    return f"{full_stop(one.what)} ({beside})" if beside else full_stop(one.what)


@teller("decisions")
def decisions(access: "Access") -> str:
    """Tell which bodies the result was presented to, and what they decided or noted, on which grounds."""
    return "\n".join(presented(one) for one in presentations_in_force(access))


def presented(one: Presentation) -> str:
    """Return a presentation in a line."""
    facts = {"body": one.body_name, "day": date_format(one.date, "DATE_FORMAT") if one.date else "–"}
    when = _("%(body)s, %(day)s") % facts
    when = f"{when}, {one.section}" if one.section else when
    if one.kind == Presentation.Kind.DECIDED:
        return f"{when}: {full_stop(one.answer)} {full_stop(one.motivation)}".strip()
    return f"{when}: {full_stop(one.note)}"


def outcomes(access: "Access") -> dict[str, str]:
    """Tell what came out of each goal, and whether it was reached."""
    found = GoalOutcome.objects.filter(case=access.case, dropped_because="")
    return {one.goal: f"{full_stop(one.outcome)} {full_stop(str(one.get_reached_display()))}".strip() for one in found}


OUTCOMES.append(outcomes)
