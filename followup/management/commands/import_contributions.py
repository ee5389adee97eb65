"""Take contributions into a case from a file, as the page does."""

import hashlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.management.base import BaseCommand, CommandError

from dialog import clock
from dialog.acts.core import Refused, run
from dialog.files.room import with_its_files
from dialog.files.sheets import Unreadable
from dialog.forms.sending import new_sending
from dialog.models import Case
from dialog.process.access import load
from followup.acts.imports import Voices
from followup.forms.imports import letters
from followup.importing.opened import Opened
from followup.jobs import STEP
from followup.models import Import


class DryRun(Exception):
    """Everything has been tried, and is taken back."""


class Command(BaseCommand):
    """Import contributions from a CSV, TSV, XLSX or ODS file into a case, in the name of its responsible official."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What is imported, where, and how."""
        parser.add_argument("registry_number", help="the case's registry number, as TN 2026/114")
        parser.add_argument("file", type=Path, help="the file: CSV, TSV, XLSX or ODS")
        parser.add_argument(
            "--mapping", default="", help="the name of a file imported earlier whose columns were chosen alike"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would come in, and add nothing")

    def handle(self, *, registry_number: str, file: Path, mapping: str, dry_run: bool, **_options: Any) -> None:
        """Say what the columns become and what comes in; all of it, or nothing."""
        case = Case.objects.filter(registry_number=registry_number).select_related("responsible").first()
        if case is None:
            raise CommandError(f"There is no case with the registry number {registry_number}.")
        try:
            content = file.read_bytes()
        except OSError as reason:
            raise CommandError(f"The file cannot be read: {reason.strerror or reason}.") from reason
        try:
            with with_its_files():
                self.take_in(case, file.name, content, mapping, dry_run=dry_run)
        except DryRun:
            self.stdout.write("Nothing has been added (--dry-run).")
        except (Unreadable, Refused) as reason:
            raise CommandError(str(reason)) from reason

    def take_in(self, case: Case, name: str, content: bytes, mapping: str, *, dry_run: bool) -> None:
        """Keep the file, read it, and take in what is new."""
        person = case.responsible
        source = Import(
            case=case,
            key=new_sending(),
            name=name[-200:],
            size=len(content),
            digest=hashlib.sha256(content).hexdigest(),
            chosen=chosen_in(case, mapping) if mapping else {},
            added_by=person,
            added_at=clock.now(),
        )
        source.file.save(f"{source.key}.bin", ContentFile(content), save=True)
        opened = Opened(load(person, case.pk), source)
        for column in opened.columns:
            becomes = column.becomes.label if column.becomes else "–"
            self.stdout.write(f"{letters(column.number):>3}  {column.heading[:40]:40}  {becomes}")
        found = opened.review
        counts = found.counts()
        self.stdout.write(", ".join(f"{name} {number}" for name, number in counts.items()))
        for one in found.refused:
            self.stdout.write(f"{one.place.row}, {letters(one.place.column)}: {one.why.label}")
        source.shape, source.found = opened.shape, counts
        source.save(update_fields=["shape", "found"])
        if dry_run:
            raise DryRun
        voices = Voices(found.new, f"{source.pk} {source.digest}")
        run("import_contributions", case.pk, STEP, by=person, came_with=source.pk, voices=voices)
        self.stdout.write(f"{len(found.new)} contributions added to {case.registry_number}.")


def chosen_in(case: Case, mapping: str) -> dict[str, Any]:
    """Return how the last file of that name was read, in this case before others. Raises CommandError for none."""
    named = Import.objects.filter(name=mapping, chosen__has_key="columns").order_by("pk")
    found = named.filter(case=case).last() or named.last()
    if found is None:
        raise CommandError(f"No file called {mapping} has been imported with its columns chosen.")
    return {key: value for key, value in found.chosen.items() if key in ("columns", "names", "sheet", "heading")}
