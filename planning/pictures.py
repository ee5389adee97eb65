"""The target-group matrix, and which groups answer the overall questions of the analysis."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from dialog.language.labels import label
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
    """A group as the picture shows it: its number in the list and its name, which box its answers put it in (``box``
    is the priority that the matrix gives, None while it is not placed), and the priority that holds for it.
    """

    key: str
    number: int
    name: str
    box: int | None
    priority: int | None

    @property
    def own_priority(self) -> int | None:
        """The priority that holds, where it is another one than the box has."""
        return self.priority if self.priority != self.box else None


@dataclass(frozen=True)
class Answered:
    """An overall question of the analysis (``field`` of the form), and what the groups say that answers it."""

    field: str
    question: Any
    said: list[str]


def placed(rows: Iterable[TargetGroup]) -> list[Placed]:
    """Return groups that are in force as the picture shows them, without those that were dropped."""
    return [
        Placed(row.key, number, row.name, row.matrix_priority, row.given_priority)
        for number, row in enumerate(rows, start=1)
        if not row.dropped_because
    ]


def matrix(groups: list[Placed]) -> dict[str, Any]:
    """Return the matrix as lines of boxes, highly affected first, with the groups that are not placed yet beside."""
    lines = []
    for affected, title in (("high", _("Highly affected")), ("low", _("Slightly affected"))):
        boxes = [
            {"priority": priority, "groups": [placed for placed in groups if placed.box == priority.number]}
            for engagement in ("low", "high")
            for priority in catalogue.priorities().values()
            if (priority.affected, priority.engagement) == (affected, engagement)
        ]
        lines.append({"title": title, "boxes": boxes})
    unplaced = [placed for placed in groups if placed.box is None]
    return {"lines": lines, "unplaced": unplaced, "placed": len(groups) - len(unplaced)}


def answered_by_rows(groups: Iterable[Mapping[str, Any]]) -> list[Answered]:
    """Return each overall question of the analysis with the groups that answer it."""
    named = [group for group in groups if group.get("name")]
    return [
        Answered(
            question,
            label(TargetGroupAnalysis, question),
            [_said(question, group) for group in named if group.get(field) == value],
        )
        for question, (field, value) in OVERALL.items()
    ]


def _said(question: str, group: Mapping[str, Any]) -> str:
    """A group's name; where it is asked what those who are active think, that too. They stand in one line: no full stop."""
    perspective = str(group.get("perspective") or "").rstrip(" .") if question == "already_active" else ""
    return f"{group['name']}: {perspective}" if perspective else group["name"]
