"""The state of a step as it is shown: derived from its record, never stored."""

import datetime as dt
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from dialog.models import Record
from dialog.process.access import Access
from dialog.process.phases import Phase, process
from dialog.process.register import Register
from dialog.process.step import Step


@dataclass(frozen=True)
class StepState:
    """A step on the map: its state (a key of ``dialog.look.signs.STATES``), when and by whom it came into it."""

    step: Step
    code: str
    at: dt.datetime | None = None
    by_id: int | None = None
    decided: str = ""
    postponed_to: dt.date | None = None
    remark: str = ""

    @property
    def sign(self) -> str:
        """The state as it is shown: of what is done, too, that there is something to attend to (the ``remark``)."""
        return "attention" if self.remark else self.code

    @property
    def is_done(self) -> bool:
        """Whether the step is done, also while a change of it is under way."""
        return self.code.startswith("done")

    @property
    def share(self) -> str:
        """How much of the step is done, as a class of the bar: all of it, some of it, nothing."""
        if self.is_done:
            return "on"
        return "" if self.code in ("not_started", "not_done", "locked") else "half"

    @property
    def is_register(self) -> bool:
        """Whether rows are kept in the step: it is under way while each of them stands in force for itself."""
        return isinstance(self.step, Register)


def state_of(step: Step, access: Access, *, row: str = "") -> StepState:
    """Return the state of a step or a row; to those who do not read its drafts only what is in force shows.

    Of a step that is done stands what is to be said of it all the same, as at the gate; not of what is over.
    """
    state = _state_of(step, access, row)
    if state.is_done and not row and not access.is_over:
        return replace(state, remark=step.remark(access))
    return state


def _state_of(step: Step, access: Access, row: str) -> StepState:
    record = access.record(step.key, row)
    if access.is_over and step.shut(access):
        return _of_what_is_over(step, record, access)
    sees = access.reads_drafts(step, row)
    if isinstance(step, Register) and not (record and record.done) and (begun := _under_way(step, record, access)):
        return begun
    if record is None or (not record.version and not record.done and not sees):
        shut = step.phase is not None and not step.phase.opens(access)
        return StepState(step, "locked" if shut else "not_started")
    draft = record.draft if sees else Record.Draft.NONE
    decision = access.in_force.get((step.key, row))
    words = step.in_words(decision) if decision else ""
    in_force = (record.in_force_at, record.in_force_by_id)
    if draft == Record.Draft.PROPOSED:
        code = "done_waiting" if record.done else "waiting"
        return StepState(step, code, record.sent_at, record.sent_by_id, words, record.postponed_to)
    if draft == Record.Draft.RETURNED and not record.done:
        return StepState(step, "returned", record.returned_at, record.sent_by_id)
    if record.done:
        return StepState(step, "done" if draft == Record.Draft.NONE else "done_changing", *in_force, words)
    if draft == Record.Draft.NONE and row and not record.version:
        return StepState(step, "planned", record.beside_at, record.beside_by_id)
    if draft == Record.Draft.NONE:
        return StepState(step, "draft", *in_force)  # the mark was taken away, the version stays in force
    return StepState(step, "draft", record.draft_at, record.draft_by_id)


def _of_what_is_over(step: Step, record: Record | None, access: Access) -> StepState:
    """Return the state of what nobody can go on with: it is done as it is in force, or it was not."""
    if record is None or not record.done:
        return StepState(step, "not_done")
    decision = access.in_force.get((step.key, record.row))
    words = step.in_words(decision) if decision else ""
    return StepState(step, "done", record.in_force_at, record.in_force_by_id, words)


def _under_way(step: Register, head: Record | None, access: Access) -> StepState | None:
    """Return the state of a register that is not marked as done: what was done last in head or rows. None for nothing."""
    rows = [(record, step.reads_draft_of(record, access)) for record in step.shown_rows(access)]
    waiting = [
        (record.sent_at, record.sent_by_id) for record, sees in rows if sees and record.is_proposed and record.sent_at
    ]
    if waiting:
        return StepState(step, "waiting", *min(waiting))
    sees_head = access.reads_drafts(step)
    rows += [(head, sees_head)] if head and (head.version or head.in_force_at or sees_head) else []
    done = [
        (at, who)
        for record, sees in rows
        for at, who in (
            (record.draft_at if sees else None, record.draft_by_id),
            (record.in_force_at, record.in_force_by_id),
            (record.beside_at, record.beside_by_id),
        )
        if at
    ]
    return StepState(step, "draft", *max(done, default=(None, None))) if rows else None


@dataclass(frozen=True)
class PhaseState:
    """A phase on the map with the states of its steps."""

    phase: Phase
    steps: list[StepState]
    gate: StepState | None
    is_open: bool
    is_passed_over: bool = False
    is_over: bool = False

    @property
    def counted(self) -> list[StepState]:
        """The states of the phase's own steps: what stands beside them on the map is outside order and counts."""
        return [state for state in self.steps if state.step in self.phase.steps]

    @property
    def done(self) -> int:
        """How many of the steps are done."""
        return sum(state.is_done for state in self.counted)

    @property
    def summary(self) -> str:
        """How far the phase has come, or what opens it; of what is over, how far it came."""
        if not self.is_open:
            if self.is_passed_over:
                return _("Residents are being informed instead")
            return _("Did not go ahead") if self.is_over else str(self.phase.opens_when)
        numbers = {"done": self.done, "all": len(self.counted)}
        return (
            _("%(done)d of %(all)d steps were done") if self.is_over else _("%(done)d of %(all)d steps done")
        ) % numbers


@dataclass(frozen=True)
class OtherPhase:
    """Another phase than the one of a page, as it is named beside it: its sign, and the step where one enters it."""

    phase: Phase
    sign: str
    first: Step


def other_phases(phase: Phase, access: Access) -> list[OtherPhase]:
    """Return the phases besides one of which a page shows all, without going through their steps."""
    return [
        OtherPhase(other, _sign_of(other, access), first)
        for other in process.phases
        if other is not phase and (first := next((step for step in other.steps if step.is_shown(access)), None))
    ]


def _sign_of(phase: Phase, access: Access) -> str:
    if phase.gate and access.is_done(phase.gate.key):
        return "done"
    if not phase.opens(access):
        return "not_done" if access.is_over else "locked"
    return "draft" if any(access.record(step.key) for step in phase.steps) else "not_started"


def map_of(access: Access) -> list[PhaseState]:
    """Return the whole process as the case stands in it."""
    return [state_of_phase(phase, access) for phase in process.phases]


def state_of_phase(phase: Phase, access: Access) -> PhaseState:
    """Return a phase as the case stands in it."""
    return PhaseState(
        phase,
        [state_of(step, access) for step in (*phase.steps, *phase.beside) if step.is_shown(access)],
        state_of(phase.gate, access) if phase.gate else None,
        phase.opens(access),
        access.is_on_information_track,
        access.is_over and not any(step.stays_open_when_held and not step.shut(access) for step in phase.steps),
    )
