"""Files from which nothing came are kept for a while, in case somebody tries again, and then disposed of."""

import datetime as dt

from django.conf import settings
from django.db.models import Q

from dialog.machine.pruning import disposes
from followup.models import Import


@disposes
def dispose_of_files(now: dt.datetime) -> int:
    """Remove imports that were never carried out or were undone, with their files, ``IMPORT_FILE_DAYS`` later."""
    since = now - dt.timedelta(days=settings.IMPORT_FILE_DAYS)
    count = 0
    for source in Import.objects.filter(Q(done_at=None, added_at__lt=since) | Q(undone_at__lt=since)):
        source.file.delete(save=False)
        source.delete()
        count += 1
    return count
