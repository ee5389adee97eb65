"""Checks of the declared process, made when the application starts."""

from collections.abc import Iterator

from django.core.checks import CheckMessage, Error, register

from dialog.engine.process import Process, process
from dialog.rights import CIVIL_SERVANT, ELECTED, GATE, SHARED, TEXT


@register()
def check_process(app_configs=None, **kwargs) -> list[CheckMessage]:
    """Check every declared step: role, title, requirements that exist and come first, tables with names of their own."""
    return [*check_steps(process)]


def check_steps(declared: Process) -> Iterator[CheckMessage]:
    """Yield what is wrong with the steps of a process."""
    seen: set[str] = set()
    tables: dict[str, str] = {}
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
            if tables.setdefault(table.name, step.key) != step.key:
                yield Error(f"{step.key} and {tables[table.name]} both have a table {table.name}.", id="dialog.E004")
            if step.form and table.name in step.form.base_fields:
                yield Error(f"{step.key}: {table.name} is both a field and a table.", id="dialog.E005")
        seen.add(step.key)
