"""Texts that came later find their place among those that are there, and texts like this one: nothing is done over."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from followup.voices import constants
from followup.voices.features import Space

Matrix = Any


@dataclass(frozen=True)
class Alike:
    """A text that is like another: how near, and the words they share (as the other writes them)."""

    text: int
    nearness: float
    shared: tuple[str, ...]


def placed(found: Space, groups: Sequence[Sequence[int]], new: Sequence[int]) -> dict[int, int | None]:
    """Return the group in which most of the nearest of each new text are, or None where most are in none.

    The space holds the new texts as well; ``groups`` are those that were made before they came.
    """
    import numpy as np

    group_of = {i: number for number, members in enumerate(groups) for i in members}
    newcomers = set(new)
    old = [i for i in range(len(found)) if i not in newcomers and not found.readings[i].says_too_little]
    chosen: dict[int, int | None] = dict.fromkeys(new)
    if not old:
        return chosen
    rows = found.joined[old]
    for one in new:
        if found.readings[one].says_too_little:
            continue
        near = rows @ found.joined[one]
        voters = np.argsort(-near, kind="stable")[: constants.VOTERS_OF_NEW]
        votes: dict[int | None, float] = {}
        for voter in voters:
            group = group_of.get(old[int(voter)])
            votes[group] = votes.get(group, 0.0) + max(float(near[voter]), 0.0)
        chosen[one] = max(votes, key=lambda group: (votes[group], -1 if group is None else -group))
    return chosen


def more_like(found: Space, texts: Sequence[int], among: Sequence[int], most: int = 20) -> list[Alike]:
    """Return those among some texts that are most like one or several («fler som den här»), the likest first."""
    from followup.voices.features import unit

    here, others = list(texts), [i for i in among if i not in set(texts)]
    if not here or not others:
        return []
    centre = unit(found.joined[here].mean(axis=0, keepdims=True))[0]
    near = found.joined[others] @ centre
    own = {stem for i in here for stem in found.readings[i].stems}
    best = (-near).argsort(kind="stable")[:most]
    return [Alike(others[i], float(near[i]), _shared(found, others[i], own)) for i in best if near[i] > 0]


def _shared(found: Space, text: int, stems: set[str]) -> tuple[str, ...]:
    """Return the words of a text whose stems are among these, each once, in order."""
    return tuple(dict.fromkeys(word for word, stem in found.readings[text].words if stem in stems))
