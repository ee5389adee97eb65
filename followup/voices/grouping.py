"""Groups of texts that nobody has coded yet: several ways of grouping vote over pairs of near texts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from followup.voices import constants
from followup.voices.features import Space
from followup.voices.neighbours import Communities, Edges, by_size, chosen_number, edges, how_many, merged, nearest

Matrix = Any
PAIRS = 4096  # at a time
Told = Callable[[int], None]  # how many of a hundred are done


@dataclass(frozen=True)
class Grouped:
    """Groups by the numbers of their texts, the largest first, and the texts that were set aside.

    ``little`` say too little by themselves to be like anything. ``too_few``: there are not texts enough for groups.
    """

    groups: tuple[tuple[int, ...], ...] = ()
    little: tuple[int, ...] = ()
    too_few: bool = False


def grouped(found: Space, wanted: int | None = None, told: Told = lambda percent: None) -> Grouped:
    """Return the groups of all texts that say enough; none where they are too few. Each text is in at most one."""
    little = tuple(i for i, one in enumerate(found.readings) if one.says_too_little)
    rest = [i for i, one in enumerate(found.readings) if not one.says_too_little]
    if len(rest) < constants.FEWEST_TO_GROUP:
        return Grouped(little=little, too_few=True)
    parted = consensus(found.part(rest), wanted or chosen_number(len(rest)), told)
    return Grouped(tuple(tuple(rest[i] for i in members) for members in by_size(parted)), little)


def consensus(found: Space, wanted: int, told: Told = lambda percent: None, seed: int = 0) -> Matrix:
    """Return the group of each text, at most so many groups: what several ways of grouping agree about."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):  # sums in another order differ in their last bit, and then groups do
        near = nearest(found.joined, how_many(len(found)))
        pairs = edges(near)
        runs = _runs(found, pairs, wanted, seed, told)
        far = edges(nearest(found.joined, 2 * how_many(len(found))))
        if found.meaning is not None:
            far |= edges(nearest(found.meaning, how_many(len(found))))
        weights = votes(found.joined, far | pairs, runs)
        told(90)
        return merged(found.joined, Communities(weights, len(found)).wanted(wanted, seed + 1), wanted)


def _runs(found: Space, pairs: Edges, wanted: int, seed: int, told: Told) -> list[Matrix]:
    from sklearn.cluster import KMeans

    rows, runs = found.joined, []
    graph = Communities(pairs, len(found))
    for run in range(constants.LEIDEN_RUNS):
        runs.append(merged(rows, graph.wanted(wanted, seed * 10 + run + 1), wanted))
        told(10 + 15 * run)
    for run in range(constants.KMEANS_RUNS):
        runs.append(KMeans(wanted, n_init=1, random_state=seed * 10 + run).fit_predict(rows))
        told(50 + 5 * run)
    if found.meaning is not None:
        alone = edges(nearest(found.meaning, how_many(len(found))))
        runs.append(merged(found.meaning, Communities(alone, len(found)).wanted(wanted, seed * 10 + 7), wanted))
        told(80)
    return runs


def votes(rows: Matrix, pairs: Edges, runs: Sequence[Matrix]) -> Edges:
    """Return the pairs that some run has in one group, by how many have."""
    import numpy as np

    ends = np.array(sorted(pairs), dtype=np.int64)
    first, second = ends[:, 0], ends[:, 1]
    share = np.mean([run[first] == run[second] for run in runs], axis=0)
    alike = np.empty(len(ends), np.float32)
    for start in range(0, len(ends), PAIRS):  # half a million rows twice would be a gigabyte
        part = slice(start, start + PAIRS)
        alike[part] = np.maximum(np.einsum("ij,ij->i", rows[first[part]], rows[second[part]]), 0)
    weight = share**2 + constants.NEARNESS_BESIDE_VOTES * alike
    return {(int(a), int(b)): float(w) for a, b, w, s in zip(first, second, weight, share, strict=True) if s > 0}
