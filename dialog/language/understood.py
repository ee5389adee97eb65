"""What people write for a day, a number or a registry number, understood: the one reader for the whole application.

Whatever a page writes itself can be pasted into any field: «i dag», «12 oktober 2026», «12/10 2026», «1 612», «#118»,
«KS2026/58». What a field takes stands in the fields below; ``formfield`` gives a model's field its own.
"""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

from django import forms
from django.conf import settings
from django.db import models
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import override

from dialog import clock
from dialog.language.dates import judge_day
from dialog.language.letters import plain

CLOCK = r"(?:,?\s+(?:kl\.?\s*)?\d{1,2}[.:]\d{2})?"
DAYS = [
    re.compile(rf"{pattern}{CLOCK}")
    for pattern in (
        r"(?P<year>\d{4})[-/. ](?P<month>\d{1,2})[-/. ](?P<day>\d{1,2})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        r"(?P<day>\d{1,2})[-/. ]\s?(?P<month>\d{1,2})\s?[-/. ]\s?(?P<year>\d{4})",
        r"(?P<day>\d{1,2})/(?P<month>\d{1,2})",
        r"(?P<day>\d{1,2})(?:[.:]?[ae]|\.|st|nd|rd|th)?\s+(?P<month>[^\W\d]+)\.?(?:,?\s+(?P<year>\d{4}))?",
        r"(?P<month>[^\W\d]+)\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(?P<year>\d{4}))?",
    )
]
NUMBER = re.compile(r"(?P<sign>[-+]?)(?P<whole>\d{1,3}(?:\s\d{3})+|\d+)(?:[.,](?P<part>\d+))?")
ABOUT = re.compile(r"^(?:ca\.?|cirka|omkring|ungefär|runt|about|some|#|nr\.?|no\.?)\s*")
UNIT = re.compile(r"\s*(?:kr\.?|kronor|:-|st\.?|%|procent|per cent)$")
CALLED = re.compile(r"^(?:dnr|diarienummer|diarienr)\.?:?\s*", re.IGNORECASE)
PARTS = re.compile(r"^([^\W\d]+)[\s./:-]*(\d{4})\s*[/:.-]\s*(\d+)$")
MOST_FIGURES = 30
WHOLE = re.compile(r"^(?:#|nr\.?\s)?\s*(\d{1,8})$", re.IGNORECASE)


@cache
def _month_numbers() -> dict[str, int]:
    """The months by their names and the beginnings of these, in the languages of the interface."""
    found: dict[str, int] = {}
    for number, names in _in_every_language(MONTHS):
        found |= {name[:letters]: number for name in names for letters in (3, 4, len(name))}
    return found


@cache
def _weekdays() -> frozenset[str]:
    names = [name for _number, found in _in_every_language(WEEKDAYS) for name in found]
    return frozenset([*names, *(f"{name}en" for name in names), *(f"{name}s" for name in names), "den", "the"])


@cache
def _near_days() -> dict[str, int]:
    """What a day beside today is called, and how far it lies away."""
    found = {"idag": 0, "igår": -1, "imorgon": 1, "i morgon": 1}
    for code, _name in settings.LANGUAGES:
        with override(code):
            found |= {plain(_("yesterday")): -1, plain(_("today")): 0, plain(_("tomorrow")): 1}
    return found


def _in_every_language(names: Any) -> Iterator[tuple[int, list[str]]]:
    for number, name in names.items():
        found = []
        for code, _name in settings.LANGUAGES:
            with override(code):
                found.append(plain(str(name)))
        yield number, found


def day(text: str) -> dt.date | None:
    """Return the day that a text says; a day without a year is this year's. None where it says none."""
    words = plain(text).split()
    while words and words[0].rstrip(",") in _weekdays():
        words.pop(0)
    said = " ".join(words)
    near = next((far for name, far in _near_days().items() if re.fullmatch(f"{name}{CLOCK}", said)), None)
    if near is not None:
        return clock.today() + dt.timedelta(days=near)
    found = next((match for pattern in DAYS if (match := pattern.fullmatch(said))), None)
    if found is None:
        return None
    parts = found.groupdict()
    month = parts["month"]
    number = int(month) if month.isdecimal() else _month_numbers().get(month, 0)
    try:
        return dt.date(int(parts.get("year") or clock.today().year), number, int(parts["day"]))
    except ValueError:
        return None


