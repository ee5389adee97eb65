"""Makes guardian's permissions the copy of today's memberships again: some end by their day, which nobody acts on."""

from typing import Any

from django.core.management.base import BaseCommand

from dialog import clock
from dialog.acts.members import copy_memberships


class Command(BaseCommand):
    """``manage.py sync_grants``: run every hour by the scheduler, and safe at any time."""

    help = "Make the permissions that lists select by the copy of today's memberships."

    def handle(self, *args: Any, **options: Any) -> None:
        """Copy the memberships of all cases."""
        given, taken = copy_memberships(clock.today())
        self.stdout.write(f"{given} permissions given, {taken} taken away.")
