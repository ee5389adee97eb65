"""A field in which a person is chosen: behind every name stands where she sits, or what she does here."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog import clock
from dialog.models import Body, Person, house


class PersonField(forms.ModelChoiceField):
    """One of some people, each told from others of the same name."""

    def __init__(self, queryset: Any = None, **kwargs: Any) -> None:
        people = Person.objects.none() if queryset is None else queryset
        super().__init__(people, **{"label": gettext_lazy("Who?"), "empty_label": gettext_lazy("Choose"), **kwargs})

    def offer(self, people: Iterable[Person], day: dt.date, body: Body | None = None) -> None:
        """Offer people who have been read with their places; see ``house.with_places``.

        Where a ``body`` is named its members come first, then other elected officials, then the officials.
        """
        found = list(people)
        self.queryset = Person.objects.filter(pk__in=[person.pk for person in found])
        named = grouped(found, day, body) if body else [(person.pk, described(person, day)) for person in found]
        self.choices = [("", self.empty_label), *named]

    def label_from_instance(self, person: Any) -> str:
        """Return the name and what stands behind it."""
        return described(person, clock.today())


def described(person: Person, day: dt.date) -> str:
    """Return a person's name and what stands behind it."""
    return f"{person.name} · {house.place_of(person, day)}"


def grouped(people: Iterable[Person], day: dt.date, body: Body) -> list[tuple[str, list[tuple[int, str]]]]:
    """Return people as choices in groups: a body's members first."""
    groups: dict[str, list[tuple[int, str]]] = {
        body.name: [],
        _("Councillors on other committees"): [],
        _("Officers"): [],
        _("Others, who can only read"): [],
    }
    names = list(groups)
    for person in people:
        held = {seat.body_id for seat in person.seats.all() if seat.holds(day)}
        official = 2 if house.is_official(person) else 3
        group = 0 if body.pk in held else 1 if held else official
        groups[names[group]].append((person.pk, described(person, day)))
    return [(name, choices) for name, choices in groups.items() if choices]
