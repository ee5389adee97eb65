"""Loads the demonstration: the invented municipality Sjövik with its people and cases."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from demonstration.cases import load_cases
from demonstration.extra import load_further
from demonstration.organisation import SJOVIK, load_organisation
from demonstration.pages import load_pages
from demonstration.vectors import load_vectors
from dialog import clock


class Command(BaseCommand):
    """``manage.py demo``: safe to run again; what is there already is left alone."""

    help = "Load the invented municipality Sjövik with its people and cases."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether the database is to be brought up to date first."""
        parser.add_argument("--migrate", action="store_true", help="Migrate first: a start is one process less.")

    def handle(self, *args: Any, migrate: bool = False, **options: Any) -> None:
        """Write the municipality, then carry its cases through by the acts that the pages use."""
        if not settings.DEMO:
            raise CommandError("The accounts of the demonstration have known passwords: set DIALOG_DEMO=1 to load it.")
        if migrate:
            call_command("migrate", verbosity=0)
        self._load()

    @transaction.atomic
    def _load(self) -> None:
        organisation = load_organisation()
        clock.demo_offset.cache_clear()
        call_command("load_handbook", municipality=SJOVIK / "municipality.toml")
        load_pages(organisation)
        made = [*load_cases(organisation), *load_further(organisation)]
        if made:
            load_vectors()
        self.stdout.write(f"{len(made)} cases loaded." if made else "The demonstration is there already.")
