"""The demonstration as it is loaded for a trial: carried through its acts once a run, and copied from then on."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import StringIO
from pathlib import Path

from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from dialog import clock, municipality
from dialog.process import edition
from tests import one_run, snapshots


@contextmanager
def demonstration() -> Iterator[None]:
    """Let the database hold the demonstration, and nothing when one is done with it."""
    with override_settings(DEMO=True):
        load()
        yield
    snapshots.empty()
    cache.clear()
    clock.demo_offset.cache_clear()


def load() -> None:
    """Fill the database with it. Only SQLite can be copied whole; elsewhere it is carried through each time."""
    if connection.vendor == "sqlite":
        with one_run.kept("demonstration.sqlite3") as copy:
            if not copy.exists():
                carry_it_through()
                keep(copy)
                return
        put_back(copy)
    else:
        carry_it_through()


def carry_it_through() -> None:
    """Load it by its command."""
    call_command("demo", stdout=StringIO())


def keep(copy: Path) -> None:
    """Copy the database, so that whoever finds the copy finds all of it."""
    half = copy.with_suffix(".half")
    connection.ensure_connection()
    with closing(sqlite3.connect(half)) as target:
        connection.connection.backup(target)
    half.replace(copy)


def put_back(copy: Path) -> None:
    """Make the database a copy."""
    connection.ensure_connection()
    with closing(sqlite3.connect(copy)) as source:
        source.backup(connection.connection)
    clock.demo_offset.cache_clear()
    municipality.forget()
    edition.forget()
