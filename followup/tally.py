"""Counts of contributions, each with how many of them are duplicates; and the voices that a conclusion rests on.

All of it reads the case's contributions once, without their texts: five thousand are some tenths of a second.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from dialog.process.once import once
from execution.models import Activity
from followup.models import Conclusion, Contribution, Theme
from followup.models.contribution import called

if TYPE_CHECKING:
    from dialog.process.access import Access


@dataclass(frozen=True)
class Tally:
    """A number of contributions, and how many of them are the same voice taken down twice."""

    all: int = 0
    duplicates: int = 0


@dataclass
class Voice:
    """A contribution without its text: what it is about, how it stands to that, and whether it repeats another."""

    pk: int
    number: int
    stance: str
    is_duplicate: bool
    added_at: dt.datetime
    external_id: str
    fits_no_theme: bool = False
    themes: list[str] = field(default_factory=list)

    @property
    def is_read(self) -> bool:
        """Whether somebody has read it, see ``Contributions.read``."""
        return bool(self.themes) or self.fits_no_theme

    @property
    def name(self) -> str:
        """What the contribution is called."""
        return called(self.number, self.external_id)


@once
def activities_without(access: "Access") -> list[Activity]:
    """Return the held activities that no contribution belongs to."""
    has = Contribution.objects.filter(case=access.case).values("activity")
    return list(Activity.objects.filter(case=access.case, status=Activity.Status.HELD).exclude(key__in=has))


def contributions_of(case_pk: int) -> dict[str, int]:
    """Return how many contributions each activity of a case has, by the activity's key."""
    return {key: progress.all for key, progress in by_activity(case_pk).items()}


@once
def voices(access: "Access") -> dict[int, Voice]:
    """Return the contributions of a case by number, read once for this load."""
    found: dict[int, Voice] = {}
    read = Contribution.objects.filter(case=access.case).order_by("number", "coded__position", "coded__pk")
    facts = ("pk", "number", "stance", "duplicate_of", "added_at", "external_id", "fits_no_theme")
    for pk, number, stance, original, added_at, external_id, unfit, theme, dropped in read.values_list(
        *facts, "coded__theme__key", "coded__theme__dropped_because"
    ):
        voice = found.setdefault(number, Voice(pk, number, stance, original is not None, added_at, external_id, unfit))
        if theme and not dropped:
            voice.themes.append(theme)
    return found


def tally(found: Collection[Voice]) -> Tally:
    """Count voices."""
    return Tally(len(found), sum(voice.is_duplicate for voice in found))


def by_theme(access: "Access") -> dict[str, Tally]:
    """Return how many contributions are about each theme that was not dropped, by its key."""
    return {key: count for key, (_theme, count) in _weighed(access).items()}


def themes_in_force(access: "Access") -> list[Theme]:
    """Return the themes of a case that were not dropped, in the order in which they were made."""
    return [theme for theme, _count in _weighed(access).values()]


@once
def _weighed(access: "Access") -> dict[str, tuple[Theme, Tally]]:
    repeats = Count("coded", filter=Q(coded__contribution__duplicate_of__isnull=False))
    found = Theme.objects.filter(case=access.case, dropped_because="").order_by("position", "pk")
    found = found.annotate(all=Count("coded"), repeats=repeats)
    return {theme.key: (theme, Tally(theme.all, theme.repeats)) for theme in found}


def rests_on(conclusion: Conclusion, there: dict[int, Voice]) -> list[Voice]:
    """Return the voices of a conclusion: those that are listed one by one, else all that are about its themes."""
    if conclusion.contributions:
        return [there[number] for number in conclusion.contributions if number in there]
    themes = set(conclusion.themes)
    return [voice for voice in there.values() if themes & set(voice.themes)]


def chosen_voices(found: Iterable[Voice], most: int = 3) -> list[Voice]:
    """Return a few voices to read beside a conclusion, one against it among them where there is any, no duplicates."""
    own = [voice for voice in found if not voice.is_duplicate]
    against = [voice for voice in own if voice.stance == Contribution.Stance.AGAINST]
    others = [voice for voice in own if voice.stance != Contribution.Stance.AGAINST]
    first = others[: most - bool(against)]
    return [*first, *against[: most - len(first)]]


@dataclass(frozen=True)
class Progress:
    """How far the coding of contributions has come: how many have a theme, or were read without one fitting."""

    all: int = 0
    read: int = 0
    duplicates: int = 0
    masked: int = 0

    @property
    def left(self) -> int:
        """How many are still to be read."""
        return self.all - self.read

    def __add__(self, other: "Progress") -> "Progress":
        return Progress(
            self.all + other.all,
            self.read + other.read,
            self.duplicates + other.duplicates,
            self.masked + other.masked,
        )


def by_activity(case_pk: int) -> dict[str, Progress]:
    """Return how far the coding has come, by the key of the activity; those of no activity under an empty key."""
    there = Contribution.objects.filter(case=case_pk)
    found: Any = there.values_list("activity").order_by()
    counted = found.annotate(
        all=Count("pk"),
        read=Count("pk", filter=Q(pk__in=there.read().values("pk"))),
        duplicates=Count("pk", filter=Q(duplicate_of__isnull=False)),
        masked=Count("pk", filter=Q(is_masked=True)),
    )
    return {key: Progress(*numbers) for key, *numbers in counted}


def progress(case_pk: int) -> Progress:
    """Return how far the coding of a case's contributions has come."""
    return sum(by_activity(case_pk).values(), Progress())
