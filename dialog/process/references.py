"""Rows that something refers to: a row that another step, a register or a confirmed gate points at is not removed."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from dialog.forms import drafts
from dialog.forms.fields import OfferedField
from dialog.models import Record, Revision, RowReference
from dialog.process.offers import SOURCES
from dialog.process.once import once

if TYPE_CHECKING:
    from dialog.forms.draft_form import DraftForm
    from dialog.forms.step_form import StepForm
    from dialog.process.access import Access

Reference = tuple[str, str]  # the table of a row, and its key

# What refers to rows of a table and is no record (a talk to its target group): by table, the functions that say to which of
# its rows, by key. Phases add theirs.
REFERRERS: dict[str, list[Callable[["Access"], Iterable[str]]]] = {}


def references_of(form: "StepForm") -> set[Reference]:
    """Return the rows that a complete form points at, in its own fields and in its tables that are not dropped."""
    found = set(_pointed_at(form))
    for rows in form.rows.values():
        for row in rows:
            if not row.is_dropped:
                found.update(_pointed_at(row))
    return found


def _pointed_at(form: "DraftForm") -> Iterator[Reference]:
    for name, field in form.fields.items():
        if isinstance(field, OfferedField) and field.source not in SOURCES:
            value: Any = form.judged.get(name)
            keys = value if isinstance(value, (list, dict)) else [value]
            yield from ((field.source, key) for key in keys or () if key)


def references_of_copy(copy: dict[str, int]) -> set[Reference]:
    """Return every row that stands in the versions that a gate's confirmation keeps."""
    found: set[Reference] = set()
    for revision in Revision.objects.filter(record__in=[int(pk) for pk in copy]).exclude(version=None):
        if copy[str(revision.record_id)] == revision.version:
            for name, values in revision.data.items():
                found.update((name, drafts.row_key(row)) for row in values if isinstance(row, dict))
    return found


def store(record: Record, references: set[Reference]) -> None:
    """Make a record's references those of its version in force; a gate's stay for good."""
    RowReference.objects.filter(record=record).delete()
    RowReference.objects.bulk_create(RowReference(record=record, table=table, key=key) for table, key in references)


@once
def referred_to(access: "Access", tables: tuple[str, ...]) -> set[Reference]:
    """Return the rows of some tables of a case that something refers to."""
    there = RowReference.objects.filter(record__case=access.case, table__in=tables).values_list("table", "key")
    beside = {(table, key) for table in tables for referrer in REFERRERS.get(table, ()) for key in referrer(access)}
    return beside.union(there)
