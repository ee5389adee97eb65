"""What the sections of the summary report begin with, from what is in force; whoever writes makes them her own."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialog.language.labels import label
from dialog.language.sentences import all_of, said_of
from dialog.process.offers import rows_in_force
from dialog.process.prefilled import within
from dialog.process.results import result_as_text
from execution.models.counting import totals
from execution.models.in_force import activities, counted
from followup.in_force import heads
from followup.models import ProcessAnalysis

if TYPE_CHECKING:
    from dialog.process.access import Access

# Called in the act that finishes the report as a version, with the case as its finisher meets it. Follow-up knows no PDF.
followers: "list[Callable[[Access], None]]" = []

# The questions of the process analysis that have an answer, in the handbook's order.
ANSWERED = ("methods", "reached", "everyone_heard", "goals", "quality", "relevance", "new_knowledge")


def process(access: "Access") -> str:
    """Tell the process in short: the question, the purpose, the decision it was for, what was held, how many came."""
    found = heads(access)
    purpose = found.purpose
    told_of = [found.asked, purpose.purpose if purpose else ""]
    told_of.append(_asked_for(purpose.requested_by, purpose.for_decision) if purpose else "")
    return "\n".join(filter(None, [*told_of, what_was_held(access)]))


def _asked_for(who: str, decision: str) -> str:
    """Tell who asked for the result and for which decision, as far as somebody has written it."""
    facts = {"who": who.rstrip("."), "decision": decision.rstrip(".")}
    if who and decision:
        return _("The result was requested by %(who)s for: %(decision)s.") % facts
    if who:
        return _("The result was requested by %(who)s.") % facts
    return _("The result was for: %(decision)s.") % facts if decision else ""


def what_was_held(access: "Access") -> str:
    """Return how many activities were held, when, and how many came."""
    there = [counted_activity for counted_activity in counted(access).values() if counted_activity.activity.is_held]
    if not there:
        return ""
    days = sorted(counted.activity.first_day for counted in there if counted.activity.first_day)
    number = len(there)
    held = ngettext("%(n)d activity was held", "%(n)d activities were held", number) % {"n": number}
    if days:
        facts = {
            "held": held,
            "first": date_format(days[0], "DATE_FORMAT"),
            "last": date_format(days[-1], "DATE_FORMAT"),
        }
        held = _("%(held)s from %(first)s to %(last)s") % facts if days[0] != days[-1] else f"{held} {facts['first']}"
    sums = [f"{total.came} {total.unit.label}" for total in totals(there) if total.actual]
    return f"{held}: {', '.join(sums)}." if sums else f"{held}."


def results(access: "Access") -> str:
    """Tell the answer to the question, and the conclusions."""
    return "\n".join(filter(None, [heads(access).answer, result_as_text(access, "conclusions")]))


def methods(access: "Access") -> str:
    """Tell which methods were used at an activity that was held, and how the analysis found that they worked."""
    held = {activity.method for activity in activities(access).values() if activity.is_held}
    found = [str(method) for method in rows_in_force(access, "method") if method.key in held and str(method)]
    analysis = _analysis(access)
    used = (
        _("These methods were used: %(methods)s.") % {"methods": all_of(within(method, access) for method in found)}
        if found
        else ""
    )
    return "\n".join(filter(None, [used, analysis.methods_reasoning if analysis else ""]))


def worked_well(access: "Access") -> str:
    """Tell what the analysis answered with yes; how participants experienced it the report tells by itself."""
    analysis = _analysis(access)
    return "\n".join(_reasons(analysis, {"yes"})) if analysis else ""


def worked_less_well(access: "Access") -> str:
    """Tell what the analysis answered with partly or no; what could have been different the report tells by itself."""
    analysis = _analysis(access)
    return "\n".join(_reasons(analysis, {"partly", "no"})) if analysis else ""


def _analysis(access: "Access") -> ProcessAnalysis | None:
    return heads(access).process_analysis


def _reasons(analysis: ProcessAnalysis, answers: set[str]) -> list[str]:
    """Return the reasons of those answers, each behind its question."""
    return [
        said_of(label(ProcessAnalysis, f"{question}_answer"), getattr(analysis, f"{question}_reasoning"))
        for question in ANSWERED
        if question != "methods" and getattr(analysis, f"{question}_answer") in answers
    ]
