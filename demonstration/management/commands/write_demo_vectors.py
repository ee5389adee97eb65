"""Writes the vectors of the demonstration's voices, after these or the model have changed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from demonstration.vectors import FILE, written
from followup.models import Contribution
from followup.suggesting.kept import text_of
from followup.voices import meaning


class Command(BaseCommand):
    """``manage.py write_demo_vectors``: over the contributions of a database in which the demonstration is loaded."""

    help = "Write the vectors of the demonstration's contributions to demonstration/sjovik/vectors.bin."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the vector of each text with the model of the package, and write the file."""
        try:
            model = meaning.named("1")
        except meaning.NoModel as reason:
            raise CommandError(str(reason)) from reason
        texts = [text_of(one) for one in Contribution.objects.only("text", "translation")]
        if not texts or model is None:
            raise CommandError("The demonstration is not loaded: run manage.py demo first.")
        FILE.write_bytes(written(texts, model))
        self.stdout.write(f"{len(set(texts))} vectors of {model.name}, {FILE.stat().st_size // 1000} kB.")
