"""The kinds of steps. A step is declared once, in its phase's ``steps.py``, and never sees a request."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.access import ELECTED
from dialog.engine.drafts import Draft
from dialog.engine.forms import StepForm, readable
from dialog.engine.process import process

if TYPE_CHECKING:
    from dialog.access import Access
    from dialog.acts.core import Turn
    from dialog.engine.process import Phase
    from dialog.models import Decision, Record


class Step:
    """A step of the handbook.

    ``role`` is its one responsible role; ``checklist`` its line at the gate, or empty; ``requires`` names the steps that
    must be done before its last act (writing and proposing never wait); ``form`` is what people write.
    """

    key: ClassVar[str]
    title: ClassVar[Any]
    role: ClassVar[str]
    checklist: ClassVar[Any] = ""
    requires: ClassVar[tuple[str, ...]] = ()
    form: ClassVar[type[StepForm] | None] = None
    template: ClassVar[str] = "dialog/step.html"
    last_act: ClassVar[str]

    number: int = 0
    phase: "Phase"

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.key}>"

    def shut(self, access: "Access") -> str:
        """Return why nothing can be written in the step at present, or an empty text."""
        if access.case.closed_at:
            return _("The case is closed.")
        if not self.phase.opens(access):
            return str(self.phase.opens_when)
        return ""

    def possible_acts(self, record: "Record | None", access: "Access") -> set[str]:
        """Return the acts that the step's state permits, whoever asks."""
        return {"comment"}

    def blocks(self, access: "Access") -> Iterator["Step"]:
        """Yield the required steps that are not done yet, or whose decision does not let the dialogue go on."""
        for key in self.requires:
            required = process.step(key)
            if not required.is_met(access):
                yield required

    def is_met(self, access: "Access") -> bool:
        """Say whether steps that require this one may take their last act."""
        return access.is_done(self.key)

    def lets_go_on(self, decision: "Decision") -> bool:
        """Say whether a decision made in the step lets the dialogue go on; another leads to the information track."""
        return True

    def make_form(self, draft: Draft, access: "Access", *, loud: bool = False, final: bool = False) -> StepForm:
        """Return the step's form bound to a draft; ``final`` adds what only the last act needs (a decision's date)."""
        assert self.form is not None
        form = self.form(draft, access, loud=loud)
        form.step, form.final = self, final
        return form

    def after(self, act: str, turn: "Turn") -> None:
        """Follow an act at any step of the case, in the same transaction; a step overrides it to draw consequences."""


class Written(Step):
    """A step with one record. Its last act is to finish, or to approve where the responsible role is elected."""

    @property
    def last_act(self) -> str:  # type: ignore[override]
        """The act that puts the text in force."""
        return "approve" if self.role == ELECTED else "finish"

    def possible_acts(self, record: "Record | None", access: "Access") -> set[str]:
        """Return what may be done with the text: written, sent, answered, according to where it is."""
        acts = super().possible_acts(record, access)
        if self.shut(access):
            return acts
        acts |= {"ask_for_help", "answer_help"}
        if record and record.is_proposed:
            return acts | self.answers_to_a_proposal()
        acts |= {"save_draft", "restore", self.last_act}
        if self.role == ELECTED:
            acts.add("propose")
        elif record and record.done:
            acts.add("take_back")
        return acts

    def answers_to_a_proposal(self) -> set[str]:
        """Return what may be done with a proposal that waits."""
        return {"withdraw", "approve", "send_back"}


class Decided(Written):
    """A written step whose approval is a decision of the body; body, date and § are fields of its draft."""

    last_act = "decide"  # type: ignore[assignment]
    decision_title: ClassVar[Any] = gettext_lazy("Decision")

    def possible_acts(self, record: "Record | None", access: "Access") -> set[str]:
        """Return what a written step permits; what became known about a decision may be added at any time."""
        return super().possible_acts(record, access) | ({"add_fact"} if record and record.version else set())

    def answers_to_a_proposal(self) -> set[str]:
        """Return what may be done with a proposed decision; a body may also postpone it or send it back."""
        return {"withdraw", "decide", "send_back", "postpone", "return_by_body"}

    def is_met(self, access: "Access") -> bool:
        """Say whether a decision is in force that lets the dialogue go on."""
        decision = access.decisions_in_force.get(self.key)
        return access.is_done(self.key) and decision is not None and self.lets_go_on(decision)

    def deciding_fields(self) -> tuple[str, ...]:
        """Return the fields of the form that are the answer itself."""
        return ()

    def in_words(self, decision: "Decision") -> str:
        """Return what was decided, as a short text for lists, the register and the report."""
        fields = self.form.base_fields if self.form else {}
        return ", ".join(str(readable(fields[name], decision.answer[name])) for name in self.deciding_fields())
