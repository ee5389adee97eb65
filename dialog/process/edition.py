"""Which edition of the handbook is in force: said at the foot of every page, published perhaps twice a year."""

import datetime as dt

from django.core.cache import cache

from dialog.process.phases import process

CACHE_KEY = "dialog.edition"
CACHE_SECONDS = 60


def in_force() -> dt.date | None:
    """Return the date of the edition that new cases follow, or None where no handbook is loaded."""
    kept: str | None = cache.get(CACHE_KEY)
    if kept is None:
        day = process.current_edition()
        kept = day.isoformat() if day else ""
        cache.set(CACHE_KEY, kept, CACHE_SECONDS)
    return dt.date.fromisoformat(kept) if kept else None


def forget() -> None:
    """Let the next page read it again, because an edition was published."""
    cache.delete(CACHE_KEY)
