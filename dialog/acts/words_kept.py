"""The job that keeps the words of what came in without: thousands from a file, and all there was before an update.

It goes in portions, each in a transaction of its own, and ends in time to be no burden; the clock asks for the next. It also
looks up how a dictionary has each word, for which that dictionary must be read (two seconds, a hundred megabytes): a page
never does.
"""

import time
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import QuerySet

from dialog.machine.jobs import Progress, ask, job_kind
from dialog.models import Case, Job
from dialog.models.words import LONGEST, Searched, Word
from dialog.process.access import load_for_house
from dialog.search.index import keep
from dialog.search.swedish import OWN_WORDS

KIND = "keep_words"
PORTION = 500
SECONDS = 90  # of one job
UNFINISHED = (Job.State.WAITING, Job.State.RUNNING)


def keep_words_later() -> None:
    """Ask for the job where there is something to do for it, and none is at it."""
    if not (left() or Word.objects.filter(lemma="").exists()):
        return
    mine = Job.objects.filter(kind=KIND)
    if not mine.filter(state__in=UNFINISHED).exists():
        mine.delete()
        ask(KIND, "all")


def left() -> bool:
    """Say whether there are texts whose words are not kept."""
    return any(model._default_manager.filter(is_indexed=False).exists() for model in searched())


def searched() -> list[type[Searched]]:
    """Return the models that people look for by words."""
    return [model for model in apps.get_models() if issubclass(model, Searched)]


@job_kind(KIND)
def keep_words(_job: Job, report: Progress) -> None:
    """Keep words portion by portion, then look them up."""
    end = time.monotonic() + SECONDS
    for model in searched():
        while time.monotonic() < end and keep_portion(model):
            report(10)
    for _words in look_up():
        report(60)
        if time.monotonic() > end:
            break


@transaction.atomic
def keep_portion(model: type[Searched]) -> int:
    """Keep the words of a portion of the texts of one case, or of some cases, and return of how many."""
    there: QuerySet[Any] = model._default_manager.filter(is_indexed=False).order_by()
    case: int | None = None
    if model is Case:
        there = there.select_for_update()
    else:
        first = there.values_list("case", flat=True).first()
        if first is None:
            return 0
        case = load_for_house(first, lock=True).case.pk
        there = there.filter(case=case)
    texts: dict[Any, str] = dict(there.values_list("pk", "search_text")[:PORTION])
    if texts:
        keep(case, texts)
        model._default_manager.filter(pk__in=list(texts)).update(is_indexed=True)
    return len(texts)


@cache
def dictionary() -> Any:
    """Return the dictionary, which stays in the process that does this job."""
    from simplemma import Lemmatizer

    return Lemmatizer()


def look_up() -> Iterator[int]:
    """Look up the words that no dictionary was asked about, and yield of how many each time."""
    unknown = Word.objects.filter(lemma="").order_by()
    if not unknown.exists():
        return
    of_dictionary = dictionary()
    while words := list(unknown[:PORTION]):
        for word in words:
            own = word.word in OWN_WORDS or not word.word.isalpha()
            word.lemma = (
                word.word if own else of_dictionary.lemmatize(word.word, lang="sv").lower()[:LONGEST] or word.word
            )
        Word.objects.bulk_update(words, ["lemma"], batch_size=PORTION)
        yield len(words)
