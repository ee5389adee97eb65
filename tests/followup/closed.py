"""Dialogues that are closed and taught something, written straight into what is in force: many, and quickly."""

import datetime as dt
from typing import Any

from dialog.models import Case, Person
from execution.models import Activity, ChosenMethod, FeedbackRound, Talk
from followup.models import Learning, NextTime, Theme
from planning.models import InfluenceLevel, TargetGroup
from tests.story import House

GROUP = "0000c001"


def dialogue(house: House, title: str = "Hur blir torget?", *, day: dt.datetime, **facts: Any) -> Case:
    """Make a case; ``day`` is when it was begun."""
    facts = {"body": house.body, "responsible": house["responsible"], "phase": "planning", **facts}
    return Case.objects.create(
        title=title,
        created_by=house["responsible"],
        created_at=day,
        changed_at=day,
        search_text=title.lower(),
        **facts,
    )


def close(case: Case, at: dt.datetime, **learning: str) -> Case:
    """Close a case as carried through, with its learning in force."""
    case.closed_at, case.outcome, case.phase = at, Case.Outcome.COMPLETED, "closed"
    case.save()
    Learning.objects.create(case=case, **({"worked_well": "Kaffet.", "worked_less_well": "Tiden."} | learning))
    return case


def with_what_it_is_found_by(
    case: Case, *, method: str = "", group: str = "", theme: str = "", level: str = "", next_time: str = ""
) -> Case:
    """Give a case what its lesson is found by."""
    if method:
        ChosenMethod.objects.create(case=case, key="0000d001", method=method)
    if group:
        TargetGroup.objects.create(case=case, key=GROUP, name=group)
    if theme:
        Theme.objects.create(case=case, key="0000e001", name=theme)
    if level:
        InfluenceLevel.objects.create(case=case, level=level)
    if next_time:
        NextTime.objects.create(case=case, key="0000f001", text=next_time)
    return case


def reach(case: Case, by: Person, *, aimed: int, came: int, met: int = 0) -> None:
    """Aim for so many of a group, and reach them at a held activity, ``met`` of them in small talks."""
    at = case.created_at
    ChosenMethod.objects.create(case=case, key="0000d002", method="oppet-hus", expected={GROUP: aimed})
    held = {"status": Activity.Status.HELD, "status_at": at, "by_target_group": {GROUP: came}}
    Activity.objects.create(case=case, key="0000aa01", title="Öppet hus", **held)
    Activity.objects.create(case=case, key="0000aa02", title="Planerad", by_target_group={GROUP: 999})
    Talk.objects.create(case=case, activity="0000aa01", key="0000bb01", target_group=GROUP, people=met, by=by, at=at)
    Talk.objects.create(case=case, activity="0000aa02", key="0000bb02", target_group=GROUP, people=99, by=by, at=at)


def give_feedback(case: Case, day: dt.date, *, key: str = "0000cc01", to: str = "participants") -> None:
    """Carry a round of feedback out."""
    FeedbackRound.objects.create(case=case, key=key, to=to, carried_out_on=day)
