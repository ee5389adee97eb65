"""The themes as they stand beside a text to be chosen: a tree with weights, digits, what is chosen and what is proposed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from followup.codebook import codebook
from followup.models import Theme
from followup.tally import Weight, by_theme

if TYPE_CHECKING:
    from dialog.process.access import Access


@dataclass
class Leaf:
    """A theme to be chosen: its weight, its digit on the keyboard, whether it is chosen or proposed, what lies under it."""

    theme: Theme
    weight: Weight
    digit: int
    is_chosen: bool = False
    is_proposed: bool = False
    stance: str = ""
    words: str = ""
    children: list["Leaf"] = field(default_factory=list)

    @property
    def css(self) -> str:
        """Solid where it is chosen, dashed where it is proposed."""
        return "chosen" if self.is_chosen else "proposed" if self.is_proposed else ""


def leaves(
    access: "Access",
    chosen: Collection[str] = (),
    stances: Mapping[str, str] | None = None,
    likely: Collection[str] = (),
) -> list[Leaf]:
    """Return the topmost themes with what lies under each; last those that were chosen and do not hold any more."""
    book, weights, said = codebook(access), by_theme(access), stances or {}

    def leaf(key: str) -> Leaf:
        return Leaf(
            book.all[key],
            weights.get(key, Weight()),
            book.digits.get(key, 0),
            key in chosen,
            key in likely,
            said.get(key, ""),
            children=[leaf(child) for child in book.children(key)],
        )

    gone = [key for key in chosen if key in book.all and key not in book.in_force]
    return [*map(leaf, book.children("")), *map(leaf, gone)]
