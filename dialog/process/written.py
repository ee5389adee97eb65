"""What people have written of a case, wherever it is kept: found in the registry of models, so that nothing is forgotten.

Every text of every model that belongs to a case is here, unless it is a code (a choice, a key, a step's name), a name under
which somebody acted, what is derived from the rest, or what a step's own duties take care of (``Step.cares_for``).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django import forms
from django.apps import apps
from django.db import models
from django.db.models import Model, Q

from dialog.forms.draft_form import DraftForm
from dialog.forms.drafts import ROW_KEY
from dialog.forms.fields import CountsField
from dialog.forms.step_form import StepForm
from dialog.language.taken_out import in_each
from dialog.models import Addition, Case, Decision, DecisionFact, Event, GateConfirmation, Job, Record, Revision
from dialog.models.then import NameThen
from dialog.process.phases import process
from dialog.process.register import step_or_kind_at
from dialog.process.step import Step

Change = Callable[[str], str]

# Columns of short codes, in whatever table; and names under which somebody acted: who did it stays known.
KEYS = {"step", "row", "kind", "key", "owner", "act", "phase", "table", "audience", "row_kind", "registry_number"}
NAMES = {"body_name", "reopened_by_name"}
# What stands under these names in columns of JSON is no text of anybody's; None: nothing there is. A model of a phase says
# it itself (``codes``).
CODES: dict[tuple[type[Model], str], set[str] | None] = {
    (Event, "facts"): {
        *("decision", "fact", "until", "on", "line", "date", "register", "changed", "planned_on", "batch", "edition"),
        *("source", "kind", "visibility", "role", "body", "person", "membership", "original"),
    },
    (GateConfirmation, "exceptions"): {"step", "by", "at"},
    (GateConfirmation, "copy"): None,
    (Addition, "rows"): None,
    (Revision, "words"): {"body", "responsible", "responsible_title", "by_title"},
    (Revision, "answers"): {"key", "label", "title"},
}


@dataclass(frozen=True)
class Written:
    """A row that belongs to a case, and one of its columns in which people wrote."""

    row: Model
    column: "models.Field[Any, Any]"

    @property
    def value(self) -> Any:
        """What stands there."""
        return getattr(self.row, self.column.attname)

    def changed(self, change: Change) -> Any:
        """Return what would stand there with each of its texts changed."""
        if isinstance(self.column, models.JSONField):
            return _changed_json(self.row, self.column.name, self.value, change)
        return change(self.value) if self.value else self.value


def of_case(case: Case) -> Iterator[Written]:
    """Yield everything that people have written of a case."""
    yield from (Written(case, column) for column in columns(Case))
    for model, way in tables().items():
        found = columns(model)
        if found and model is not Case:
            rows = model._default_manager.filter(way_to(way, case)).order_by("pk")
            if model is Revision:
                rows = rows.select_related("record")
            for row in rows:
                yield from (Written(row, column) for column in found)


def way_to(ways: tuple[str, ...], case: Case) -> Q:
    """Return the condition that a row belongs to a case, by one of the ways there."""
    condition = Q()
    for way in ways:
        condition |= Q(**{way: case})
    return condition


def speaks_of_case(model: type[Model]) -> bool:
    """Say whether rows are not a case's own but speak of it: their key to a case has another name."""
    return model is not Case and not any(way.endswith("case") for way in tables()[model])


@cache
def tables() -> dict[type[Model], tuple[str, ...]]:
    """Return the models whose rows belong to a case, each with the ways there («record__case»)."""
    found: dict[type[Model], tuple[str, ...]] = {Case: ("pk",)}
    left = [model for model in apps.get_models() if model is not Case]
    grown = True
    while grown:
        grown = False
        for model in left:
            if model not in found and (ways := _ways(model, found)):
                found[model], grown = ways, True
    return {model: ways for model, ways in found.items() if model is not Job and model not in _cared_for()}


