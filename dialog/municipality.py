"""The municipality whose installation this is: read on every page, changed perhaps once a year."""

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


@receiver([post_save, post_delete], sender=Municipality)
def forget(**_kwargs: object) -> None:
    """Let the next page read the municipality anew."""
    cache.delete(CACHE_KEY)
