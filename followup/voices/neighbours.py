"""Which texts lie nearest each other, and communities among them (Leiden)."""

from collections.abc import Iterator, Sequence
from typing import Any

from followup.voices import constants

Matrix = Any
Edges = dict[tuple[int, int], float]  # each pair once, the lower number first


def how_many(texts: int) -> int:
    """Return how many neighbours of each text are looked at."""
    return constants.NEIGHBOURS_OF_FEW if texts < constants.FEW_TEXTS else constants.NEIGHBOURS_OF_MANY


def nearest(rows: Matrix, most: int) -> Matrix:
    """Return the numbers of the nearest other rows of each row, by cosine, in blocks."""
    import numpy as np

    count = len(rows)
    most = min(most, count - 1)
    found = np.empty((count, max(most, 0)), np.int32)
    if most < 1:
        return found
    for start in range(0, count, constants.BLOCK):
        near = rows[start : start + constants.BLOCK] @ rows.T
        here = np.arange(len(near))
        near[here, here + start] = -9
        found[start : start + len(near)] = np.argpartition(-near, most - 1, axis=1)[:, :most]
    return found


def edges(neighbours: Matrix) -> Edges:
    """Return the pairs of neighbours, weighted by how many neighbours they share."""
    lists: list[list[int]] = neighbours.tolist()
    sets = [set(row) for row in lists]
    found: Edges = {}
    for a, row in enumerate(lists):
        for b in row:
            pair = (a, b) if a < b else (b, a)
            if pair not in found:
                shared = len(sets[a] & sets[b])
                found[pair] = shared / (2 * len(row) - shared) + constants.LEAST_WEIGHT
    return found


class Communities:
    """Finds communities in a graph, as many as are wanted, by seeking the resolution that gives them."""

    def __init__(self, weights: Edges, texts: int) -> None:
        self.texts = texts
        self.named = [(str(a), str(b), float(weight)) for (a, b), weight in sorted(weights.items())]
        self.smallest = max(3, constants.SMALLEST_SHARE * texts)

    def at(self, resolution: float, seed: int) -> Matrix:
        """Return the community of each text at a resolution; a text without an edge is one by itself."""
        import graspologic_native
        import numpy as np

        members = graspologic_native.leiden(
            edges=self.named,
            starting_communities=None,
            resolution=resolution,
            randomness=0.001,
            iterations=2,
            use_modularity=True,
            seed=seed,
            trials=1,
        )[1]
        numbers: dict[Any, int] = {}
        found = [members.get(str(text), f"alone {text}") for text in range(self.texts)]
        return np.array([numbers.setdefault(one, len(numbers)) for one in found])

    def tried(self, wanted: int, seed: int) -> Iterator[tuple[int, Matrix]]:
        """Yield what halving the span of resolutions gives: how many large communities too many or few, and all of them."""
        import numpy as np

        low, high = constants.LOWEST_RESOLUTION, constants.HIGHEST_RESOLUTION
        for _halving in range(constants.HALVINGS):
            middle = (low * high) ** 0.5
            found = self.at(middle, seed)
            large = int((np.bincount(found) >= self.smallest).sum())
            yield abs(large - wanted), found
            if large == wanted:
                return
            low, high = (middle, high) if large < wanted else (low, middle)

    def wanted(self, count: int, seed: int) -> Matrix:
        """Return the communities whose number comes nearest what is wanted."""
        if not self.named:
            import numpy as np

            return np.arange(self.texts)
        return min(self.tried(count, seed), key=lambda tried: tried[0])[1]


def merged(rows: Matrix, groups: Matrix, most: int) -> Matrix:
    """Return at most so many groups: those whose centres are nearest each other have become one."""
    import numpy as np
    from sklearn.cluster import AgglomerativeClustering

    numbers, place = np.unique(groups, return_inverse=True)
    if len(numbers) <= most:
        return place
    from followup.voices.features import unit

    centres = unit(np.array([rows[groups == one].mean(axis=0) for one in numbers]))
    empty = ~centres.any(axis=1)
    centres[empty] = 1 / centres.shape[1] ** 0.5  # a text without anything in it has no direction: it gets one
    return AgglomerativeClustering(most, linkage="average", metric="cosine").fit_predict(centres)[place]


def chosen_number(texts: int) -> int:
    """Return how many groups so many texts are parted into where nobody says: what a person can look through."""
    return int(min(max(round(texts**0.5 / constants.TEXTS_BY_GROUP), constants.FEWEST_GROUPS), constants.MOST_GROUPS))


def by_size(groups: Sequence[int]) -> list[list[int]]:
    """Return the members of each group, the largest first, and of equals the one that begins first."""
    found: dict[int, list[int]] = {}
    for text, group in enumerate(groups):
        found.setdefault(int(group), []).append(text)
    return sorted(found.values(), key=lambda members: (-len(members), members[0]))
