"""Derives again what is stored for lists: after an import, a change of the rules, or a seat that was mended by hand."""

from typing import Any

from django.core.management.base import BaseCommand

from dialog.acts.derived import derive_again
from dialog.models import Case


class Command(BaseCommand):
    """``manage.py store_derived``: safe at any time; a case is locked only while it is derived."""

    help = "Derive again what is stored for lists, and say of how many cases it differed."

    def handle(self, *args: Any, **options: Any) -> None:
        """Settle every case anew."""
        cases = list(Case.objects.values_list("pk", flat=True))
        differed = sum(derive_again(pk) for pk in cases)
        self.stdout.write(f"{len(cases)} cases, {differed} differed.")
