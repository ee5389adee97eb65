"""Tags about the people of the house."""

from django import template

from dialog import clock
from dialog.forms.people_field import described
from dialog.models import Person, house

register = template.Library()


@register.simple_tag
def without_seat() -> int:
    """Return how many people have lost their last seat and have nothing else here."""
    return house.without_seat(clock.today()).count()


@register.filter
def with_place(person: Person) -> str:
    """Return a person's name and what stands behind it."""
    return described(person, clock.today())
