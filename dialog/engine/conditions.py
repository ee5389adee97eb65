"""The three conditions for a dialogue: derived from what is done, never ticked (steps.md, Gates)."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from dialog.access import Access
from dialog.engine.process import process


@dataclass(frozen=True)
class Condition:
    """A condition and the steps that have to be done for it; decided ones must let the dialogue go on."""

    sentence: Any
    steps: tuple[str, ...]


CONDITIONS = (
    Condition(_("Question and decision-makers can be influenced"), ("influenceable",)),
    Condition(_("Question and target group are clearly defined"), ("question", "target_groups")),
    Condition(_("The result is asked for and will be used"), ("purpose",)),
)


@dataclass(frozen=True)
class Met:
    """How far a condition is met in a case: the steps that it still wants."""

    condition: Condition
    lacking: list[Any]
    begun: bool

    @property
    def is_met(self) -> bool:
        """Whether nothing is lacking."""
        return not self.lacking


def conditions(access: Access) -> list[Met]:
    """Return the three conditions as they stand in a case."""
    found = []
    for condition in CONDITIONS:
        steps = [process.find(key) for key in condition.steps]
        lacking = [step for step in steps if step is None or not step.is_met(access)]
        found.append(Met(condition, lacking, begun=len(lacking) < len(steps)))
    return found
