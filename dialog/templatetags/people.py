"""Tags about the people of the house."""

from django import template

from dialog import clock, house

register = template.Library()


@register.simple_tag
def without_seat() -> int:
    """Return how many people have lost their last seat and have nothing else here."""
    return house.without_seat(clock.today()).count()
