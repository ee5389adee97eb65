"""Removes old texts that were overtaken and count for nothing."""

from typing import Any

from django.core.management.base import BaseCommand

from dialog import clock
from dialog.machine.pruning import prune


class Command(BaseCommand):
    """``manage.py prune``: run every night by the scheduler, and safe at any time."""

    help = "Remove drafts older than thirty days that were overtaken, never sent and never in force."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prune all records."""
        self.stdout.write(f"{prune(clock.now())} old drafts removed.")
