"""What becomes of two themes when they are merged, told before it is done: counts, conflicts, and what rests on them."""

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from followup.coding import codings
from followup.models import Conclusion, Contribution, Stance, Theme

if TYPE_CHECKING:
    from dialog.process.access import Access

STAYS, GOES, UNSET = "stays", "goes", "unset"  # which stance holds where a contribution stands otherwise to both


def stance_of_both(gone: str, stays: str, where_both: str) -> str:
    """Return how a contribution stands to what two themes become: as it is said of one of them, else as was chosen."""
    if not gone or not stays or gone == stays:
        return stays or gone
    return {STAYS: stays, GOES: gone}.get(where_both, "")


@dataclass(frozen=True)
class Side:
    """A theme as it is or will be: how many contributions are about it, and how they stand to it."""

    stances: Counter[str] = field(default_factory=Counter)

    @property
    def all(self) -> int:
        """How many."""
        return sum(self.stances.values())

    @property
    def supporting(self) -> int:
        """How many are for it."""
        return self.stances[Stance.FOR]

    @property
    def opposing(self) -> int:
        """How many are against it."""
        return self.stances[Stance.AGAINST]

    @property
    def neither(self) -> int:
        """How many are neither."""
        return self.stances[Stance.NEITHER]


@dataclass(frozen=True)
class Merging:
    """Two themes before they are merged: what goes, what stays, what comes of it, and what is to be known."""

    gone: Theme
    stays: Theme
    goes: Side
    stands: Side
    result: Side
    both: int
    conflicts: list[Contribution]
    conclusions: list[Conclusion]


def merging(access: "Access", gone: Theme, stays: Theme, where_both: str = STAYS) -> Merging:
    """Return what becomes of two themes of a case, each contribution counted once."""
    there = Contribution.objects.filter(case=access.case, coded__theme__in=[gone, stays]).distinct()
    found = {pk: coding.stances for pk, coding in codings(there).items()}
    both = {pk: said for pk, said in found.items() if gone.key in said and stays.key in said}
    unlike = [
        pk for pk, said in both.items() if said[gone.key] and said[stays.key] and said[gone.key] != said[stays.key]
    ]
    result = Counter(
        stance_of_both(said[gone.key], said[stays.key], where_both)
        if pk in both
        else said.get(gone.key, said.get(stays.key, ""))
        for pk, said in found.items()
    )
    conclusions = Conclusion.objects.filter(case=access.case, dropped_because="")
    return Merging(
        gone,
        stays,
        Side(Counter(said[gone.key] for said in found.values() if gone.key in said)),
        Side(Counter(said[stays.key] for said in found.values() if stays.key in said)),
        Side(result),
        len(both),
        list(Contribution.objects.filter(pk__in=unlike[:20]).only("number", "external_id")),
        [one for one in conclusions if gone.key in one.themes],
    )
