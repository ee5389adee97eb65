"""Numbers as the overview writes them."""

from django import template

from dialog.pictures import Turnout
from dialog.pictures.participants import say_count
from dialog.pictures.picture import NOTHING
from followup.overview.page import said_share

register = template.Library()


@register.filter
def count(number: int | None) -> str:
    """A number with its thousands apart; a dash where there is none."""
    return say_count(number)


@register.filter
def share(turnout: Turnout) -> str:
    """How large a part of those aimed for was reached, in words; a dash where nobody aimed or counted."""
    return said_share(turnout) or NOTHING
