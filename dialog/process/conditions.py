"""The conditions for a dialogue, which a phase declares: derived from what is done, never ticked (handbook, Planera)."""

from dataclasses import dataclass
from typing import Any

from dialog.models import Case
from dialog.process.access import Access
from dialog.process.phases import process


@dataclass(frozen=True)
class Condition:
    """A condition and the steps that have to be done for it; decided ones must let the dialogue go on."""

    sentence: Any
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Met:
    """How far a condition is met in a case: the steps that it still wants."""

    condition: Condition
    lacking: list[Any]
    begun: bool

    def is_broken(self, access: Access) -> bool:
        """Say whether it was met when its phase's gate was confirmed, and is no more."""
        gates = [phase.gate for phase in process.phases if self.condition in phase.conditions]
        return not self.is_met and any(gate and access.is_done(gate.key) for gate in gates)

    @property
    def is_met(self) -> bool:
        """Whether nothing is lacking."""
        return not self.lacking


def conditions(access: Access) -> list[Met]:
    """Return the conditions of all phases as they stand in a case."""
    found = []
    for condition in (declared for phase in process.phases for declared in phase.conditions):
        steps = [process.find(key) for key in condition.steps]
        lacking = [step for step in steps if step is None or not step.is_met(access)]
        found.append(Met(condition, lacking, begun=len(lacking) < len(steps)))
    return found


def conditions_shown(access: Access) -> list[Met]:
    """Return the conditions as they stand beside a case; none beside one that goes on without a dialogue, or ended so."""
    over = access.is_over and access.case.outcome != Case.Outcome.COMPLETED
    return [] if over else conditions(access)
