"""How much the tests go through: what somebody waits for at work, or, with ``CI`` in the environment, all there is.

What is left for CI is more of the same kind: the same page in another view, another person, more examples. Of what is
long, a second database is asked half of what is gone through at work: everything has been asked of the first.
"""

import os
from collections.abc import Sequence
from typing import TypeVar

THOROUGH = bool(os.environ.get("CI"))
SECOND = os.environ.get("DATABASE_URL", "").startswith("postgres")
One = TypeVar("One")


def some(things: Sequence[One], number: int, turn: int = 0) -> Sequence[One]:
    """Return that many of them, spread evenly; in CI all. Who asks again with another ``turn`` gets others in time."""
    if THOROUGH or len(things) <= number:
        return things
    return [things[(len(things) * at // number + turn) % len(things)] for at in range(number)]


def half(number: int) -> int:
    """Return how many are gone through at work, of a second database half of them."""
    return number // 2 if SECOND else number


def examples(number: int) -> int:
    """Return how many examples hypothesis tries: a quarter of those that CI does."""
    return number if THOROUGH else max(number // 4, 1)
