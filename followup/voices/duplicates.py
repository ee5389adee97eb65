"""Near-duplicates: two texts that may be one voice taken down twice. Only ever offered; a person says what they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from followup.voices import constants, words
from followup.voices.features import Space

Matrix = Any


@dataclass(frozen=True)
class Pair:
    """Two texts that are nearly the same, how near, and what differs: the words of each that the other has not."""

    first: int
    second: int
    nearness: float
    shared: tuple[str, ...]
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]


def near_duplicates(found: Space, places: Sequence[str] = ()) -> list[Pair]:
    """Return all pairs that are nearly the same, the nearest first; never two of which one negates what the other says.

    ``places`` may say where each text was said: two that were said at one need not be quite so near.
    """
    count = len(found)
    if count < 2:
        return []
    letters = _by_letters(found.texts)
    pairs = [
        _pair(found, a, b, nearness)
        for a, b, nearness in _near(letters, found.meaning, count)
        if not differs_in_negation(found, a, b) and (nearness >= _least(found) or _at_one_place(places, a, b))
    ]
    return sorted(pairs, key=lambda pair: (-pair.nearness, pair.first, pair.second))


def _least(found: Space) -> float:
    return constants.ALIKE if found.meaning is not None else constants.ALIKE_BY_LETTERS


def _at_one_place(places: Sequence[str], a: int, b: int) -> bool:
    return bool(places) and places[a] == places[b] != ""


def differs_in_negation(found: Space, a: int, b: int) -> bool:
    """Return whether one of two texts has a word that negates and the other has not the same."""
    return found.readings[a].negations != found.readings[b].negations


def _by_letters(texts: Sequence[str]) -> Matrix | None:
    """Return the texts by parts of words of four letters: what is left of a sentence that was written down twice."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    how = TfidfVectorizer(analyzer="char_wb", ngram_range=(4, 4), sublinear_tf=True, use_idf=False, dtype=np.float32)
    try:
        return how.fit_transform([words.clean(text).lower() for text in texts])
    except ValueError:  # nothing but signs
        return None


def _near(letters: Matrix | None, meaning: Matrix | None, count: int) -> Iterator[tuple[int, int, float]]:
    """Yield the pairs that are near enough, in blocks of rows."""
    import numpy as np

    if letters is None:
        return
    least = constants.ALIKE_AT_ONE_PLACE if meaning is not None else constants.ALIKE_BY_LETTERS
    for start in range(0, count, constants.BLOCK):
        end = min(start + constants.BLOCK, count)
        near = (letters[start:end] @ letters.T).toarray()
        if meaning is not None:
            near = (near + meaning[start:end] @ meaning.T) / 2
        for row, column in np.argwhere(near >= least):
            first, second = start + int(row), int(column)
            if first < second:
                yield first, second, float(near[row, column])


def _pair(found: Space, a: int, b: int, nearness: float) -> Pair:
    first, second = words.tokens(found.texts[a]), words.tokens(found.texts[b])
    return Pair(
        a,
        b,
        round(nearness, 3),
        shared=tuple(dict.fromkeys(word for word in first if word in set(second))),
        only_first=tuple(dict.fromkeys(word for word in first if word not in set(second))),
        only_second=tuple(dict.fromkeys(word for word in second if word not in set(first))),
    )
