"""What waits in Följa upp: a promised measure past its day, also when the case is closed; an import that is over."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dialog.models import Addition, Job
from dialog.process.access import Access
from dialog.process.audiences import SENDER
from dialog.process.wait_kinds import WaitKind, Where, add_kinds
from dialog.process.waits import Waiting, morning, rule
from dialog.rights import CIVIL_SERVANT, RESPONSIBLE
from followup.models import Conclusion, Import

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
    WaitKind(
        "import_over",
        _("See what came of an import"),
        Where("import-state", page="import"),
        by_others=_("%(who)s to see what came of an import"),
        button=_("Show it"),
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


@rule
def imports_over(access: Access) -> Iterator[Waiting]:
    """An import that is in, or came to nothing, waits for whoever asked for it until she has seen what came of it."""
    working = {membership.person_id for membership in access.members_as(CIVIL_SERVANT)}
    over = Q(done_at__isnull=False, undone_at=None) | Q(done_at=None, job__state=Job.State.FAILED)
    found = Import.objects.filter(over, case=access.case, told_at=None, chosen__has_key="asked").select_related("job")
    for one in found:
        since = one.done_at or (one.job.finished if one.job else None)
        if since and one.added_by_id in working:
            yield Waiting(since, "import_over", SENDER, "compilation", str(one.pk), one.added_by_id)
