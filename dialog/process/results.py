"""What came out of a dialogue, told as text: follow-up knows it, earlier phases begin with it or show it.

A phase adds a teller for what it knows: «conclusions», «measures», «decisions». Where nobody knows, nothing is told.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import override

from dialog.language.sentences import full_stop

if TYPE_CHECKING:
    from dialog.process.access import Access

TELLERS: dict[str, Callable[["Access"], str]] = {}


def teller(what: str) -> Callable[[Callable[["Access"], str]], Callable[["Access"], str]]:
    """Register a function that tells something of a case's result."""

    def register(function: Callable[["Access"], str]) -> Callable[["Access"], str]:
        TELLERS[what] = function
        return function

    return register


def result_as_text(access: "Access", what: str) -> str:
    """Return what is told of a case's result, in the municipality's language; empty where nothing is in force yet."""
    with override(settings.LANGUAGE_CODE):
        return TELLERS[what](access) if what in TELLERS else ""


@dataclass(frozen=True)
class Outcome:
    """What came out of a goal: in words, as a number where it was measured, how it served the purpose; and whether it was
    enough, as a code (``reached``, ``partly``, ``not_reached``, ``cannot_say``) and as it is called.
    """

    words: str
    value: Decimal | None = None
    reached: str = ""
    verdict: str = ""
    served: str = ""

    def __str__(self) -> str:
        return f"{full_stop(self.words)} {full_stop(self.verdict)}".strip()


# Each returns what came out of the goals of a case, by the goal's key.
OUTCOMES: list[Callable[["Access"], dict[str, Outcome]]] = []


def goal_outcomes(access: "Access") -> dict[str, Outcome]:
    """Return what came out of each goal, by the goal's key; empty where nothing is in force yet."""
    return {key: came for outcomes in OUTCOMES for key, came in outcomes(access).items()}
