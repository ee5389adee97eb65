"""On PostgreSQL the words of a search are found by an index of their letters, three by three; SQLite reads through."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

NAME = "dialog_case_search_trigrams"


def create(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Index what cases are searched by."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"CREATE INDEX {NAME} ON dialog_case USING gin (search_text gin_trgm_ops)")


def drop(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Leave the text without the index."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX {NAME}")


class Migration(migrations.Migration):
    dependencies = [("dialog", "0002_size_of_a_case")]
    operations = [TrigramExtension(), migrations.RunPython(create, drop)]
