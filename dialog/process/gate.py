"""The gate after a phase: its checklist, what is let through with a reason, a reflection, and one button."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _

from dialog.forms.draft_form import Missing
from dialog.language.sentences import one_of
from dialog.models import GateConfirmation
from dialog.process.act import everywhere
from dialog.process.conditions import conditions, conditions_shown
from dialog.process.step import DecidedStep, Step, WrittenStep
from dialog.process.wording import has_changed, wording_in_force
from dialog.rights import ELECTED, GATE

if TYPE_CHECKING:
    from dialog.forms.step_form import StepForm
    from dialog.models import GateException, Record
    from dialog.process.access import Access


@dataclass(frozen=True)
class Line:
    """A line of the checklist: what is to be done, whether it is, and the exception that lets it through.

    A line of no step (an activity has been held) says where it is mended in ``step`` all the same. ``wanted_by`` is the
    condition that wants the step to be done though the line may be excepted.
    """

    key: str
    sentence: Any
    is_done: bool
    step: Step | None = None
    why: str = ""
    exception: "GateException | None" = None
    may_be_excepted: bool = True
    wanted_by: Any = ""

    @property
    def is_met(self) -> bool:
        """Whether the line is done or passed with an exception."""
        return self.is_done or self.exception is not None


class Gate(WrittenStep):
    """Confirmed by an elected member of the owning body. The two decisions and the conditions are never excepted."""

    role = GATE
    last_act = "confirm_gate"
    send_act = ""
    template = "dialog/gate.html"
    confirm_label: ClassVar[Any]
    opens_text: ClassVar[Any] = ""
    confirmed_text: ClassVar[Any] = ""  # what has come of it, when it is confirmed

    def shut(self, access: "Access") -> str:
        """A gate is written on from the first day, until it is confirmed."""
        if access.case.closed_at:
            return _("The case is closed.")
        if access.is_on_information_track:
            return _(
                "Residents will be informed instead of having a dialogue. A new yes from the committee opens the "
                "step again."
            )
        return ""

    def possible_acts(self, record: "Record | None", access: "Access") -> set[str]:
        """Return what may be done at the gate: once it is confirmed, only what is said of it afterwards."""
        if record and record.done:
            return Step.possible_acts(self, record, access) & everywhere(is_open=False, is_written=True)
        acts = super().possible_acts(record, access)
        return acts if self.shut(access) else acts | {"make_exception", "withdraw_exception"}

    def lines(self, access: "Access") -> list[Line]:
        """Return the checklist: the phase's lines, and those that only the gate asks."""
        assert self.phase is not None
        exceptions = {exception.step: exception for exception in access.exceptions if exception.phase == self.phase.key}
        why = self.other_wordings(access)
        wanted = {key: condition.sentence for condition in self.phase.conditions for key in condition.steps}
        found = [
            Line(
                step.key,
                step.checklist,
                step.is_met(access) if isinstance(step, DecidedStep) else access.is_done(step.key),
                step,
                why=why.get(step.key) or step.remark(access),
                exception=exceptions.get(step.key),
                may_be_excepted=not isinstance(step, DecidedStep),
                wanted_by=wanted.get(step.key, ""),
            )
            for step in self.phase.steps
            if step.checklist
        ]
        return [*found, *self.own_lines(access, exceptions)]

    def other_wordings(self, access: "Access") -> dict[str, str]:
        """Return what is to be said of decisions that were made on another wording than today's, by step."""
        decisions = access.decisions_in_force
        if self.phase is None or not any(step.key in decisions for step in self.phase.steps):
            return {}
        today = wording_in_force(access)
        return {
            key: _("Decided when the purpose or the question was worded differently.")
            for key, decision in decisions.items()
            if has_changed(decision, today)
        }

    def own_lines(self, access: "Access", exceptions: dict[str, "GateException"]) -> Iterator[Line]:
        """Yield lines that are not a step's."""
        yield from ()

    def lacks(self, access: "Access") -> Iterator[Missing]:
        """Yield the lines that are neither done nor excepted, and the conditions that are not met."""
        for line in self.lines(access):
            if not line.is_met:
                yield Missing(_("%(line)s: not done yet") % {"line": line.sentence}, f"line-{line.key}")
        for met in conditions(access):
            if not met.is_met and self.phase and met.condition in self.phase.conditions:
                sentence = _("Condition not met: %(condition)s") % {"condition": met.condition.sentence}
                yield Missing(sentence, "conditions")

    def template_context(self, access: "Access", form: "StepForm | None") -> dict[str, Any]:
        """The checklist, the conditions, who confirmed it or who may, and what was changed since."""
        lines = self.lines(access)
        confirmation = self.confirmation(access)
        seated = access.seats_in_body()
        able = [membership.person.name for membership in access.members_as(ELECTED) if membership.person_id in seated]
        return {
            "lines": lines,
            "left_to_do": [line for line in lines if not line.is_done],
            "lines_done": [line for line in lines if line.is_done],
            "tally": {
                "all": len(lines),
                "done": sum(line.is_done for line in lines),
                "excepted": sum(not line.is_done and line.exception is not None for line in lines),
            },
            "conditions": conditions_shown(access),
            "confirmation": confirmation,
            "changed": self.changed_since(confirmation, access) if confirmation else [],
            "who_confirms": one_of(able),
        }

    def confirmation(self, access: "Access") -> "GateConfirmation | None":
        """Return the confirmation that holds; none where the gate is still to be confirmed, or anew."""
        assert self.phase is not None
        if not access.is_done(self.key):
            return None
        return GateConfirmation.objects.filter(case=access.case, phase=self.phase.key).last()

    def changed_since(self, confirmation: "GateConfirmation", access: "Access") -> list[dict[str, Any]]:
        """Return the steps of the phase that have another version in force than when the gate was confirmed, or a row has;
        each with the record that was changed last.
        """
        assert self.phase is not None
        changed: dict[str, Record] = {}
        for record in access.records.values():
            if record.version != confirmation.copy.get(str(record.pk), 0) and record.in_force_at:
                latest = changed.setdefault(record.step, record)
                if latest.in_force_at is None or record.in_force_at > latest.in_force_at:
                    changed[record.step] = record
        steps = [step for step in self.phase.all_steps() if step is not self and step.key in changed]
        return [{"step": step, "record": changed[step.key]} for step in steps]

    def is_ready(self, access: "Access") -> bool:
        """Say whether the gate waits for nothing but its confirmation."""
        return not access.is_done(self.key) and not self.shut(access) and not any(self.lacks(access))
