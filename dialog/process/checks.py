"""Checks of the declared process, made when the application starts: what is declared wrongly is said before it is met."""

from collections.abc import Iterator

from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import resolve, reverse
from django.urls.exceptions import Resolver404

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
