"""What a group is about, in the residents' own words: telling words, typical quotations, who sits loosely, two halves."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import log
from typing import Any

from followup.voices import constants, words
from followup.voices.features import Space, unit
from followup.voices.neighbours import how_many, nearest

Matrix = Any


class Hold(StrEnum):
    """How well a group holds together: how many of it have most of their nearest in it too."""

    WELL = "well"
    FAIRLY = "fairly"
    LOOSELY = "loosely"


@dataclass(frozen=True)
class Telling:
    """A word that is commoner in a group than outside, and in how many of the group's texts it stands."""

    word: str
    stem: str
    count: int


@dataclass(frozen=True)
class Told:
    """What is shown of a group. ``members`` are numbers of texts, those that sit loosely last.

    ``typical`` lie nearest its centre and do not say the same; ``loose`` sit nearer another group; ``with_words`` is the
    share of it in which any of the words stands; ``is_shown`` is false where too few share anything that can be seen.
    """

    members: tuple[int, ...]
    words: tuple[Telling, ...]
    typical: tuple[int, ...]
    loose: tuple[int, ...]
    with_words: float
    hold: Hold

    @property
    def is_shown(self) -> bool:
        """Whether somebody could see why it is a group."""
        return self.with_words >= constants.LEAST_WITH_WORDS


def told(found: Space, groups: Sequence[Sequence[int]]) -> list[Told]:
    """Return what is shown of each group, its words against all other texts of the space."""
    names = words.named_by(found.readings)
    there = [set(one.stems) for one in found.readings]
    everywhere = Counter(stem for stems in there for stem in stems)
    apart = loose(found, groups)
    shown = []
    for members in groups:
        telling = _telling(members, there, everywhere, names)
        told_by = {one.stem for one in telling}
        shares = [len(told_by & there[i]) for i in members]
        sits = [i for i in members if i in apart]
        firm = [i for i in members if i not in apart]
        shown.append(
            Told(
                members=(*firm, *sits),
                words=tuple(telling),
                typical=typical(found.joined, firm or members),
                loose=tuple(sits),
                with_words=sum(share > 0 for share in shares) / len(members),
                hold=_hold(len(firm) / len(members)),
            )
        )
    return shown


def _hold(firm: float) -> Hold:
    if firm >= constants.HOLDS_WELL:
        return Hold.WELL
    return Hold.FAIRLY if firm >= constants.HOLDS_FAIRLY else Hold.LOOSELY


def _telling(
    members: Sequence[int], there: Sequence[set[str]], everywhere: Counter[str], names: dict[str, str]
) -> list[Telling]:
    """Return the words that tell a group from the rest, by log-likelihood; each stands in two of its texts at least."""
    inside = Counter(stem for i in members for stem in there[i])
    share = len(members) / len(there)

    def likelihood(stem: str) -> float:
        here, rest = inside[stem], everywhere[stem] - inside[stem]
        expected, beside = everywhere[stem] * share, everywhere[stem] * (1 - share)
        sum_of_both = here * log(here / expected) + (rest * log(rest / beside) if rest else 0.0)
        return 2 * sum_of_both if here >= expected else -2 * sum_of_both

    found = sorted((stem for stem, count in inside.items() if count > 1), key=lambda stem: (-likelihood(stem), stem))
    return [Telling(names[stem], stem, inside[stem]) for stem in found[: constants.WORDS_OF_GROUP]]


def typical(rows: Matrix, members: Sequence[int], most: int = constants.TYPICAL) -> tuple[int, ...]:
    """Return the texts nearest a group's centre, none of them saying what another already says."""
    here = list(members)
    centre = unit(rows[here].mean(axis=0, keepdims=True))[0]
    order = [here[i] for i in (-(rows[here] @ centre)).argsort(kind="stable")]
    found: list[int] = []
    for one in order:
        if all(float(rows[one] @ rows[other]) < constants.TOO_ALIKE for other in found):
            found.append(one)
        if len(found) == most:
            break
    return tuple(found)


def loose(found: Space, groups: Sequence[Sequence[int]]) -> frozenset[int]:
    """Return the texts of which most of the nearest that are in any group are in another one."""
    group_of = {i: number for number, members in enumerate(groups) for i in members}
    placed = sorted(group_of)
    if len(placed) < 2:
        return frozenset()
    near = nearest(found.joined[placed], how_many(len(placed))).tolist()
    apart = set()
    for i, row in zip(placed, near, strict=True):
        own = sum(group_of[placed[other]] == group_of[i] for other in row)
        possible = min(len(row), len(groups[group_of[i]]) - 1)
        if own < constants.LOOSE * possible or possible == 0:
            apart.add(i)
    return frozenset(apart)


def halves(found: Space, members: Sequence[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return a group's members in two, each half nearer itself than the other; the larger first. Whoever asked moves."""
    import numpy as np
    from sklearn.cluster import KMeans
    from threadpoolctl import threadpool_limits

    here = list(members)
    if len(here) < 2:
        return tuple(here), ()
    with threadpool_limits(1):
        side = KMeans(2, n_init=8, random_state=0).fit_predict(found.joined[here])
    if len(np.unique(side)) < 2:  # all the same: any half is as good as another
        side = np.arange(len(here)) * 2 // len(here)
    parts = [tuple(i for i, where in zip(here, side, strict=True) if where == part) for part in (0, 1)]
    first, second = sorted(parts, key=lambda part: (-len(part), part[0]))
    return first, second
