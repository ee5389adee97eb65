"""Reports as a Django app: makes the PDF of a summary report when its text is finished."""

from functools import partial

from django.apps import AppConfig
from django.db import transaction
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """What is read on paper and sent on."""

    name = "reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        """Follow the summary report; let reports stand among the documents of a case."""
        from dialog import clock
        from dialog.process.access import Access
        from followup.report import followers
        from reports import shelf  # noqa: F401  # it declares itself

        def follow(access: Access) -> None:
            from reports.jobs import make_summary

            if access.today == clock.today():  # what is told of old times makes no paper
                ask = partial(make_summary, access.user, access.case.pk)
                transaction.on_commit(ask, robust=True)

        followers.append(follow)
