"""What may make a text before out of date in Genomföra: an activity was moved, or cancelled."""

from collections.abc import Collection, Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from dialog.texts.outdated import COMING, Change, source
from execution.models import Activity


@source(COMING)
def activities_changed(cases: Collection[int]) -> Iterator[Change]:
    """An activity whose time or place was changed, and one that was cancelled."""
    changed = Q(moved_at__isnull=False) | Q(status=Activity.Status.CANCELLED)
    for one in Activity.objects.filter(changed, case__in=cases):
        if one.is_cancelled and one.status_at:
            yield Change(one.case_id, one.status_at, _("%(activity)s is cancelled.") % {"activity": one})
        elif one.moved_at and not one.is_public:
            yield Change(one.case_id, one.moved_at, _("%(activity)s is for those who are invited.") % {"activity": one})
        elif one.moved_at:
            yield Change(one.case_id, one.moved_at, _("%(activity)s has another time or place.") % {"activity": one})
