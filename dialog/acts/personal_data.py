"""Personal data taken out of a case, in whatever state it is: in every text and every earlier wording, at once.

What residents said and how participants are reached have duties of their own, at their steps: masked there, or removed. The
history tells who did it, why and in how many places, and never which words.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import F, Max, Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from dialog.acts.core import Refused
from dialog.acts.course import case_act
from dialog.forms.sending import mark_of
from dialog.language.dates import say_date
from dialog.language.taken_out import LEAST, Excerpt, excerpts, finder, letters_in, taken_out
from dialog.machine.triggers import open_for_removal
from dialog.models import (
    Addition,
    BodyReply,
    Case,
    Closing,
    Comment,
    Decision,
    DecisionFact,
    Event,
    GateConfirmation,
    GateException,
    HelpRequest,
    Job,
    Person,
    Publication,
    Record,
    Revision,
)
from dialog.process import written
from dialog.process.access import Access
from dialog.process.act import act_on_case
from dialog.process.addresses import url_of
from dialog.process.phases import process
from dialog.process.written import Written

LONGEST = 200
MANY = 300  # places: of more somebody says once more that she means it
SHOWN = 6  # so many different wordings are shown of each place; how often the words stand there is said
ACT = "remove_personal_data"
NOWHERE = gettext_lazy("The words do not appear anywhere in the case.")
TOLD_IN_THE_REASON = gettext_lazy(
    "The reason is kept in the history, so write it without the words you want to remove."
)
# What a row is to people; of a table that is not here, that it is in force.
NAMES: dict[type[Model], object] = {
    Case: gettext_lazy("Case details"),
    Record: gettext_lazy("Heading"),
    Revision: gettext_lazy("Saved text"),
    Event: gettext_lazy("History"),
    Comment: gettext_lazy("Comment"),
    HelpRequest: gettext_lazy("Request for help"),
    Decision: gettext_lazy("Decision"),
    BodyReply: gettext_lazy("Postponed, sent back or handed over"),
    DecisionFact: gettext_lazy("Detail about a decision"),
    GateConfirmation: gettext_lazy("Confirmed phase"),
    GateException: gettext_lazy("Exception"),
    Closing: gettext_lazy("How the case was closed"),
    Addition: gettext_lazy("Added after the case was closed"),
    Publication: gettext_lazy("Publication"),
}


@dataclass
class Found:
    """Where words stand: a step, a row, or the case itself, how often, and what is around them."""

    title: str
    url: str
    count: int = 0
    wordings: dict[Excerpt, list[str]] = field(default_factory=dict)

    @property
    def shown(self) -> list[tuple[Excerpt, list[str]]]:
        """The first of the different wordings, each with what it stands in."""
        return [(excerpt, list(dict.fromkeys(kinds))) for excerpt, kinds in list(self.wordings.items())[:SHOWN]]

    @property
    def more(self) -> int:
        """How many different wordings are not shown."""
        return max(len(self.wordings) - SHOWN, 0)


def what_is_wrong(words: str) -> str:
    """Return why words cannot be looked for, as a sentence; empty where they can."""
    if len(words) > LONGEST:
        return _("Enter no more than %(n)d characters.") % {"n": LONGEST}
    if letters_in(words) < LEAST:
        return _("Enter at least %(n)d letters or numbers. Fewer would also match parts of other words.") % {"n": LEAST}
    return ""


def look(access: Access, words: str) -> list[Found]:
    """Return every place in a case where words stand, those that hold most of them first. Nothing is changed."""
    find, found = finder(words), dict[tuple[str, str], Found]()
    for column in written.of_case(access.case):
        for text in _texts(column):
            for excerpt in excerpts(text, find):
                place = _place_of(column.row if column.column.name != "words" else access.case, access, found)
                place.count += 1
                if place.url:
                    place.wordings.setdefault(excerpt, []).append(what(column.row))
    return sorted(found.values(), key=lambda found_place: -found_place.count)


def elsewhere(access: Access, words: str) -> Iterator[tuple[str, str]]:
    """Yield where words stand that a step's own duties take out, each with the address where that is done."""
    find = finder(words)
    for step in process.steps():
        yield from step.also_says(access, find)


