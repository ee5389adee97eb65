"""What stands beside a publication text: the communicators' queue."""

from django import template

from dialog.texts.queue import Shelf, shelves

register = template.Library()

BESIDE = 5  # how many texts a part of the queue shows beside a text


@register.simple_tag
def queue_beside() -> list[Shelf]:
    """The queue as it stands beside one of its texts."""
    return shelves(BESIDE, marked=False)
