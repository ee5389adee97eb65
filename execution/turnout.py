"""Participants against those aimed for, by target group."""

from collections.abc import Iterable

from dialog.pictures import Picture, Turnout, participants
from dialog.process.access import Access
from execution.in_force import live_groups
from execution.models.counting import Counted, aimed_for, reached
from execution.models.in_force import methods


def turnout(access: Access, counted: Iterable[Counted]) -> Picture | None:
    """Return the picture of the groups; None until somebody has counted by group."""
    came, aimed = reached(counted), aimed_for(methods(access))
    if not came:
        return None
    return participants(
        [
            Turnout(target_group.name, aimed.get(target_group.key), came.get(target_group.key))
            for target_group in live_groups(access)
        ]
    )
