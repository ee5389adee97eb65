"""What came out of a dialogue, told as text: follow-up knows it, earlier phases begin with it or show it.

A phase adds a teller for what it knows: «conclusions», «measures», «decisions». Where nobody knows, nothing is told.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import override

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


# Each returns what came out of the goals of a case, in words, by the goal's key.
OUTCOMES: list[Callable[["Access"], dict[str, str]]] = []


def goal_outcomes(access: "Access") -> dict[str, str]:
    """Return what came out of each goal, in words, by the goal's key; empty where nothing is in force yet."""
    return {key: said for outcomes in OUTCOMES for key, said in outcomes(access).items()}
