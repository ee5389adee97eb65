"""What the overview counts over all cases, kept until something happens in any of them, and for a minute at most."""

from collections.abc import Callable
from typing import Any

from django.core.cache import cache

from dialog import clock
from dialog.models import Event, Person, house

A_MINUTE = 60


def kept(name: str, person: Person, count: Callable[[], Any]) -> Any:
    """Return what is counted of the cases that a person may read: as it was counted last, if no act has happened since.

    To count over very many cases takes the database long, and most who look at the overview look again. Every act writes
    an event; what changes who may read what without one (a seat, a department) is seen within the minute.
    """
    today = clock.today()
    who = "all" if person.is_support else f"{person.pk}-{house.belongs(person, today)}"
    last = Event.objects.order_by("-pk").values_list("pk", flat=True).first()
    return cache.get_or_set(f"overview-{name}-{who}-{today}-{last}", count, A_MINUTE)
