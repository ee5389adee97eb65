"""What is in force of the earlier phases, as the steps of Följa upp ask for it again and again."""

from dialog.access import Access
from execution.models import Activity


def activities(access: Access) -> dict[str, Activity]:
    """Return the activities of the case by key, the earliest first."""
    return access.once("activities", lambda: {one.key: one for one in Activity.objects.filter(case=access.case)})


def is_begun(access: Access) -> bool:
    """Say whether an activity was held: from then on there is something to follow up."""
    return access.is_done("planning_gate") and any(one.is_held for one in activities(access).values())
