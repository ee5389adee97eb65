"""What need not be kept: every save is a revision, and most are overtaken the same day; files that came to nothing.

A phase that keeps something for a while declares what disposes of it::

    @disposes
    def dispose_of_files(now: datetime) -> int: …
"""

import datetime as dt
from collections.abc import Callable

from django.db.models import Exists, OuterRef

from dialog.models import Revision

KEPT = dt.timedelta(days=30)

Dispose = Callable[[dt.datetime], int]
_disposals: list[Dispose] = []


def disposes(of: Dispose) -> Dispose:
    """Declare a function that disposes of what has been kept long enough, and returns of how much."""
    _disposals.append(of)
    return of


def dispose(now: dt.datetime) -> int:
    """Dispose of all that phases keep for a while only, and return of how much."""
    return sum(of(now) for of in _disposals)


def prune(now: dt.datetime) -> int:
    """Remove the revisions that are older than thirty days and count for nothing, and return how many.

    Never a version, the last text of a record, one that was sent (proposed, and perhaps sent back), nor one that lies
    aside because it lost in a conflict.
    """
    later = Revision.objects.filter(record=OuterRef("record"), number__gt=OuterRef("number"))
    overtaken = Revision.objects.filter(Exists(later), version=None, was_sent=False, number__isnull=False)
    removed, _by_model = overtaken.filter(at__lt=now - KEPT).delete()
    return removed
