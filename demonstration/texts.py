"""The texts of the data as drafts: what a person would have typed into a step's form."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.formats import number_format

from dialog.forms.draft_form import DraftForm
from dialog.forms.drafts import Draft
from dialog.forms.fields import LinesField, OfferedField, YesNoField
from dialog.forms.step_form import StepForm

if TYPE_CHECKING:
    from demonstration.cases import Carrier


def text_of(form: type[StepForm], table: dict[str, Any], carrier: "Carrier") -> Draft:
    """Return the draft that a table of the data makes in a step's form."""
    draft = fields_of(form, table, carrier)
    for row_form in form.tables:
        rows = [
            {"row": [carrier.row_key(row_form.name, row, number)], **fields_of(row_form, row, carrier)}
            for number, row in enumerate(table.get(row_form.name, ()), start=1)
        ]
        if rows:
            draft[row_form.name] = rows
    return draft


def flat(table: dict[str, Any]) -> dict[str, Any]:
    """Return a table with the tables in it spread out: ``data_collection.how`` becomes ``data_collection_how``."""
    found: dict[str, Any] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            found |= {f"{key}_{inner}": text for inner, text in value.items()}
        else:
            found[key] = value
    return found


def fields_of(form: type[DraftForm], table: dict[str, Any], carrier: "Carrier") -> Draft:
    """Return what a table of the data says in a form's own fields."""
    draft: Draft = {}
    values = {"dropped_because": table.get("dropped_reason"), **flat(table)}
    for name, field in form.base_fields.items():
        value = values.get(name)
        if value not in (None, "", []):
            draft[name] = typed(field, value, carrier)
    return draft


def typed(field: forms.Field, value: Any, carrier: "Carrier") -> list[str]:
    """Return a value of the data as it would be typed into a field."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [text for part in value for text in _in_turn(field, list(part.values()), carrier)]
    if isinstance(field, OfferedField):
        return [carrier.chosen(field.source, part) for part in (value if isinstance(value, list) else [value])]
    if isinstance(field, LinesField):
        return ["\n".join(value) if isinstance(value, list) else value]
    if isinstance(value, list):
        return [str(part) for part in value]
    if isinstance(value, bool):
        yes, no = ("yes", "no") if isinstance(field, YesNoField) else ("on", "")
        return [yes if value else no]
    if isinstance(value, dt.date):
        return [value.isoformat()]
    if isinstance(value, (int, float)) and isinstance(field, (forms.IntegerField, forms.DecimalField)):
        return [number_format(value)]
    return [str(value)]


def _in_turn(field: forms.Field, values: list[Any], carrier: "Carrier") -> list[str]:
    """Several small texts as a field takes them, one after the other; a count begins with what is counted."""
    texts = [str(value) for value in values]
    return [carrier.chosen(field.source, texts[0]), *texts[1:]] if isinstance(field, OfferedField) else texts
