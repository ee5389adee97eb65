"""Dates as people say them: «i dag 14.12», «i går», «3 november», with the year when it is another one.

The exact moment stands in the markup, for hover and for programs.
"""

import datetime as dt
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils import formats, timezone
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dialog import clock

YEARS_AROUND = 50  # what a case tells of lies in its own time: nobody plans or remembers further


def judge_day(day: dt.date) -> None:
    """Refuse a day that can only be a slip of the pen, wherever one is typed. Raises ValidationError with the days taken.

    It is the judgement of every date field there is, see ``dialog.apps``.
    """
    year = clock.today().year
    first, last = dt.date(year - YEARS_AROUND, 1, 1), dt.date(year + YEARS_AROUND, 12, 31)
    if not first <= day <= last:
        sentence = _("Check the year: the date must be between %(first)s and %(last)s.")
        raise ValidationError(sentence, "implausible", {"first": say_date(first), "last": say_date(last)})


def _parts(value):
    """The local day and, for a moment, its local time."""
    if isinstance(value, dt.datetime):
        local = clock.local(value) if timezone.is_aware(value) else value
        return local.date(), local.time()
    return value, None


@lru_cache(maxsize=4096)
def _written(day, form, language):
    """A day as a format of a language writes it: lists say the same days over and over."""
    return formats.date_format(day, form)


@lru_cache(maxsize=4096)
def _at(hour, minute, language):
    """A time of day as a language writes it."""
    return formats.time_format(dt.time(hour, minute), "TIME_FORMAT")


def say_date(value):
    """The day, or the day of a moment: «6 november 2026»."""
    day, _time = _parts(value)
    return _written(day, "DATE_FORMAT", get_language())


def say_period(first, last):
    """The days from one to another, what they share said once: «28–29 november 2026», «28 november – 3 december 2026»."""
    if last in (None, first):
        return say_date(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{say_date(last)}"
    start = formats.date_format(first, "MONTH_DAY_FORMAT") if first.year == last.year else say_date(first)
    return f"{start} – {say_date(last)}"


def say(value):
    """A day or a moment, seen from today: «i dag 14.12», «i går 16.20», «3 november», «3 november 2025».

    The time of day is said only for yesterday, today and tomorrow; further off nobody asks for it.
    """
    day, time = _parts(value)
    today = clock.today()
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}.get((day - today).days)
    if near and time:
        return f"{near} {_at(time.hour, time.minute, get_language())}"
    if near:
        return near
    return _written(day, "MONTH_DAY_FORMAT", get_language()) if day.year == today.year else say_date(day)


def exact(value):
    """The whole date, with the time of day for a moment: «6 november 2026 14.12»."""
    day, time = _parts(value)
    return say_date(day) if time is None else f"{say_date(day)} {_at(time.hour, time.minute, get_language())}"


def say_how_long(since):
    """How long something has waited: «i dag», «i 1 dag», «i 6 dagar»."""
    day, _time = _parts(since)
    days = (clock.today() - day).days
    if days <= 0:
        return _("today")
    return ngettext("for %(count)d day", "for %(count)d days", days) % {"count": days}


def say_waited(since):
    """For how long something has waited, where nothing else says that it waits: «har väntat 6 dagar»."""
    day, _time = _parts(since)
    days = (clock.today() - day).days
    if days <= 0:
        return _("has been waiting since today")
    return ngettext("has been waiting for %(count)d day", "has been waiting for %(count)d days", days) % {"count": days}


def say_since(what, since, now):
    """For how long, in whole days, what is told in a few words: «Karin Lund, 21 dagar»."""
    days = (clock.local(now).date() - clock.local(since).date()).days
    if days <= 0:
        return _("%(what)s, since today") % {"what": what}
    return ngettext("%(what)s, %(n)d day", "%(what)s, %(n)d days", days) % {"what": what, "n": days}


def time_tag(value, words):
    """Words for a date, marked up with the exact one. A list has fifty of them: the moment is made local once, and
    only the words, which may be somebody's name for a day, are escaped.
    """
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        value = clock.local(value)
    machine = value.isoformat(timespec="minutes") if isinstance(value, dt.datetime) else value.isoformat()
    return mark_safe(f'<time datetime="{machine}" title="{exact(value)}">{conditional_escape(words)}</time>')  # noqa: S308
