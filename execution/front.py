"""What Genomföra tells on a case's first page: its activities in time, its texts, and whom it has reached."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from dialog.process.access import Access
from dialog.process.addresses import text_kinds, url_of
from dialog.process.front import Document, Moment, Reach, documents, moments, reaches
from dialog.process.phases import process
from dialog.texts.kinds import said_of_texts
from execution.in_force import live_groups, must_be_reached, was_held
from execution.models.counting import aimed_for, reached
from execution.models.in_force import activities, counted, methods

TEXTS = 40  # where they stand on the shelf of documents


@moments
def activities_in_time(access: Access) -> Iterator[Moment]:
    """Tell when residents were met, with how many came, and when they are to be."""
    if not access.is_done("planning_gate"):
        return
    came = counted(access) if activities(access) else {}
    for activity in activities(access).values():
        if activity.first_day is None or activity.is_cancelled:
            continue
        ahead = activity.is_planned
        numbers = [_("planned")] if ahead else [count.words for count in came[activity.key].actual]
        presses = activity.title if ahead and activity.first_day > access.today else ""
        yield Moment(
            activity.first_day,
            ", ".join([activity.title, *numbers]),
            activity.title,
            activity.last_day,
            lies_ahead=ahead,
            counted_to=presses,
        )


@reaches
def groups_to_reach(access: Access) -> Iterator[Reach]:
    """Tell of each group that must be reached how many came, as soon as an activity was held."""
    if not access.is_done("planning_gate") or not was_held(access):
        return
    came, aimed = reached(counted(access).values()), aimed_for(methods(access))
    for group in sorted(filter(must_be_reached, live_groups(access)), key=lambda group: group.given_priority or 0):
        if aimed.get(group.key) or came.get(group.key):
            yield Reach(group.name, group.given_priority or 0, came.get(group.key, 0), aimed.get(group.key, 0))


@documents
def texts(access: Access) -> Iterator[Document]:
    """The texts to residents: how many wait for the communicators, how many are approved."""
    step = process.step("communication")
    found = [record for record in access.records.values() if record.row and record.kind in text_kinds()]
    if access.is_on_information_track:
        return  # the step that tells residents has its own text
    opening = [step for step in process.steps() if step.opens_texts]
    if found or any(step.key in access.decisions_in_force for step in opening):
        state = said_of_texts(found, access)
    else:
        state = _("Opens when the level has been decided")
    yield Document(_("Texts"), url_of(access.case.pk, step.key), state, TEXTS, "megaphone")