def _ways(model: type[Model], known: dict[type[Model], tuple[str, ...]]) -> tuple[str, ...]:
    """Return how a model's rows lead to their case: by a key named so, by another to a case, or by way of other rows."""
    keys = [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    direct = [field.name for field in keys if field.related_model is Case]
    if direct:
        return ("case",) if "case" in direct else tuple(direct)
    return tuple(
        f"{field.name}__{way}"
        for field in keys
        if field.related_model is not model
        for way in known.get(field.related_model, ())
    )


def _cared_for() -> frozenset[type[Model]]:
    """Return the models of which a step's own duties take care."""
    return frozenset(model for step in process.steps() for model in step.cares_for)


@cache
def columns(model: type[Model]) -> "tuple[models.Field[Any, Any], ...]":
    """Return the columns of a model in which people write."""
    return tuple(field for field in model._meta.concrete_fields if _is_written(model, field))


def _is_written(model: type[Model], field: "models.Field[Any, Any]") -> bool:
    if not isinstance(field, (models.CharField, models.TextField, models.JSONField)) or not field.editable:
        return False
    if field.choices or isinstance(field, NameThen) or CODES.get((model, field.name), set()) is None:
        return False
    asked = _asked().get((model, field.name))
    if asked is not None and field.name not in KEYS:
        return not is_choice(asked)
    is_key = field.name in KEYS | NAMES or field.max_length == Record._meta.get_field("row").max_length
    return not (isinstance(field, models.CharField) and is_key)


def is_choice(field: forms.Field) -> bool:
    """Say whether what stands in a field is chosen, and not written."""
    return isinstance(field, (forms.ChoiceField, forms.BooleanField, CountsField))


@cache
def _asked() -> dict[tuple[type[Model], str], forms.Field]:
    """Return the fields of all forms in which drafts are written, by the column that they fill."""
    found: dict[tuple[type[Model], str], forms.Field] = {}
    left: list[Any] = [DraftForm]
    while left:
        form = left.pop()
        left += form.__subclasses__()
        if model := form._meta.model:
            found |= {(model, name): field for name, field in form.base_fields.items()}
    return found


def _changed_json(row: Model, name: str, value: Any, change: Change) -> Any:
    if isinstance(row, Revision) and name == "data":
        return _changed_draft(_form_of(row.record), value, change)
    if isinstance(row, Record) and name == "prefilled":
        return _changed_draft(_form_of(row), value, change)
    if isinstance(row, Decision) and name == "answer":
        return _changed_draft(_form_that_decides(row), value, change)
    codes = CODES.get((type(row), name), getattr(row, "codes", {}).get(name))
    asked = _asked().get((type(row), name))
    kinds: frozenset[str] = getattr(asked, "codes", frozenset())

    def is_code(key: str, text: str) -> bool:
        if codes is not None:
            return key in codes
        return key == "kind" or text in kinds or (asked is None and bool(ROW_KEY.match(text)))

    return in_each(value, change, is_code, named=asked is not None)


def _form_of(record: Record) -> type[StepForm] | None:
    step = process.find(record.step)
    step_or_kind = step_or_kind_at(step, record.row, record.kind) if step else None
    return step_or_kind.form if step_or_kind else None


def _form_that_decides(decision: Decision) -> type[StepForm] | None:
    """Return the form in which a decision's answer was written: of its step, or of a row there."""
    step = process.find(decision.step)
    things: list[Step] = [step, *step.kinds] if step else []
    answered = (
        step_or_kind.form
        for step_or_kind in things
        if step_or_kind.form and set(decision.answer) <= set(step_or_kind.form.base_fields)
    )
    return next(answered, None)


def _changed_draft(form: type[StepForm] | None, draft: Any, change: Change) -> Any:
    """Return a draft, or the texts that one began with, with what is written in it changed and what is chosen as it is."""
    tables = {table.name: table.base_fields for table in form.tables} if form else {}
    own = form.base_fields if form else {}

    def field_at(path: str) -> forms.Field | None:
        table, _, rest = path.partition("-")
        return tables[table].get(rest.partition("-")[2]) if rest and table in tables else own.get(path)

    def in_field(name: str, texts: Any, field: forms.Field | None) -> Any:
        if name in ("row", "registry_number") or (field is not None and is_choice(field)):
            return texts
        codes: frozenset[str] = getattr(field, "codes", frozenset())
        return in_each(texts, change, lambda _name, text: text in codes)

    def in_row(row: Any, fields: dict[str, forms.Field]) -> Any:
        return {name: in_field(name, texts, fields.get(name)) for name, texts in row.items()}

    return {
        name: [in_row(row, tables[name]) for row in texts]
        if name in tables and isinstance(texts, list)
        else in_field(name, texts, field_at(name))
        for name, texts in draft.items()
    }


def record_of(row: Model) -> Record | None:
    """Return the record that a row is of, where it is of one."""
    return row if isinstance(row, Record) else getattr(row, "record", None)


def step_of(row: Model) -> tuple[str, str, str]:
    """Return where a row belongs on the pages: step, row of a register, and what kind of row; empty for the case itself."""
    if record := record_of(row):
        return record.step, record.row, record.kind
    if isinstance(row, DecisionFact):
        return step_of(row.decision or row.reply)  # type: ignore[arg-type]
    if step := getattr(row, "step", ""):
        return step, getattr(row, "row", ""), ""
    return _steps().get(type(row), ("", ""))[0], "", ""


@cache
def _steps() -> dict[type[Model], tuple[str]]:
    """Return in which step each table is written."""
    forms_of = [
        (step, step_or_kind.form)
        for step in process.steps()
        for step_or_kind in (step, *step.kinds)
        if step_or_kind.form
    ]
    return {form._meta.model: (step.key,) for step, whole in forms_of for form in (whole, *whole.tables)}
