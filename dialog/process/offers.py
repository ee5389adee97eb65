"""What a field may offer to choose among in a case: people, bodies, rows of tables; by the name of its source.

An app adds sources of its own with ``@offer("name")``; a table of a step, and a kind of row of a register, are sources
under their own names.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from dialog.models import Area, house
from dialog.process.once import once
from dialog.process.phases import process

if TYPE_CHECKING:
    from dialog.process.access import Access

Choices = list[tuple[str, str]]
SOURCES: dict[str, Callable[["Access"], Choices]] = {}
PEOPLE = {"people", "elected"}  # dialog.process.people


def offer(name: str) -> Callable[[Callable[["Access"], Choices]], Callable[["Access"], Choices]]:
    """Register a function as the source of that name."""

    def register(function: Callable[["Access"], Choices]) -> Callable[["Access"], Choices]:
        SOURCES[name] = function
        return function

    return register


@once
def offered(access: "Access", source: str) -> Choices:
    """Return what a source offers in a case, as (key, label). Raises KeyError for a source that nobody declared."""
    if source in SOURCES:
        return SOURCES[source](access)
    return [(row.key, str(row)) for row in rows_in_force(access, source) if not row.dropped_because]


def still_here(access: "Access", source: str) -> set[str]:
    """Return which people, by their keys, what a source offers may name in a case that begins as a copy: who can be
    chosen, and where anybody of the house may be named all of them, though they are no members of the case yet.
    """
    belong = () if source == "elected" else house.who_belong(access.today).values_list("pk", flat=True)
    return {key for key, _label in offered(access, source)} | {str(pk) for pk in belong}


def name_of_gone(access: "Access", source: str, key: str) -> str:
    """Return what stands for a choice that is not offered any more: its name where it is known, and that it went."""
    if source in PEOPLE:
        person = access.people([int(key)]).get(int(key)) if key.isdecimal() and len(key) < 10 else None
        return _("%(name)s (no longer available)") % {"name": person.name} if person else _("(no longer exists)")
    if source in SOURCES:
        return _("(no longer exists)")
    row = next((offered for offered in rows_in_force(access, source) if offered.key == key), None)
    if row:
        return _("%(name)s (dropped)") % {"name": row}
    drafted = rows_in_draft(access, source).get(key)
    return _("%(name)s (not done yet)") % {"name": drafted} if drafted else _("(no longer exists)")


@once
def rows_in_draft(access: "Access", source: str) -> dict[str, str]:
    """Return what the rows of a step's table are called in its draft, by key; for members: in a copy none is done yet."""
    step = next((step for step, table in _tables() if table.name == source), None)
    if step is None or not access.is_member:
        return {}
    record = access.record(step.key)
    kept = record.revisions.filter(number__isnull=False).order_by("-number") if record else ()
    rows = step.make_form(kept[0].data, access).rows[source] if kept else []
    return {row.key: heading for row in rows if (heading := row.heading)}


def _tables() -> Iterator[tuple[Any, Any]]:
    return ((step, table) for step in process.steps() if step.form for table in step.form.tables)


@once
def rows_in_force(access: "Access", source: str) -> list[Any]:
    """Return the rows of a table, or of a kind of a register, those that were dropped too; read once for each load."""
    return list(row_model(source).objects.filter(case=access.case))


def row_model(source: str) -> Any:
    """Return the model of the rows of that name. Raises KeyError where no step declares them."""
    for step in process.steps():
        for table in step.form.tables if step.form else ():
            if table.name == source:
                return table._meta.model
        for kind in step.kinds:
            if kind.kind == source and kind.form:
                return kind.form._meta.model
            for table in kind.form.tables if kind.form else ():
                if table.name == source:
                    return table._meta.model
    raise KeyError(source)


@offer("bodies")
def bodies(access: "Access") -> Choices:
    """The bodies that there are today."""
    return [(str(body.pk), body.name) for body in house.bodies(access.today)]


@offer("areas")
def areas(access: "Access") -> Choices:
    """The areas of the municipality, by name."""
    return [(area.name, area.name) for area in Area.objects.all()]
