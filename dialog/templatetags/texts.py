"""What a publication text is called, and what stands beside it: the communicators' queue."""

from django import template

from dialog.models import Record
from dialog.process.access import Access
from dialog.texts.queue import Now, queue_now

register = template.Library()

BESIDE = 5  # how many texts a part of the queue shows beside a text


@register.filter
def called_for(record: Record, access: Access) -> str:
    """What a text is called for a person: a draft's title is for those who may read the draft."""
    return record.called(reads_drafts=access.reads_text(record))


@register.simple_tag
def queue_beside() -> Now:
    """The desk as it stands beside one of its texts."""
    return queue_now(BESIDE, marked=False)
