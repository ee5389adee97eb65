"""What acts have made once in a test run, kept in memory and put back in milliseconds: a case is told once a worker.

A snapshot is every row that was there, as its table has it; it is put back as the difference to the snapshot that the
database holds now.
"""

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model

Row = tuple[Any, ...]
Rows = dict[type[Model], dict[Any, Row]]

SYSTEM = {"contenttypes", "sessions", "axes"}
SYSTEM_MODELS = {"auth.permission"}
MADE_BY_MIGRATING = {"contenttypes.contenttype", "auth.permission"}
SALTED = {"password", "last_login"}

sqlite3.register_adapter(dt.time, str)  # what SQLite's rows give it does not take by itself


@cache
def models() -> list[type[Model]]:
    """Return every model that has a table, but for what Django itself keeps."""
    found = [one for one in apps.get_models(include_auto_created=True) if one._meta.managed]
    return [one for one in found if one._meta.app_label not in SYSTEM and one._meta.label_lower not in SYSTEM_MODELS]


@cache
def columns(model: type[Model]) -> list[str]:
    """Return the columns of a table, its key first."""
    names = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    return [model._meta.pk.column, *names]


def value(model: type[Model], row: Row, column: str) -> Any:
    """Return what stands in a column of a row."""
    return row[columns(model).index(column)]


def take() -> Rows:
    """Return every row that is there, but for what Django itself keeps."""
    with connection.cursor() as cursor:
        cursor.execute(_filled())
        filled = sorted(number for (number,) in cursor.fetchall())
        return {models()[number]: _rows(cursor, models()[number]) for number in filled}


@cache
def _filled() -> str:
    """Return the question which tables hold anything."""
    asked = (f"SELECT {at} WHERE EXISTS (SELECT 1 FROM {_table(model)})" for at, model in enumerate(models()))  # noqa: S608
    return " UNION ALL ".join(asked)


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _named(names: list[str], how: str = "{}") -> str:
    return ", ".join(how.format(connection.ops.quote_name(name)) for name in names)


@cache
def _all_of(model: type[Model]) -> str:
    return f"SELECT {_named(columns(model))} FROM {_table(model)} ORDER BY 1"  # noqa: S608


def _rows(cursor: Any, model: type[Model]) -> dict[Any, Row]:
    cursor.execute(_all_of(model))
    return {row[0]: tuple(row) for row in cursor.fetchall()}


def holds(rows: Rows, some: tuple[type[Model], ...]) -> bool:
    """Say whether the database still holds exactly these rows of some tables."""
    with connection.cursor() as cursor:
        return all(_rows(cursor, model) == rows.get(model, {}) for model in some)


def fingerprint(rows: Rows) -> int:
    """Return a number that tells these rows from others, in this process alone."""
    return hash(what_counts(rows))


def what_counts(rows: Rows) -> tuple[Any, ...]:
    """Return what tells these rows from others; passwords do not count, as they are salted."""
    told = []
    for model, found in rows.items():
        counts = [at for at, column in enumerate(columns(model)) if column not in SALTED]
        told.append((model._meta.label, tuple(tuple(row[at] for at in counts) for row in found.values())))
    return tuple(told)


def portable(rows: Rows) -> dict[str, dict[Any, Row]]:
    """Return the rows as another process can read them: by the names of their models."""
    return {model._meta.label: found for model, found in rows.items()}


def brought(rows: dict[str, dict[Any, Row]]) -> Rows:
    """Return rows that another process has made portable."""
    return {apps.get_model(label): found for label, found in rows.items()}


def put_back(before: Rows, wanted: Rows) -> None:
    """Make the database hold what is wanted, where it holds ``before``."""
    grown = []
    with connection.cursor() as cursor:
        for model, rows in before.items():
            gone = [(pk,) for pk in rows.keys() - wanted.get(model, {}).keys()]
            if gone:
                cursor.executemany(f"DELETE FROM {_table(model)} WHERE {_named(columns(model)[:1])} = %s", gone)  # noqa: S608
        for model, rows in wanted.items():
            old, names = before.get(model, {}), columns(model)
            new = [row for pk, row in rows.items() if pk not in old]
            changed = [(*row[1:], pk) for pk, row in rows.items() if pk in old and row != old[pk]]
            if new:
                places = ", ".join(["%s"] * len(names))
                cursor.executemany(f"INSERT INTO {_table(model)} ({_named(names)}) VALUES ({places})", new)  # noqa: S608
                grown.append(model)
            if changed:
                places = _named(names[1:], "{} = %s")
                cursor.executemany(f"UPDATE {_table(model)} SET {places} WHERE {_named(names[:1])} = %s", changed)  # noqa: S608
        # Keys that were given and not drawn: a database with sequences has to be told where it stands.
        if statements := connection.ops.sequence_reset_sql(no_style(), grown):
            cursor.execute(" ".join(statements))


def with_passwords_of(before: Rows, told: Rows) -> Rows:
    """Return what was told where people had other passwords, with those they have now: what tells them apart is no part of
    a fingerprint.
    """
    return {model: _salted_as(before.get(model, {}), rows, columns(model)) for model, rows in told.items()}


def _salted_as(before: dict[Any, Row], rows: dict[Any, Row], names: list[str]) -> dict[Any, Row]:
    salted = [at for at, name in enumerate(names) if name in SALTED]
    if not salted:
        return rows
    kept = {pk: list(row) for pk, row in rows.items()}
    for pk in kept.keys() & before.keys():
        for at in salted:
            kept[pk][at] = before[pk][at]
    return {pk: tuple(row) for pk, row in kept.items()}


def empty() -> None:
    """Erase every row, also what no act ever erases, but for what migrating makes: the database is as it was then."""
    there = [one for one in apps.get_models(include_auto_created=True) if one._meta.managed]
    with transaction.atomic(), connection.cursor() as cursor, _unguarded(cursor):
        for model in there:
            if model._meta.label_lower not in MADE_BY_MIGRATING:
                cursor.execute(f"DELETE FROM {_table(model)}")  # noqa: S608


@contextmanager
def _unguarded(cursor: Any) -> Iterator[None]:
    """Let no trigger be asked."""
    if connection.vendor == "postgresql":
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        return
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    guards = cursor.fetchall()
    for name, _sql in guards:
        cursor.execute(f"DROP TRIGGER {name}")
    yield
    for _name, sql in guards:
        cursor.execute(sql)
