"""What makes a text after, or the report, out of date: a newer version of what it rests on, which no communicator saw."""

from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

from dialog.models import Event, Record
from dialog.texts.outdated import Change, source

REPORT = "report"
RESULTS = "results"  # the answer, the conclusions, what was presented


@source(REPORT)
def report_changed(cases: Collection[int]) -> Iterator[Change]:
    """A report that was finished anew."""
    for event in Event.objects.filter(case__in=cases, step="learning", act="finish", version__gt=1):
        yield Change(event.case_id, event.at, _("The report has a newer version."), REPORT)


@source(RESULTS)
def results_changed(cases: Collection[int]) -> Iterator[Change]:
    """The answer, a conclusion or a presentation that is new, reads otherwise or was dropped."""
    for record in Record.objects.filter(case__in=cases, step="analysis", version__gt=0, in_force_at__isnull=False):
        what = record.heading_in_force or _("The answer to the question")
        yield Change(record.case_id, record.in_force_at, _("Analysis changed: %(what)s.") % {"what": what}, RESULTS)  # type: ignore[arg-type]
