"""Two decisions of a body recorded in one act under one paragraph: both, or neither."""

import datetime as dt
from typing import Any

from django.db import transaction

from dialog.acts.core import Attempt, run
from dialog.forms.drafts import Draft
from dialog.models import Person, Record
from dialog.process.access import Access
from dialog.process.decision_form import DecisionFields
from dialog.process.phases import process
from dialog.process.step import DecidedStep, Step


def also_waiting(step: Step, access: Access) -> tuple[DecidedStep, Record] | None:
    """Return the next decision whose proposal waits and that this step's decision opens the way to; None for none."""
    for other in process.steps():
        record = access.record(other.key)
        if isinstance(other, DecidedStep) and step.key in other.requires and record and record.is_proposed:
            return other, record
    return None


def decide_together(
    case_pk: int,
    step: str,
    also: str,
    *,
    by: Person,
    revision: int,
    also_revision: int,
    data: Draft | None,
    at: dt.datetime | None = None,
    **facts: Any,
) -> Attempt:
    """Record the decision of ``step``, and that of ``also`` as it was proposed, on the same day under the same paragraph.

    Returns the turn of the first. Where something is missing in either, neither is made. Raises as ``run`` does.
    """
    with transaction.atomic():
        attempt = run("decide", case_pk, step, by=by, revision=revision, data=data, at=at, **facts)
        if attempt.missing:
            return attempt
        waits = attempt.access.record(also)
        proposal = waits.revisions.filter(number__isnull=False).order_by("-number").first() if waits else None
        text = dict(proposal.data) if proposal else {}
        same = {name: texts for name, texts in attempt.text().items() if name in DecisionFields.decision_fields}
        second = run("decide", case_pk, also, by=by, revision=also_revision, data={**text, **same}, at=at)
        if second.missing:
            transaction.set_rollback(True)
            attempt.missing, attempt.happened = second.missing, False
    return attempt
