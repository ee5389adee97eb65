"""What acts have made once in a test run, kept in memory and put back in milliseconds: a case is told once a worker.

A snapshot is every row that was there; it is put back as the difference to the snapshot that the database holds now.
"""

import copy

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model

Rows = dict[type[Model], dict[object, Model]]

SYSTEM = {"contenttypes", "sessions", "axes"}
SYSTEM_MODELS = {"auth.permission"}


def take() -> Rows:
    """Return every row that is there, but for what Django itself keeps."""
    found: Rows = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label not in SYSTEM and model._meta.label_lower not in SYSTEM_MODELS and model._meta.managed:
            rows = model._base_manager.in_bulk()
            if rows:
                found[model] = rows
    return found


def holds(rows: Rows, models: tuple[type[Model], ...]) -> bool:
    """Say whether the database still holds exactly these rows of some tables."""
    return all(
        {pk: _values(row) for pk, row in model._base_manager.in_bulk().items()}
        == {pk: _values(row) for pk, row in rows.get(model, {}).items()}
        for model in models
    )


def fingerprint(rows: Rows) -> int:
    """Return a number that tells these rows from others; passwords do not count, as they are salted."""
    return hash(
        tuple(
            (model._meta.label, pk, tuple(repr(getattr(row, name)) for name in _names(model)))
            for model, found in rows.items()
            for pk, row in found.items()
        )
    )


def _names(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if field.name not in ("password", "last_login")]


def put_back(before: Rows, wanted: Rows) -> None:
    """Make the database hold what is wanted, where it holds ``before``."""
    for model, rows in before.items():
        gone = rows.keys() - wanted.get(model, {}).keys()
        if gone:
            model._base_manager.filter(pk__in=gone)._raw_delete(using="default")
    grown = []
    for model, rows in wanted.items():
        old = before.get(model, {})
        new = [copy.copy(row) for pk, row in rows.items() if pk not in old]
        changed = [copy.copy(row) for pk, row in rows.items() if pk in old and _values(row) != _values(old[pk])]
        if new:
            model._base_manager.bulk_create(new)
            grown.append(model)
        if changed:
            fields = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
            model._base_manager.bulk_update(changed, fields)
    # Keys that were given and not drawn: a database with sequences has to be told where it stands.
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), grown):
            cursor.execute(statement)


def _values(row: Model) -> tuple[object, ...]:
    return tuple(getattr(row, field.attname) for field in row._meta.concrete_fields)
