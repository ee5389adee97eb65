"""Search among contributions: one case of a thousand beside one of a hundred thousand, in a database of a million.

``scripts/with-services .venv/bin/python -W ignore -m benchmarks.search`` on PostgreSQL; on SQLite without services, with
``DATABASE_URL=sqlite:///bench.sqlite3``. ``BENCH_VOICES`` changes the million, ``BENCH_LARGE`` the hundred thousand,
``BENCH_ROUNDS`` the rounds.

The voices are pairs of sentences of the demonstration's; every third has a compound that no other has, as thousands of
people make them. The page is asked for in this process, the two cases in turn, and the median taken.
"""

import csv
import os
import random
import re
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
os.environ.setdefault("DIALOG_SECRET_KEY", "only for this run")

VOICES = int(os.environ.get("BENCH_VOICES", "1000000"))
LARGE = int(os.environ.get("BENCH_LARGE", "100000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "9"))
SMALL = 1000
WANTED = 2.0
# What is looked for: a word in every tenth voice, one in every hundredth, two words, a misspelling, one that is nowhere.
TYPED = ["", "barnen", "bänkarna", "bänk träden", "bilbioteket", "zebra"]
FIELDS = (
    *("case", "key", "number", "text", "translation", "activity", "question", "target_group", "kind", "fits_no_theme"),
    *(
        "own_stance",
        "noted_by",
        "is_masked",
        "source",
        "external_id",
        "respondent",
        "source_address",
        "hidden_in_source",
    ),
    *("words_mark", "revision", "added_at", "added_by", "search_text"),
)


def main() -> None:
    """Fill the database that the settings name, measure, and print the table."""
    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    call_command("migrate", verbosity=0)
    from followup.models import Contribution
    from tests.story import House, Story

    house, now = House(), timezone.now()
    small = Story(house, now, title="En liten dialog")
    large = Story(house, now, title="En stor dialog")
    sizes = {small.pk: SMALL, large.pk: LARGE}
    while sum(sizes.values()) < VOICES:
        other = Story(house, now, title=f"Dialog {len(sizes)}")
        sizes[other.pk] = min(LARGE, VOICES - sum(sizes.values()))
    began = time.perf_counter()
    for case, size in sizes.items():
        write(case, size, house["responsible"].pk, now)
    print(f"{sum(sizes.values())} contributions written in {time.perf_counter() - began:.0f} s", flush=True)
    keep()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    print(f"\n{connection.vendor}, {Contribution.objects.count()} contributions, median of {ROUNDS}\n")
    print("| looked for | found of 1,000 | ms | queries | found of 100,000 | ms | queries | ratio | wanted |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for typed in TYPED:
        measure(typed, small, large)


def write(case: int, size: int, by: int, now: Any) -> None:
    """Write the contributions of a case."""
    from django.db import transaction

    from dialog.language.letters import plain
    from dialog.machine import bulk
    from followup.models import Contribution

    def rows() -> Iterator[tuple[Any, ...]]:
        for number, text in enumerate(voices(size, seed=case), start=1):
            yield (
                *(case, f"{number:08x}", number, text, "", "", "", "", "undetermined", True),
                *("", "", False, "imported", "", "", "", False, "", 0, now, by, plain(text)),
            )

    with transaction.atomic():
        bulk.insert(Contribution, FIELDS, rows())


def voices(size: int, seed: int) -> Iterator[str]:
    """Yield so many voices: the first thousand of every case are as rich in words as the others."""
    said = [
        row["text"]
        for file in sorted(Path("demonstration/sjovik/contributions").glob("*.csv"))
        for row in csv.DictReader(file.open(encoding="utf-8"))
    ]
    words = sorted({word for text in said for word in text.lower().split() if word.isalpha() and len(word) > 4})
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    for _number in range(size):
        own = chance.choice(words) + chance.choice(words) if not chance.randrange(3) else ""
        yield f"{chance.choice(said)} {chance.choice(said)} {own}".strip()


def keep() -> None:
    """Keep the words of all, as the job does, and look them up; say what a portion costs."""
    from dialog.acts import words_kept
    from followup.models import Contribution

    began, count = time.perf_counter(), 0
    while portion := words_kept.keep_portion(Contribution):
        count += portion
    spent = time.perf_counter() - began
    print(
        f"words of {count} kept in {spent:.0f} s, {spent / max(count, 1) * words_kept.PORTION:.2f} s a portion",
        flush=True,
    )
    for _words in words_kept.look_up():
        pass


def measure(typed: str, small: Any, large: Any) -> None:
    """Ask for the list in both cases in turn, and print a line."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    spent: dict[int, list[float]] = {small.pk: [], large.pk: []}
    found: dict[int, tuple[int, int]] = {}
    for round_ in range(ROUNDS + 1):
        for story in (small, large):
            client, url = story.client("responsible"), story.url("contributions")
            with CaptureQueriesContext(connection) as queries:
                began = time.perf_counter()
                page = client.get(url, {"q": typed})
                took = (time.perf_counter() - began) * 1000
            assert page.status_code == 200
            found[story.pk] = (count_of(page.text), len(queries))
            if round_:
                spent[story.pk].append(took)
    few, many = (statistics.median(spent[story.pk]) for story in (small, large))
    (a, b), (c, d) = found[small.pk], found[large.pk]
    print(
        f"| {typed or '–'} | {a} | {few:.0f} | {b} | {c} | {many:.0f} | {d} | {many / few:.2f} | {WANTED} |", flush=True
    )


def count_of(page: str) -> int:
    """Return of how many contributions the list says that it has."""
    found = re.search(r"<summary>\D*(?:\d+ av )?(\d+)(?: inspel)? i listan", re.sub(r"(?<=\d)\s(?=\d)", "", page))
    return int(found[1]) if found else 0


if __name__ == "__main__":
    main()
