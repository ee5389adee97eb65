"""What somebody looks for, among the texts that she may read: which of them hold it, and where in them it stands."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Length
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from dialog.language.letters import plain
from dialog.models.words import Word, WordOfText
from dialog.search.near import lengths, nearest
from dialog.search.sought import Sought, sought_in
from dialog.search.swedish import PARTS, WORD, stemmed

MOST = 2_000  # kept words that say the same as a sought one; of more they are not told apart further
_WORDS = re.compile(r"(\s*\S+)(\s*)")
AROUND = 8  # words shown before the first hit, where a text is shown in part


@dataclass(frozen=True)
class Instead:
    """A word that stands nowhere, and the nearest that does."""

    typed: str
    shown: str


@dataclass
class Said:
    """A sought word with those that say the same: their keys, and whether there are too many to name."""

    sought: Sought
    words: dict[int, str] = field(default_factory=dict)
    is_too_much: bool = False


class Search:
    """A search among ``texts``, those that somebody may read; their words are those of ``case``, or of all cases.

    Nothing is asked of the database until something is looked for; then a handful of queries, whatever there is.
    """

    def __init__(self, texts: QuerySet[Any], typed: str, case: int | None = None) -> None:
        self.texts, self.typed, self.case = texts, typed, case

    @cached_property
    def said(self) -> list[Said]:
        """Each word that is looked for, with the words that say the same."""
        found = self._compared(self._with_lemmas(sought_in(self.typed)))
        return [self._nearest(one) if self._is_nowhere(one) else one for one in found]

    @cached_property
    def conditions(self) -> list[Q]:
        """What must hold of a text: a condition for each word."""
        return [self._condition(one) for one in self.said]

    @property
    def found(self) -> QuerySet[Any]:
        """The texts that hold every word."""
        return self.texts.filter(*self.conditions)

    @property
    def count(self) -> int | None:
        """How many texts hold every word, where that can be counted without the texts: whoever asks may read all of them."""
        if self.waits or not self.said or any(one.is_too_much for one in self.said):
            return None
        rows = WordOfText.objects.filter(word__in=list(self.said[0].words))
        for one in self.said[1:]:
            rows = rows.filter(text__in=WordOfText.objects.filter(word__in=list(one.words)).values("text"))
        return rows.values("text").distinct().count()

    @property
    def instead(self) -> list[Instead]:
        """The words that stand nowhere, each with the nearest that is looked for instead."""
        return [one.instead for one in self.said if isinstance(one, Respelt)]

    @cached_property
    def waits(self) -> bool:
        """Whether there are texts whose words are not kept yet."""
        of_case = {} if self.case is None else {"case": self.case}
        return self.texts.model._default_manager.filter(**of_case, is_indexed=False).exists()

    def _with_lemmas(self, sought: list[Sought]) -> list[Sought]:
        words = [one.word for one in sought]
        known = Word.objects.filter(word__in=words).exclude(lemma="").values_list("word", "lemma").distinct()
        lemmas = dict(known) if words else {}
        return [Sought(one.word, lemmas.get(one.word, "")) for one in sought]

    def _compared(self, sought: list[Sought]) -> list[Said]:
        """Return the kept words that say the same as each sought one: one query for them all."""
        if not sought:
            return []
        may_say = reduce(or_, (one.condition() for one in sought))
        rows = Word.objects.filter(may_say, case=self.case).values_list("pk", "word", "stem", "lemma")
        kept = list(rows[: MOST + 1])
        return [
            Said(one, {key: word for key, *own in kept if one.holds(*own) for word in own[:1]}, len(kept) > MOST)
            for one in sought
        ]

    def _is_nowhere(self, one: Said) -> bool:
        return not (one.words or one.is_too_much or one.sought.is_number or self.waits)

    def _nearest(self, one: Said) -> Said:
        """Return the nearest word that stands in a text which the person may read, with those that say the same as it."""
        shortest, longest = lengths(one.sought.word)
        alike = Word.objects.filter(case=self.case).annotate(letters=Length("word"))
        alike = alike.filter(letters__gte=shortest, letters__lte=longest)
        near = nearest(one.sought.word, alike.values_list("word", flat=True))
        read = WordOfText.objects.filter(word=OuterRef("pk"), text__in=self.texts.values("pk"))
        there = set(alike.filter(Exists(read), word__in=near).values_list("word", flat=True)) if near else set()
        for word in near:
            if word in there:
                (said,) = self._compared(self._with_lemmas([Sought(word)]))
                return Respelt(said.sought, said.words, said.is_too_much, typed=one.sought.word)
        return one

    def _condition(self, one: Said) -> Q:
        words: Any = list(one.words)
        if one.is_too_much:
            words = Word.objects.filter(one.sought.condition(), case=self.case).values("pk")
        holds = Q(pk__in=WordOfText.objects.filter(word__in=words).values("text"))
        if self.waits:
            return Q(holds, is_indexed=True) | Q(is_indexed=False, search_text__contains=one.sought.stem)
        return holds

    @cached_property
    def hits(self) -> frozenset[str]:
        """The words that were found."""
        return frozenset(word for one in self.said for word in one.words.values())

    def stretches(self, text: str) -> Iterator[tuple[str, bool]]:
        """Yield a text in stretches that are hits or not."""
        return stretches(text, self.hits, [one.sought for one in self.said])

    def marked(self, text: str, *, most: int | None = None) -> SafeString:
        """Return a text as HTML with what was found in it marked; of a long one the words around the first hit."""
        shown = self.typed and (list(self.stretches(text)) if most is None else around(self.stretches(text), most))
        return mark(shown or [(text if most is None else " ".join(text.split()[:most]), False)])


@dataclass
class Respelt(Said):
    """A word that was typed otherwise than it is looked for."""

    typed: str = ""

    @property
    def instead(self) -> Instead:
        """What the page says of it."""
        return Instead(self.typed, self.sought.word)


def stretches(text: str, hits: frozenset[str], sought: Iterable[Sought]) -> Iterator[tuple[str, bool]]:
    """Yield a text in stretches that are hits or not: words that were found, and words that say the same by themselves."""
    words, sought = list(WORD.finditer(text)), list(sought)
    upto = 0
    for word, stem in zip(words, stemmed(plain(word[0]) for word in words), strict=True) if sought else ():
        said = plain(word[0])
        if {said, *PARTS.split(said)} & hits or any(one.holds(said, stem, "") for one in sought):
            yield text[upto : word.start()], False
            yield word[0], True
            upto = word.end()
    yield text[upto:], False


def around(found: Iterable[tuple[str, bool]], most: int) -> list[tuple[str, bool]]:
    """Return at most so many words of a text, from a little before the first hit where that stands far in."""
    parts = [(word, is_hit) for text, is_hit in found for word in _with_blanks(text)]
    first = next((at for at, (_word, is_hit) in enumerate(parts) if is_hit), 0)
    begin = max(first - AROUND, 0) if first > most - AROUND else 0
    shown = parts[begin : begin + most]
    before, after = [("… ", False)] if begin else [], [(" …", False)] if begin + most < len(parts) else []
    return [*before, *shown, *after]


def _with_blanks(text: str) -> list[str]:
    """Return the words of a text, each with what parts it from the next."""
    return [word + blank for word, blank in _WORDS.findall(text)] or [text][: bool(text)]


def mark(found: Iterable[tuple[str, bool]]) -> SafeString:
    """Return stretches as HTML, hits as such."""
    return format_html_join("", "{}{}{}", ((*MARKS[is_hit][:1], text, *MARKS[is_hit][1:]) for text, is_hit in found))


MARKS = {True: (SafeString("<mark>"), SafeString("</mark>")), False: ("", "")}
