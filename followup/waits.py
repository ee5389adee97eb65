"""What waits in Följa upp: a promised measure past its day, also when the case is closed."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from dialog.models import Addition
from dialog.process.access import Access
from dialog.process.wait_kinds import WaitKind, Where, add_kinds
from dialog.process.waits import Waiting, morning, rule
from dialog.rights import RESPONSIBLE
from followup.models import Conclusion

add_kinds(
    WaitKind(
        "measure_past",
        _("Record what came of a promised action"),
        Where("measure"),
        after_closing=True,
        about=_("Write how it went with %(what)s"),
        by_others=_("%(who)s to write how it went with %(what)s"),
        button=_("Write how it went"),
    ),
)


@rule
def measures_past_their_day(access: Access) -> Iterator[Waiting]:
    """A measure that was promised for a day, and of which nothing settled has been told, waits from the day after."""
    if not any(record.kind == "conclusion" and record.version for record in access.records.values()):
        return
    told = Addition.objects.filter(case=access.case, kind=Addition.Kind.PROMISED_MEASURE, settled=True)
    settled = {row for rows in told.values_list("rows", flat=True) for row in rows}
    for conclusion in Conclusion.objects.filter(case=access.case, dropped_because="", due__isnull=False):
        if conclusion.is_promised and conclusion.due and conclusion.key not in settled:
            since = morning(conclusion.due + dt.timedelta(days=1))
            yield Waiting(since, "measure_past", RESPONSIBLE, "analysis", conclusion.key)
