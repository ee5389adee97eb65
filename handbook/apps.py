"""The handbook as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HandbookConfig(AppConfig):
    """Editions of the handbook, the guidance of every step, and the field's common knowledge."""

    name = "handbook"
    verbose_name = _("Handbook")

    def ready(self) -> None:
        """Register the check that every step has guidance, and tell the process which edition new cases follow."""
        from dialog.process.phases import process
        from handbook import checks, editions  # noqa: F401

        process.current_edition = editions.latest_date
