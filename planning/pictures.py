"""The target-group matrix: the groups placed by how affected and how active they are."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from handbook import catalogue
from planning.models import TargetGroup


@dataclass(frozen=True)
class Placed:
    """A group as the picture shows it: its number in the list, its name, and its priority where it has one."""

    key: str
    number: int
    name: str
    priority: int | None


def groups_in_force(case_pk: int) -> list[Placed]:
    """Return the groups of a case that are in force, without those that were dropped."""
    rows = TargetGroup.objects.filter(case=case_pk)
    return [
        Placed(row.key, number, row.name, row.given_priority)
        for number, row in enumerate(rows, start=1)
        if not row.dropped_because
    ]


def matrix(groups: list[Placed]) -> dict[str, Any]:
    """Return the matrix as lines of boxes, highly affected first, with the groups that are not placed yet beside."""
    lines = []
    for affected, title in (("high", _("Highly affected")), ("low", _("Little affected"))):
        boxes = [
            {"priority": priority, "groups": [one for one in groups if one.priority == priority.number]}
            for engagement in ("low", "high")
            for priority in catalogue.priorities().values()
            if (priority.affected, priority.engagement) == (affected, engagement)
        ]
        lines.append({"title": title, "boxes": boxes})
    unplaced = [one for one in groups if one.priority is None]
    return {"lines": lines, "unplaced": unplaced, "placed": len(groups) - len(unplaced)}
