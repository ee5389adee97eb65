"""One person does everything: whose a task is that nobody has, and by when it is to be done."""

import datetime as dt
from typing import TYPE_CHECKING

from dialog.acts.case import FOUR_WEEKS
from dialog.forms.drafts import Draft
from planning.models import Task

if TYPE_CHECKING:
    from dialog.process.access import Access

WEEK = dt.timedelta(days=7)
# A small dialogue takes four weeks (docs/anvandarguide/tidplan.md): in which of them each task is done.
WEEKS = {
    Task.Kind.PLANNING: 1,
    Task.Kind.COMMUNICATION: 1,
    Task.Kind.EXECUTION: 2,
    Task.Kind.DOCUMENTATION: 2,
    Task.Kind.ANALYSIS: 4,
    Task.Kind.FOLLOW_UP_WORK: 4,
}


def days(access: "Access") -> dict[str, dt.date]:
    """Return by when each of the handbook's tasks is to be done, counted from the days of the dialogue; without any as if
    it began today and took four weeks. No day has gone by.
    """
    case, today = access.case, access.today
    start = case.dialogue_from or today
    end = max(case.dialogue_to or start + FOUR_WEEKS, start)
    if case.is_small:
        found = {kind: min(start + week * WEEK - dt.timedelta(days=1), end) for kind, week in WEEKS.items()}
    else:
        after = max(case.decision_planned or end + FOUR_WEEKS, end)
        found = {Task.Kind.PLANNING: start, Task.Kind.COMMUNICATION: start}
        found |= dict.fromkeys((Task.Kind.EXECUTION, Task.Kind.DOCUMENTATION), end)
        found |= dict.fromkeys((Task.Kind.ANALYSIS, Task.Kind.FOLLOW_UP_WORK), after)
    return {kind.value: max(day, today) for kind, day in found.items()}


def is_free(row: Draft) -> bool:
    """Say whether nobody has a task."""
    return not (row.get("who") or row.get("who_named") or row.get("dropped_because"))


def with_all_taken(draft: Draft, access: "Access", person: int) -> Draft:
    """Return the text with somebody on every task that nobody has, and a day where none stands."""
    known = days(access)
    last = max(known.values())
    rows = []
    for row in draft.get("task", ()):
        taken = dict(row)
        if is_free(row):
            due = known.get((row.get("kind") or [""])[0], last)
            taken = {"due": [due.isoformat()], **row, "who": [str(person)]}
        rows.append(taken)
    return {**draft, "task": rows} if rows else draft
