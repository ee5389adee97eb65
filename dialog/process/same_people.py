"""Dialogues that ask the same people at about the same time, so that they can be held together or moved.

The rule: two dialogues ask the same people when each has a group in the same area, or one in an area within the other's, and
the groups share a word that says who they are, or overlap in age, or are both held together by where they live; and when at
most half a year lies between the days on which they are asked. A group without an area is asked everywhere.

Which groups a case has, and on which days it asks, the phases know: each adds a reader of its own (``READERS``).
"""

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from django.db.models import Q, QuerySet

from dialog.language.letters import in_order
from dialog.language.sentences import all_of
from dialog.models import Case
from dialog.process.access import Access, readable_cases
from dialog.process.areas import LiesIn, areas_within
from dialog.search.swedish import COMMON, stems

HALF_YEAR = dt.timedelta(days=183)
INFORMS = "information"  # the phase in which residents are told instead of asked
# That a case may still hold the dialogue which its days tell of.
STILL_ASKS = Q(closed_at=None) & ~Q(phase=INFORMS)
MOST = 200  # cases that are looked through; nobody holds so many dialogues in a year
AGES = re.compile(r"(\d{1,3})\s*[–-]\s*(\d{1,3})\s*år")
# Words in the names of groups that tell nobody who they are.
GENERAL = COMMON | frozenset(
    stems("år deras andra olika grupp personer människor invånare övriga boende bor talar talande än")
)


@dataclass(frozen=True)
class Group:
    """A target group as another dialogue may meet it.

    ``lives_there``: what holds it together is that they live in the area. An empty area is the whole municipality.
    """

    name: str
    area: str = ""
    lives_there: bool = False


@dataclass(frozen=True)
class Occasion:
    """Days on which a dialogue asks people: an activity; without one, the days of the whole dialogue, which has no title.

    ``groups`` are the keys of those who are asked; empty where that is not known, so all of the dialogue's.
    """

    first: dt.date
    last: dt.date
    title: str = ""
    groups: tuple[str, ...] = ()


@dataclass
class Dialogue:
    """A dialogue with its groups, by their keys, and its occasions."""

    case: Case
    groups: dict[str, Group] = field(default_factory=dict)
    occasions: list[Occasion] = field(default_factory=list)

    def asked_at(self, occasion: Occasion) -> list[Group]:
        """Return the groups that are asked on an occasion."""
        keys = occasion.groups or tuple(self.groups)
        return [self.groups[key] for key in keys if key in self.groups]


@dataclass(frozen=True)
class Shared:
    """A dialogue that asks the same people: which of its groups they are, which of one's own, and when it asks them."""

    case: Case
    theirs: list[Group]
    mine: list[Group]
    occasions: list[Occasion]

    @property
    def theirs_named(self) -> str:
        """What the other dialogue calls them."""
        return all_of(group.name for group in self.theirs)


def same_people(one: Group, other: Group, lies_in: LiesIn = MappingProxyType({})) -> bool:
    """Say whether two groups hold the same people; see the top of the file."""
    if one.area and other.area and not _meet(one.area, other.area, lies_in):
        return False
    if one.lives_there and other.lives_there and one.area and other.area:
        return True
    if (ages := _ages(one.name)) and (others := _ages(other.name)):
        return ages[0] <= others[1] and others[0] <= ages[1]
    return bool(_words(one) & _words(other))


def _meet(area: str, other: str, lies_in: LiesIn) -> bool:
    return area == other or area in lies_in.get(other, ()) or other in lies_in.get(area, ())


def _ages(name: str) -> tuple[int, int] | None:
    found = AGES.search(name)
    return (int(found[1]), int(found[2])) if found else None


@lru_cache(maxsize=4096)
def _words(group: Group) -> frozenset[str]:
    """Return the words that say who they are: not where they live, nor what is said of any group."""
    general = GENERAL.union(stems(group.area))
    found = (stem for stem in stems(group.name) if stem not in general and len(stem) > 2)
    return frozenset(stem for stem in found if not stem.isdecimal())


