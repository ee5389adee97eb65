"""A field in which a person is chosen outside the steps: who is at hand, and anybody else by a search.

Behind every name stands where she sits, or what she does here. No page holds everybody: the page itself is asked again with
what is looked for, and gives a few. The button beside the search does the same without scripts.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy

from dialog import clock
from dialog.forms.posted import sent_number
from dialog.language.letters import in_order, without_accents
from dialog.models import Person, house

LEAST_LETTERS = 2  # of what is looked for: fewer say nothing
MOST_HITS = 8
MOST_AT_HAND = 12  # more are looked for
LOOK = "look"  # the button beside a search; its value says in which field
LOOKED_FOR = "find-"  # before a field's id: what is looked for in it


@dataclass(frozen=True)
class Hit:
    """Somebody who can be chosen, with what stands behind her name."""

    key: str
    name: str
    place: str


def search(people: QuerySet[Person], text: str, day: dt.date) -> list[Hit]:
    """Return who of some people is found by parts of the name, the title or the department, without accents; a few, by
    name. Who is called so comes before who works with it.
    """
    words = without_accents(text).split()
    if len("".join(words)) < LEAST_LETTERS:
        return []
    rows = people.order_by().values_list("pk", "name", "title", "department__name")
    hits = [(pk, name) for pk, name, *more in rows if _says(words, name, *more)]
    first = sorted(hits, key=lambda hit: (not _says(words, hit[1]), in_order(hit[1])))[:MOST_HITS]
    found = house.with_places(Person.objects.filter(pk__in=[pk for pk, _name in first])).in_bulk()
    return [as_hit(found[pk], day) for pk, _name in first]


def _says(words: list[str], *texts: str | None) -> bool:
    said = without_accents(" ".join(filter(None, texts)))
    return all(word in said for word in words)


def as_hit(person: Person, day: dt.date) -> Hit:
    """Return a person who has been read with her place."""
    return Hit(str(person.pk), person.name, house.place_of(person, day))


class PersonField(forms.ModelChoiceField):
    """One of some people, each told from others of the same name."""

    face_template = "components/person.html"
    widget = forms.RadioSelect
    queryset: Any
    at_hand: tuple[Person, ...] = ()

    def __init__(self, queryset: Any = None, **kwargs: Any) -> None:
        people = Person.objects.none() if queryset is None else queryset
        super().__init__(people, **{"label": gettext_lazy("Who?"), **kwargs})

    @property
    def day(self) -> dt.date:
        """The day of which it is told where somebody sits."""
        return clock.today()

    # What draws the field finds who is at hand; the choices of its kind are everybody.
    choices = property(lambda self: [(hit.key, hit.name) for hit in self.shown(None)], lambda self, _choices: None)

    def offer(self, people: QuerySet[Person], at_hand: Iterable[Person] = ()) -> None:
        """Offer some people to be looked for; who is ``at_hand``, read with her place, stands there unless they are many."""
        self.queryset = people
        here = tuple(at_hand)
        self.at_hand = here if len(here) <= MOST_AT_HAND else ()

    def shown(self, chosen: Any) -> list[Hit]:
        """Return who stands there to be chosen: who is at hand, and who is ``chosen`` from elsewhere."""
        here = list(self.at_hand)
        key = str(getattr(chosen, "pk", chosen) or "")
        if sent_number(key) and key not in {str(person.pk) for person in here}:
            here += house.with_places(self.queryset.filter(pk=key))
        return [as_hit(person, self.day) for person in here]

    def find(self, text: str) -> list[Hit]:
        """Return who is found of those who may be chosen."""
        return search(self.queryset, text, self.day)

    def label_from_instance(self, person: Any) -> str:
        """Return the name and what stands behind it."""
        return described(person, self.day)


def looked_for(bound: BoundField, sent: Any) -> str:
    """Return what is looked for in a field of people, in what a page was sent or asked with. A part of a sheet has its own
    name before that of the field.
    """
    name = f"{LOOKED_FOR}{bound.auto_id}"
    return next((sent[key].strip() for key in sent if key == name or key.endswith(f"~{name}")), "")


class LooksForPeople:
    """A form with people to be looked for: as long as somebody looks, nothing is judged and nothing is done. She does so
    with the button beside the search, and when she sends the form without having chosen any of those who were found.
    """

    def full_clean(self) -> None:
        """Judge the form, unless somebody looks for a person in it."""
        super().full_clean()  # type: ignore[misc]
        if self.is_looking():
            self._errors = ErrorDict()

    def is_valid(self) -> bool:
        """Say whether what it says can be done."""
        return super().is_valid() and not self.is_looking()  # type: ignore[misc]

    def is_looking(self) -> bool:
        """Say whether somebody looks for a person."""
        form: Any = self
        people = (form[name] for name, field in form.fields.items() if isinstance(field, PersonField))
        return form.is_bound and any(map(self._is_looking_in, people))

    def _is_looking_in(self, bound: BoundField) -> bool:
        text, chosen, field = looked_for(bound, bound.form.data), str(bound.data or ""), bound.field
        if not text or field.disabled:
            return False
        is_asked = bound.form.data.get(LOOK) == bound.auto_id
        assert isinstance(field, PersonField)
        return not chosen or (is_asked and chosen not in {hit.key for hit in field.find(text)})


def described(person: Person, day: dt.date) -> str:
    """Return a person's name and what stands behind it."""
    return f"{person.name} · {house.place_of(person, day)}"
