"""What a step says, as documents read it: the answers of a version, or of a text that is still under way."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from dialog.access import Access
from dialog.engine.process import process
from dialog.models import Record, Revision
from reports.blocks import Fact, Table


@dataclass(frozen=True)
class Answers:
    """The answers of a step in reading order. ``finished`` says whether they are those of the version in force."""

    answers: list[dict[str, Any]]
    finished: bool

    def text(self, key: str) -> str:
        """Return one answer as text, empty where there is none."""
        return as_text(next((answer.get("value") for answer in self.answers if answer["key"] == key), None))

    def facts(self, *, only: Collection[str] | None = None, leave_out: Collection[str] = ()) -> tuple[Fact, ...]:
        """Return the answers that say something, as labels and values; ``only`` and ``leave_out`` choose by key."""
        return tuple(
            Fact(answer["label"], tuple(value) if isinstance(value, list) else value)
            for answer in self.answers
            if (only is None or answer["key"] in only)
            and answer["key"] not in leave_out
            and (value := answer.get("value"))
        )

    def tables(self) -> Iterator[Table]:
        """Yield the tables of the step, each as far as it has rows that are not dropped."""
        for answer in self.answers:
            rows = [row["answers"] for row in answer.get("rows", ()) if not row["dropped"]]
            if rows:
                yield Table(
                    head=tuple(one["label"] for one in rows[0]),
                    rows=tuple(tuple(as_text(one["value"]) for one in row) for row in rows),
                    caption=answer["label"],
                )


def as_text(value: str | list[str] | None) -> str:
    """Return the value of an answer as one text, empty where there is none."""
    return ", ".join(value) if isinstance(value, list) else value or ""


def latest_text(record: Record | None) -> Revision | None:
    """Return the text that stands in a record now, in force or not."""
    if record is None:
        return None
    return record.revisions.exclude(number=None).select_related("by").order_by("-number").first()


def best_answers(key: str, access: Access) -> Answers:
    """Return what the step with that key says in force; before anything is, what stands in its draft."""
    in_force = access.versions([key]).get(key)
    if in_force:
        return Answers(in_force.answers or [], finished=True)
    step, draft = process.step(key), latest_text(access.record(key))
    return Answers(step.make_form(draft.data, access).all_answers() if draft else [], finished=False)
