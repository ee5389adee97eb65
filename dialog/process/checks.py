"""Checks of the declared process, made when the application starts: what is declared wrongly is said before it is met."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import resolve, reverse
from django.urls.exceptions import Resolver404

from dialog.forms.layout import Fields, Rest
from dialog.forms.step_form import RowForm, StepForm
from dialog.process.offers import SOURCES
from dialog.process.phases import Process, process
from dialog.process.step import DecidedStep, Step
from dialog.rights import CIVIL_SERVANT, ELECTED, GATE, SHARED, TEXT


@register()
def check_process(app_configs=None, **kwargs) -> list[CheckMessage]:
    """Check every declared step: role, title, requirements that exist and come first, names that are its own, decisions."""
    return [*check_steps(process)]


@register(Tags.urls)
def check_addresses(app_configs=None, **kwargs) -> list[CheckMessage]:
    """Check that every step can be reached: no page of the case has its address."""
    return [
        Error(f"The step {step.key} cannot be reached: another page has its address.", id="dialog.E006")
        for step in process.steps()
        if not _is_reached(step)
    ]


def _is_reached(step: Step) -> bool:
    try:
        return resolve(reverse("step", args=[1, step.key])).url_name == "step"
    except Resolver404:
        return False


def check_steps(declared: Process) -> Iterator[CheckMessage]:
    """Yield what is wrong with the steps of a process."""
    seen: set[str] = set()
    for step in declared.steps():
        if step.role not in (CIVIL_SERVANT, ELECTED, SHARED, GATE, TEXT):
            yield Error(f"The step {step.key} has the role {step.role!r}.", id="dialog.E001")
        if not step.title:
            yield Error(f"The step {step.key} has no title.", id="dialog.E002")
        for required in step.requires:
            if required not in seen:
                yield Error(
                    f"The step {step.key} requires {required}, which does not come before it.", id="dialog.E003"
                )
        for table in step.form.tables if step.form else ():
            if step.form and table.name in step.form.base_fields:
                yield Error(f"{step.key}: {table.name} is both a field and a table.", id="dialog.E005")
        seen.add(step.key)
    yield from check_names(declared)
    yield from check_decided(declared)
    yield from check_layouts(declared)


def check_names(declared: Process) -> Iterator[CheckMessage]:
    """Yield what has the name of something else: a table of a step or of a row, a kind of row, a source of choices."""
    names: dict[str, str] = dict.fromkeys(SOURCES, "a source of choices")
    for step in declared.steps():
        tables = [table.name for table in step.form.tables] if step.form else []
        for kind in step.kinds:
            tables += [kind.kind] if kind.form else []
            tables += [table.name for table in kind.form.tables] if kind.form else []
        for name in tables:
            if name in names:
                yield Error(f"{name}, of the step {step.key}, has the name of {names[name]}.", id="dialog.E004")
            names[name] = f"a table or kind of row of {step.key}"


def check_decided(declared: Process) -> Iterator[CheckMessage]:
    """Yield what is decided without a field for its motivation, or by a field that its form does not have."""
    decided = [step for step in declared.steps() if isinstance(step, DecidedStep)]
    decided += [kind for step in declared.steps() for kind in step.kinds if isinstance(kind, DecidedStep)]
    for step in decided:
        fields = set(step.its_form.base_fields)
        if not step.deciding_fields():
            yield Error(f"{step.key} is decided, and no field says what.", id="dialog.E007")
        for lacking in {"motivation", *step.deciding_fields()} - fields:
            yield Error(f"{step.key} is decided, and its form has no field {lacking}.", id="dialog.E008")


def check_layouts(declared: Process) -> Iterator[CheckMessage]:
    """Yield the fields and tables that nobody would meet: those for which a form's layout has no place."""
    for step in declared.steps():
        places = [(step.key, step.form), *((f"{step.key}/{kind.kind}", kind.form) for kind in step.kinds)]
        for place, form in places:
            for part in (form, *form.tables) if form else ():
                where = place if part is form else f"{place}/{getattr(part, 'name', '')}"
                for name in unplaced(part):
                    yield Error(
                        f"{where}: the layout has no place for {name}.",
                        hint="Name it in the layout, or put Rest() (of tables: Tables()) where what is not named stands.",
                        id="dialog.E019",
                    )


def unplaced(form: type[StepForm] | type[RowForm]) -> Iterator[str]:
    """Yield the fields and tables of a form that its layout leaves out. Why a row is dropped is asked of few tables."""
    there = {*_strings(form.layout.fields), *getattr(form, "decision_fields", ()), "dropped_because"}
    if not any(isinstance(part, Rest) for part in _parts(form.layout.fields)):
        yield from (name for name in form.base_fields if name not in there)
    tables = {table.name for table in getattr(form, "tables", ())}
    yield from sorted(tables - {*form.layout.tables(form)})


def _parts(fields: Iterable[Any]) -> Iterator[Fields]:
    for field in fields:
        if isinstance(field, Fields):
            yield field
            yield from _parts(field.fields)


def _strings(fields: Iterable[Any]) -> Iterator[str]:
    for field in fields:
        if isinstance(field, str):
            yield field
        else:
            yield from _strings(field.fields)
