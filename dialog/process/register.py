"""Steps that are kept: registers with a record a row, in force as soon as it is complete."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext_lazy as _

from dialog.models import Record
from dialog.process.offers import rows_in_force
from dialog.process.phases import process
from dialog.process.step import DecidedStep, Step, WrittenStep

if TYPE_CHECKING:
    from dialog.forms.step_form import StepForm
    from dialog.models import Decision
    from dialog.process.access import Access
    from dialog.process.phases import Phase


class RowKind(WrittenStep):
    """A kind of row in a register, written like a step and with a record of its own for every row.

    ``kind`` is its key in the register, ``title`` what one row is called; ``first_label`` stands on the button that
    begins the first one, where it says something else than ``add_label``; ``in_force_label`` says in a list that it is in
    force. ``role`` says who writes and who puts in
    force, as for a step: a feedback round is approved by an elected official, a text by the communicator.
    """

    kind: ClassVar[str]
    plural: ClassVar[Any]
    add_label: ClassVar[Any]
    first_label: ClassVar[Any] = ""
    in_force_label: ClassVar[Any] = _("Current")
    presents_result: ClassVar[bool] = False  # in force, it says that the dialogue's result was before a body
    promises: ClassVar[Any] = ""  # asks which rows an addition to a closed case is about, where they promise something
    rests_on: ClassVar[frozenset[str]] = frozenset()  # matters that make a text out of date (``dialog.texts.outdated``)
    template = "dialog/row.html"
    register: "Register"

    @property
    def key(self) -> str:  # type: ignore[override]
        """The register's key: under it the row's record is kept."""
        return self.register.key

    @property
    def phase(self) -> "Phase | None":  # type: ignore[override]
        """The register's phase."""
        return self.register.phase

    @property
    def last_act(self) -> Any:
        """A row comes in force as soon as it is complete, unless it waits for an elected official."""
        found = super().last_act
        return "keep" if found == "finish" else found

    def shut(self, access: "Access") -> str:
        """A row is shut when its register is."""
        return self.register.shut(access)

    def row_context(self, access: "Access", row: str, form: "StepForm | None") -> dict[str, Any]:
        """Return what the template of one row shows besides what every step's page has."""
        return {}

    def dropped_because(self, access: "Access", row: str) -> str:
        """Return why a row in force was dropped (utgår); empty for one that holds."""
        return next(
            (in_force.dropped_because for in_force in rows_in_force(access, self.kind) if in_force.key == row), ""
        )

    def possible_acts(self, record: "Record | None", access: "Access") -> set[str]:
        """Return what may be done with a row; only registers are marked as done, so no mark is taken back.

        One that was begun by mistake, never in force and never sent, can be thrown away.
        """
        acts = super().possible_acts(record, access) - {"take_back"}
        begun = record is not None and record.draft == Record.Draft.WRITING and not (record.version or record.sent_at)
        return acts | {"discard"} if begun and not self.shut(access) else acts


class Register(WrittenStep):
    """A register. With a ``form`` it has a written head too (``analysis``: the answer)."""

    kinds: ClassVar[tuple[RowKind, ...]] = ()
    begin_label = _("Open %(what)s")
    last_act = "mark_done"
    send_act = ""
    template = "dialog/register.html"

    def __init__(self) -> None:
        self.by_kind: dict[str, RowKind] = {}
        for kind in self.kinds:
            kind.register = self
            self.by_kind[kind.kind] = kind

    def possible_acts(self, record: "Record | None", access: "Access") -> set[str]:
        """Return what may be done with the register: its head is written like a step, where it has one."""
        acts = super().possible_acts(record, access)
        return acts if self.form else acts - {"save_draft", "restore"}

    def in_words(self, decision: "Decision") -> str:
        """Return what a body decided in a row of the register."""
        deciding = [kind for kind in self.kinds if isinstance(kind, DecidedStep)]
        return deciding[0].in_words(decision) if deciding else ""

    def rows_in_words(self, access: "Access") -> str:
        """Return what became of the rows, in few words: «en hållen, två planerade»; empty where other words do."""
        return ""

    def rows(self, access: "Access", kind: str = "") -> Iterator["Record"]:
        """Yield the records of the register's rows, of one kind or of all."""
        for (step, row), record in access.records.items():
            if step == self.key and row and kind in ("", record.kind):
                yield record

    def reads_draft_of(self, record: "Record", access: "Access") -> bool:
        """Say whether what is being written in a row is for the person."""
        return access.reads_drafts(self.by_kind[record.kind], record.row)

    def shown_rows(self, access: "Access", kind: str = "") -> Iterator["Record"]:
        """Yield the records of the rows that the person may know of: those in force, and where she reads the draft."""
        return (record for record in self.rows(access, kind) if record.version or self.reads_draft_of(record, access))


def was_presented(access: "Access") -> bool:
    """Say whether a row is in force which tells that the dialogue's result was before a body."""
    presenting = {(step.key, kind.kind) for step in process.steps() for kind in step.kinds if kind.presents_result}
    return any((record.step, record.kind) in presenting and record.version for record in access.records.values())


def promising(access: "Access") -> Iterator[tuple[RowKind, list[tuple[str, str]]]]:
    """Yield each kind of row that promises something, with the rows of the case as they may be chosen."""
    for kind in (kind for step in process.steps() for kind in step.kinds if kind.promises):
        if rows := access.choices(kind.kind):
            yield kind, rows


def thing_of(decision: "Decision", access: "Access") -> Step | None:
    """Return what a decision was made in: a step, or the kind of a row of a register."""
    step, record = process.find(decision.step), access.record(decision.step, decision.row)
    return step_or_kind_at(step, decision.row, record.kind if record else "") if step else None


def step_or_kind_at(step: Step, row: str, kind: str) -> Step | None:
    """Return what is written at a place: the step itself, or the kind of row of its register; None where there is none."""
    if not row:
        return step
    return step.by_kind.get(kind) if isinstance(step, Register) else None