def is_near(occasion: Occasion, first: dt.date, last: dt.date) -> bool:
    """Say whether at most half a year lies between an occasion and the days from ``first`` to ``last``."""
    return occasion.first <= last + HALF_YEAR and first - HALF_YEAR <= occasion.last


def shared_with(
    groups: Iterable[Group], first: dt.date, last: dt.date, others: Iterable[Dialogue], lies_in: LiesIn
) -> list[Shared]:
    """Return the dialogues that ask any of the groups at about the same time, the earliest first."""
    mine, found = list(groups), []
    for other in others:
        near = [occasion for occasion in other.occasions if is_near(occasion, first, last)]
        asked = dict.fromkeys(group for occasion in near for group in other.asked_at(occasion))
        theirs = [group for group in asked if any(same_people(own, group, lies_in) for own in mine)]
        if theirs:
            own = [group for group in mine if any(same_people(group, their, lies_in) for their in theirs)]
            when = [occasion for occasion in near if set(theirs) & set(other.asked_at(occasion))]
            found.append(
                Shared(other.case, theirs, own, sorted(when, key=lambda one: (one.first, in_order(one.title))))
            )
    return sorted(found, key=lambda shared: (shared.occasions[0].first, shared.case.pk))


@dataclass(frozen=True)
class Reader:
    """What a phase knows of it, each of several cases at once, in one query.

    ``asks_near`` is the condition that a case asks anybody from one day to another; ``groups`` yields each group with its
    case (its area read along) and its key; ``occasions`` yields each occasion with its case's id.
    """

    asks_near: Callable[[dt.date, dt.date], Q] | None = None
    groups: "Callable[[Cases], Iterable[tuple[Case, str, Group]]] | None" = None
    occasions: "Callable[[Collection[int]], Iterable[tuple[int, Occasion]]] | None" = None


Cases = QuerySet[Case]
READERS: list[Reader] = []


def days_of(case: Case, today: dt.date) -> tuple[dt.date, dt.date]:
    """Return the days of a dialogue; today where nobody has said when it is held."""
    first = case.dialogue_from or case.dialogue_to or today
    return first, max(case.dialogue_to or first, first)


def dialogues_near(cases: Cases, first: dt.date, last: dt.date, also: int = 0) -> list[Dialogue]:
    """Return those of the cases that ask anybody from one day to another, and one that is wanted ``also``, whenever it asks.
    A query for each reader of groups and of occasions.
    """
    condition = Q(dialogue_from__lte=last, dialogue_to__gte=first) & STILL_ASKS
    for reader in READERS:
        condition |= reader.asks_near(first, last) if reader.asks_near else Q()
    near = cases.filter(condition).order_by("-changed_at").values("pk")[:MOST]
    found: dict[int, Dialogue] = {}
    for reader in READERS:
        for case, key, group in (
            reader.groups(Case.objects.filter(Q(pk__in=near) | Q(pk=also))) if reader.groups else ()
        ):
            found.setdefault(case.pk, Dialogue(case)).groups[key] = group
    for reader in READERS:
        for pk, occasion in reader.occasions(found) if reader.occasions and found else ():
            found[pk].occasions.append(occasion)
    for dialogue in found.values():
        case = dialogue.case
        if not dialogue.occasions and case.dialogue_from and not case.closed_at and case.phase != INFORMS:
            dialogue.occasions.append(Occasion(*days_of(case, first)))
    return list(found.values())


def who_asks_them_too(access: Access, groups: Sequence[Group] | None = None) -> list[Shared]:
    """Return the other dialogues that ask any of the groups at about the same time, of those that the person may know of;
    without groups, those that are in force in the case.
    """
    own, (first, last) = access.case, days_of(access.case, access.today)
    if groups is not None and not groups:
        return []
    others = readable_cases(access.user).exclude(pk=own.pk)
    there = dialogues_near(others, first - HALF_YEAR, last + HALF_YEAR, own.pk)
    if groups is None:
        groups = [group for dialogue in there if dialogue.case.pk == own.pk for group in dialogue.groups.values()]
    found = [dialogue for dialogue in there if dialogue.case.pk != own.pk]
    return shared_with(groups, first, last, found, areas_within()) if found else []
