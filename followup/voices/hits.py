"""How often suggestions were right, from what people chose: said only when enough have been judged."""

from collections.abc import Iterable
from dataclasses import dataclass

from followup.voices import constants


@dataclass(frozen=True)
class HitRate:
    """Of so many suggestions that somebody answered, so many were right."""

    right: int
    judged: int

    @property
    def too_few(self) -> bool:
        """Whether a share would say more about chance than about the suggestions."""
        return self.judged < constants.FEWEST_FOR_HIT_RATE

    @property
    def percent(self) -> int | None:
        """The share, or None where they are too few."""
        return None if self.too_few else round(100 * self.right / self.judged)


def hit_rate(answers: Iterable[tuple[Iterable[object], Iterable[object]]]) -> HitRate:
    """Return how often the first theme that was suggested is one that a person chose; texts without one are not counted."""
    right = judged = 0
    for suggested, chosen in answers:
        first = next(iter(suggested), None)
        if first is not None:
            judged += 1
            right += first in set(chosen)
    return HitRate(right, judged)
