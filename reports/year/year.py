"""A year in numbers and in names: the dialogues that were closed in it, and what they came to.

Every case counts, also those that only their members may read; none of those is named, to anybody: the report is read aloud.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Min, Q
from django.db.models.functions import ExtractYear
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialog import clock
from dialog.language.sentences import in_letters
from dialog.models import Addition, Case, Closing
from dialog.process.access import open_cases
from dialog.process.addresses import url_of
from execution.models import FeedbackRound
from execution.models.counting import came_to
from execution.models.units import Unit
from followup.library import levels_held_on
from followup.models import Conclusion, NextTime
from followup.overview import Groups
from followup.overview.page import Bullet, bullets, drawn, words_of_reach
from followup.overview.tables import cases_address
from followup.overview.times import Time, days_to_feedback
from handbook import catalogue
from planning.models import INFORMED
from reports.models import YearComment

FOLLOWED = (Conclusion.Becomes.TAKEN_UP, Conclusion.Becomes.PARTLY)
LESSONS_OF_EACH, MOST_LESSONS = 2, 12


@dataclass(frozen=True)
class Ended:
    """A dialogue that was closed in the year: at which level it was held, how many took part, and what it came to."""

    case: Case
    level: str
    participants: int | None
    voters: int | None
    became: str


@dataclass(frozen=True)
class Promise:
    """A promised measure: of which dialogue, for which day, whether it is kept or late, and where more is told of it."""

    case: Case
    name: str
    due: dt.date
    url: str
    is_settled: bool
    is_late: bool


@dataclass(frozen=True)
class Lesson:
    """Something to do next time, and which dialogue taught it."""

    case: Case
    text: str


class Year:
    """One year. The number of queries is the same however much happened in it."""

    def __init__(self, year: int, today: dt.date | None = None) -> None:
        self.year, self.today = year, today or clock.today()
        self.closed = Case.objects.filter(closed_at__year=year)

    @cached_property
    def named(self) -> list[Case]:
        """The closed cases that may be named: those that are open in the house; the latest first."""
        return list(open_cases().filter(pk__in=self.closed).order_by("-closed_at", "-pk"))

    # The year in short

    @cached_property
    def outcomes(self) -> dict[str, int]:
        """How many were closed, by how."""
        return dict(self.closed.order_by().values_list("outcome").annotate(n=Count("pk")))

    @property
    def number(self) -> int:
        """How many were closed."""
        return sum(self.outcomes.values())

    @cached_property
    def begun(self) -> int:
        """How many were begun."""
        return Case.objects.filter(created_at__year=self.year).count()

    @cached_property
    def _participants(self) -> dict[int, int]:
        return came_to(self.closed, Unit.PARTICIPANTS)

    @property
    def participants(self) -> int:
        """How many took part in the dialogues that were closed."""
        return sum(self._participants.values())

    @cached_property
    def _voters(self) -> dict[int, int]:
        return came_to(self.closed, Unit.VOTERS)

    @property
    def voters(self) -> int:
        """How many voted besides, where residents decided by voting."""
        return sum(self._voters.values())

    @property
    def addresses(self) -> dict[str, str]:
        """Where the figures lead: to lists of the cases that they count, as far as the reader may read those."""
        return {
            "closed": cases_address(closed=self.year),
            "begun": cases_address(year=self.year),
            "groups": self.groups.everyone.address,
            "times": self.to_answer.address,
        }

    @property
    def outcomes_said(self) -> list[tuple[str, str]]:
        """How many were closed in which way, in words, each with the list of them."""
        words = {
            Case.Outcome.COMPLETED: ngettext("%(n)s completed", "%(n)s completed", self._of("completed")),
            Case.Outcome.INFORMED: ngettext("%(n)s information", "%(n)s information", self._of("informed")),
            Case.Outcome.ENDED_EARLY: ngettext("%(n)s closed early", "%(n)s closed early", self._of("ended_early")),
        }
        return [
            (said % {"n": in_letters(self._of(key))}, cases_address(closed=self.year, outcome=key))
            for key, said in words.items()
            if self._of(key)
        ]

    @property
    def begun_and_closed(self) -> tuple[str, str]:
        """How many were closed and how many were begun, as the beginning of a sentence and as its continuation."""
        closed = ngettext("%(n)s dialogue was closed", "%(n)s dialogues were closed", self.number)
        begun = ngettext("%(n)s was started", "%(n)s were started", self.begun)
        closed, begun = closed % {"n": in_letters(self.number)}, begun % {"n": in_letters(self.begun)}
        return closed[0].upper() + closed[1:], begun

    @property
    def who_took_part(self) -> str:
        """How many took part in a sentence or two; empty where nobody did."""
        if not self.participants:
            return ""
        came = ngettext(
            "%(n)s person took part in the closed dialogues.",
            "%(n)s people took part in the closed dialogues.",
            self.participants,
        ) % {"n": in_letters(self.participants)}
        if self.voters:
            voted = ngettext("%(n)s person voted.", "%(n)s people voted.", self.voters) % {"n": in_letters(self.voters)}
            came = f"{came} {voted[0].upper()}{voted[1:]}"
        return came[0].upper() + came[1:]

    @property
    def lead(self) -> str:
        """The year in a sentence or two."""
        closed, begun = self.begun_and_closed
        said = _("%(closed)s and %(begun)s.") % {"closed": closed, "begun": begun}
        return f"{said} {self.who_took_part}".strip()

    @property
    def by_outcome(self) -> str:
        """How many were closed in which way, in words: «två genomförda, en avbruten»."""
        return ", ".join(said for said, _address in self.outcomes_said)

    def _of(self, outcome: str) -> int:
        return self.outcomes.get(outcome, 0)

    @cached_property
    def conclusions(self) -> tuple[int, int]:
        """How many conclusions were drawn, and how many of them are followed, wholly or partly."""
        found = Conclusion.objects.filter(case__in=self.closed, dropped_because="")
        sums = found.aggregate(n=Count("pk"), followed=Count("pk", filter=Q(becomes__in=FOLLOWED)))
        return sums["n"], sums["followed"]

    @cached_property
    def to_answer(self) -> Time:
        """How long it took from idea to the first feedback to those who took part."""
        to = FeedbackRound.To.PARTICIPANTS
        days = sorted(days for _case, days in days_to_feedback(self.closed)[to])
        return Time(to, to.label, days, {"closed": self.year})

    # Whom we reached

    @cached_property
    def groups(self) -> Groups:
        """The target groups of the closed dialogues."""
        return Groups.of(self.closed, closed=self.year)

    @cached_property
    def bullets(self) -> list[Bullet]:
        """What was reached of what was aimed for, by priority."""
        return bullets(drawn(self.groups.by_priority))

    @property
    def reached_in_words(self) -> str:
        """Which priorities were reached, and which were not."""
        return words_of_reach(drawn(self.groups.by_priority), in_the_past=True)

    # What it led to

    @cached_property
    def ended(self) -> list[Ended]:
        """The closed dialogues that may be named."""
        keys = [case.pk for case in self.named]
        levels = levels_held_on(keys)
        conclusions = self._by_case(keys)
        onward = self._onward(keys)
        names = {key: level.name for key, level in catalogue.levels().items()}
        return [
            Ended(
                case,
                str(names.get(levels.get(case.pk) or (INFORMED if case.outcome == Case.Outcome.INFORMED else ""), "")),
                self._participants.get(case.pk),
                self._voters.get(case.pk),
                _became(case, *conclusions.get(case.pk, (0, 0)), onward.get(case.pk, "")),
            )
            for case in self.named
        ]

    def _by_case(self, keys: list[int]) -> dict[int, tuple[int, int]]:
        found = Conclusion.objects.filter(case__in=keys, dropped_because="").order_by().values_list("case")
        counted = found.annotate(n=Count("pk"), followed=Count("pk", filter=Q(becomes__in=FOLLOWED)))
        return {case: (number, followed) for case, number, followed in counted}

    def _onward(self, keys: list[int]) -> dict[int, str]:
        """In which case each goes on, as far as that may be named."""
        found = Closing.objects.filter(case__in=keys, reopened_at=None, continues_in__in=open_cases())
        return {
            closing.case_id: closing.continues_in.name
            for closing in found.select_related("continues_in")
            if closing.continues_in
        }

    # What was promised

    @cached_property
    def _promised(self) -> list[Conclusion]:
        without = (Conclusion.Becomes.NOT, Conclusion.Becomes.UNDECIDED)
        found = Conclusion.objects.filter(case__in=self.closed, dropped_because="", due__isnull=False)
        return list(found.exclude(becomes__in=without).select_related("case").order_by("due", "pk"))

    @cached_property
    def _settled(self) -> set[tuple[int, str]]:
        told = Addition.objects.filter(case__in=self.closed, kind=Addition.Kind.PROMISED_MEASURE, settled=True)
        return {(case, row) for case, rows in told.values_list("case", "rows") for row in rows}

    @cached_property
    def promises(self) -> list[Promise]:
        """What was promised for a day, the earliest first. Late: past its day, and nothing settled has been told of it."""
        return [
            Promise(
                promised.case,
                str(promised),
                promised.due,
                f"{url_of(promised.case_id, 'analysis', promised.key, 'conclusion')}#measure",
                is_settled := (promised.case_id, promised.key) in self._settled,
                promised.due < self.today and not is_settled,
            )
            for promised in self._promised
            if promised.due
        ]

    @property
    def promises_named(self) -> list[Promise]:
        """Those of them that may be named."""
        names = {case.pk for case in self.named}
        return [promise for promise in self.promises if promise.case.pk in names]

    @property
    def late_named(self) -> list[Promise]:
        """Those of them that are late."""
        return [promise for promise in self.promises_named if promise.is_late]

    @property
    def promises_in_time(self) -> list[Promise]:
        """The others, kept or for a day that has not come."""
        return [promise for promise in self.promises_named if not promise.is_late]

    @property
    def promised_in_words(self) -> str:
        """How many measures were promised, kept and are late."""
        number = len(self._promised)
        if not number:
            return _("No action has been promised by a particular date.")
        settled = sum(promise.is_settled for promise in self.promises)
        parts = [
            ngettext("%(n)s action has been promised.", "%(n)s actions have been promised.", number)
            % {"n": in_letters(number)}
        ]
        if settled:
            parts.append(ngettext("%(n)s is done.", "%(n)s are done.", settled) % {"n": in_letters(settled)})
        if late := sum(promise.is_late for promise in self.promises):
            parts.append(ngettext("%(n)s is late.", "%(n)s are late.", late) % {"n": in_letters(late)})
        return " ".join(part[0].upper() + part[1:] for part in parts)

    # What we learned

    @cached_property
    def lessons(self) -> list[Lesson]:
        """What to do next time: the first of each dialogue's that may be named."""
        cases = {case.pk: case for case in self.named}
        found: dict[int, list[Lesson]] = {}
        for row in (
            NextTime.objects.filter(case__in=cases, dropped_because="").exclude(text="").order_by("position", "pk")
        ):
            found.setdefault(row.case_id, []).append(Lesson(cases[row.case_id], row.text))
        return [lesson for pk in cases for lesson in found.get(pk, [])[:LESSONS_OF_EACH]][:MOST_LESSONS]

    @cached_property
    def comment(self) -> YearComment | None:
        """What the development leader says of the year."""
        latest = YearComment.objects.filter(year=self.year).select_related("by").order_by("-at", "-pk").first()
        return latest if latest and latest.text else None


def _became(case: Case, number: int, followed: int, onward: str) -> str:
    """Return what a closed dialogue came to, in a sentence."""
    if onward:
        return _("%(outcome)s, continues in %(case)s") % {"outcome": case.get_outcome_display(), "case": onward}
    if case.outcome == Case.Outcome.INFORMED:
        return _("No dialogue, residents have been informed")
    if not number:
        return str(case.get_outcome_display())
    words = ngettext("%(followed)s of %(n)s conclusion followed", "%(followed)s of %(n)s conclusions followed", number)
    said = words % {"followed": in_letters(followed), "n": in_letters(number)}
    return said[0].upper() + said[1:]


def years() -> list[int]:
    """Return the years of which there is something to report, the latest first; this one always."""
    found = Case.objects.order_by().filter(closed_at__isnull=False).annotate(year=ExtractYear("closed_at"))
    closed = set(found.values_list("year", flat=True).distinct())
    first = Case.objects.aggregate(first=Min("created_at"))["first"]
    begun = {timezone.localtime(first).year} if first else set()
    return sorted({*closed, *begun, clock.today().year}, reverse=True)
