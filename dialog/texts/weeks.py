"""Who is asked, week by week, over all dialogues: so that the same people are not asked three times."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from dialog.language.sentences import all_of
from dialog.models import Case, Person
from dialog.process.access import readable_cases
from dialog.process.areas import LiesIn, areas_within
from dialog.process.same_people import Dialogue, Group, Occasion, dialogues_near, shared_with

WEEKS = 26  # half a year ahead


@dataclass(frozen=True)
class Asks:
    """A dialogue that asks people on an occasion, and the other dialogues that ask the same people."""

    case: Case
    occasion: Occasion
    groups: list[Group]
    also: list[tuple[Case, Occasion]]

    @property
    def whom(self) -> str:
        """The groups in words."""
        return all_of(group.name for group in self.groups)

    @property
    def areas(self) -> str:
        """Where they are."""
        return all_of(dict.fromkeys(group.area for group in self.groups if group.area))


@dataclass(frozen=True)
class Week:
    """A week in which somebody is asked."""

    monday: dt.date
    asks: list[Asks]

    @property
    def number(self) -> int:
        """Its number in the year."""
        return self.monday.isocalendar().week

    @property
    def sunday(self) -> dt.date:
        """Its last day."""
        return self.monday + dt.timedelta(days=6)


def weeks(person: Person, today: dt.date) -> list[Week]:
    """Return the weeks of the half-year ahead in which dialogues ask people, of those that the person may know of.

    What has begun stands in this week. Three queries, whatever their number.
    """
    monday = today - dt.timedelta(days=today.weekday())
    last = monday + dt.timedelta(weeks=WEEKS)
    dialogues = dialogues_near(readable_cases(person), monday, last)
    lies_in = areas_within()
    found: dict[dt.date, list[Asks]] = {}
    for dialogue in dialogues:
        for occasion in dialogue.occasions:
            if occasion.last >= today and occasion.first < last:
                begins = max(occasion.first, monday)
                week = begins - dt.timedelta(days=begins.weekday())
                found.setdefault(week, []).append(_asks(dialogue, occasion, dialogues, lies_in))
    return [
        Week(week, sorted(found[week], key=lambda asks: (asks.occasion.first, asks.case.pk))) for week in sorted(found)
    ]


def _asks(dialogue: Dialogue, occasion: Occasion, dialogues: Iterable[Dialogue], lies_in: LiesIn) -> Asks:
    groups = dialogue.asked_at(occasion)
    others = [other for other in dialogues if other is not dialogue]
    also = shared_with(groups, occasion.first, occasion.last, others, lies_in)
    return Asks(dialogue.case, occasion, groups, [(shared.case, shared.occasions[0]) for shared in also])
