"""The list of all dialogues coming, under way and held, for the municipality's website."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dialog.language.dates import say_period
from dialog.language.letters import in_order
from dialog.models import Case, Decision, Publication, PublicationText
from execution.models import Activity, ListedDialogue
from planning.models import Question

LEVEL = "influence_level"
UNDER_WAY, COMING, HELD = "under_way", "coming", "held"
STATUSES: dict[str, Promise] = {
    UNDER_WAY: _("In progress"),
    COMING: _("Upcoming"),
    HELD: _("Ended"),
}
SHELVES = STATUSES | {HELD: _("Finished")}  # what stands over the dialogues of a status
TEXTS = ("before", "after", "information")  # the kinds of texts that residents are told of a dialogue in


@dataclass(frozen=True)
class Dialogue:
    """A dialogue as the website lists it."""

    case: Case
    question: str
    for_whom: str
    days: tuple[dt.date | None, dt.date | None]
    status: str
    address: str

    @property
    def status_name(self) -> str:
        """The status in words."""
        return str(STATUSES[self.status])

    @property
    def cells(self) -> list[Any]:
        """The dialogue as a row of a table."""
        first, last = self.days
        return [self.question, self.for_whom, first, last or first, self.status_name, self.address]

    @property
    def when(self) -> str:
        """Its days in words."""
        first, last = self.days
        return say_period(first, last) if first else ""


HEAD = (_("Question"), _("Who it is for"), _("First day"), _("Last day"), _("Status"), _("Address"))


def listed_cases() -> QuerySet[Case]:
    """Return the cases in which a dialogue is coming, under way or held: from the decision on the level on.

    A case for its members only is left out until a text of it is published. One that ended otherwise, with information or
    early, stays where an activity was held: residents took part in it.
    """
    level = Decision.objects.filter(case=OuterRef("pk"), step=LEVEL)
    published = Publication.objects.filter(record__case=OuterRef("pk"), record__kind__in=TEXTS)
    gone = Q(outcome__in=(Case.Outcome.INFORMED, Case.Outcome.ENDED_EARLY)) | Q(phase="information")
    held = Activity.objects.filter(case=OuterRef("pk"), status=Activity.Status.HELD)
    told = Q(visibility=Case.Visibility.OPEN) | Exists(published)
    return Case.objects.filter(told, Exists(level)).exclude(gone & ~Exists(held))


def dialogues(today: dt.date) -> list[Dialogue]:
    """Return every dialogue, those under way first. Five queries whatever their number.

    Each stands there as a communicator approved it, by whom it is for and when, too: until then the question alone.
    """
    cases = list(listed_cases())
    questions = dict(Question.objects.filter(case__in=cases).values_list("case", "question"))
    held = set(Activity.objects.filter(case__in=cases, status=Activity.Status.HELD).values_list("case", flat=True))
    texts, addresses = _texts(cases), _addresses(cases)
    approved = {
        listed_dialogue.case_id: listed_dialogue for listed_dialogue in ListedDialogue.objects.filter(case__in=cases)
    }
    found = []
    for case in cases:
        text = texts.get(case.pk)
        seen = approved.get(case.pk) if text else None
        question = seen.question if seen else questions.get(case.pk, "")
        if not question:
            continue
        days = (seen.first_day, seen.last_day) if seen else (None, None)
        status = _status(case, days[0], today, was_held=case.pk in held, is_approved=text is not None)
        for_whom = text.for_whom if text else ""
        found.append(Dialogue(case, question, for_whom, days, status, addresses.get(case.pk, "")))
    order = list(STATUSES)
    return sorted(found, key=lambda dialogue: (order.index(dialogue.status), in_order(dialogue.question)))


def keep_as_approved(case: Case, row: str, at: dt.datetime) -> None:
    """Keep what the list says of a dialogue, because a communicator has approved the text of a row: in Swedish, for the
    other languages tell the same. One that withdraws a text leaves what was said.
    """
    text = PublicationText.objects.filter(case=case, key=row, language=PublicationText.Language.SWEDISH).first()
    if text is None or text.withdrawn_because:
        return
    question = Question.objects.filter(case=case).values_list("question", flat=True).first()
    coming = Activity.objects.filter(case=case).exclude(status=Activity.Status.CANCELLED)
    first, last = _days(case, coming)
    facts = {"question": question or text.title, "first_day": first, "last_day": last, "approved_at": at}
    ListedDialogue.objects.update_or_create(case=case, defaults=facts)


def _texts(cases: list[Case]) -> dict[int, PublicationText]:
    """A text of each dialogue, in Swedish, that is approved and holds: one that says for whom where there is any."""
    swedish = PublicationText.objects.filter(case__in=cases, language=PublicationText.Language.SWEDISH)
    held = sorted(swedish.filter(withdrawn_because=""), key=lambda text: bool(text.for_whom))
    return {text.case_id: text for text in held}


def _addresses(cases: list[Case]) -> dict[int, str]:
    """Where residents read of each dialogue: the latest address of a text in Swedish that holds."""
    rows = PublicationText.objects.filter(case__in=cases, language=PublicationText.Language.SWEDISH)
    rows = rows.filter(withdrawn_because="")
    swedish = {(case, key) for case, key in rows.values_list("case", "key")}
    found = {}
    published = Publication.objects.filter(record__case__in=cases, record__kind__in=TEXTS).select_related("record")
    for publication in published.order_by("at", "pk"):
        if (publication.record.case_id, publication.record.row) in swedish:
            found[publication.record.case_id] = publication.address
    return found


def _days(case: Case, activities: Iterable[Activity]) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day: of the activities that everybody may come to, else as the case's own facts say."""
    dated = [activity for activity in activities if activity.first_day and activity.is_public]
    first = [activity.first_day for activity in dated if activity.first_day]
    last = [activity.last_day or activity.first_day for activity in dated]
    known: Any = (min(first), max(day for day in last if day)) if first else (case.dialogue_from, case.dialogue_to)
    return known


def _status(case: Case, first: dt.date | None, today: dt.date, *, was_held: bool, is_approved: bool) -> str:
    """Say how far a dialogue has come: before a communicator has approved a text it is coming, and no more is said."""
    is_over = case.closed_at is not None or case.phase == "information"
    if case.phase == "planning" or not (is_approved or is_over):
        return COMING
    if case.phase != "execution":
        return HELD
    return UNDER_WAY if was_held or (first is not None and first <= today) else COMING
