"""What the pages of Genomföra show: activities by what became of them, rounds by how far they have come."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.http import QueryDict

from dialog.forms import drafts
from dialog.forms.drafts import Shape
from dialog.language.sentences import all_of
from dialog.models import Publication, Record
from dialog.process.access import Access, allowed_acts
from dialog.process.addresses import url_of
from dialog.process.state import StepState, state_of
from dialog.texts.outdated import Change, out_of_date_in
from dialog.views.place import Place
from execution.acts.activities import LINES
from execution.forms import RoundPlanForm
from execution.forms.communication import when
from execution.forms.participation import NAMED_CHANNELS
from execution.kinds import group_names
from execution.models import Activity, FeedbackRound
from execution.models.counting import Count, Counted

register = template.Library()


@dataclass(frozen=True)
class Listed:
    """An activity in the list: what was counted, how many contributions it has, and its address."""

    activity: Activity
    counted: Counted
    contributions: int
    url: str


@register.simple_tag
def listed_activities(place: Place, counted: dict[str, Counted], contributions: dict[str, int]) -> dict[str, Any]:
    """Return the activities by what became of them, and the ones that somebody has only begun to write."""
    case = place.access.case.pk
    found: dict[str, list[Listed]] = {status: [] for status in Activity.Status.values}
    for key, counts in counted.items():
        url = url_of(case, place.step_or_kind.key, key)
        found[counts.activity.status].append(Listed(counts.activity, counts, contributions.get(key, 0), url))
    drafted = [
        (record, url_of(case, place.step_or_kind.key, record.row))
        for record in place.register.shown_rows(place.access)
        if not record.version
    ]
    return {
        "planned": found[Activity.Status.PLANNED],
        "held": found[Activity.Status.HELD][::-1],
        "cancelled": found[Activity.Status.CANCELLED],
        "drafted": drafted,
    }


@dataclass(frozen=True)
class ListedText:
    """A publication text in the list: its state, where each version was published, and what has changed since."""

    record: Record
    called: str
    url: str
    state: StepState
    publications: list[Publication]
    changes: list[Change]


@register.simple_tag
def listed_texts(place: Place) -> list[ListedText]:
    """Return the texts of a register; one that nobody has approved is for who reads drafts."""
    access, register = place.access, place.register
    records = sorted(register.shown_rows(access), key=lambda record: record.pk)
    published: dict[int, list[Publication]] = {}
    for publication in Publication.objects.filter(record__in=records):
        published.setdefault(publication.record_id, []).append(publication)
    changes = out_of_date_in(access)
    return [
        ListedText(
            record,
            record.called(reads_drafts=register.reads_draft_of(record, access)),
            url_of(access.case.pk, record.step, record.row, record.kind),
            state_of(register.by_kind[record.kind], access, row=record.row),
            published.get(record.pk, []),
            changes.get(record.pk, []),
        )
        for record in records
    ]


@register.simple_tag
def may_add(place: Place, kind: str) -> bool:
    """Say whether the person may begin a new row of that kind."""
    access, step_or_kind = place.access, place.register.by_kind[kind]
    new = Record(case=access.case, step=step_or_kind.key, row="new", kind=kind)
    return "save_draft" in allowed_acts(step_or_kind, new, access)


@register.filter
def when_held(activity: Activity) -> str:
    """The day or period of an activity, with its hours."""
    return when(activity)


@register.filter
def in_units(counts: list[Count]) -> str:
    """Counts in words: «641 voters, about 1 612 votes»."""
    return ", ".join(count.words for count in counts)


@register.simple_tag
def note_lines(posted: QueryDict) -> list[dict[str, Any]]:
    """Return the lines for small talks with what was typed in them, where the act did not go through."""
    names = ("group", "people", "text", "question")
    return [{"n": n, **{name: posted.get(f"talk_{n}_{name}", "") for name in names}} for n in range(1, LINES + 1)]


@register.simple_tag
def choices_of(access: Access, source: str) -> list[tuple[str, str]]:
    """Return what may be chosen of a source in the case."""
    return access.choices(source)


@register.simple_tag
def plan_form(place: Place, posted: QueryDict, plan: RoundPlanForm) -> RoundPlanForm:
    """Return the form of a round's plan: with what was typed, where it did not go through."""
    typed = drafts.read(Shape(tuple(RoundPlanForm.base_fields), {}), posted)
    if not typed and posted.get("act") != "plan_round":
        return plan
    return RoundPlanForm(typed, place.access, loud=posted.get("act") == "plan_round")


@dataclass(frozen=True)
class Station:
    """A state in the course of a round: how it stands to the round (was, now, here, or still to come), and a remark."""

    key: str
    stands: str
    at: Any = None
    by_id: int | None = None


@register.simple_tag
def course_of(record: Record, feedback_round: FeedbackRound | None) -> list[Station]:
    """Return the four states of a round: draft, waiting, approved, carried out."""
    done = bool(feedback_round and feedback_round.is_carried_out)
    approved = record.version > 0
    waits = record.is_proposed
    return [
        Station("draft", "was" if waits or approved else "here", record.draft_at, record.draft_by_id),
        Station("waiting", "now" if waits else "was" if approved else "", record.sent_at, record.sent_by_id),
        Station(
            "approved",
            "was" if approved and (done or not waits) else "",
            record.in_force_at if approved else None,
            record.in_force_by_id if approved else None,
        ),
        Station(
            "carried_out",
            "was" if done else "here" if approved and not waits else "",
            feedback_round.carried_out_on if feedback_round else None,
            feedback_round.carried_out_by_id if feedback_round else None,
        ),
    ]


@register.simple_tag
def listed_rounds(place: Place, rounds: dict[str, FeedbackRound]) -> list[tuple[Record, FeedbackRound | None, str]]:
    """Return the rounds with their records and addresses; one that nobody has approved is for who reads drafts."""
    found = [
        (record, rounds.get(record.row), url_of(place.access.case.pk, place.step_or_kind.key, record.row))
        for record in place.register.shown_rows(place.access)
    ]
    return sorted(found, key=_in_turn)


def _in_turn(listed: tuple[Record, FeedbackRound | None, str]) -> tuple[bool, str, int]:
    """The order of the rounds: by day, those without one after that, those that were dropped last."""
    record, feedback_round, _url = listed
    return (
        bool(feedback_round and feedback_round.dropped_because),
        str(feedback_round.planned_on if feedback_round and feedback_round.planned_on else "9"),
        record.pk,
    )


@register.filter
def names_of_channels(feedback_round: FeedbackRound) -> str:
    """The channels of a round."""
    known = dict(NAMED_CHANNELS)
    return ", ".join(
        str(name)
        for name in [*(known[key] for key in feedback_round.channels if key in known), feedback_round.own_channel]
        if name
    )


@register.filter
def names_of_groups(keys: list[str], access: Access) -> str:
    """The names of target groups, by their keys."""
    known = group_names(access)
    return all_of(known[key] for key in keys if key in known)


@register.filter
def get(mapping: dict[str, Any], key: str) -> Any:
    """What stands under a key."""
    return mapping.get(key)
