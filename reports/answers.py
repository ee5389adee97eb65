"""What a step says, as documents read it: the answers of a version, or of a text that is still under way."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dialog.forms.answers import Answered, as_text, rows_of, value_of
from dialog.forms.draft_form import DraftForm
from dialog.forms.step_form import RowForm, StepForm
from dialog.models import Record, Revision
from dialog.process.access import Access
from dialog.process.phases import process
from dialog.process.step import Step
from reports.blocks import Fact, Table


@dataclass(frozen=True)
class Said:
    """What somebody wrote in a form: each answer as people read it, and as the process judges it."""

    answers: Sequence[Answered]
    form: DraftForm | None = None

    def text(self, key: str) -> str:
        """Return one answer as text, empty where there is none."""
        return as_text(value_of(self.answers, key))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return one answer as texts: several choices or lines one by one, none where there is none."""
        value = value_of(self.answers, key)
        return tuple(value) if isinstance(value, list) else (value,) if value else ()

    def value(self, key: str) -> Any:
        """Return one answer as data (a level's key, a number, a date); None where it is empty or wrong."""
        return self.form.judged.get(key) if self.form else None

    def facts(self, *, only: Collection[str] | None = None, leave_out: Collection[str] = ()) -> tuple[Fact, ...]:
        """Return the answers that say something, as labels and values; ``only`` and ``leave_out`` choose by key."""
        return tuple(
            Fact(answer["label"], tuple(value) if isinstance(value, list) else value)
            for answer in self.answers
            if "value" in answer
            and (only is None or answer["key"] in only)
            and answer["key"] not in leave_out
            and (value := answer["value"])
        )


@dataclass(frozen=True)
class SaidRow(Said):
    """A row of a step's table, with its key for life."""

    key: str = ""


@dataclass(frozen=True)
class Answers(Said):
    """The answers of a step in reading order. ``finished`` says whether they are those of a version that counts."""

    finished: bool = False
    text_of: Revision | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands there."""
        return not any(answer["value"] if "value" in answer else answer["rows"] for answer in self.answers)

    def rows(self, table: str) -> list[SaidRow]:
        """Return the rows of one of the step's tables, without those that are dropped."""
        forms: dict[str, RowForm] = {}
        if isinstance(self.form, StepForm):
            forms = {row.key: row for row in self.form.rows.get(table, ())}
        return [
            SaidRow(row["answers"], forms.get(row["key"]), row["key"])
            for row in rows_of(self.answers, table)
            if not row["dropped"]
        ]

    def tables(self) -> Iterator[Table]:
        """Yield the tables of the step, each as far as it has rows that are not dropped."""
        for answer in self.answers:
            rows = [row["answers"] for row in rows_of([answer], answer["key"]) if not row["dropped"]]
            if rows:
                yield Table(
                    head=tuple(answer["label"] for answer in rows[0]),
                    rows=tuple(tuple(as_text(answer["value"]) for answer in row) for row in rows),
                    caption=answer["label"],
                )


NOTHING = Answers([])


def latest_text(record: Record | None) -> Revision | None:
    """Return the text that stands in a record now, in force or not."""
    if record is None:
        return None
    return record.revisions.exclude(number=None).select_related("by").order_by("-number").first()


def version_of(record: Record | None, number: int = 0) -> Revision | None:
    """Return a version of a record, or the one in force; None where there is none."""
    if record is None or not (number or record.version):
        return None
    return record.revisions.select_related("by").filter(version=number or record.version).first()


def answers_in(text: Revision | None, step: Step, access: Access, row: str = "") -> Answers:
    """Return what a text says: a version as it was kept, a draft as its form reads it today."""
    if text is None:
        return NOTHING
    form = step.make_form(text.data, access, row=row)
    if text.version:
        return Answers(text.answers or [], form, finished=True, text_of=text)
    return Answers(form.all_answers(), form, finished=False, text_of=text)


def in_force(key: str, access: Access) -> Answers:
    """Return what the step with that key says in force; nothing before anything is."""
    return answers_in(version_of(access.record(key)), process.step(key), access)


def best_answers(key: str, access: Access) -> Answers:
    """Return what the step with that key says in force; before anything is, what stands in its draft."""
    said = in_force(key, access)
    return said if said.finished else answers_in(latest_text(access.record(key)), process.step(key), access)
