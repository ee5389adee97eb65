"""Finding cases by words."""

from functools import reduce
from operator import or_

from django.db.models import Case as When
from django.db.models import F, IntegerField, Q, QuerySet, Value
from django.db.models import When as If

from dialog.language.letters import plain
from dialog.language.understood import registry_number
from dialog.models import Case
from dialog.search.find import Search
from dialog.search.swedish import COMMON, LEAST_LETTERS, stems


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


def search(cases: QuerySet[Case], text: str) -> Search:
    """Return the search for the cases that hold every word that is looked for."""
    return Search(cases, registry_number(text) or text)


def similar(cases: QuerySet[Case], text: str, most: int = 5) -> list[Case]:
    """Return the cases that share the most words with a text that somebody is typing; common words do not count."""
    wanted = [stem for stem in stems(text) if len(stem) > LEAST_LETTERS and stem not in COMMON]
    if not wanted:
        return []
    hits = [If(search_text__contains=stem, then=Value(1)) for stem in wanted]
    score = sum((When(hit, default=Value(0), output_field=IntegerField()) for hit in hits), Value(0))
    any_hit = reduce(or_, (Q(search_text__contains=stem) for stem in wanted))
    return list(cases.filter(any_hit).annotate(score=score).order_by(F("score").desc(), "-changed_at")[:most])
