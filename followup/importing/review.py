"""What would come in, and what would not, before anything does: what a file says beside what the case has already.

The same words are known again by a mark of their first wording, so that a text that was corrected or masked since is known
too. Equal words of two people in one file are two voices; as many as are in the case already are not taken again.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dialog.language.letters import plain
from dialog.models import Case
from followup.importing.rows import Empty, Gap, Place, Refused, Said
from followup.models import Contribution

MARK_BYTES = 16


@dataclass(frozen=True, slots=True)
class Known:
    """A text that is in the case already, as the contribution of that number; ``differs`` where its words are others."""

    said: Said
    number: int
    differs: bool = False


@dataclass
class Review:
    """What becomes of every cell of a file in which something could have been said."""

    new: list[Said] = field(default_factory=list)
    known: list[Known] = field(default_factory=list)
    changed: list[Known] = field(default_factory=list)
    empty: list[Place] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)

    @property
    def gaps(self) -> list[tuple[Gap, list[int]]]:
        """What is left empty beside the new ones: what stood where, and in which rows."""
        rows: dict[Gap, list[int]] = defaultdict(list)
        for said in self.new:
            for gap in said.gaps:
                if said.place.row not in rows[gap]:
                    rows[gap].append(said.place.row)
        return list(rows.items())

    @property
    def cells(self) -> int:
        """How many cells there are in all: what becomes of them adds up to it."""
        return sum(self.counts().values())

    def counts(self) -> dict[str, int]:
        """Return how many cells became what."""
        names = ("new", "known", "changed", "empty", "refused")
        return {name: len(getattr(self, name)) for name in names}


def mark_of_words(text: str) -> str:
    """Return a mark by which the same words are known again, whatever their letters' case and the blanks between them."""
    words = " ".join(plain(text).split())
    return hashlib.blake2b(words.encode(), digest_size=MARK_BYTES).hexdigest()


def review(case: Case, said: Iterable[Said | Refused | Empty], *, anyway: Sequence[Sequence[int]] = ()) -> Review:
    """Return what would become of what a file says. ``anyway`` are places (row, column) to be taken in though known.

    Something is known by its words and its question; where the file numbers its texts, another text of a known number has
    been changed there since.
    """
    found, there = Review(), There(case)
    wanted = {tuple(place) for place in anyway}
    for one in said:
        if isinstance(one, Empty):
            found.empty.append(one.place)
        elif isinstance(one, Refused):
            found.refused.append(one)
        elif (one.place.row, one.place.column) in wanted:
            found.new.append(one)
        elif number := there.take(one):
            found.known.append(Known(one, number))
        elif one.number and (number := there.numbered(one)):
            found.changed.append(Known(one, number, differs=True))
        else:
            found.new.append(one)
    return found


class There:
    """What is in a case already; each of it answers to one text of a file."""

    def __init__(self, case: Case) -> None:
        self.by_words: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.by_number: dict[tuple[str, str], int] = {}
        facts = ("words_mark", "question", "number", "external_id")
        for mark, question, number, external_id in (
            Contribution.objects.filter(case=case).order_by("-number").values_list(*facts).iterator()
        ):
            self.by_words[mark, question].append(number)
            if external_id:
                self.by_number[external_id, question] = number

    def take(self, said: Said) -> int:
        """Return the number of the contribution with the same words, which answers to no other text then; 0 for none."""
        numbers = self.by_words.get((mark_of_words(said.text), said.question))
        return numbers.pop() if numbers else 0

    def numbered(self, said: Said) -> int:
        """Return the number here of the contribution that has the same number in the source; 0 for none."""
        return self.by_number.get((said.number, said.question), 0)
