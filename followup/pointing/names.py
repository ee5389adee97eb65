"""Names of people in a text: after words that lead in a name, first name with surname, and first names alone."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from followup.pointing.spans import Kind, Span, evened
from followup.pointing.wordlists import any_of, first_names, known_in_small, listed, never_alone, ordinary, surnames

TOKEN = re.compile(r"(?:[^\W\d_][\u0300-\u036f]*)+(?:['’-](?:[^\W\d_][\u0300-\u036f]*)+)*")

# After these a name comes, known or not.
SAYS = re.compile(rf"\b(?:{any_of('says')})(?!\w) ?[:,.!–-]?\s{{0,4}}(?:mig |jag är |är )?", re.IGNORECASE)
# After these one comes with a capital letter.
TITLES = re.compile(rf"\b(?:{any_of('titles')})\b\.?:? ", re.IGNORECASE)
SIGNED = re.compile(r"(?:(?<=\s)|(?<=[.!?,])|^)(?:/{1,2}|~|—|–|--?) ?(?=[^\W\d_])", re.MULTILINE)

PARTICLES = listed("particles")
# Two words with capitals of which the second ends so are a name in mid-sentence, unless the first tells places apart.
LIKE_SURNAME = re.compile(
    r"[^\W\d_]{2,}(?:gren|ström|berg|lund|blad|blom|strand|mark|holm|dahl|stedt|falk|elius|enius|man|fors|löf)s?$"
)
SITES = listed("sites")
# What one is reached by, right after a name.
REACHED = re.compile(r" ?[,:;(–-]? ?(?:tel\.?|tfn\.?|telefon|mobil)?:? ?\+?\(?[01]\d|,? ?<?[\w.+-]{1,64}@")
SURE_SURNAME = re.compile(r"[^\W\d_]{2,}(?:ssons?|sdotters?|qvists?|quists?)$")
# A name before one of these is a place's: "Maria kyrka", "Eriks gränd".
PLACES = re.compile(
    r"(?:gata|gatan|väg|vägen|torg|torget|plan|park|parken|kyrka|kyrkan|skola|skolan|församling|kapell|stig|stigen|gränd|"
    r"gränden|backe|bro|bron|udde|vik|hamn|gård|hage|sjukhus|hospital|källa|källan|allé|kvarn|brygga|bryggan|sjö|dagen|"
    r"afton|kommun|förskola|förskolan|museum|minne|stiftelse|fond|hus|huset|väntrum|centrum|köpcentrum|bageri|konditori)$"
)
# What looks like a name by its ending or place in the sentence and is none.
NO_NAMES = listed("no_names")


@dataclass(frozen=True)
class Token:
    """A word of the text with its place."""

    start: int
    end: int
    word: str

    @property
    def small(self) -> str:
        """In small letters."""
        return self.word.lower()

    @property
    def is_big(self) -> bool:
        """Whether it begins with a capital."""
        return self.word[:1].isupper()


class Reading:
    """A text as its words, and what each is as a name."""

    def __init__(self, text: str) -> None:
        self.text, self.plain = text, evened(text)
        self.tokens = [
            Token(found.start(), found.end(), unicodedata.normalize("NFC", found[0]))
            for found in TOKEN.finditer(self.plain)
        ]
        self.at = {token.start: number for number, token in enumerate(self.tokens)}

    @cached_property
    def is_loud(self) -> bool:
        """Whether it is written in capitals throughout: they say nothing of names then."""
        letters = [sign for sign in self.text if sign.isalpha()]
        return bool(letters) and sum(sign.isupper() for sign in letters) > 0.6 * len(letters)

    def gap(self, number: int) -> str:
        """Return what stands between a word and the one after it."""
        if number + 1 >= len(self.tokens):
            return "\n"
        return self.plain[self.tokens[number].end : self.tokens[number + 1].start]

    def begins(self, number: int) -> bool:
        """Say whether a word begins a sentence, where a capital says nothing."""
        before = self.plain[max(0, self.tokens[number].start - 6) : self.tokens[number].start].rstrip(" \"'”»(*-–•")
        return not before or before[-1] in ".!?:\n\r;…" or "\n" in before

    def first(self, number: int) -> bool:
        """Say whether a word is a first name, also as somebody's ("Annas")."""
        return _is_first(self.tokens[number].small)

    def surname(self, number: int) -> bool:
        """Say whether a word is a surname or built like one."""
        small = self.tokens[number].small
        return small in surnames() or small.removesuffix("s") in surnames() or bool(SURE_SURNAME.match(small))

    def is_place(self, number: int) -> bool:
        """Say whether the name that ends with a word is that of a place."""
        following = self.tokens[number + 1].small if self.gap(number) == " " else ""
        return bool(PLACES.fullmatch(following))

    def is_saint(self, number: int) -> bool:
        """Say whether a saint's name, and so a place's, begins with a word."""
        return (
            self.plain[max(0, self.tokens[number].start - 7) : self.tokens[number].start]
            .lower()
            .endswith(("s:t ", "s:ta ", "sankt ", "st. ", "sankta "))
        )


def _is_first(small: str) -> bool:
    known = first_names()
    if small in known or (small.endswith("s") and small[:-1] in known):
        return True
    parts = small.split("-")
    return len(parts) > 1 and parts[0] in known and parts[-1].removesuffix("s") in known | surnames()


def names(text: str) -> Iterator[Span]:
    """Find names of people; those that words lead in come first."""
    reading = Reading(text)
    yield from _led_in(reading)
    number = 0
    while number < len(reading.tokens):
        upto = _known(reading, number)
        if upto is None:
            number += 1
            continue
        yield _span(reading, number, upto)
        number = upto + 1


