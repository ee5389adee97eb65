"""The one clock: every rule asks it for now and today.

In a demonstration it starts at the invented municipality's day and runs on from there; everywhere else it is the real one.
"""

import datetime as dt
from functools import cache

from django.apps import apps
from django.conf import settings
from django.utils import timezone


@cache
def demo_offset() -> dt.timedelta:
    """Return how far the demonstration's clock lies from the real one; read once a process."""
    offset = apps.get_model("dialog", "Municipality").objects.values_list("clock_offset", flat=True).first()
    return offset or dt.timedelta()


def now() -> dt.datetime:
    """Return the time that rules go by, with its zone."""
    return timezone.now() + demo_offset() if settings.DEMO else timezone.now()


def local(moment: dt.datetime) -> dt.datetime:
    """Return a moment in the municipality's own time zone, the only one that there is."""
    return moment.astimezone(timezone.get_default_timezone())


def today() -> dt.date:
    """Return the day that rules go by, in the municipality's own time zone."""
    return local(now()).date()
