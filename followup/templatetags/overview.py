"""Numbers as the overview writes them."""

from django import template

from dialog.pictures.participants import say_count

register = template.Library()


@register.filter
def count(number: int | None) -> str:
    """A number with its thousands apart; a dash where there is none."""
    return say_count(number)
