"""Very many rows at once, into one table: as a stream on PostgreSQL, as one statement run over and over on SQLite.

Model signals, defaults and ``save`` are not asked: whoever calls gives every column.
"""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models

PORTION = 5_000


def insert(model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows, each with the values of ``fields`` in that order, and return how many. Give it a transaction to stand in.

    The database numbers them. A value is as the field's column keeps it: a date as a date, a relation as its key.
    """
    quoted = connection.ops.quote_name
    table = quoted(model._meta.db_table)
    columns = [str(model._meta.get_field(name).column) for name in fields]  # type: ignore[union-attr]
    names = ", ".join(quoted(column) for column in columns)
    places = ", ".join(["%s"] * len(columns))
    count, left = 0, iter(rows)
    with connection.cursor() as cursor:
        # A portion is complete before it is sent: what makes the rows may ask the database, which answers nothing meanwhile.
        while portion := list(islice(left, PORTION)):
            count += len(portion)
            if connection.vendor == "postgresql":
                with cursor.cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                    for row in portion:
                        copy.write_row(row)
            else:
                statement = f"INSERT INTO {table} ({names}) VALUES ({places})"  # noqa: S608
                cursor.executemany(statement, [[_as_sqlite(value) for value in row] for row in portion])
    return count


def _as_sqlite(value: Any) -> Any:
    """Return a value as Django keeps it in SQLite, where a moment is a text in UTC."""
    if hasattr(value, "hour"):
        return connection.ops.adapt_datetimefield_value(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
