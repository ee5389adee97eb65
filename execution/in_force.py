"""What the steps of Genomföra read: target groups, levels, promises and methods as they are in force."""

from collections.abc import Mapping
from dataclasses import dataclass

from dialog.access import Access
from execution.models import ChosenMethod
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


def promises(access: Access) -> Promises:
    """Return the levels and promises that the body decided."""
    return access.once("promises", lambda: _promises(access))


def _promises(access: Access) -> Promises:
    whole = InfluenceLevel.objects.filter(case=access.case).first()
    parts = list(LevelPart.objects.filter(case=access.case, dropped_because=""))
    levels = {one.key: one.level for one in parts}
    told = {one.key: one.promise for one in parts}
    if whole:
        levels[""], told[""] = whole.level, whole.promise
    return Promises(levels, told, {one.key: one.part for one in parts})


def level_name(key: str) -> str:
    """Return what a level is called."""
    found = catalogue.levels().get(key)
    return found.name if found else key


def groups(access: Access) -> list[TargetGroup]:
    """Return the target groups in force, those that were dropped too, in the order of the analysis."""
    return access.once("target_groups", lambda: list(TargetGroup.objects.filter(case=access.case)))


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


def means(access: Access) -> list[Means]:
    """Return the methods in force that reach somebody: tools never count."""
    return access.once("means", lambda: [Means(str(one), one.target_groups, one.expected) for one in _methods(access)])


def _methods(access: Access) -> list[ChosenMethod]:
    found = ChosenMethod.objects.filter(case=access.case, dropped_because="")
    return [one for one in found if not one.is_tool]
