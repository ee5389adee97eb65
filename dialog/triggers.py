"""Append-only in the database too: triggers that refuse what no act ever does, on SQLite and PostgreSQL alike.

They are installed after every migrate, because altering a table drops them on SQLite without a word.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import AppConfig, apps
from django.db import DEFAULT_DB_ALIAS, connections

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


def _names() -> Iterator[tuple[str, str, str, str]]:
    for table, refused in APPEND_ONLY.items():
        for verb, condition in refused.items():
            yield table, verb, condition, f"{table}_no_{verb.lower()}"


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
        for table, verb, condition, name in _names():
            if table not in existing:
                continue
            when = f"WHEN ({condition})" if condition else ""
            if connection.vendor == "postgresql":
                body = "EXECUTE FUNCTION dialog_append_only()"
            else:
                body = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            cursor.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW {when} {body}")


def lift(using: str = DEFAULT_DB_ALIAS) -> None:
    """Remove every trigger: for disposal by rule and for emptying a test database, through ``lifted``."""
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table, _verb, _condition, name in _names():
            if table in existing:
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


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
        return {name for (name,) in cursor.fetchall()} & {name for *_rest, name in _names()}


def install_after_migrate(sender: AppConfig, using: str, **kwargs: object) -> None:
    """Receiver of ``post_migrate``: install the triggers when the last app has been migrated.

    Django sends the signal for apps with models alone.
    """
    if sender is [config for config in apps.get_app_configs() if config.models_module][-1]:
        install(using)
