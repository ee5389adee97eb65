"""The municipality whose installation this is: read on every page, changed perhaps once a year."""

import datetime as dt
from calendar import monthrange

from django.core.cache import cache
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from dialog.models import Municipality

CACHE_KEY = "dialog.municipality"
CACHE_SECONDS = 60


def current() -> Municipality:
    """Return the municipality; an unsaved one with no name where nobody has written it yet."""
    municipality = cache.get(CACHE_KEY)
    if municipality is None:
        municipality = Municipality.objects.first() or Municipality()
        cache.set(CACHE_KEY, municipality, CACHE_SECONDS)
    return municipality


def contacts_kept_until(day: dt.date) -> dt.date:
    """Return until when contact details that come in on a day are kept, unless their register says otherwise."""
    months = day.month - 1 + current().contacts_kept_months
    year, month = day.year + months // 12, months % 12 + 1
    return dt.date(year, month, min(day.day, monthrange(year, month)[1]))


@receiver([post_save, post_delete], sender=Municipality)
def forget(**_kwargs: object) -> None:
    """Let the next page read the municipality anew."""
    cache.delete(CACHE_KEY)