@act_on_case(
    called=gettext_lazy("Remove personal data from all texts in the case"),
    happened=gettext_lazy("%(who)s removed personal data from the case"),
    done=None,  # its form says in how many places
    icon="eraser",
)
def remove_personal_data(
    case_pk: int, *, by: Person, words: str, reason: str, places: int, at: dt.datetime | None = None
) -> None:
    """Replace words by a mark in every text of a case and every earlier wording, in one transaction.

    ``places`` is how often they stood there when ``by`` looked: where it is another number now, she looks again. Papers that
    were made of the case are made anew. Raises Http404, Refused or SentAgain.
    """
    words, reason = words.strip(), reason.strip()
    if wrong := what_is_wrong(words) or (_("Enter why it needs to be removed.") if not reason else ""):
        raise Refused(wrong)
    find = finder(words)
    if find.search(reason):
        raise Refused(TOLD_IN_THE_REASON)
    facts = {"places": places, "title": _in_figures(places)}
    with case_act(ACT, case_pk, by=by, at=at, note=reason, also=mark_of(words), **facts) as access:
        found = sum(place.count for place in look(access, words))
        if not found:
            raise Refused(NOWHERE)
        if found != places:
            raise Refused(_("Someone has written in the case in the meantime. Check the places again."))
        _replace(access.case, find)


def _in_figures(places: int) -> str:
    with override(settings.LANGUAGE_CODE):
        return ngettext("%(n)d place", "%(n)d places", places) % {"n": places}


def _replace(case: Case, find: re.Pattern[str]) -> None:
    """Put the mark in place of what is found; whoever has an older text before her does not save it over this."""
    changed: dict[type[Model], dict[int, dict[str, object]]] = {}
    rows: list[Model] = []
    for column in written.of_case(case):
        room = column.column.max_length if not isinstance(column.value, (dict, list)) else None
        new = column.changed(lambda text, room=room: taken_out(text, find, room))  # type: ignore[misc]
        if new != column.value:
            changed.setdefault(type(column.row), {}).setdefault(column.row.pk, {})[column.column.attname] = new
            rows.append(column.row)
    for name, value in changed.pop(Case, {}).get(case.pk, {}).items():
        setattr(case, name, value)  # the act saves it
    with open_for_removal():
        for model, by_row in changed.items():
            for pk, values in by_row.items():
                model._default_manager.filter(pk=pk).update(**values)
    latest = Revision.objects.filter(record__case=case).values("record").annotate(last=Max("number"))
    last = {row["record"]: row["last"] for row in latest}
    written_anew = {row.record_id for row in rows if isinstance(row, Revision) and row.number == last[row.record_id]}
    Record.objects.filter(pk__in=written_anew).update(revision=F("revision") + 1)
    for job in Job.objects.filter(case=case):
        job.delete()


def _texts(written: Written) -> list[str]:
    """Return the texts that stand in a column of a row."""
    found: list[str] = []

    def note(text: str) -> str:
        found.append(text)
        return text

    if written.value:
        written.changed(note)
    return found


def _place_of(row: Model, access: Access, found: dict[tuple[str, str], Found]) -> Found:
    """Return the place on whose page a row stands. What only speaks of the case (a comment on the handbook) is read by
    others: it is counted and not shown.
    """
    if written.speaks_of_case(type(row)):
        return found.setdefault(("", type(row).__name__), Found(_("Mentioned elsewhere about the case"), ""))
    step, key, kind = written.step_of(row)
    if (step, key) in found:
        return found[step, key]
    declared, record = process.find(step), access.record(step, key)
    title = str(declared.title) if declared else _("The case itself")
    if record and key:
        title = f"{title}: {record.called(reads_drafts=access.is_member)}"
    url = url_of(access.case.pk, step if declared else "facts", key, record.kind if record else kind)
    return found.setdefault((step, key), Found(title, url))


def what(row: Model) -> str:
    """Return what a row of some table is to people, with its day where it has one."""
    if isinstance(row, Revision) and row.version:
        return _("Version %(n)d, %(day)s") % {"n": row.version, "day": say_date(row.at)}
    name = NAMES.get(type(row))
    if name is None:
        return _("Current")
    day = getattr(row, "date", None) or getattr(row, "at", None) or getattr(row, "recorded_at", None)
    return f"{name}, {say_date(day)}" if day else str(name)