def number(text: str) -> Decimal | None:
    """Return the number that a text says, whatever stands for thousands, and with its unit or «ca». None for none."""
    said = " ".join(UNIT.sub("", ABOUT.sub("", plain(text).strip().replace("−", "-"))).split())
    found = NUMBER.fullmatch(said) if len(said) <= MOST_FIGURES else None
    if found is None:
        return None
    whole = "".join(str(int(figure)) for figure in found["whole"] if not figure.isspace())
    part = "".join(str(int(figure)) for figure in found["part"] or "")
    return Decimal(f"{found['sign']}{whole}.{part or '0'}")


def whole_number(text: str) -> int | None:
    """Return the whole number that a text says; None for none, and for a broken one."""
    found = number(text)
    if found is None or found != found.to_integral_value() or re.search(r"[.,]\d{2,}", text):
        return None  # «1,000» may be a thousand to who wrote it, and one to us
    return int(found)


def name_of_number(text: str) -> str:
    """Return what a thing is called by its number without the sign before it: «118» of «#118» and «nr 118»."""
    found = WHOLE.match(text.strip())
    return found[1] if found else text.strip()


def registry_number(text: str) -> str | None:
    """Return a registry number as this municipality writes it, «KS 2026/58» of «ks2026/58»; None where it is none."""
    said = " ".join(CALLED.sub("", text.strip()).split()).upper()
    parts = PARTS.match(said)
    candidates = [said]
    if parts:
        begin, year, number = parts.groups()
        candidates += [f"{begin} {year}/{number}", f"{begin}{year}/{number}", f"{begin}-{year}/{number}"]
        candidates += [f"{begin} {year}-{number}", f"{begin}-{year}-{number}"]
    return next(
        (candidate for candidate in candidates if re.fullmatch(settings.REGISTRY_NUMBER_PATTERN, candidate)), None
    )


class DayField(forms.DateField):
    """A day, however it is written."""

    default_validators = [judge_day]
    widget = forms.DateInput(attrs={"inputmode": "numeric"})

    def to_python(self, value: Any) -> dt.date | None:
        """Return the day. Raises ValidationError for what is none."""
        if isinstance(value, str) and value.strip():
            if found := day(value):
                return found
            raise forms.ValidationError(self.error_messages["invalid"], "invalid")
        return super().to_python(value)


class WholeNumberField(forms.IntegerField):
    """A whole number, however it is written."""

    widget = forms.TextInput(attrs={"inputmode": "numeric"})

    def to_python(self, value: Any) -> int | None:
        """Return the number. Raises ValidationError for what is none."""
        if isinstance(value, str) and value.strip():
            found = whole_number(value)
            if found is None:
                raise forms.ValidationError(self.error_messages["invalid"], "invalid")
            return found
        return super().to_python(value)


class NumberField(forms.DecimalField):
    """A number, however it is written."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"localize": True, **options})

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        """Return the number. Raises ValidationError for what is none."""
        if isinstance(value, str) and value.strip():
            found = number(value)
            if found is None:
                raise forms.ValidationError(self.error_messages["invalid"], "invalid")
            return found.to_integral_value() if found == found.to_integral_value() else found
        return super().to_python(value)


READERS: tuple[tuple[type[models.Field], type[forms.Field]], ...] = (
    (models.DateField, DayField),
    (models.DecimalField, NumberField),
    (models.IntegerField, WholeNumberField),
)


def formfield(field: models.Field, **options: Any) -> Any:
    """Return the form's field for a model's field: the one that understands what people write."""
    own = next((form for kind, form in READERS if isinstance(field, kind)), None)
    if own and not isinstance(field, models.DateTimeField) and not field.choices:
        options = {"form_class": own, **options}
    return field.formfield(**options)
