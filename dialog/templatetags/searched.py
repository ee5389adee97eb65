"""Tags that mark in a text what was looked for."""

from django import template
from django.utils.safestring import SafeString

from dialog.search.find import Search

register = template.Library()


@register.filter
def marked(text: str, search: Search) -> SafeString:
    """Return a text with what was found in it marked."""
    return search.marked(text)


@register.simple_tag
def marked_part(text: str, search: Search, words: int) -> SafeString:
    """Return so many words of a text, from a little before what was found in it, which is marked."""
    return search.marked(text, most=words)
