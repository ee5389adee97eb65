"""Counts of contributions, each with how many of them are duplicates; and the voices that a conclusion rests on.

All of it reads the case's contributions once, without their texts: five thousand are some tenths of a second.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet

from dialog.process.once import once
from execution.models import Activity
from followup.codebook import Codebook, codebook
from followup.in_force import groups
from followup.models import Conclusion, Contribution, ContributionTheme, Stance, Theme
from followup.models.contribution import called

if TYPE_CHECKING:
    from dialog.process.access import Access


@dataclass(frozen=True)
class Tally:
    """A number of contributions, and how many of them are the same voice taken down twice."""

    all: int = 0
    duplicates: int = 0


@dataclass(frozen=True)
class Weight(Tally):
    """How many contributions are about a theme or what lies under it, and how they stand to it; of how many
    that is ``said``, and how many are its ``own``.
    """

    supporting: int = 0
    opposing: int = 0
    neither: int = 0
    said: int = 0
    own: int = 0

    @property
    def unset(self) -> int:
        """How many of them nobody has said of how they stand to it."""
        return self.all - self.said


@dataclass
class Voice:
    """A contribution without its text: its themes, how it stands to each, and whether it repeats another."""

    pk: int
    number: int
    is_duplicate: bool
    added_at: dt.datetime
    external_id: str
    fits_no_theme: bool = False
    stances: dict[str, str] = field(default_factory=dict)

    @property
    def themes(self) -> list[str]:
        """The keys of its themes, the main one first."""
        return list(self.stances)

    def stance_on(self, themes: Collection[str] = ()) -> str:
        """Return how it stands to some themes, to all of its own where it has none of them; against one is against."""
        said = {stance for theme, stance in self.stances.items() if theme in themes} or {*self.stances.values()}
        return next((str(stance) for stance in (Stance.AGAINST, Stance.FOR, Stance.NEITHER) if stance in said), "")

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


SMALLEST = 5  # a part of fewer voices is not named beside what one of them said, nor counted apart: one could guess who


@once
def named_groups(access: "Access") -> dict[str, str]:
    """Return the target groups that are named beside what one of them said, by key: those that are not too small."""
    there = Contribution.objects.filter(case=access.case).order_by().values("target_group")
    large = set(there.annotate(all=Count("pk")).filter(all__gte=SMALLEST).values_list("target_group", flat=True))
    return {group.key: group.name for group in groups(access) if group.key in large}


@once
def voices(access: "Access") -> dict[int, Voice]:
    """Return the contributions of a case by number, read once for this load."""
    found: dict[int, Voice] = {}
    read = Contribution.objects.filter(case=access.case).order_by("number", "coded__position", "coded__pk")
    facts = ("pk", "number", "duplicate_of", "added_at", "external_id", "fits_no_theme")
    coded = ("coded__theme__key", "coded__theme__dropped_because", "coded__stance")
    for pk, number, original, added_at, external_id, unfit, theme, dropped, stance in read.values_list(*facts, *coded):
        voice = found.setdefault(number, Voice(pk, number, original is not None, added_at, external_id, unfit))
        if theme and not dropped:
            voice.stances[theme] = stance
    return found


def tally(found: Collection[Voice]) -> Tally:
    """Count voices."""
    return Tally(len(found), sum(voice.is_duplicate for voice in found))


def by_theme(access: "Access") -> dict[str, Weight]:
    """Return how many contributions are about each theme that was not dropped or what lies under it, by its key."""
    return {key: count for key, (_theme, count) in _weighed(access).items()}


def themes_in_force(access: "Access") -> list[Theme]:
    """Return the themes of a case that were not dropped, in the order of the codebook's tree."""
    return list(codebook(access).in_force.values())


@once
def _weighed(access: "Access") -> dict[str, tuple[Theme, Weight]]:
    book = codebook(access)
    there = ContributionTheme.objects.filter(theme__case=access.case, theme__dropped_because="").order_by()
    counted: Any = there.values_list("theme__key").annotate(**_counts(Q()))
    own = {key: replace(Weight(*numbers), own=numbers[0]) for key, *numbers in counted}
    whole = _with_what_lies_under(there, book)
    return {
        key: (theme, replace(whole[key], own=own.get(key, Weight()).all) if key in whole else own.get(key, Weight()))
        for key, theme in book.in_force.items()
    }


def _with_what_lies_under(there: "QuerySet[ContributionTheme]", book: Codebook) -> dict[str, Weight]:
    """Return the weight of each theme that others lie under, a contribution in several of them counted once."""
    parents = [key for key in book.in_force if book.children(key)]
    counts = {
        f"{name}_{number}": count
        for number, key in enumerate(parents)
        for name, count in _counts(Q(theme__key__in=book.below(key)), distinct=True).items()
    }
    found = there.aggregate(**counts) if counts else {}
    return {key: Weight(*(found[f"{name}_{number}"] for name in COUNTED)) for number, key in enumerate(parents)}


COUNTED = ("all", "duplicates", "supporting", "opposing", "neither", "said")


def _counts(which: Q, *, distinct: bool = False) -> dict[str, Count]:
    conditions = (
        *(Q(), Q(contribution__duplicate_of__isnull=False)),
        *(Q(stance=Stance.FOR), Q(stance=Stance.AGAINST), Q(stance=Stance.NEITHER), ~Q(stance="")),
    )
    return {
        name: Count("contribution", filter=(which & condition) or None, distinct=distinct)
        for name, condition in zip(COUNTED, conditions, strict=True)
    }


def rests_on(conclusion: Conclusion, there: dict[int, Voice], book: Codebook) -> list[Voice]:
    """Return the voices of a conclusion: those that are listed one by one, else all that are about its themes, as the
    codebook has them today.
    """
    if conclusion.contributions:
        return [there[number] for number in conclusion.contributions if number in there]
    themes = book.covered(conclusion.themes)
    return [voice for voice in there.values() if not themes.isdisjoint(voice.stances)]


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
