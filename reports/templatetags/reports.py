"""What the document's templates need beside Django's own tags."""

import unicodedata

from django import template
from django.utils.safestring import SafeString, mark_safe

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
