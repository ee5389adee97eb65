"""What in Genomföra refers to rows of the plan and is no record: rounds as they are planned, talks, participation."""

from collections.abc import Iterable

from dialog.process.access import Access
from dialog.process.references import REFERRERS
from execution.in_force import rounds
from execution.models import GroupParticipation, Talk


def groups_referred_to(access: Access) -> Iterable[str]:
    """Return the keys of the target groups that rounds, talks and the work with participation point at."""
    talks = Talk.objects.filter(case=access.case).exclude(target_group="").values_list("target_group")
    written = GroupParticipation.objects.filter(case=access.case).order_by().values_list("key")
    planned = (key for feedback_round in rounds(access).values() for key in feedback_round.target_groups)
    return {*(key for (key,) in talks.order_by().union(written)), *planned}


REFERRERS.setdefault("target_group", []).append(groups_referred_to)
