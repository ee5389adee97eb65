"""Who reads which contribution just now: marks that live for some minutes in the cache, and are seen by those who code.

They hold nothing up: both may code it, and their themes are put together. Without a cache that all processes share (Redis)
each sees those of her own process.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.cache import cache

if TYPE_CHECKING:
    from dialog.process.access import Access

SECONDS = 180  # somebody who reads longer than that has gone for coffee


def _key(case: int, number: int) -> str:
    return f"reads:{case}:{number}"


def mark(access: "Access", number: int) -> None:
    """Say that the person reads a contribution now, and no other any more."""
    own = f"reads:{access.case.pk}:by:{access.user.pk}"
    before = cache.get(own)
    if before and before != number:
        read = cache.get(_key(access.case.pk, before))
        if read and read[0] == access.user.pk:
            cache.delete(_key(access.case.pk, before))
    cache.set(own, number, SECONDS)
    cache.set(_key(access.case.pk, number), (access.user.pk, access.user.name), SECONDS)


def others(access: "Access", numbers: Iterable[int]) -> dict[int, str]:
    """Return who else reads some contributions now, by their numbers: the name of the last one who opened each."""
    keys = {_key(access.case.pk, number): number for number in numbers}
    found = cache.get_many(keys)
    return {keys[key]: name for key, (person, name) in found.items() if person != access.user.pk}
