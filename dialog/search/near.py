"""The nearest spelling among the words that are kept, for a word that none of them says."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

ALIKE = 82  # of a hundred; under that a word is another (measured on voices of four dialogues)
LEAST_LETTERS = 4  # of a shorter word every other is near
MOST = 10


def nearest(word: str, among: Iterable[str]) -> list[str]:
    """Return the words that are spelt most like a word, the nearest first."""
    if len(word) < LEAST_LETTERS:
        return []
    there = [other for other in among if not any(letter.isdecimal() for letter in other)]
    found = process.extract(word, there, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None)
    return [other for other, _score, _at in sorted(found, key=lambda one: (-one[1], one[0]))[:MOST]]


def lengths(word: str) -> tuple[int, int]:
    """Return how short and how long a word can be that is spelt alike."""
    share = ALIKE / (200 - ALIKE)
    return int(len(word) * share), int(len(word) / share) + 1
