"""The plan of a round of feedback, and that it was carried out or dropped: facts beside the content that is approved."""

import datetime as dt

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from dialog.acts.core import Attempt
from dialog.forms import drafts, posted
from dialog.forms.draft_form import Missing
from dialog.forms.drafts import Draft, Shape
from dialog.models import Record
from dialog.process.act import Button, Touches, act
from execution.forms.feedback import FREE, RoundForm, RoundPlanForm, plan_of
from execution.models import FeedbackRound


@act(
    called=gettext_lazy("Plan feedback to participants"),
    happened=gettext_lazy("%(who)s planned feedback in “%(step)s”"),
    done=gettext_lazy("The plan for the feedback has been saved."),
    icon="calendar",
    touches=Touches.THING,
    reads={"plan": lambda form: drafts.read(Shape(tuple(RoundPlanForm.base_fields), {}), form.post)},
    button=Button(
        gettext_lazy("Save the plan"),
        template="execution/round.html",
        otherwise={"again": gettext_lazy("Plan again")},
    ),
)
def plan_round(attempt: Attempt, *, plan: Draft) -> None:
    """Plan to whom a round goes, how and when, one that was dropped too. Once its content is proposed only day and channels
    may change.
    """
    record, access = attempt.record, attempt.access
    found = FeedbackRound.objects.filter(case=access.case, key=record.row).first()
    if found and (record.version or record.is_proposed):
        plan = {**plan_of(found), **{name: plan.get(name, []) for name in FREE}}
    form = RoundPlanForm(plan, access, loud=True)
    attempt.missing = list(form.sentences())
    if attempt.missing:
        return
    planned = found or FeedbackRound(case=access.case, key=record.row)
    changed = [name for name in form.fields if getattr(planned, name) != form.judged[name]]
    if found and not changed and not found.dropped_because:
        return
    for name in changed:
        setattr(planned, name, form.judged[name])
    planned.dropped_because = ""
    planned.save()
    access.forget()
    record.heading = _heading(attempt)
    if record.version:
        record.heading_in_force = record.heading
    record.save()  # a round that is only planned has its record too
    access.records[(record.step, record.row)] = record
    attempt.facts |= {"changed": changed, "planned_on": planned.planned_on.isoformat() if planned.planned_on else ""}
    attempt.happened = True


def _heading(attempt: Attempt) -> str:
    with override(settings.LANGUAGE_CODE):
        form = attempt.step.make_form({}, attempt.access, row=attempt.record.row)
        assert isinstance(form, RoundForm)
        return form.heading[:200]


@act(
    called=gettext_lazy("Mark feedback as given"),
    happened=gettext_lazy("%(who)s marked feedback as given in “%(step)s”"),
    done=gettext_lazy("The feedback has been recorded as given."),
    icon="check",
    touches=Touches.THING,
    reads={"date": posted.day("carried_out_on")},
    typed=("carried_out_on",),
    button=Button(gettext_lazy("Mark as given"), template="execution/round.html"),
)
def carry_out_round(attempt: Attempt, *, date: dt.date | None = None) -> None:
    """Note that a round was carried out, with the day: once, and its content stands from then on."""
    found = FeedbackRound.objects.get(case=attempt.access.case, key=attempt.record.row)
    if found.is_carried_out:
        if date and date != found.carried_out_on:
            attempt.stands_already(_("The feedback has already been given, on a different date."), "carried_out_on")
        return
    if date is None or date > attempt.access.today:
        attempt.missing.append(
            Missing(_("Enter the date when the feedback was given, today or earlier."), "carried_out_on")
        )
        return
    found.carried_out_on, found.carried_out_by, found.carried_out_at = date, attempt.by, attempt.at
    found.save(update_fields=["carried_out_on", "carried_out_by", "carried_out_at"])
    attempt.facts["date"] = date.isoformat()
    attempt.happened = True


@act(
    called=gettext_lazy("Drop planned feedback"),
    happened=gettext_lazy("%(who)s dropped planned feedback in “%(step)s”"),
    done=gettext_lazy("The feedback has been dropped."),
    icon="minus-circle",
    touches=Touches.THING,
    reads={"because": posted.text("because")},
    typed=("because",),
    button=Button(gettext_lazy("Drop"), template="execution/round.html"),
)
def drop_round(attempt: Attempt, *, because: str = "") -> None:
    """Drop a round that was not carried out, with the reason. It stays readable, and nothing of it waits any more."""
    found, record = FeedbackRound.objects.get(case=attempt.access.case, key=attempt.record.row), attempt.record
    if attempt.lacks(because, _("Enter why the feedback is being dropped."), "because"):
        return
    if found.dropped_because:
        attempt.stands_already(_("The feedback has already been dropped."), "because")
        return
    found.dropped_because = because
    found.save(update_fields=["dropped_because"])
    if record.draft == Record.Draft.RETURNED:
        record.draft = Record.Draft.WRITING
    record.sent_at = record.sent_by = record.returned_at = None
    record.save(update_fields=["draft", "sent_at", "sent_by", "returned_at"])
    attempt.note = because
    attempt.happened = True
