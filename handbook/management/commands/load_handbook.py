"""Load the handbook where there is none: safe to run at every start."""

import datetime as dt
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from dialog import clock
from handbook import loading
from handbook.models import Edition


class Command(BaseCommand):
    """Load the first edition, with a municipality's own principles, policy and contacts where a file names them."""

    help = "Load the handbook's first edition, contacts and the council's goals, each where there is none yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a municipality's own facts and the date of the edition."""
        parser.add_argument(
            "--municipality", type=Path, help="a TOML file like handbook/first_edition/municipality.toml"
        )
        parser.add_argument("--on", type=dt.date.fromisoformat, help="the edition's date; today unless told")

    @transaction.atomic
    def handle(self, *, municipality: Path | None, on: dt.date | None, **options: Any) -> None:
        """Load what is not there, and say what was."""
        facts = loading.read_municipality(municipality) if municipality else loading.read_municipality()
        if not Edition.objects.exists():
            for edition in loading.load_editions(facts.get("handbook_editions") or [on or clock.today()], facts):
                self.stdout.write(f"Loaded the handbook, edition {edition}.")
        loading.load_surroundings(facts)
