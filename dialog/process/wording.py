"""The wording of purpose and question: what a decision was made on, and whether it has changed since."""

from typing import TYPE_CHECKING

from dialog.forms.answers import as_text, value_of
from dialog.models import Decision, Revision
from dialog.process.phases import process

if TYPE_CHECKING:
    from dialog.process.access import Access


def worded() -> dict[str, str]:
    """Return the steps on whose wording decisions are made, each with the field of ``Decision`` that keeps it."""
    return {step.key: step.wording_field for step in process.steps() if step.wording_field}


def wording_of(version: Revision | None, step: str) -> str:
    """Return what a version of a step says in the field that has the step's own name."""
    answers = version.answers or [] if version else []
    return as_text(value_of(answers, step))


def wording_in_force(access: "Access") -> dict[str, str]:
    """Return purpose and question as they are in force, by their steps."""
    versions = access.versions(worded())
    return {step: wording_of(versions.get(step), step) for step in worded()}


def has_changed(decision: Decision, today: dict[str, str]) -> bool:
    """Say whether purpose or question read differently today than what a decision was made on."""
    if decision.wording_unknown_because:
        return False
    made_on = {step: getattr(decision, field) for step, field in worded().items()}
    return any(today[step] and was and today[step] != was for step, was in made_on.items())
