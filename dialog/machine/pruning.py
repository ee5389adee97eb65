"""What of the texts that were typed need not be kept: every save is a revision, and most are overtaken the same day."""

import datetime as dt

from django.db.models import Exists, OuterRef

from dialog.models import Revision

KEPT = dt.timedelta(days=30)


def prune(now: dt.datetime) -> int:
    """Remove the revisions that are older than thirty days and count for nothing, and return how many.

    Never a version, the last text of a record, one that was sent (proposed, and perhaps sent back), nor one that lies
    aside because it lost in a conflict.
    """
    later = Revision.objects.filter(record=OuterRef("record"), number__gt=OuterRef("number"))
    overtaken = Revision.objects.filter(Exists(later), version=None, was_sent=False, number__isnull=False)
    removed, _by_model = overtaken.filter(at__lt=now - KEPT).delete()
    return removed
