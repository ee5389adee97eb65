"""Finding cases by words, the same on every database.

A case keeps what can be searched as ``dialog.language.letters`` compares it; the words that are looked for are cut to their
stems, which are then found as parts of words. So «invånarna» finds «invånare», «skolgård» «skolgårdsprojektet».
"""

import re
from functools import reduce
from operator import or_

from django.db.models import Case as When
from django.db.models import F, IntegerField, Q, QuerySet, Value
from django.db.models import When as If
from Stemmer import Stemmer

from dialog.language.letters import plain
from dialog.language.understood import registry_number
from dialog.models import Case

BETWEEN_NUMBERS = re.compile(r"(?<=\d)-(?=\d)")  # «13-19» is typed for «13–19», and both are two numbers
WORD = re.compile(r"\w+(?:[/:-]\w+)*")
LEAST_LETTERS = 3
MOST_WORDS = 12
# Words so common in questions to residents that sharing them says nothing.
COMMON = frozenset(
    [
        "och",
        "att",
        "det",
        "som",
        "för",
        "med",
        "den",
        "ett",
        "hur",
        "ska",
        "vill",
        "kan",
        "till",
        "från",
        "eller",
        "inte",
        "vad",
        "blir",
        "bli",
        "fler",
        "våra",
        "vår",
        "alla",
        "när",
        "där",
        "var",
        "har",
        "vid",
        "dialog",
        "invånardialog",
        "fråga",
        "frågan",
        "kommunen",
        "kommunens",
    ]
)


def text_to_search(case: Case) -> str:
    """Return what a case can be found by: its names, numbers and place, and where the question came from."""
    texts = [
        case.title,
        case.short_title,
        *_ways_of(case.registry_number or ""),
        *_ways_of(case.samrad_number),
        case.subject,
        case.area.name if case.area else "",
        *_ways_of(case.initiative_number),
        case.initiative_by,
        case.initiative_body.name if case.initiative_body else "",
        case.initiative_text,
        case.responsible.name,
    ]
    return " ".join(plain(text) for text in texts if text)


def _ways_of(number: str) -> list[str]:
    """Return the ways in which a number is looked for: with the blank in it, and without."""
    return [number, "".join(number.split())]


def stems(text: str) -> list[str]:
    """Return the stems of the words of a text, in order and once each, at most a dozen."""
    words = WORD.findall(BETWEEN_NUMBERS.sub(" ", plain(text)))
    stemmed = Stemmer("swedish").stemWords(words)
    kept = [stem if len(stem) >= LEAST_LETTERS else word for word, stem in zip(words, stemmed, strict=True)]
    return list(dict.fromkeys(kept))[:MOST_WORDS]


def search(cases: QuerySet[Case], text: str) -> QuerySet[Case]:
    """Return the cases that hold every word that is looked for."""
    for stem in stems(registry_number(text) or text):
        cases = cases.filter(search_text__contains=stem)
    return cases


def similar(cases: QuerySet[Case], text: str, most: int = 5) -> list[Case]:
    """Return the cases that share the most words with a text that somebody is typing; common words do not count."""
    wanted = [stem for stem in stems(text) if len(stem) > LEAST_LETTERS and stem not in COMMON]
    if not wanted:
        return []
    hits = [If(search_text__contains=stem, then=Value(1)) for stem in wanted]
    score = sum((When(hit, default=Value(0), output_field=IntegerField()) for hit in hits), Value(0))
    any_hit = reduce(or_, (Q(search_text__contains=stem) for stem in wanted))
    return list(cases.filter(any_hit).annotate(score=score).order_by(F("score").desc(), "-changed_at")[:most])
