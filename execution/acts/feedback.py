"""The plan of a round of feedback, and that it was carried out: facts beside the content that is approved."""

import datetime as dt

from django.utils.translation import gettext as _

from dialog.acts.core import Turn, beside
from dialog.engine.draft_form import Missing
from dialog.engine.drafts import Draft
from execution.forms.feedback import FREE, RoundForm, RoundPlanForm, plan_of
from execution.models import FeedbackRound


@beside
def plan_round(turn: Turn, *, plan: Draft) -> None:
    """Plan to whom a round goes, how and when. Once its content is proposed only day and channels may change."""
    record, access = turn.record, turn.access
    found = FeedbackRound.objects.filter(case=access.case, key=record.row).first()
    if found and (record.version or record.is_proposed):
        plan = {**plan_of(found), **{name: plan.get(name, []) for name in FREE}}
    form = RoundPlanForm(plan, access, loud=True)
    turn.missing = list(form.sentences())
    if turn.missing:
        return
    planned = found or FeedbackRound(case=access.case, key=record.row)
    changed = [name for name in form.fields if getattr(planned, name) != form.judged[name]]
    if found and not changed:
        return
    for name in changed:
        setattr(planned, name, form.judged[name])
    planned.save()
    access.forget()
    record.heading = _heading(turn)
    if record.version:
        record.heading_in_force = record.heading
    record.save()  # a round that is only planned has its record too
    access.records[(record.step, record.row)] = record
    turn.facts |= {"changed": changed, "planned_on": planned.planned_on.isoformat() if planned.planned_on else ""}
    turn.happened = True


def _heading(turn: Turn) -> str:
    form = turn.step.make_form({}, turn.access, row=turn.record.row)
    assert isinstance(form, RoundForm)
    return form.heading[:200]


@beside
def carry_out_round(turn: Turn, *, date: dt.date | None = None) -> None:
    """Note that a round was carried out, with the day: once, and its content stands from then on."""
    found = FeedbackRound.objects.get(case=turn.access.case, key=turn.record.row)
    if found.is_carried_out:
        return
    if date is None or date > turn.access.today:
        turn.missing.append(Missing(_("Write the day when it was carried out, today or before."), "carried_out_on"))
        return
    found.carried_out_on, found.carried_out_by, found.carried_out_at = date, turn.by, turn.at
    found.save(update_fields=["carried_out_on", "carried_out_by", "carried_out_at"])
    turn.facts["date"] = date.isoformat()
    turn.happened = True
