"""What would come in, and what would not, before anything does: what a file says beside what the case has already.

The same words are known again by a mark of their first wording, so that a text that was corrected or masked since is known
too. Equal words of two people in one file are two voices; as many as are in the case already are not taken again.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from dialog.language.letters import plain
from dialog.models import Case
from followup.importing.rows import Empty, Gap, Place, Refused, Said
from followup.models import Contribution

MARK_BYTES = 16
ALIKE = 0.5  # of the words of two wordings of one text, those that both have
SHORT, LETTERS_ALIKE = 200, 0.7  # of a short text, the letters tell it too
PORTION = 500
KEEP, CORRECT, VOICE = "keep", "correct", "voice"  # what becomes of a text that is in the case in other words


@dataclass(frozen=True, slots=True)
class Known:
    """A text that is in the case already, as the contribution of that number; where its words are others, what is to become
    of it (``choice``).
    """

    said: Said
    number: int
    stood: str = ""
    choice: str = ""


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
    def corrected(self) -> list[tuple[int, str]]:
        """What is to be corrected in the case: the number of each contribution, and its words in the file."""
        return [(one.number, one.said.text) for one in self.changed if one.choice == CORRECT]

    @property
    def cells(self) -> int:
        """How many cells there are in all: what becomes of them adds up to it."""
        return sum(self.counts().values())

    def counts(self) -> dict[str, int]:
        """Return how many cells became what; a changed text that is taken for another voice is a new one."""
        names = ("new", "known", "changed", "empty", "refused")
        found = {name: len(getattr(self, name)) for name in names}
        return found | {"changed": sum(one.choice != VOICE for one in self.changed)}


def mark_of_words(text: str) -> str:
    """Return a mark by which the same words are known again, whatever their letters' case and the blanks between them."""
    words = " ".join(plain(text).split())
    return hashlib.blake2b(words.encode(), digest_size=MARK_BYTES).hexdigest()


def review(
    case: Case,
    said: Iterable[Said | Refused | Empty],
    *,
    anyway: Collection[tuple[int, int]] = (),
    chosen: Mapping[tuple[int, int], str] | None = None,
    shape: str = "",
) -> Review:
    """Return what would become of what a file says. ``anyway`` are places (row, column) to be taken in though known;
    ``chosen`` says by place what becomes of a changed text.

    Something is known by its words and its question. Where the file numbers its texts, or a file of the same ``shape`` told
    whose they are, other words that are much alike are the same text changed since.
    """
    found, there = Review(), There(case, shape)
    others: list[tuple[Said, int]] = []
    for one in said:
        if isinstance(one, Empty):
            found.empty.append(one.place)
        elif isinstance(one, Refused):
            found.refused.append(one)
        elif (one.place.row, one.place.column) in anyway:
            found.new.append(one)
        elif number := there.take(one):
            found.known.append(Known(one, number))
        elif number := there.numbered(one):
            others.append((one, number))
        else:
            found.new.append(one)
    if others:
        _judge(found, case, others, chosen or {})
    return found


def _judge(
    found: Review, case: Case, others: Sequence[tuple[Said, int]], chosen: Mapping[tuple[int, int], str]
) -> None:
    """Tell texts that were changed in the source from others that only have the number of one that is here."""
    stood: dict[int, str] = {}
    numbers = [number for _said, number in others]
    for start in range(0, len(numbers), PORTION):
        part = Contribution.objects.filter(case=case, number__in=numbers[start : start + PORTION])
        stood |= dict(part.values_list("number", "text"))
    for said, number in others:
        if not much_alike(said.text, stood[number]):
            found.new.append(said)
            continue
        choice = chosen.get((said.place.row, said.place.column), KEEP)
        found.changed.append(Known(said, number, stood[number], choice))
        if choice == VOICE:
            found.new.append(said)
    found.new.sort(key=lambda one: (one.place.row, one.place.column))


def much_alike(one: str, other: str) -> bool:
    """Say whether two texts are wordings of one: half of their words are the same, or of short ones most letters."""
    words, others = set(plain(one).split()), set(plain(other).split())
    if len(words & others) >= ALIKE * max(len(words), len(others)):
        return True
    is_short = max(len(one), len(other)) <= SHORT
    return is_short and SequenceMatcher(None, one, other).ratio() >= LETTERS_ALIKE


class There:
    """What is in a case already; each of it answers to one text of a file."""

    def __init__(self, case: Case, shape: str = "") -> None:
        self.by_words: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.by_number: dict[tuple[str, str], int] = {}
        self.by_person: dict[tuple[str, str], int] = {}
        facts = ("words_mark", "question", "number", "external_id", "respondent", "came_with__shape")
        for mark, question, number, external_id, respondent, of_shape in (
            Contribution.objects.filter(case=case).order_by("-number").values_list(*facts).iterator()
        ):
            self.by_words[mark, question].append(number)
            if external_id:
                self.by_number[external_id, question] = number
            if respondent and shape and of_shape == shape:
                self.by_person[respondent, question] = number

    def take(self, said: Said) -> int:
        """Return the number of the contribution with the same words, which answers to no other text then; 0 for none."""
        if not self.by_words:
            return 0
        numbers = self.by_words.get((mark_of_words(said.text), said.question))
        return numbers.pop() if numbers else 0

    def numbered(self, said: Said) -> int:
        """Return the number here of the contribution with the same number in the source, else of the same person's answer to
        the same question; 0 for none.
        """
        if said.number:
            return self.by_number.get((said.number, said.question), 0)
        return self.by_person.get((said.respondent, said.question), 0) if said.respondent and said.question else 0
