"""The wording of purpose and question: what a decision was made on, and whether it has changed since."""

from typing import TYPE_CHECKING

from dialog.models import Decision, Revision

if TYPE_CHECKING:
    from dialog.access import Access

WORDING_STEPS = ("purpose", "question")  # a decision is made on the wording of these two


def wording_of(version: Revision | None, step: str) -> str:
    """Return what a version of a step says in the field that has the step's own name."""
    answers = version.answers or [] if version else []
    return next((answer["value"] or "" for answer in answers if answer["key"] == step), "")


def wording_in_force(access: "Access") -> dict[str, str]:
    """Return purpose and question as they are in force, by their steps."""
    versions = access.versions(WORDING_STEPS)
    return {step: wording_of(versions.get(step), step) for step in WORDING_STEPS}


def has_changed(decision: Decision, today: dict[str, str]) -> bool:
    """Say whether purpose or question read differently today than what a decision was made on."""
    if decision.wording_unknown_because:
        return False
    made_on = {"purpose": decision.purpose_wording, "question": decision.question_wording}
    return any(today[step] and made_on[step] and today[step] != made_on[step] for step in WORDING_STEPS)
