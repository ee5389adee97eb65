"""What makes the report that was handed over out of date: it has a newer version, which no communicator has seen."""

from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

from dialog.models import Event
from dialog.texts.outdated import Change, source

REPORT = frozenset({"summary"})


@source(REPORT)
def report_changed(cases: Collection[int]) -> Iterator[Change]:
    """A report that was finished anew."""
    for one in Event.objects.filter(case__in=cases, step="learning", act="finish", version__gt=1):
        yield Change(one.case_id, one.at, _("The report has a newer version."), REPORT)
