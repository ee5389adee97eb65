"""What becomes of an activity: held, cancelled, planned again; and the notes that were taken at it.

None of it touches the text that somebody may be writing of the activity.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import astuple, replace

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.acts.core import Attempt, Refused
from dialog.forms import pasted, posted
from dialog.forms.draft_form import Missing
from dialog.forms.posted import Posted
from dialog.forms.sending import MOST_DIGITS, keys_of
from dialog.models import Person
from dialog.process.act import Button, Touches, act
from execution import notes
from execution.models import Activity, Talk
from execution.notes import Line


@act(
    called=gettext_lazy("Mark an activity as held"),
    happened=gettext_lazy("%(who)s marked an activity as held in “%(step)s”"),
    done=gettext_lazy("The activity has been marked as held."),
    icon="check",
    touches=Touches.THING,
    button=Button(
        gettext_lazy("Mark as held"),
        template="execution/activity.html",
        otherwise={"again": gettext_lazy("It was held after all")},
    ),
)
def mark_held(attempt: Attempt) -> None:
    """Say that the activity was held, or has begun where it lasts for a period."""
    activity = _activity(attempt)
    if activity.is_held:
        return
    if activity.first_day and activity.first_day > attempt.access.today:
        attempt.missing.append(Missing(_("The activity has not started yet."), "held"))
        return
    set_status(attempt, activity, Activity.Status.HELD)


@act(
    called=gettext_lazy("Cancel an activity"),
    happened=gettext_lazy("%(who)s cancelled an activity in “%(step)s”"),
    done=gettext_lazy("The activity has been cancelled."),
    icon="cross-circle",
    touches=Touches.THING,
    reads={"because": posted.text("because")},
    typed=("because",),
    button=Button(gettext_lazy("Cancel activity"), template="execution/activity.html"),
)
def cancel_activity(attempt: Attempt, *, because: str = "") -> None:
    """Cancel a planned activity, with the reason. It stays readable."""
    activity = _activity(attempt)
    if attempt.lacks(because, _("Enter why the activity is being cancelled."), "because"):
        return
    if activity.is_cancelled:
        attempt.stands_already(_("The activity has already been cancelled."), "because")
        return
    set_status(attempt, activity, Activity.Status.CANCELLED, because)


@act(
    called=gettext_lazy("Reschedule an activity"),
    happened=gettext_lazy("%(who)s rescheduled an activity in “%(step)s”"),
    done=gettext_lazy("The activity is planned again."),
    icon="calendar",
    touches=Touches.THING,
    button=Button(gettext_lazy("Mark as planned again"), template="execution/activity.html"),
)
def plan_again(attempt: Attempt) -> None:
    """Take back that the activity was held or cancelled: it is still to come."""
    activity = _activity(attempt)
    if activity.is_planned:
        return
    if Talk.objects.filter(case=activity.case_id, activity=activity.key).exists():
        raise Refused(_("There are notes from the activity, so it has been held."))
    set_status(attempt, activity, Activity.Status.PLANNED)


def set_status(attempt: Attempt, activity: Activity, status: Activity.Status, because: str = "") -> None:
    """Set what became of an activity, as the act that is under way."""
    become(activity, status, attempt.by, attempt.at, because)
    attempt.note = because
    attempt.happened = True


def become(activity: Activity, status: Activity.Status, by: Person, at: dt.datetime, because: str = "") -> None:
    """Store what became of an activity, with who said so and when."""
    cancelled = status == Activity.Status.CANCELLED
    activity.status, activity.status_at, activity.status_by = status, at, by
    activity.cancelled_because = because if cancelled else ""
    activity.cancelled_on = localdate(at) if cancelled else None
    activity.save(update_fields=["status", "status_at", "status_by", "cancelled_because", "cancelled_on"])


LINES = 5  # how many small talks the page has room for


def _lines(form: Posted) -> list[Line]:
    """Read what was said, line by line, each with a key of its own."""
    said = [*_talks(form), *_pasted(form)]
    keys = keys_of(form.text("batch"), [astuple(line)[1:] for line in said])
    return [replace(line, key=key) for line, key in zip(said, keys, strict=True)]


def _talks(form: Posted) -> list[Line]:
    """Return the small talks, a line each: with whom, how many, what they said."""
    found = []
    for number in range(1, LINES + 1):
        text, people = form.text(f"talk_{number}_text"), form.number(f"talk_{number}_people")
        if text or people is not None:
            group, question = form.key(f"talk_{number}_group"), form.key(f"talk_{number}_question")
            found.append(Line("", text, group, question, people))
    return found


def _pasted(form: Posted) -> list[Line]:
    """Return the notes that were pasted, a contribution a line, or a row of a table."""
    rows = pasted.read(form.text("pasted")).rows
    lines = [" ".join(filter(None, map(str.strip, row))) for row in rows]
    group, question = form.key("pasted_group"), form.key("pasted_question")
    return [Line("", line, group, question) for line in lines if line]


@act(
    called=gettext_lazy("Record what was said at an activity"),
    happened=gettext_lazy("%(who)s recorded what was said in “%(step)s”"),
    done=gettext_lazy("What was said has been recorded."),
    icon="speech",
    touches=Touches.THING,
    reads={"batch": posted.text("batch", longest=MOST_DIGITS), "lines": _lines},
    typed=("talk_", "pasted"),
    button=Button(gettext_lazy("Save what was said"), template="execution/notes.html"),
)
def record_notes(attempt: Attempt, *, batch: str = "", lines: Sequence[Line] = ()) -> None:
    """Keep what was said at a held activity: each line with a text becomes a contribution, the people are added up.

    ``batch`` is the key of the page that the lines were written on. Each line has a key of its own, by which it is known
    when it comes again: it is kept once, and what is new beside it is kept too.
    """
    activity = _activity(attempt)
    if not lines:
        attempt.missing.append(Missing(_("Enter what was said, or how many people you talked to."), "talk_1_text"))
        return
    there = set(
        Talk.objects.filter(case=attempt.access.case, key__in=[line.key for line in lines]).values_list(
            "key", flat=True
        )
    )
    attempt.facts |= {"known": len(there)} if there else {}
    lines = [line for line in lines if line.key not in there]
    if not lines:
        return
    said = [line for line in lines if line.text]
    if said and not notes.takers:
        raise Refused(_("What was said cannot be received as contributions, so it has not been saved."))
    Talk.objects.bulk_create(
        Talk(
            case=attempt.access.case,
            activity=activity.key,
            key=line.key,
            target_group=line.target_group,
            people=line.people,
            by=attempt.by,
            at=attempt.at,
        )
        for line in lines
    )
    for take in notes.takers:
        take(attempt.access, activity, said)
    attempt.facts |= {"batch": batch, "lines": len(lines)}
    attempt.happened = True


@act(
    called=gettext_lazy("Correct the number of people in a conversation"),
    happened=gettext_lazy("%(who)s corrected the number of people in a conversation in “%(step)s”"),
    done=gettext_lazy("The number has been corrected."),
    icon="pencil",
    touches=Touches.THING,
    reads={"talk": lambda form: form.number("talk") or 0, "people": posted.number("people")},
    button=Button(gettext_lazy("Correct the number"), template="execution/notes.html"),
)
def correct_talk(attempt: Attempt, *, talk: int, people: int | None = None) -> None:
    """Mend how many people a small talk was with; what was said is mended where it stands, as a contribution."""
    found = Talk.objects.filter(case=attempt.access.case, activity=attempt.record.row, pk=talk).first()
    if found is None:
        raise Refused(_("That conversation does not exist."))
    if found.people == people:
        return
    attempt.facts |= {"from": found.people, "to": people}
    found.people = people
    found.save(update_fields=["people"])
    attempt.happened = True


def _activity(attempt: Attempt) -> Activity:
    return Activity.objects.get(case=attempt.access.case, key=attempt.record.row)
