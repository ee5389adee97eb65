"""What a round of voting came to: the order, what the pot is enough for, and where nobody but people can say who is first.

Nothing is decided here. Proposals stand in the order of their votes; from the first on the pot is counted down, and the line
is drawn above the first that it is not enough for. Below the line it is told what would still fit, and of equal votes
across the line that they are equal: their order is no order.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True)
class Voted:
    """A proposal in a round of voting: what it got, and what it costs, each where it is known."""

    number: int
    votes: int | None
    cost: int | None


@dataclass(frozen=True)
class Place:
    """Where a proposal came: the rank that all with equal votes share, what it and all above cost together.

    ``is_above`` the line; ``still_fits`` below it, in what is left of the pot; ``ties`` are the numbers of the others with
    as many votes where the line goes between them.
    """

    voted: Voted
    rank: int
    together: int | None
    is_above: bool
    still_fits: bool = False
    ties: tuple[int, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """The places in order; what is used and left of the pot above the line; how many votes there are in all.

    ``uncosted`` is the number of the proposal at which the counting stopped because nobody knows what it costs.
    """

    places: Sequence[Place]
    votes: int
    used: int
    left: int | None
    uncosted: int | None = None

    @property
    def above(self) -> list[Place]:
        """Those that the pot is enough for, in order."""
        return [place for place in self.places if place.is_above]

    @property
    def is_tied(self) -> bool:
        """Whether the line goes between proposals with equal votes."""
        return any(place.ties for place in self.places)


def outcome_of(voted: Iterable[Voted], pot: int | None) -> Outcome:
    """Put proposals in order and count down the pot; without a pot there is no line, and nobody stands above one."""
    ordered = sorted(voted, key=lambda one: (-(one.votes or 0), one.number))
    above = _above(ordered, pot)
    used = sum(one.cost or 0 for one in above)
    left = None if pot is None else pot - used
    last = above[-1] if above else None
    follows = ordered[len(above)] if len(above) < len(ordered) else None
    tied: set[int] = set()
    if last and follows and (last.votes or 0) == (follows.votes or 0):
        tied = {one.number for one in ordered if (one.votes or 0) == (last.votes or 0)}
    stopped = follows.number if pot is not None and follows is not None and follows.cost is None else None
    places: list[Place] = []
    together = 0
    for _votes, group in groupby(ordered, key=lambda one: one.votes or 0):
        alike = list(group)
        rank = len(places) + 1
        for one in alike:
            together += one.cost or 0
            is_above = len(places) < len(above)
            fits = not is_above and left is not None and one.cost is not None and one.cost <= left
            ties = tuple(sorted(tied - {one.number})) if one.number in tied else ()
            known = all(other.cost is not None for other in ordered[: len(places) + 1])
            places.append(Place(one, rank, together if known else None, is_above, fits, ties))
    return Outcome(places, sum(one.votes or 0 for one in ordered), used, left, stopped)


def _above(ordered: Sequence[Voted], pot: int | None) -> list[Voted]:
    """Return those from the first on that the pot is enough for; nobody without a vote is among them."""
    found: list[Voted] = []
    if pot is None:
        return found
    left = pot
    for one in ordered:
        if one.cost is None or one.cost > left or not one.votes:
            break
        left -= one.cost
        found.append(one)
    return found
