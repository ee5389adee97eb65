"""Tags about the people of the house."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.utils.translation import gettext as _

from dialog import clock
from dialog.forms.people import LOOKED_FOR
from dialog.forms.people_field import Hit, described, looked_for
from dialog.models import Person, house
from dialog.process.people import find

register = template.Library()


@register.simple_tag
def without_seat() -> int:
    """Return how many people have lost their last seat and have nothing else here."""
    return house.without_seat(clock.today()).count()


@register.filter
def with_place(person: Person) -> str:
    """Return a person's name and what stands behind it."""
    return described(person, clock.today())


@dataclass(frozen=True)
class Picker:
    """What a field of people shows besides its choices: who is chosen without an account, and what is looked for."""

    field: BoundField
    named: BoundField | None
    names: list[str]  # without an account
    text: str
    hits: list[Hit]
    me: str
    outside: list[str]  # names of those who were chosen and are no members of the case
    may_add: bool

    @property
    def is_given_no_account(self) -> bool:
        """Whether the one who is chosen has no account."""
        return bool(self.names) and not any(self.field.value() or ())


@register.simple_tag(takes_context=True)
def picker(context: Context, field: BoundField) -> Picker:
    """Return what a field of people shows besides its choices."""
    form: Any = field.form
    choosing: Any = field.field
    access, path = form.access, field.html_name
    request = context.get("request")
    text = ""
    if request is not None:
        name = f"{LOOKED_FOR}{path}"
        text = request.POST.get(name, request.GET.get(name, "")).strip()
    named = form[choosing.named] if choosing.named else None
    written = "".join(form.draft.get(choosing.named, ())) if named else ""
    names = dict(choosing.choices)
    return Picker(
        field=field,
        named=named,
        names=[line for line in written.splitlines() if line.strip()],
        text=text,
        hits=find(access, choosing.source, text) if text else [],
        me=str(access.user.pk),
        outside=[str(names[key]) for key in sorted(choosing.outside) if key in names],
        may_add=access.may("add_member"),
    )


@dataclass(frozen=True)
class PersonPicker:
    """What a field shows in which a person is chosen: who stands there, who it is, and what is looked for."""

    options: list[Hit]
    chosen: str
    text: str
    hits: list[Hit]
    is_folded: bool  # the search: somebody is at hand, or nobody need be chosen


@register.simple_tag(takes_context=True)
def person_picker(context: Context, field: BoundField) -> PersonPicker:
    """Return what a field shows in which a person is chosen."""
    choosing: Any = field.field
    request = context.get("request")
    text = looked_for(field, request.POST) or looked_for(field, request.GET) if request is not None else ""
    value = field.value()
    chosen = str(getattr(value, "pk", value) or "")
    options = choosing.shown(chosen)
    is_folded = bool(options) or not choosing.required
    if options and not choosing.required:
        options = [Hit("", _("None"), ""), *options]
    return PersonPicker(options, chosen, text, choosing.find(text) if text else [], is_folded)
