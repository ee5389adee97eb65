"""What is in force, as the steps of Genomföra ask for it again and again: read once for each load of a case."""

from collections.abc import Mapping
from dataclasses import dataclass

from dialog.process.access import Access
from dialog.process.offers import rows_in_force
from dialog.process.once import once
from execution.models import ContactRegister, FeedbackRound
from execution.models.in_force import activities, methods
from handbook import catalogue
from planning.models import InfluenceLevel, LevelPart, TargetGroup

FIRST = (1, 2)  # the priorities that the dialogue must reach


@dataclass(frozen=True)
class Promises:
    """The level of influence and the promise that goes with it: the case's own under an empty key, each part's under its."""

    levels: dict[str, str]
    promises: dict[str, str]
    parts: dict[str, str]

    def level(self, part: str = "") -> str:
        """Return the level of a part, or of the whole."""
        return self.levels.get(part) or self.levels.get("", "")

    def promise(self, part: str = "") -> str:
        """Return what participants of a part, or of the whole, are promised."""
        return self.promises.get(part) or self.promises.get("", "")


@once
def promises(access: Access) -> Promises:
    """Return the levels and promises that the body decided."""
    whole = InfluenceLevel.objects.filter(case=access.case).first()
    parts: list[LevelPart] = [part for part in rows_in_force(access, "part") if not part.dropped_because]
    levels = {part.key: part.level for part in parts}
    told = {part.key: part.promise for part in parts}
    if whole:
        levels[""], told[""] = whole.level, whole.promise
    return Promises(levels, told, {part.key: part.part for part in parts})


def levels(access: Access) -> dict[str, str]:
    """Return the level of the whole, under an empty key, and of each part that has one of its own, without the promises.

    That of the whole is the decision's own answer, which is read with the case.
    """
    found = {part.key: part.level for part in rows_in_force(access, "part") if not part.dropped_because}
    decision = access.decisions_in_force.get("influence_level")
    return {**found, "": decision.answer["level"]} if decision else found


def level_name(key: str) -> str:
    """Return what a level is called."""
    found = catalogue.levels().get(key)
    return found.name if found else key


def groups(access: Access) -> list[TargetGroup]:
    """Return the target groups in force, those that were dropped too, in the order of the analysis."""
    return rows_in_force(access, "target_group")


def live_groups(access: Access) -> list[TargetGroup]:
    """Return the target groups that hold."""
    return [group for group in groups(access) if not group.dropped_because]


def must_be_reached(group: TargetGroup) -> bool:
    """Say whether a group has one of the priorities that the dialogue must reach."""
    return not group.dropped_because and group.given_priority in FIRST


@dataclass(frozen=True)
class Means:
    """A method that reaches somebody: what it is called, whom it reaches, and how many one expects of each group."""

    name: str
    groups: list[str]
    expected: Mapping[str, int]


@once
def means(access: Access) -> list[Means]:
    """Return the methods in force that reach somebody: tools never count."""
    holding = [method for method in methods(access) if not method.is_tool and not method.dropped_because]
    return [Means(str(method), method.target_groups, method.expected) for method in holding]


def is_carried_through(access: Access) -> bool:
    """Say whether an activity was held and none is still planned: then the case has left Genomföra."""
    found = activities(access).values()
    return any(feedback_round.is_held for feedback_round in found) and not any(
        feedback_round.is_planned for feedback_round in found
    )


def was_held(access: Access) -> bool:
    """Say whether residents took part: an activity was held."""
    return any(activity.is_held for activity in activities(access).values())


@once
def rounds(access: Access) -> dict[str, FeedbackRound]:
    """Return the rounds of feedback of the case by key, those with the earliest day first."""
    found = FeedbackRound.objects.filter(case=access.case).order_by("planned_on", "pk")
    return {feedback_round.key: feedback_round for feedback_round in found}


@once
def registers(access: Access) -> list[ContactRegister]:
    """Return the contact registers of the case."""
    return list(ContactRegister.objects.filter(case=access.case))
