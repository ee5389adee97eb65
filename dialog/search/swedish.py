"""What a Swedish text is made of when something is looked for in it: words, and what inflection leaves of them."""

import re
from collections.abc import Iterable

from Stemmer import Stemmer

from dialog.language.letters import plain
from dialog.models.words import LONGEST

BETWEEN_NUMBERS = re.compile(r"(?<=\d)-(?=\d)")  # «13-19» is typed for «13–19», and both are two numbers
WORD = re.compile(r"\w+(?:[/:-]\w+)*")
PARTS = re.compile(r"[/:-]")
LEAST_LETTERS = 3
MOST_WORDS = 12
# An e that goes when a word is inflected: cykel, cykl-ar; vatten, vattn-et.
LOST_E = re.compile(r"(?<=[^aeiouyåäö])e(?=[lnr]$)")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that hold a sentence together: beside others they are not looked for. None of them denies anything.
BETWEEN_OTHERS = _words("""
och att det som för med den ett en i på av till om är de vi jag man så vid från eller hur ska vill kan
""")
# Inflected like another word that means something else (ska is no skola): these are their own.
OWN_WORDS = _words("""
ska skall skulle vill ville kan kunde är var vara har hade den det de man en ett som om
""")
# Words so common in questions to residents that sharing them says nothing.
COMMON = _words("""
och att det som för med den ett hur ska vill kan till från eller inte vad blir bli fler våra vår alla när där
var har vid dialog invånardialog fråga frågan kommunen kommunens
""")


def in_words(text: str) -> list[str]:
    """Return the words of a text as they are compared, in order."""
    return [word[:LONGEST] for word in WORD.findall(BETWEEN_NUMBERS.sub(" ", plain(text)))]


def words_of(text: str) -> set[str]:
    """Return the words that a text is found by: with «ov-061» also «ov» and «061»."""
    found = set(in_words(text))
    return found | {part for word in found for part in PARTS.split(word) if part}


def stemmed(words: Iterable[str]) -> list[str]:
    """Return the stem of each word."""
    return list(Stemmer("swedish").stemWords(list(words)))


def stems(text: str) -> list[str]:
    """Return the stems of the words of a text, in order and once each, at most a dozen."""
    words = in_words(text)
    kept = [stem if len(stem) >= LEAST_LETTERS else word for word, stem in zip(words, stemmed(words), strict=True)]
    return list(dict.fromkeys(kept))[:MOST_WORDS]


def without_lost_e(word: str) -> str:
    """Return what is left of a word that loses its e when it is inflected; the word itself where it loses none."""
    return LOST_E.sub("", word) if len(word) >= LEAST_LETTERS + 2 else word
