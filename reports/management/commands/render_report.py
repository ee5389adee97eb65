"""Write a report of a case as a PDF file, without a browser."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q
from django.http import Http404

from dialog.language.understood import registry_number
from dialog.models import Case, Person
from dialog.process.access import load
from reports.document import NothingToReport
from reports.kinds import KINDS
from reports.pdf import render_pdf
from reports.render import as_text


class Command(BaseCommand):
    """``manage.py render_report "TN 2026/114" --kind decision_basis --out basis.pdf``."""

    help = "Writes a report of a case: a PDF, or plain text where the file's name ends with .txt."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare which case, which report, which part of it, for whom and where to."""
        parser.add_argument("case", help="the case's registry number or id")
        parser.add_argument("--kind", required=True, choices=sorted(KINDS))
        parser.add_argument("--part", default="", help="which decision or text, by its key; without it the nearest")
        parser.add_argument("--out", required=True, type=Path, help="the file to write")
        parser.add_argument(
            "--as", dest="reader", help="the username whose rights count; else the responsible official"
        )

    def handle(self, *, case: str, kind: str, part: str, out: Path, reader: str | None, **options) -> None:
        """Render and write. What the reader may not have in the application is refused here too."""
        found = self._case(case)
        person = self._reader(reader) if reader else found.responsible
        try:
            access = load(person, found.pk, for_texts=True)
            if not KINDS[kind].may(access):
                raise Http404
            document = KINDS[kind].build(access, part)
        except Http404:
            raise CommandError(f"{person} may not read this report.") from None
        except NothingToReport as reason:
            raise CommandError(str(reason)) from reason
        out.write_bytes(as_text(document).encode() if out.suffix == ".txt" else render_pdf(document))
        self.stdout.write(f"{out}: {document.title}")

    def _reader(self, username: str) -> Person:
        found = Person.objects.filter(username=username).first()
        if found is None:
            raise CommandError(f"There is nobody with the username {username}.")
        return found

    def _case(self, named: str) -> Case:
        same = Q(registry_number=registry_number(named) or named)
        if named.isdecimal():
            same |= Q(pk=int(named))
        found = Case.objects.filter(same).select_related("responsible").first()
        if found is None:
            raise CommandError(f"There is no case with the registry number or id {named}.")
        return found
