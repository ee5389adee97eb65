"""The words of texts: split, stemmed by the language that each text is in, and which of them negate."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from followup.voices import constants
from followup.voices.stopwords import NEGATIONS, STOP

WORD = re.compile(r"[^\W\d_]{2,}")
FIRST = "swedish"  # of texts that tell nothing of their language
SCRIPTS = {"arabic": re.compile("[\u0600-\u06ff]"), "russian": re.compile("[\u0400-\u04ff]")}
SIMPLIFIED = str.maketrans("", "", "'’´`")  # don't, dont


@dataclass(frozen=True)
class Read:
    """What is known of a text's words: each word that carries meaning with its stem, in order, and how it negates."""

    words: tuple[tuple[str, str], ...]
    negations: frozenset[str]

    @property
    def stems(self) -> list[str]:
        """The stems, in order."""
        return [stem for _word, stem in self.words]

    @property
    def says_too_little(self) -> bool:
        """Whether it has too few words that carry meaning to be like anything else."""
        return len(set(self.stems)) < constants.FEWEST_WORDS


def clean(text: str) -> str:
    """Return a text that any package can take: what is no character (half of a pair) is a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")


def tokens(text: str) -> list[str]:
    """Return the words of a text in lower case, of letters alone."""
    return WORD.findall(clean(text).translate(SIMPLIFIED).lower())


def language(words: Sequence[str], text: str = "", usual: str = FIRST) -> str:
    """Return the language whose small words a text has most of; where it tells nothing, the usual one."""
    for name, script in SCRIPTS.items():
        if len(script.findall(text)) * 2 > sum(map(len, words)):
            return name
    found = {name: sum(word in small for word in words) for name, small in STOP.items()}
    most = max(found.values())
    return usual if found.get(usual, 0) == most else max(found, key=lambda name: found[name])


def read(texts: Sequence[str]) -> list[Read]:
    """Return the words of each text. The usual language is that of most of the texts."""
    split = [tokens(text) for text in texts]
    guessed = Counter(language(words, text) for words, text in zip(split, texts, strict=True))
    usual = guessed.most_common(1)[0][0] if guessed else FIRST
    return [_read(words, language(words, text, usual)) for words, text in zip(split, texts, strict=True)]


def _read(words: list[str], spoken: str) -> Read:
    small, stem = STOP.get(spoken, frozenset()), _stems(spoken)
    meaning = tuple((word, stem(word)) for word in words if word not in small)
    return Read(meaning, frozenset(NEGATIONS[word] for word in words if word in NEGATIONS))


@cache
def _stems(spoken: str) -> Any:
    import Stemmer

    return Stemmer.Stemmer(spoken).stemWord


def named_by(readings: Sequence[Read]) -> dict[str, str]:
    """Return the commonest real word of each stem: what a stem is called where people read."""
    forms: dict[str, Counter[str]] = {}
    for one in readings:
        for word, stem in one.words:
            forms.setdefault(stem, Counter())[word] += 1
    return {stem: min(found, key=lambda word: (-found[word], word)) for stem, found in forms.items()}
