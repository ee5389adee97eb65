"""The process as the phases declare it: phases, steps, gates, in reading order.

Phases are found as Django's admin finds its registrations: each app's ``steps`` module ends with ``process.add(Phase(…))``.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from dialog.process.access import Access
    from dialog.process.conditions import Condition
    from dialog.process.step import Step


@dataclass(frozen=True)
class Phase:
    """A part of the handbook (planera, genomföra, följa upp).

    ``opens`` says whether its steps may be worked in, ``opens_when`` says in words what that takes; ``over`` says whether
    the case has left the phase. ``beside`` are steps that stand outside order, checklist and gate. ``conditions`` are what
    the gate demands of the whole dialogue. ``colour`` is a class of the pages and a name of the pictures' palette; a phase
    whose colour is neither in static/css nor there brings a style sheet of its own (``styles``) and its colour ``on_paper``.
    A phase that ``closes_case`` ends it with its gate, which a case that is opened again confirms anew. ``planned_to`` is
    the field of the case with the day until which the phase is planned.
    """

    key: str
    title: str | Promise
    steps: tuple["Step", ...]
    gate: "Step | None" = None
    beside: tuple["Step", ...] = ()
    opens: Callable[["Access"], bool] = field(default=lambda access: True)
    opens_when: str | Promise = ""
    over: Callable[["Access"], bool] = field(default=lambda access: False)
    conditions: tuple["Condition", ...] = ()
    colour: str = ""
    styles: str = ""
    on_paper: str = ""
    closes_case: bool = False
    planned_to: str = ""

    def all_steps(self) -> Iterator["Step"]:
        """Yield every step that the phase declares, its gate and those beside the order too."""
        yield from self.steps
        yield from self.beside
        if self.gate:
            yield self.gate


class Process:
    """All phases that are declared. Tests make one of their own; the application has ``process``."""

    def __init__(self) -> None:
        self.phases: list[Phase] = []
        # Steps that belong to the case itself and to no phase: its own facts.
        self.of_the_case: list[Step] = []
        # Which edition of the handbook a new case follows; the handbook puts its own function here.
        self.current_edition: Callable[[], dt.date | None] = lambda: None
        # Whether residents took part in a case; the phase that holds activities puts its own function here.
        self.was_held: Callable[[Access], bool] = lambda access: False
        self._steps: dict[str, Step] = {}

    def add(self, phase: Phase) -> Phase:
        """Add a phase behind those that are there. Raises ValueError where a key is taken."""
        if any(known.key == phase.key for known in self.phases):
            raise ValueError(f"There is a phase with the key {phase.key!r} already.")
        for number, step in enumerate(phase.steps, start=1):
            step.number = number
        for step in phase.all_steps():
            if step.key in self._steps:
                raise ValueError(f"There is a step with the key {step.key!r} already.")
            step.phase = phase
            self._steps[step.key] = step
        self.phases.append(phase)
        return phase

    def add_to_case(self, step: "Step") -> None:
        """Add a step that belongs to no phase. Raises ValueError where the key is taken."""
        if step.key in self._steps:
            raise ValueError(f"There is a step with the key {step.key!r} already.")
        self._steps[step.key] = step
        self.of_the_case.append(step)

    def remove(self, phase: Phase) -> None:
        """Take a phase away again: for a test that registers an invented one."""
        self.phases.remove(phase)
        for step in phase.all_steps():
            del self._steps[step.key]

    def step(self, key: str) -> "Step":
        """Return the step with that key. Raises KeyError where there is none."""
        return self._steps[key]

    def find(self, key: str) -> "Step | None":
        """Return the step with that key, or None."""
        return self._steps.get(key)

    def steps(self) -> list["Step"]:
        """Return every step in process order, gates and steps beside the order among them."""
        return [*self.of_the_case, *(step for phase in self.phases for step in phase.all_steps())]

    def phase(self, key: str) -> Phase | None:
        """Return the phase with that key, or None."""
        return next((phase for phase in self.phases if phase.key == key), None)


process = Process()
