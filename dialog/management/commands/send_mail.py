"""Sends letters about what waits and nobody has been told of: what was due at an hour, and what an act could not send."""

from typing import Any

from django.core.management.base import BaseCommand

from dialog.mail.waiting import tell


class Command(BaseCommand):
    """``manage.py send_mail``: run by the scheduler through the day; nobody is told of a thing twice."""

    help = "Send letters about what waits, to those who have not been told."

    def handle(self, *args: Any, **options: Any) -> None:
        """Tell everybody."""
        self.stdout.write(f"{tell()} letters sent.")
