"""How long dialogues take from idea to feedback."""

import statistics
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Min, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.utils.translation import ngettext

from dialog.models import Case
from execution.models import FeedbackRound

FEW = 4  # of fewer dialogues than these nobody is told where the half of them lies
DAYS_A_MONTH = 365.25 / 12


def days_to_feedback(cases: QuerySet[Case]) -> dict[str, list[tuple[int, int]]]:
    """Return case and days from the day it was begun to its first round of feedback, by whom the round was to.

    A case begun before the software was: nobody knows the day of its idea.
    """
    rounds = FeedbackRound.objects.filter(
        case__in=cases.order_by().filter(begun_before_software=False).values("pk"),
        carried_out_on__isnull=False,
        dropped_because="",
    )
    found: dict[str, list[tuple[int, int]]] = {to: [] for to in FeedbackRound.To.values}
    rows = rounds.order_by().values_list("case", "to", "case__created_at").annotate(first=Min("carried_out_on"))
    for case, to, begun, first in rows:
        if to in found:
            found[to].append((case, max(0, (first - localdate(begun)).days)))
    return found


@dataclass(frozen=True)
class Time:
    """How many days it took from idea to feedback, over some dialogues: the middle one, and the spread."""

    to: str
    name: Promise | str
    days: list[int]
    asked: dict[str, Any] = field(default_factory=dict)  # which dialogues they are, as the list's address says it

    @property
    def median(self) -> int | None:
        """Half of the dialogues took at most so long."""
        return round(statistics.median(self.days)) if self.days else None

    @property
    def middle_half(self) -> tuple[int, int] | None:
        """Between which days half of the dialogues lie; it takes four to say."""
        if len(self.days) < FEW:
            return None
        first, _second, third = statistics.quantiles(self.days, n=4, method="inclusive")
        return round(first), round(third)

    @property
    def shortest(self) -> int | None:
        """The dialogue that was fastest."""
        return self.days[0] if self.days else None

    @property
    def longest(self) -> int | None:
        """The dialogue that took longest."""
        return self.days[-1] if self.days else None

    @property
    def address(self) -> str:
        """The list of those dialogues."""
        return f"{reverse('overview_times')}?{urlencode({'to': self.to, **self.asked})}"

    @property
    def is_of_few(self) -> bool:
        """Whether there are too few dialogues for their median to say anything of the next one."""
        return 0 < len(self.days) < FEW

    @property
    def in_months(self) -> str:
        """The median as people say it of work that takes long: in months; below two of them in days."""
        if self.median is None:
            return ""
        months = round(self.median / DAYS_A_MONTH)
        if months < 2:
            return ngettext("%(n)d day", "%(n)d days", self.median) % {"n": self.median}
        # Translators: short for months, beside a large figure
        return ngettext("%(n)d mth", "%(n)d mths", months) % {"n": months}


def times_of(days: dict[str, list[tuple[int, int]]], **asked: Any) -> list[Time]:
    """Return how long it took from idea to feedback, to participants and to residents; see ``days_to_feedback``. What is
    ``asked`` stands in their addresses.
    """
    return [
        Time(to, FeedbackRound.To(to).label, sorted(days_taken for _case, days_taken in days[to]), asked) for to in days
    ]
