"""What the engine itself tells on a case's first page: its decisions and gates on the line of time, and its documents."""

from collections.abc import Iterator

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialog.language.dates import say
from dialog.language.sentences import in_letters
from dialog.models import Decision
from dialog.process.access import Access
from dialog.process.front import (
    Document,
    Moment,
    documents,
    moments,
)
from dialog.process.once import once
from dialog.process.phases import process


@once
def decisions_with_facts(access: Access) -> list[Decision]:
    """Return the case's decisions in force, the earliest first, what became known about them read at once."""
    found = sorted(access.in_force.values(), key=lambda decision: (decision.date, decision.pk))
    prefetch_related_objects(found, "facts")
    return found


def _brief(decision: Decision) -> str:
    """What was decided in a word."""
    step = process.find(decision.step)
    said = step.in_brief(decision) if step else ""
    if said and not decision.row:  # the name of a level, or a yes: of a row it is what somebody wrote
        said = said[0].lower() + said[1:]
    return said


@moments
def moments_of_the_case(access: Access) -> Iterator[Moment]:
    """Tell what bodies decided, when phases were confirmed, and the days that are planned."""
    case = access.case
    for decision in decisions_with_facts(access):
        step = process.find(decision.step)
        words = ", ".join(filter(None, [step.in_words(decision) if step else "", decision.section]))
        short = " ".join(filter(None, [decision.section, _brief(decision)]))
        yield Moment(decision.date, _("Decision: %(what)s") % {"what": words}, short)
    yield from _confirmed(access)
    if case.closed_at:
        yield Moment(localdate(case.closed_at), _("The case was closed"), has_dot=False)
        return
    if access.is_on_information_track:
        return
    if case.dialogue_from and case.dialogue_from > access.today:
        planned = _("The dialogue is due to be held")
        yield Moment(case.dialogue_from, planned, last_day=case.dialogue_to, lies_ahead=True, has_dot=False)
    if case.decision_planned and case.decision_planned >= access.today:
        planned = _("The decision is due")
        yield Moment(case.decision_planned, planned, _("decision"), lies_ahead=True, counted_to=_("the decision"))


def _confirmed(access: Access) -> Iterator[Moment]:
    for phase in process.phases:
        record = access.record(phase.gate.key) if phase.gate else None
        if record and record.done and record.in_force_at and not (phase.closes_case and access.case.closed_at):
            who = access.people([record.in_force_by_id]).get(record.in_force_by_id or 0)
            words = _("%(who)s confirmed the phase %(phase)s") % {"who": who, "phase": phase.title}
            yield Moment(localdate(record.in_force_at), words, has_dot=False)


DECISIONS, ABOUT, HISTORY = 80, 90, 95  # where they stand on the shelf: last


@documents
def documents_of_the_case(access: Access) -> Iterator[Document]:
    """The register of decisions, the facts of the case, its history."""
    case = access.case
    yield Document(
        _("Decisions"), reverse("decisions", args=[case.pk]), _said_of_decisions(access), DECISIONS, "town-hall"
    )
    number = len({membership.person_id for membership in access.members})
    here = ngettext("%(n)s person is taking part", "%(n)s people are taking part", number) % {"n": in_letters(number)}
    if case.closed_at:
        here = _("Reopen, copy, export")
    elif not (case.dialogue_from or access.is_on_information_track):
        here = _("%(people)s. The dates of the dialogue are not set.") % {"people": here}
    facts = reverse("step", args=[case.pk, "facts"])
    yield Document(_("About the case"), facts, here[0].upper() + here[1:], ABOUT, "people")
    if access.is_member:
        changed = _("Changed %(when)s") % {"when": say(case.changed_at)}
        yield Document(_("History"), reverse("history", args=[case.pk]), changed, HISTORY, "clock")


def _said_of_decisions(access: Access) -> str:
    made = decisions_with_facts(access)
    if not made:
        words = _("none yet")
        return words[0].upper() + words[1:]
    last = ["" if made[-1].row else _brief(made[-1]), made[-1].section]
    facts = {"n": in_letters(len(made)), "last": ", ".join(filter(None, last))}
    words = ngettext("one: %(last)s", "%(n)s, latest: %(last)s", len(made)) % facts
    return (words[0].upper() + words[1:]).removesuffix(": ")
