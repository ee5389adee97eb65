"""What is in force of Genomföra and asked for again and again, there and in Följa upp: read once for each load of a case."""

from typing import TYPE_CHECKING

from dialog.process.offers import rows_in_force
from dialog.process.once import once
from execution.models.activities import Activity
from execution.models.counting import Counted, count
from execution.models.methods import ChosenMethod

if TYPE_CHECKING:
    from dialog.process.access import Access


@once
def activities(access: "Access") -> dict[str, Activity]:
    """Return the activities of the case by key, the earliest first."""
    return {activity.key: activity for activity in rows_in_force(access, "activity")}


@once
def counted(access: "Access") -> dict[str, Counted]:
    """Return what was counted at each activity of the case, by the activity's key."""
    return count(access.case.pk, activities(access).values())


def methods(access: "Access") -> list[ChosenMethod]:
    """Return the methods in force, tools and those that were dropped too."""
    return rows_in_force(access, "method")
