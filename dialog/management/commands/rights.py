"""Prints who may do what, as docs/rattigheter.md keeps it."""

from typing import Any

from django.core.management.base import BaseCommand

from dialog.process.rights_document import as_markdown


class Command(BaseCommand):
    """``manage.py rights > docs/rattigheter.md``."""

    help = "Print the table of rights as Markdown, in Swedish."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it."""
        self.stdout.write(as_markdown(), ending="")
