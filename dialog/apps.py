"""Dialog as a Django app: finds the phases' steps and checks their declarations."""

from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from django.forms import DateField
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class DialogConfig(AppConfig):
    """The case, the engine and everything that the phases share."""

    name = "dialog"
    verbose_name = _("Dialog")

    def ready(self) -> None:
        """Discover the phases, in the order in which the settings name their apps."""
        from dialog.language import dates

        # Of every field of every form that is imported from here on, whoever declares it.
        DateField.default_validators = [dates.judge_day]

        from dialog import acts, tasks  # noqa: F401

        for module in iter_modules(acts.__path__, f"{acts.__name__}."):  # acts declare themselves
            import_module(module.name)

        from dialog.acts import update
        from dialog.machine import sqlite, triggers
        from dialog.process import act_checks, checks  # noqa: F401

        autodiscover_modules("steps")
        post_migrate.connect(triggers.install_after_migrate)
        post_migrate.connect(update.derive_again_after_migrate, sender=self)
        connection_created.connect(sqlite.compare_every_letter)
