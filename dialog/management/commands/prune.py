"""Removes old texts that were overtaken and count for nothing, and files that came to nothing."""

from typing import Any

from django.core.management.base import BaseCommand

from dialog import clock
from dialog.machine.pruning import dispose, prune


class Command(BaseCommand):
    """``manage.py prune``: run every night by the scheduler, and safe at any time."""

    help = "Remove drafts older than thirty days that were overtaken, never sent and never in force; files nothing came of."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prune all records, and dispose of files."""
        now = clock.now()
        self.stdout.write(f"{prune(now)} old drafts removed.")
        self.stdout.write(f"{dispose(now)} files disposed of.")
