"""A word that somebody looks for, and which of the words that are kept say the same.

A word says the same when what inflection leaves of the sought one (its forms) begins its stem or its lemma, or is a later
part of it, as in a compound. Short forms stand in words that have nothing to do with them («tak» in «kontakt»), so they
count only as a beginning, or as an ending with enough before it («hustak»).
"""

from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_

from django.db.models import Q

from dialog.search.swedish import (
    BETWEEN_OTHERS,
    LEAST_LETTERS,
    MOST_WORDS,
    OWN_WORDS,
    in_words,
    stemmed,
    without_lost_e,
)

INSIDE = 4  # so many letters a form has at least that counts in the middle of a word
BEFORE_INSIDE, BEFORE_ENDING = 2, 3  # letters of the compound's first part before a long form, before a short one


@dataclass(frozen=True)
class Sought:
    """A word that is looked for, as it is compared; ``lemma`` as a dictionary has it, where that is known."""

    word: str
    lemma: str = ""

    @cached_property
    def stem(self) -> str:
        """Its stem; of a word that would be too short, the word."""
        (stem,) = stemmed([self.word])
        return stem if len(stem) >= LEAST_LETTERS else self.word

    @cached_property
    def is_number(self) -> bool:
        """Whether there is a figure in it: it is no word, and has no spelling near to it."""
        return any(letter.isdecimal() for letter in self.word)

    @cached_property
    def forms(self) -> frozenset[str]:
        """What inflection leaves of it; nothing of what is shorter than three letters."""
        if self.is_number:
            return frozenset({self.word})
        whole = [self.word, *([self.lemma] if self.lemma and self.lemma not in OWN_WORDS else [])]
        found = {self.stem, *stemmed(whole[1:])}
        found |= {without_lost_e(one) for one in [*whole, *found] if without_lost_e(one) != one}
        return frozenset(form for form in found if len(form) >= LEAST_LETTERS)

    def holds(self, word: str, stem: str, lemma: str) -> bool:
        """Say whether a word that is kept says the same."""
        if word == self.word or (self.lemma and self.lemma == lemma and lemma not in OWN_WORDS):
            return True
        if self.is_number:
            return len(self.word) >= LEAST_LETTERS and (word.startswith(self.word) or self._is_part(word))
        return any(_is_in(form, own) for form in self.forms for own in (stem, lemma) if own)

    def _is_part(self, word: str) -> bool:
        return len(self.word) >= INSIDE and self.word in word

    def condition(self) -> Q:
        """Return the condition for all words that may say the same, and few others: ``holds`` tells them apart."""
        found = Q(word=self.word)
        if self.lemma and self.lemma not in OWN_WORDS:
            found |= Q(lemma=self.lemma)
        if self.is_number:
            return found | (Q(word__contains=self.word) if len(self.word) >= LEAST_LETTERS else Q())
        return reduce(or_, (Q(stem__contains=form) | Q(lemma__contains=form) for form in sorted(self.forms)), found)


def _is_in(form: str, own: str) -> bool:
    """Say whether a form begins a word's own stem or lemma, or is a part of a compound."""
    if own.startswith(form):
        return True
    if len(form) < INSIDE:
        return own.endswith(form) and len(own) - len(form) >= BEFORE_ENDING
    return own.find(form, BEFORE_INSIDE) > 0


def sought_in(text: str) -> list[Sought]:
    """Return the words of what somebody typed, once each, at most a dozen; those that hold others together only where they
    stand alone.
    """
    words = list(dict.fromkeys(in_words(text)))
    telling = [word for word in words if word not in BETWEEN_OTHERS]
    return [Sought(word) for word in (telling or words)[:MOST_WORDS]]
