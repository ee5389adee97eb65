"""Append-only in the database too: triggers that refuse what no act ever does, on SQLite and PostgreSQL alike.

They are installed after every migrate, because altering a table drops them on SQLite without a word.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import AppConfig, apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.transaction import atomic

MESSAGE = "append-only: no row of this table is changed or erased"

# Table → when an UPDATE or DELETE of a row is refused, as a condition on OLD; empty means always.
APPEND_ONLY: dict[str, dict[str, str]] = {
    "dialog_revision": {"UPDATE": "", "DELETE": "OLD.version IS NOT NULL"},
    "dialog_decision": {"UPDATE": "", "DELETE": ""},
    "dialog_bodyreply": {"UPDATE": "", "DELETE": ""},
    "dialog_decisionfact": {"UPDATE": "", "DELETE": ""},
    "dialog_event": {"UPDATE": "", "DELETE": ""},
    "dialog_gateconfirmation": {"UPDATE": "", "DELETE": ""},
}

# Table → in which of its columns personal data may be replaced, and nothing else ever: while ``open_for_removal`` holds.
MAY_BE_TAKEN_OUT_OF: dict[str, tuple[str, ...]] = {
    "dialog_revision": ("data", "answers", "words"),
    "dialog_decision": (
        *("answer", "motivation", "purpose_wording", "question_wording", "wording_unknown_because"),
        "supersede_reason",
    ),
    "dialog_bodyreply": ("comment",),
    "dialog_decisionfact": ("text", "unknown_because", "replaced_because"),
    "dialog_event": ("note", "facts"),
    "dialog_gateconfirmation": ("exceptions", "section"),
}
DOOR = "dialog.removes_personal_data"  # PostgreSQL's name of what says so; SQLite asks a function of the connection


# What empties a table or replaces its rows without asking the triggers above: a verb of one of the two databases.
BY_THE_WAY = {"postgresql": ("TRUNCATE",), "sqlite": ("REPLACE", "DISPLACE")}
EVENTS = {"REPLACE": "INSERT", "DISPLACE": "UPDATE"}  # the others are called as what they refuse


def names(vendor: str) -> set[str]:
    """Return the names of all triggers that belong on a database of this kind."""
    return {_name(table, verb) for table, verb in _all(vendor)}


def _all(vendor: str) -> Iterator[tuple[str, str]]:
    for table, refused in APPEND_ONLY.items():
        yield from ((table, verb) for verb in (*refused, *BY_THE_WAY[vendor]))


def _name(table: str, verb: str) -> str:
    return f"{table}_no_{verb.lower()}"


def install(using: str = DEFAULT_DB_ALIAS) -> None:
    """Install every trigger; one that is there is replaced."""
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    lift(using)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION dialog_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
            )
        for table, verb in _all(connection.vendor):
            if table in existing:
                cursor.execute(_statement(connection, table, verb))


def _statement(connection: BaseDatabaseWrapper, table: str, verb: str) -> str:
    """Return the statement that makes one trigger."""
    condition = _takes_the_place_of_another(connection, table, verb) if verb in EVENTS else ""
    condition = condition or APPEND_ONLY[table].get(verb, "")
    if verb == "UPDATE" and table in MAY_BE_TAKEN_OUT_OF:
        condition = _is_shut_or_changes_more(connection, table)
    when = f"WHEN ({condition})" if condition else ""
    each = "STATEMENT" if verb == "TRUNCATE" else "ROW"
    if connection.vendor == "postgresql":
        body = "EXECUTE FUNCTION dialog_append_only()"
    else:
        body = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    event = EVENTS.get(verb, verb)
    return f"CREATE TRIGGER {_name(table, verb)} BEFORE {event} ON {table} FOR EACH {each} {when} {body}"


def _takes_the_place_of_another(connection: BaseDatabaseWrapper, table: str, verb: str) -> str:
    """Return the condition under which a row that is written has a key of one that is there, which OR REPLACE would erase.

    SQLite asks no trigger for DELETE then, unless a connection has switched that on, as ours do (``dialog.machine.sqlite``).
    """
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table)
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s", [table])
        only_where = {name: sql.split(" WHERE ", 1)[1] for name, sql in cursor.fetchall() if sql and " WHERE " in sql}
    clashes = set()
    for name, key in found.items():
        if (key["unique"] or key["primary_key"]) and all(key["columns"]):
            same = [f'"{column}" = NEW."{column}"' for column in key["columns"]]
            if where := only_where.get(name):
                same += [f"({where})", "(" + re.sub(r'"(\w+)"', r'NEW."\1"', where) + ")"]
            if verb == "DISPLACE":
                same.append("id <> OLD.id")
            clashes.add(f'EXISTS (SELECT 1 FROM "{table}" WHERE {" AND ".join(same)})')  # noqa: S608 - our own names
    return " OR ".join(sorted(clashes))


def _is_shut_or_changes_more(connection: BaseDatabaseWrapper, table: str) -> str:
    """Return the condition under which a row is not changed: the door is shut, or more than what is written changes."""
    on_postgresql = connection.vendor == "postgresql"
    shut = f"current_setting('{DOOR}', true) IS DISTINCT FROM 'on'" if on_postgresql else "NOT removes_personal_data()"
    differs = "IS DISTINCT FROM" if on_postgresql else "IS NOT"
    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    kept = [column for column in columns if column not in MAY_BE_TAKEN_OUT_OF[table]]
    return " OR ".join([shut, *(f'OLD."{column}" {differs} NEW."{column}"' for column in kept)])


@contextmanager
def open_for_removal(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Let a block replace personal data where people wrote (``MAY_BE_TAKEN_OUT_OF``); every other column stays as it is.

    It is the one act's that is demanded by law (``dialog.acts.personal_data``). What fails inside is undone, the door too.
    """
    connection: Any = connections[using]
    with atomic(using):
        try:
            _set_door(connection, "on")
            yield
            _set_door(connection, "off")
        finally:
            connection.removes_personal_data = False


def _set_door(connection: Any, to: str) -> None:
    connection.removes_personal_data = to == "on"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config(%s, %s, true)", [DOOR, to])


def lift(using: str = DEFAULT_DB_ALIAS) -> None:
    """Remove every trigger: for disposal by rule and for emptying a test database, through ``lifted``."""
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table, verb in _all(connection.vendor):
            if table in existing:
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {_name(table, verb)}{on}")


@contextmanager
def lifted(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Let a block erase what is append-only: the one way to do it."""
    lift(using)
    try:
        yield
    finally:
        install(using)


def installed(using: str = DEFAULT_DB_ALIAS) -> set[str]:
    """Return the names of the triggers that are there."""
    connection = connections[using]
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()} & names(connection.vendor)


def install_after_migrate(sender: AppConfig, using: str, **kwargs: object) -> None:
    """Receiver of ``post_migrate``: install the triggers when the last app has been migrated.

    Django sends the signal for apps with models alone.
    """
    if sender is [config for config in apps.get_app_configs() if config.models_module][-1]:
        install(using)
