"""The target groups of dialogues, as those that ask the same people are found by."""

from collections.abc import Iterable, Iterator
from typing import Any

from dialog.forms.step_form import StepForm
from dialog.models import Case
from dialog.process.access import Access
from dialog.process.offers import rows_in_force
from dialog.process.same_people import READERS, Cases, Group, Reader
from planning.models import TargetGroup


def group_of(said: dict[str, Any], case: Case) -> Group:
    """Return a target group as another dialogue may meet it; without an area of its own it is in the case's."""
    area = said.get("area") or (case.area.name if case.area else "")
    return Group(said.get("name") or "", area, lives_there=said.get("kind") == TargetGroup.Kind.AREA)


def groups_here(access: Access, form: StepForm | None = None) -> list[Group]:
    """Return the groups of a case: as they are being written, else as they are in force."""
    if form is None:
        there = rows_in_force(access, "target_group")
        return [group_of(vars(row), access.case) for row in there if not row.dropped_because]
    return [group_of(row.judged, access.case) for row in form.rows["target_group"] if not row.is_dropped]


def _groups(cases: Cases) -> Iterator[tuple[Case, str, Group]]:
    rows: Iterable[TargetGroup] = TargetGroup.objects.filter(case__in=cases, dropped_because="")
    for row in rows.select_related("case__area"):  # type: ignore[attr-defined]
        yield row.case, row.key, group_of(vars(row), row.case)


READERS.append(Reader(groups=_groups))
