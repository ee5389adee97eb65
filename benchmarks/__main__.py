"""Measures what pages cost: ``make bench``. See README.md."""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from functools import partial

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
os.environ.setdefault("DIALOG_SECRET_KEY", "only for this run")
os.environ.setdefault("BENCH_RECORDINGS", tempfile.mkdtemp())

SIZES = [int(size) for size in os.environ.get("BENCH_CASES", "200 20000 100000").split()]
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "15"))
MOST_IN_DATABASE = 30.0  # milliseconds that a page may take of the database, however many cases there are


def main() -> None:
    """Fill the database that the settings name, serve it, measure, and print the tables."""
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from benchmarks.municipality import Municipality
    from benchmarks.pages import Pages
    from benchmarks.server import Server

    town = Municipality()
    grown: dict[int, dict[str, dict[str, float]]] = {}
    for size in SIZES:
        town.grow_to(size)
        with Server.started() as server:
            if size == compared():
                pages = Pages(town, server)
                pages.record()
                print_compared(pages, pages.run(ROUNDS).spent)
            grown[size] = growth(town, server)
    print_growth(grown)
    print(
        "\n| pages of a report | s of CPU: built + made into a PDF | MB before + grown by |\n| ---: | ---: | ---: |",
        flush=True,
    )
    subprocess.run([sys.executable, "-W", "ignore", "-m", "benchmarks.report", str(town.long_story().pk)], check=True)


def compared() -> int:
    """Return the size at which the pages are compared with others: 20,000 cases where that is among the sizes."""
    return 20000 if 20000 in SIZES else SIZES[-1]


def print_compared(pages, spent) -> None:
    """Print each page beside its twins."""
    queries = pages.queries()
    python = {name: statistics.median(one.python for one in found) for name, found in spent.items()}
    database = {name: statistics.median(one.database for one in found) for name, found in spent.items()}
    both = {name: python[name] + database[name] for name in spent}

    def ratio(beside: str, name: str) -> str:
        return f"{both[beside] / both[name]:.3f}" if beside else ""

    print(f"\n{compared()} cases, {ROUNDS} rounds, a member of few; CPU of two workers and of the database\n")
    print("| page | py + pg ms | of its bare twin | wanted | of Django's admin | of its floor | queries | wanted |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for page in pages.pages():
        cells: Iterable[object] = (
            *(page.name, f"{python[page.name]:.1f} + {database[page.name]:.1f}", ratio(page.twin, page.name)),
            *(page.wanted, ratio(page.admin, page.name), ratio(page.floor, page.name), queries[page.name]),
            page.wanted_queries,
        )
        print("|", " | ".join(map(str, cells)), "|")
    print("\n| compared with | py + pg ms |\n| --- | ---: |")
    for page in pages.beside():
        print(f"| {page.name} | {python[page.name]:.1f} + {database[page.name]:.1f} |")


def growth(town, server) -> dict[str, dict[str, float]]:
    """Return what each address costs the database, for each of the three who may ask."""
    from benchmarks.pages import WARM, growing
    from benchmarks.server import Asker, measured

    found: dict[str, dict[str, float]] = {}
    for who in ("few", "many", "all"):
        asker = Asker(server, getattr(town, who))
        for name, address in growing(town).items():
            for _ in range(WARM):
                asker.get(address)
            runs = [measured(server, partial(asker.get, address), 2).database for _ in range(3)]
            found.setdefault(name, {})[who] = statistics.median(runs)
    return found


def print_growth(grown) -> None:
    """Print what pages cost the database as the cases grow; what is over the mark is marked."""
    print("\nmilliseconds of the database: of a member of few cases / a member of 5,000 / one who reads all\n")
    print("| page |", " | ".join(f"{size:,} cases" for size in grown), "|")
    print("| --- |", " | ".join("---:" for _ in grown), "|")
    for name in next(iter(grown.values())):
        cells = []
        for found in grown.values():
            cells.append(
                " / ".join(
                    f"{'**' * (ms > MOST_IN_DATABASE)}{ms:.1f}{'**' * (ms > MOST_IN_DATABASE)}"
                    for ms in found[name].values()
                )
            )
        print(f"| {name} |", " | ".join(cells), "|")


if __name__ == "__main__":
    main()
