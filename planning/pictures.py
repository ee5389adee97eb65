"""The target-group matrix, and which groups answer the overall questions of the analysis."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from dialog.engine.labels import label
from handbook import catalogue
from planning.models import TargetGroup, TargetGroupAnalysis

# Each overall question → what a group says of itself that answers it.
OVERALL: dict[str, tuple[str, Any]] = {
    "most_affected": ("affected", "high"),
    "hardest_to_reach": ("hard_to_reach", True),
    "already_active": ("already_active", True),
}


@dataclass(frozen=True)
class Placed:
    """A group as the picture shows it: its number in the list, its name, and its priority where it has one."""

    key: str
    number: int
    name: str
    priority: int | None


def placed(rows: Iterable[TargetGroup]) -> list[Placed]:
    """Return groups that are in force as the picture shows them, without those that were dropped."""
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


def answered_by_rows(groups: Iterable[Mapping[str, Any]]) -> list[tuple[Any, list[str]]]:
    """Return each overall question of the analysis with the names of the groups that answer it."""
    named = [group for group in groups if group.get("name")]
    return [
        (label(TargetGroupAnalysis, question), [group["name"] for group in named if group.get(field) == value])
        for question, (field, value) in OVERALL.items()
    ]
