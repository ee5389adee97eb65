"""The one place where suggestions are asked for, and where another way of making them is plugged in."""

from collections.abc import Sequence

from followup.voices import duplicates, features, grouping, placing, telling
from followup.voices import likely as learning
from followup.voices.features import Matrix, Space
from followup.voices.likely import Codes, Likely


class Suggester:
    """Makes suggestions of texts, and of codes where there are some; whoever has a better way subclasses it.

    The setting ``SUGGESTER`` names the class. ``way`` stands with what was made: another way means that it is made anew.
    Nothing is remembered between calls but the space, which whoever asks hands on. Texts are known by their place in the
    list. Every method must give the same for the same texts, and say nothing of them in a log.
    """

    way = "words 1"

    def space(self, texts: Sequence[str], vectors: Matrix | None = None) -> Space:
        """Return the texts beside each other; ``vectors`` has a row for each of them where there is a model."""
        return features.space(texts, vectors)

    def groups(
        self, found: Space, wanted: int | None = None, told: grouping.Told = lambda percent: None
    ) -> tuple[grouping.Grouped, list[telling.Told]]:
        """Return groups of texts, and what is shown of each."""
        parted = grouping.grouped(found, wanted, told)
        return parted, telling.told(found, parted.groups)

    def halves(self, found: Space, members: Sequence[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return a group in two."""
        return telling.halves(found, members)

    def placed(self, found: Space, groups: Sequence[Sequence[int]], new: Sequence[int]) -> dict[int, int | None]:
        """Return the group of each text that came after the groups were made, or None."""
        return placing.placed(found, groups, new)

    def more_like(
        self, found: Space, texts: Sequence[int], among: Sequence[int], most: int = 20
    ) -> list[placing.Alike]:
        """Return the texts that are most like some («fler som den här»)."""
        return placing.more_like(found, texts, among, most)

    def near_duplicates(self, found: Space, places: Sequence[str] = ()) -> list[duplicates.Pair]:
        """Return the pairs that may be one voice taken down twice."""
        return duplicates.near_duplicates(found, places)

    def likely(self, found: Space, codes: Codes) -> Likely:
        """Return what the coded texts say of the others."""
        return Likely(found, codes)

    def ask_next(self, found: Space, codes: Codes, learnt: Likely | None = None) -> list[int]:
        """Return which texts are best read next."""
        return learning.ask_next(found, codes, learnt)
