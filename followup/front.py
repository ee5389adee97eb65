"""What Följa upp tells on a case's first page: what came in, the answer, and what was promised."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialog.language.sentences import figures as as_figures
from dialog.language.sentences import in_letters
from dialog.models import Addition
from dialog.process.access import Access
from dialog.process.addresses import url_of
from dialog.process.front import Document, Figure, Link, Measure, Result, documents, figures, measures, results
from dialog.process.once import once
from execution.models.counting import Total, totals
from execution.models.in_force import activities, counted
from execution.models.units import Unit
from followup.in_force import heads
from followup.models import Conclusion, Contribution
from followup.result_as_text import conclusions_in_force, names_of, who_does

CONTRIBUTIONS, MEANWHILE = 30, 60  # where they stand on the shelf of documents: before the texts, or while they come in
FOLLOWED = (Conclusion.Becomes.TAKEN_UP, Conclusion.Becomes.PARTLY)


@once
def _came_in(access: Access) -> int:
    """How many contributions came in: none is counted before the planning is confirmed."""
    return Contribution.objects.filter(case=access.case).count() if access.is_done("planning_gate") else 0


def _themes(access: Access) -> int:
    return sum(bool(record.version) for record in access.records.values() if record.kind == "theme")


def _contributions(access: Access) -> str:
    """How many contributions there are, and in how many themes."""
    number, themes = _came_in(access), _themes(access)
    if not themes:
        return as_figures(number)
    words = ngettext("%(n)s in %(themes)s theme", "%(n)s in %(themes)s themes", themes)
    return words % {"n": as_figures(number), "themes": in_letters(themes)}


@documents
def contributions(access: Access) -> Iterator[Document]:
    """The contributions, from the first one on."""
    if _came_in(access):
        title = _("Contributions and themes") if _themes(access) else _("Contributions")
        url = reverse("contributions", args=[access.case.pk])
        place = CONTRIBUTIONS if access.case.phase in ("followup", "closed") else MEANWHILE
        yield Document(title, url, _contributions(access), place, "speech")


def _participants(access: Access) -> Total | None:
    return next((total for total in totals(counted(access).values()) if total.unit == Unit.PARTICIPANTS), None)


def _held(access: Access) -> int:
    return sum(activity.is_held for activity in activities(access).values())


@figures
def what_came_in(access: Access) -> Iterator[Figure]:
    """How many took part, and what they said."""
    if access.case.phase != "followup" or not access.was_held:
        return
    held, total, number = _held(access), _participants(access), _came_in(access)
    if total and total.actual:
        words = ngettext("participants at %(n)s activity", "participants at %(n)s activities", held)
        yield Figure(total.came, words % {"n": in_letters(held)})
    if number:
        themes = _themes(access)
        words = ngettext("contributions in %(n)s theme", "contributions in %(n)s themes", themes)
        yield Figure(
            as_figures(number),
            words % {"n": in_letters(themes)} if themes else ngettext("contribution", "contributions", number),
        )


@results
def result(access: Access) -> Iterator[Result]:
    """The answer to the dialogue's question, in a case that is closed."""
    if not access.case.closed_at or access.is_on_information_track or not heads(access).answer:
        return
    pk = access.case.pk
    links = [
        Link(_("The conclusions and what they are based on"), url_of(pk, "analysis")),
        Link(_("How it was done"), url_of(pk, "process_analysis")),
    ]
    yield Result(heads(access).answer, list(_of_the_result(access)), links)


def _of_the_result(access: Access) -> Iterator[Figure]:
    held, total, number = _held(access), _participants(access), _came_in(access)
    if total and total.actual:
        yield Figure(total.came, ngettext("participant", "participants", total.actual))
    if held:
        yield Figure(as_figures(held), ngettext("activity", "activities", held))
    if number:
        yield Figure(as_figures(number), ngettext("contribution", "contributions", number))
    if found := conclusions_in_force(access):
        followed = sum(conclusion.becomes in FOLLOWED for conclusion in found)
        decided = [decision for (step, row), decision in access.in_force.items() if step == "analysis" and row]
        section = decided[0].section if len(decided) == 1 else ""
        words = ngettext("conclusion is being followed", "conclusions are being followed", len(found))
        share = _("%(part)d of %(whole)d") % {"part": followed, "whole": len(found)}
        yield Figure(share, ", ".join(filter(None, [words, section])))


@measures
def promised(access: Access) -> Iterator[Measure]:
    """What was promised for a day, and what was told of it since."""
    if not any(record.kind == "conclusion" and record.version for record in access.records.values()):
        return
    found = [conclusion for conclusion in conclusions_in_force(access) if conclusion.is_promised]
    told: dict[str, Addition] = {}
    for addition in Addition.objects.filter(case=access.case, kind=Addition.Kind.PROMISED_MEASURE):
        told.update(dict.fromkeys(addition.rows, addition))
    names = names_of(access, found)
    for conclusion in found:
        last = told.get(conclusion.key)
        url = url_of(access.case.pk, "analysis", conclusion.key, "conclusion")
        yield Measure(
            str(conclusion),
            conclusion.measure,
            conclusion.due,
            who_does(conclusion, names),
            last.text if last else "",
            bool(last and last.settled),
            f"{url}#measure",
        )
