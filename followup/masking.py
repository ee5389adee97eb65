"""A correction of a masked text, carried over to the original that lies apart: what was mended is mended in both."""

import re
from collections.abc import Sequence

from dialog.forms.compare import operations

WORD = re.compile(r"\w+|\s+|[^\w\s]")
MOST_WORDS = 1500  # beyond that nobody looks for where a change belongs: the corrector says it herself


def carried_over(shown: str, corrected: str, original: str) -> str | None:
    """Return the original with the change that was made in the text that is shown; None where a change touches what is
    masked, so that nobody but the corrector knows what the original is to say.
    """
    if shown == corrected:
        return original
    old, new, kept = (WORD.findall(text) for text in (shown, corrected, original))
    if max(len(old), len(new), len(kept)) > MOST_WORDS:
        return None
    places = _places(old, kept)
    found, upto = [], 0
    for op, a, b, c, d in operations(old, new):
        if op == "equal":
            continue
        place = _place(places, a, b, len(old), len(kept))
        if place is None or place[0] < upto:
            return None
        start, end = place
        found += [*kept[upto:start], *new[c:d]]
        upto = end
    return "".join([*found, *kept[upto:]])


def _places(shown: Sequence[str], original: Sequence[str]) -> dict[int, int]:
    """Return where each word that is shown stands in the original."""
    alike = [(a, b, c) for op, a, b, c, _d in operations(shown, original) if op == "equal"]
    return {a + offset: c + offset for a, b, c in alike for offset in range(b - a)}


def _place(places: dict[int, int], a: int, b: int, shown: int, original: int) -> tuple[int, int] | None:
    """Return which words of the original the words a to b of what is shown are; None where a mask is among them."""
    if a < b:
        found = [places.get(word) for word in range(a, b)]
        start = found[0]
        if start is None or found != list(range(start, start + b - a)):
            return None
        return start, start + b - a
    before, after = places.get(a - 1), places.get(a)
    if before is not None:  # something new comes after a word that both have
        return before + 1, before + 1
    if after is not None:
        return after, after
    return (0, 0) if shown == original == 0 else None
