"""What a text that is filled in by itself may say: what stands in a field. Where something is missing it leaves a gap."""

from typing import TYPE_CHECKING

from dialog.models import Area, Body, Municipality
from dialog.process.once import once

if TYPE_CHECKING:
    from dialog.process.access import Access


def within(name: str, access: "Access") -> str:
    """Return a name as it stands within a sentence of a case (:func:`within_a_sentence`)."""
    return within_a_sentence(name, _proper(access))


def within_a_sentence(name: str, proper: set[str]) -> str:
    """Return a name as it stands within a sentence: small, unless it is a proper name or an abbreviation.

    Proper names are those that begin as ``proper`` says, and those whose next word has a capital too.
    """
    first, _blank, rest = name.partition(" ")
    if not first[1:].islower() or rest[:1].isupper() or _stem(first) in proper:
        return name
    return name[:1].lower() + name[1:]


@once
def _proper(access: "Access") -> set[str]:
    return proper_names()


def proper_names() -> set[str]:
    """Return how the proper names begin that are known in the municipality: bodies, areas, the municipality itself."""
    areas, bodies, here = (
        model.objects.order_by().values_list("name", flat=True) for model in (Area, Body, Municipality)
    )
    return {_stem(name.partition(" ")[0]) for name in areas.union(bodies, here)}


def _stem(word: str) -> str:
    return word.lower().removesuffix("s")
