"""The rows of a register, as its page lists them."""

from django import template

from dialog.models import Record
from dialog.process.access import allowed_acts
from dialog.process.addresses import url_of
from dialog.process.state import state_of

register = template.Library()


@register.simple_tag
def register_rows(place):
    """Return the kinds of rows of a register, each with its rows in order of their making, and whether one may be added.

    Rows that are not in force are shown to those who read drafts alone.
    """
    access, step = place.access, place.step_or_kind
    found = []
    for kind in step.kinds:
        shown = sorted(step.shown_rows(access, kind.kind), key=lambda record: record.pk)
        new = Record(case=access.case, step=step.key, row="new", kind=kind.kind)
        found.append(
            {
                "kind": kind,
                "rows": [
                    {
                        "record": record,
                        "called": record.called(reads_drafts=step.reads_draft_of(record, access)),
                        "state": state_of(kind, access, row=record.row),
                        "url": url_of(access.case.pk, step.key, record.row, record.kind),
                    }
                    for record in shown
                ],
                "may_add": "save_draft" in allowed_acts(kind, new, access),
            }
        )
    return found
