"""What is proposed to whoever codes: likely themes of a contribution, and contributions that nearly say the same.

This is the one place where the desk asks for proposals. Nothing is proposed as long as nobody has told how they are made:
``proposes`` takes the function that answers for likely themes, ``finds_alike`` the one that finds near-duplicates. Both get
the load of the case and answer for what they are asked about alone; neither is asked more than once for a page. Proposals
are shown with the words that speak for them, are never applied by themselves, and never say how somebody stands.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from followup.models import Contribution

if TYPE_CHECKING:
    from dialog.process.access import Access

MOST = 3  # A, B and C


@dataclass(frozen=True)
class Likely:
    """A theme that may be right: its key, the words in the text that speak for it, and earlier ones like it."""

    theme: str
    words: Sequence[str] = ()
    like: Sequence[str] = ()  # what they are called


@dataclass(frozen=True)
class Rate:
    """How often what was proposed in the case was chosen, of how many; ``too_few`` to say."""

    right: int = 0
    of: int = 0
    too_few: bool = True


@dataclass(frozen=True)
class Proposed:
    """The proposals for what is open or ticked, the best first, and how good they have been here."""

    themes: Sequence[Likely] = ()
    rate: Rate = field(default_factory=Rate)


@dataclass(frozen=True)
class Alike:
    """Two contributions that nearly say the same, by their numbers, and why they are shown, in a sentence."""

    one: int
    other: int
    why: str = ""


Proposer = Callable[["Access", Sequence[Contribution]], Proposed]
Finder = Callable[["Access"], Sequence[Alike]]
_asked: dict[str, Callable] = {}


def proposes(function: Proposer) -> Proposer:
    """Let a function answer which themes are likely."""
    _asked["themes"] = function
    return function


def finds_alike(function: Finder) -> Finder:
    """Let a function answer which contributions nearly say the same."""
    _asked["alike"] = function
    return function


def likely(access: "Access", contributions: Sequence[Contribution]) -> Proposed:
    """Return the themes that are likely for all of some contributions, at most three."""
    proposed: Proposed = _asked["themes"](access, contributions) if "themes" in _asked else Proposed()
    return Proposed(list(proposed.themes)[:MOST], proposed.rate)


def alike(access: "Access") -> Sequence[Alike]:
    """Return the pairs of a case that nearly say the same and of which nobody has said whether they do."""
    return _asked["alike"](access) if "alike" in _asked else ()
