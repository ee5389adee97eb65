"""The words of texts are kept, and forgotten with what they stood in: a word of no text is gone too.

The words of one case are written while that case is locked. Those of all cases are written by whoever changes one of them,
so they are locked one by one, always in the same order.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from dialog.machine import bulk
from dialog.models.words import Searched, Word, WordOfText
from dialog.search.swedish import stemmed, words_of


@transaction.atomic
def keep(case: int | None, texts: Mapping[int, str]) -> None:
    """Keep the words of some texts, by the key of each, as they are now; ``case`` is None for those of all cases."""
    wanted = {text: words_of(words) for text, words in texts.items()}
    # By text alone: a database that is asked for the words of a case, too, may read those of all its texts.
    rows = WordOfText.objects.filter(text__in=list(wanted)).values_list(
        "pk", "word", "text", "word__word", "word__case"
    )
    there = {(text, word): (row, key) for row, key, text, word, of_case in rows if of_case == case}
    gone = {place: keys for place, keys in there.items() if place[1] not in wanted[place[0]]}
    new = sorted((text, word) for text, words in wanted.items() for word in words if (text, word) not in there)
    known = _known(case, {word for _text, word in [*new, *gone]})
    known |= _added(case, {word for _text, word in new} - known.keys())
    bulk.insert(WordOfText, ("word", "text"), [(known[word], text) for text, word in new])
    _remove(row for row, _word in gone.values())
    _drop_unused({word for _row, word in gone.values()})


@transaction.atomic
def forget(case: int | None, texts: "Collection[int] | QuerySet[Any, Any]") -> None:
    """Forget the words of texts that are about to go."""
    rows = WordOfText.objects.filter(word__in=_of(case), text__in=texts)
    words = set(rows.values_list("word", flat=True))
    rows.delete()
    _drop_unused(words)


def keep_of(text: Searched, case: int | None) -> None:
    """Keep the words of one text that was changed, and note that they are kept."""
    keep(case, {text.pk: text.search_text})
    if not text.is_indexed:
        text.is_indexed = True
        type(text)._default_manager.filter(pk=text.pk).update(is_indexed=True)


def _of(case: int | None) -> QuerySet[Word]:
    return Word.objects.filter(case=case)


def _known(case: int | None, words: set[str]) -> dict[str, int]:
    found = _of(case).filter(word__in=words).order_by("word")
    return dict((found.select_for_update() if case is None else found).values_list("word", "pk")) if words else {}


def _added(case: int | None, words: set[str]) -> dict[str, int]:
    """Add words, of which somebody may be adding some just now to another case, or taking some away."""
    found: dict[str, int] = {}
    while left := sorted(words - found.keys()):
        new = [Word(case_id=case, word=word, stem=stem) for word, stem in zip(left, stemmed(left), strict=True)]
        Word.objects.bulk_create(new, batch_size=bulk.PORTION, ignore_conflicts=True)
        found |= _known(case, set(left))
    return found


def _remove(rows: Iterable[int]) -> None:
    keys = list(rows)
    if keys:
        WordOfText.objects.filter(pk__in=keys).delete()


def _drop_unused(words: Collection[int]) -> None:
    if words:
        Word.objects.filter(~Exists(WordOfText.objects.filter(word=OuterRef("pk"))), pk__in=words).delete()
