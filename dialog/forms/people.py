"""Fields in which people are chosen: members at hand, others by a search, and who has no account by a name.

All three stand in one place (templates/components/people.html): a field of people names the field beside it in which the
names without an account are kept, and shows both.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext as _

from dialog.forms import drafts
from dialog.forms.drafts import Draft
from dialog.forms.fields import LinesField, OfferedChoiceField, OfferedChoicesField, OfferedField

if TYPE_CHECKING:
    from dialog.process.access import Access

FIND, CHOOSE, WRITE_IN = "find_person", "choose_person", "write_in"
VERBS = frozenset([FIND, CHOOSE, WRITE_IN])  # what a button in the field does with what stands there
LOOKED_FOR = "find-"  # before a field's name: what is looked for in it


class ChoosesPeople(OfferedField):
    """A field in which people are chosen; ``named`` is the field beside it for those without an account."""

    face_template = "components/people.html"
    named: str
    outside: frozenset[str] = frozenset()

    def offer(self, access: "Access", chosen: list[str]) -> None:
        """Set the choices: who is at hand, and who was chosen from elsewhere."""
        found = access.picks(self.source, chosen)
        self.outside = found.outside & set(chosen)
        self.hints = dict.fromkeys(self.outside, _("not in the case"))
        self.offer_these(access, found.all, chosen)

    @property
    def is_for_one(self) -> bool:
        """Whether one person is chosen."""
        return not isinstance(self, forms.MultipleChoiceField)


class PeopleField(ChoosesPeople, OfferedChoicesField):
    """Several people, by their keys."""

    def __init__(self, source: str = "people", *, named: str = "", **kwargs: Any) -> None:
        super().__init__(source, **kwargs)
        self.named = named


class OnePersonField(ChoosesPeople, OfferedChoiceField):
    """One person, by her key."""

    widget = forms.RadioSelect
    begins_with: ClassVar[Any] = []  # a group of choices says by itself that none is chosen

    def __init__(self, source: str = "people", *, named: str = "", **kwargs: Any) -> None:
        super().__init__(source, **kwargs)
        self.named = named


class Unshown:
    """A field that is shown by the field of people that it stands beside."""

    face_template = "components/nothing.html"
    is_beside = True


class NamesField(Unshown, LinesField):
    """People without an account, by their names; becomes a list."""

    def tidy(self, texts: list[str]) -> list[str]:
        """Return the names in one text, one a line: each is posted by a box of its own."""
        names = dict.fromkeys(line.strip() for text in texts for line in text.splitlines() if line.strip())
        return ["\n".join(names)] if names else []


class NameField(Unshown, forms.CharField):
    """Somebody without an account, by a name."""


def people_in(forms_of: Mapping[str, type[forms.ModelForm]], draft: Draft) -> list[str]:
    """Return the keys of everybody who is chosen in a text: in the form ("") and its tables, by their names."""
    found: list[str] = []
    for table, form in forms_of.items():
        names = [name for name, field in form.base_fields.items() if isinstance(field, ChoosesPeople)]
        rows = draft.get(table, ()) if table else [draft]
        found += [key for row in rows for name in names for key in row.get(name, ())]
    return found


def with_person(
    forms_of: Mapping[str, type[forms.ModelForm]], draft: Draft, verb: str, target: str, access: "Access"
) -> tuple[Draft, str]:
    """Return a text with somebody more in it, and the row where that was.

    ``choose_person task-0000ab01-who 12`` names her key, ``write_in task-0000ab01-who Anna Ek`` her name. Who may not be
    chosen there is not; an unknown field changes nothing.
    """
    path, _space, who = target.partition(" ")
    table, _dash, rest = path.partition("-")
    key, _dash, name = rest.partition("-") if table in forms_of else ("", "", path)
    table = table if key else ""
    field: Any = forms_of[table].base_fields.get(name) if table in forms_of else None
    row = drafts.find_row(draft, table, key) if table else draft
    if not isinstance(field, ChoosesPeople) or row is None:
        return draft, ""
    if verb == CHOOSE and who in dict(access.picks(field.source, [who]).all):
        changed = {name: [who] if field.is_for_one else list(dict.fromkeys([*row.get(name, ()), who]))}
    elif verb == WRITE_IN and field.named and who.strip():
        written = [who.strip()] if field.is_for_one else [*"".join(row.get(field.named, ())).splitlines(), who.strip()]
        changed = {field.named: ["\n".join(dict.fromkeys(written))]}
        if field.is_for_one:
            changed[name] = []
    else:
        return draft, key
    start = f"{table}-{key}-" if table else ""
    theirs = {table: [{"row": [key], **changed}]} if table else changed
    return drafts.take(
        draft, theirs, [f"{start}{field_name}" for field_name in changed], list(filter(None, forms_of))
    ), key


def row_of(path: str) -> str:
    """Return the key of the row in which a field stands: «task-0000ab01-who»; empty for one of no row."""
    _table, _dash, rest = path.partition("-")
    return rest.partition("-")[0] if drafts.ROW_KEY.match(rest.partition("-")[0]) else ""
