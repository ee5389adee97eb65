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
    for activity in Activity.objects.filter(changed, case__in=cases):
        if activity.is_cancelled and activity.status_at:
            yield Change(
                activity.case_id, activity.status_at, _("%(activity)s has been cancelled.") % {"activity": activity}
            )
        elif activity.moved_at and not activity.is_public:
            yield Change(
                activity.case_id,
                activity.moved_at,
                _("%(activity)s is only for people who are invited.") % {"activity": activity},
            )
        elif activity.moved_at:
            yield Change(
                activity.case_id,
                activity.moved_at,
                _("%(activity)s has a new time or place.") % {"activity": activity},
            )
