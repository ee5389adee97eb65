"""How the areas of the municipality lie in each other: kept for a minute, for they change perhaps once a year."""

from collections.abc import Collection, Mapping

from django.core.cache import cache
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from dialog.models import Area

CACHE_KEY = "dialog.areas"
CACHE_SECONDS = 60
LiesIn = Mapping[str, Collection[str]]  # area → the areas that it lies in, by name


def areas_within() -> LiesIn:
    """Return of each area that lies within others which those are, the nearest first."""
    kept: LiesIn | None = cache.get(CACHE_KEY)
    if kept is None:
        kept = _read()
        cache.set(CACHE_KEY, kept, CACHE_SECONDS)
    return kept


def _read() -> LiesIn:
    pairs = Area.objects.exclude(part_of=None).values_list("name", "part_of__name")
    around: dict[str, str | None] = dict(pairs)
    found: dict[str, list[str]] = {}
    for area in around:
        wider = around[area]
        while wider and wider not in found.setdefault(area, []):
            found[area].append(wider)
            wider = around.get(wider)
    return found


@receiver([post_save, post_delete], sender=Area)
def forget(**_kwargs: object) -> None:
    """Let the next page read them anew."""
    cache.delete(CACHE_KEY)
