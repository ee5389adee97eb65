"""Those for a theme beside those against it, and the voices among them that somebody takes along to a conclusion."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from followup.models import Contribution, Stance
from followup.tally import named_groups
from followup.weigh import Weighing

if TYPE_CHECKING:
    pass

SHOWN = 3  # voices of each side at first
MORE = 30  # when one looks for words
MOST = 40  # voices that are taken along


@dataclass(frozen=True)
class Voice:
    """A voice that can be quoted: from which group, unless that has so few voices that one could guess whose it is."""

    contribution: Contribution
    group: str
    is_taken: bool


@dataclass(frozen=True)
class Side:
    """Those who stand one way to a theme: how many, from how many groups and activities, and some of them."""

    stance: str
    all: int
    groups: int
    activities: int
    found: int
    voices: list[Voice]
    address: str


class BothSides:
    """The sides of the theme that is shown, as one address asks for them: with words, and with what is taken already."""

    def __init__(self, weighing: Weighing) -> None:
        self.weighing, self.access = weighing, weighing.access
        self.words = weighing.asked.get("q", "").strip()[:200]

    @cached_property
    def taken(self) -> list[Contribution]:
        """The voices that are taken along."""
        asked = [text for text in self.weighing.asked.getlist("quote")[:MOST] if text.isdecimal() and len(text) < 9]
        found = self.weighing.there.filter(number__in={int(text) for text in asked})
        return list(found.order_by("number").prefetch_related("coded__theme"))

    @cached_property
    def elsewhere(self) -> list[Contribution]:
        """What is taken along and not among the voices shown here."""
        shown = {voice.contribution.pk for side in self.sides for voice in side.voices}
        return [one for one in self.taken if one.pk not in shown]

    @cached_property
    def sides(self) -> list[Side]:
        """For, against and neither, each with as much room; one that has no voices says so."""
        theme = self.weighing.side_by_side
        if theme is None:
            return []
        sizes = {Stance.FOR: theme.supporting, Stance.AGAINST: theme.opposing, Stance.NEITHER: theme.neither}
        return [self._side(str(stance), size) for stance, size in sizes.items()]

    def _side(self, stance: str, size: int) -> Side:
        of_all = self.weighing.desk(stance, "").found
        desk = self.weighing.desk(stance, self.words)
        found = desk.found.filter(duplicate_of=None)
        taken, named = {one.pk for one in self.taken}, named_groups(self.access)
        number = found.count() if self.words else size
        shown = list(found.order_by("number")[: MORE if self.words else SHOWN])
        facts = set(of_all.values_list("target_group", "activity").order_by().distinct())
        return Side(
            stance,
            size,
            len({group for group, _activity in facts if group}),
            len({activity for _group, activity in facts if activity}),
            number,
            [Voice(one, named.get(one.target_group, ""), one.pk in taken) for one in shown],
            self.weighing.address(theme=str(desk.asked["theme"]), stance=stance, q=self.words),
        )
