"""What the document's templates need beside Django's own tags, and the ways from the case's pages to its documents.

{% documents_of access as documents %}    every document that the person may have now, with title and address
{% documents_at place as documents %}     those that belong to a step or row: its decision basis, the plan at its gate
"""

import unicodedata
from dataclasses import dataclass
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from dialog.process.access import Access
from dialog.process.step import DecidedStep
from dialog.views.place import Place
from reports.kinds import KINDS, Kind

register = template.Library()


@register.filter
def direction(text: str) -> SafeString:
    """The attribute ``dir="rtl"`` where the first letter with a direction runs from right to left, else nothing.

    WeasyPrint knows no ``dir="auto"``, and the preview should break lines as the PDF does.
    """
    for character in str(text):
        way = unicodedata.bidirectional(character)
        if way in ("R", "AL"):
            return mark_safe('dir="rtl"')
        if way == "L":
            break
    return SafeString("")


@dataclass(frozen=True)
class Way:
    """A document as a link leads to it."""

    kind: Kind
    url: str


def _way(access: Access, kind: Kind, part: str = "") -> Way:
    address = reverse("report", args=[access.case.pk, kind.key])
    return Way(kind, f"{address}?{urlencode({'part': part})}" if part else address)


@register.simple_tag
def documents_of(access: Access) -> list[Way]:
    """Every document that the person may have now, in the order of the process."""
    return [_way(access, kind) for kind in KINDS.values() if kind.may(access) and kind.exists(access)]


@register.simple_tag
def documents_at(place: Place) -> list[Way]:
    """The documents that belong to a step or a row."""
    access, record = place.access, place.record
    found = [
        _way(access, kind)
        for kind in KINDS.values()
        if place.step_or_kind.key in kind.shown_at and not place.row and kind.may(access) and kind.exists(access)
    ]
    basis = KINDS["decision_basis"]
    if isinstance(place.step_or_kind, DecidedStep) and record and record.is_written_on and basis.may(access):
        found.append(_way(access, basis, place.row or place.step_or_kind.key))
    return found
