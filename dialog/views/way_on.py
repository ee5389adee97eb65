"""What a page says that something was done, with where the person goes on."""

from django.contrib import messages
from django.utils.html import format_html

from dialog.cases.next import next_after
from dialog.process.access import Access
from dialog.process.step import Step
from dialog.web.http import Request


def say_with_way_on(request: Request, said: str, begin: str, access: Access, step: Step) -> None:
    """Tell what happened in a step, and, after the words that ``begin`` it, where this person goes on."""
    thing = next_after(access, step) if access.is_member else None
    if thing is None:
        messages.success(request, said)
        return
    way = format_html('{} <a href="{}">{}</a>', begin, thing.url, thing.title)
    messages.success(request, format_html("<strong>{}</strong><br>{}", said, way))