def _span(reading: Reading, number: int, upto: int, after: str = "") -> Span:
    return Span(reading.tokens[number].start, reading.tokens[upto].end, Kind.NAME, after)


def _led_in(reading: Reading) -> Iterator[Span]:
    for pattern, small_too in ((SAYS, True), (TITLES, False), (SIGNED, False)):
        for lead in pattern.finditer(reading.plain):
            number = reading.at.get(lead.end())
            if number is None:
                continue
            upto = _after_lead(reading, number, small_too=small_too)
            if upto is not None and not (pattern is SIGNED and not _ends_line(reading, upto)):
                yield _span(reading, number, upto, lead[0].strip(" :,.!\n\r/~—–-"))


def _ends_line(reading: Reading, upto: int) -> bool:
    return not reading.plain[reading.tokens[upto].end :].split("\n", 1)[0].strip(" .!,)")


def _after_lead(reading: Reading, number: int, *, small_too: bool) -> int | None:
    """Return with which word the name ends that begins with a word after a lead; None where it is no name."""
    token = reading.tokens[number]
    known = reading.first(number) and token.small not in ordinary()
    if token.small in NO_NAMES or (PLACES.search(token.small) and not known):
        return None
    if token.is_big and not reading.is_loud:
        return _rest(reading, number, small_too=small_too) if len(token.word) > 1 or known else None
    if known or (small_too and reading.first(number)):
        return _rest(reading, number, small_too=True)
    return None


def _rest(reading: Reading, number: int, *, small_too: bool) -> int | None:
    """Return the last word of a name of at most four words that has begun; None where it is a place's."""
    upto, here = number, number
    while here + 1 < len(reading.tokens) and here - number < 4 and reading.gap(here) in (" ", "  ", ". "):
        token = reading.tokens[here + 1]
        if reading.gap(here) == ". " and len(reading.tokens[here].word) > 1:
            break
        if token.small in PARTICLES and here == upto:
            here += 1
            continue
        if not _goes_on(reading, here + 1, small_too=small_too):
            break
        here = upto = here + 1
    return None if reading.is_place(upto) else upto


def _goes_on(reading: Reading, number: int, *, small_too: bool) -> bool:
    token = reading.tokens[number]
    if token.small in NO_NAMES or PLACES.fullmatch(token.small):
        return False
    if token.is_big and not reading.is_loud:
        return True
    known = reading.surname(number) or reading.first(number)
    return (small_too or reading.is_loud) and known and token.small not in ordinary()


def _known(reading: Reading, number: int) -> int | None:
    """Return with which word a name ends that begins with a word and is known by itself."""
    token = reading.tokens[number]
    small, big = token.small, token.is_big and not reading.is_loud
    if small in NO_NAMES or reading.is_saint(number):
        return None
    if reading.first(number):
        return _with_first(reading, number, big=big)
    if _is_initial(reading, number):
        return number + 1
    if big and number + 1 < len(reading.tokens) and reading.gap(number) == " " and not reading.begins(number):
        following = reading.tokens[number + 1]
        known = reading.surname(number + 1) or (LIKE_SURNAME.match(following.small) and small not in SITES)
        if following.is_big and known and following.small not in ordinary():
            return _rest(reading, number, small_too=False)
    if big and (upto := _before_number(reading, number)):
        return upto
    return _surname_alone(reading, number, big=big)


def _before_number(reading: Reading, number: int) -> int | None:
    """Return with which word a name of two or three words ends right before a number or an address to reach one at."""
    if reading.tokens[number].small in SITES or PLACES.search(reading.tokens[number].small):
        return None
    for upto in range(number + 1, min(number + 3, len(reading.tokens))):
        token = reading.tokens[upto]
        if reading.gap(upto - 1) != " " or not token.is_big or token.small in NO_NAMES or PLACES.search(token.small):
            return None
        if REACHED.match(reading.plain, token.end):
            return upto
    return None


def _is_initial(reading: Reading, number: int) -> bool:
    token = reading.tokens[number]
    after = number + 1 < len(reading.tokens) and reading.tokens[number + 1].is_big and reading.surname(number + 1)
    return len(token.word) == 1 and token.is_big and reading.gap(number) in (". ", ".", " ") and after


def _with_first(reading: Reading, number: int, *, big: bool) -> int | None:
    token = reading.tokens[number]
    plain_word = token.small in ordinary() or token.small.removesuffix("s") in ordinary()
    upto = _rest(reading, number, small_too=not big)
    if upto is None:
        return None
    if upto > number:
        sure = any(reading.surname(one) or reading.first(one) for one in range(number + 1, upto + 1))
        if not plain_word or (sure and big) or (big and not reading.begins(number)):
            return upto
        return None
    if not plain_word:
        return number if big or {token.small, token.small.removesuffix("s")} & known_in_small() else None
    alone = big and not reading.begins(number) and token.small not in never_alone()
    return number if alone and token.small.removesuffix("s") not in never_alone() else None


def _surname_alone(reading: Reading, number: int, *, big: bool) -> int | None:
    token = reading.tokens[number]
    base = token.small.removesuffix("s")
    if not big or not reading.surname(number) or reading.is_place(number):
        return None
    if SURE_SURNAME.match(token.small):
        return number
    plain_word = {token.small, base} & (ordinary() | never_alone())
    return number if not plain_word and not reading.begins(number) else None
