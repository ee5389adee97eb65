"""Every place in a case where something is written, found through the registries, and a story in which each can be met."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.forms import BooleanField, ChoiceField, Field

from dialog.forms.drafts import Draft
from dialog.process.phases import process
from dialog.process.register import Register
from dialog.process.step import Step
from dialog.views.place import url_of
from tests.execution.tale import begin
from tests.followup.tale import FollowUp, held
from tests.story import NO, Story

NOT_TYPED = (ChoiceField, BooleanField)


@dataclass(frozen=True)
class Written:
    """A step, its gate, or a kind of row of a register that has a form."""

    step: Step
    kind: str = ""

    @property
    def step_or_kind(self) -> Step:
        """What is written: the step itself, or the kind of row."""
        return self.step.by_kind[self.kind] if self.kind and isinstance(self.step, Register) else self.step

    @property
    def row(self) -> str:
        """The key of the row that is written; empty for a step."""
        return hashlib.sha256(self.kind.encode()).hexdigest()[:8] if self.kind else ""

    def url(self, case: int) -> str:
        """The address where it is written."""
        return url_of(case, self.step.key, self.row, self.kind) + (f"?kind={self.kind}" if self.kind else "")

    def __str__(self) -> str:
        return f"{self.step.key} {self.kind}".strip()


def written() -> list[Written]:
    """Return everything in the process that has a form: steps, gates, heads and rows of registers."""
    return list(_written())


def _written() -> Iterator[Written]:
    for step in process.steps():
        if step.form:
            yield Written(step)
        if isinstance(step, Register):
            yield from (Written(step, kind.kind) for kind in step.kinds if kind.form)


def everywhere(place: Written, text: str, row: str = "00000001") -> tuple[Draft, list[str]]:
    """Return a text in every field where one types, of a form and of one row of each of its tables, each with its own words;
    and these words.
    """
    words: list[str] = []

    def fill(fields: dict[str, Field], table: str = "") -> Draft:
        free = [name for name, field in fields.items() if not (isinstance(field, NOT_TYPED) or hasattr(field, "tidy"))]
        texts = {name: " ".join(filter(None, [text, table, name])) for name in free}
        words.extend(texts.values())
        return {name: [said] for name, said in texts.items()}

    form = place.step_or_kind.its_form
    draft: Draft = fill(form.base_fields)
    for table in form.tables:
        draft[table.name] = [{"row": [row], **fill(table.base_fields, table.name)}]
    return draft, words


def in_follow_up(story: Story) -> FollowUp:
    """Carry a case to the day when an activity has been held: every phase is open."""
    return held(story, begin(story))


def on_the_track(story: Story) -> None:
    """Carry a case to the day when residents are informed instead of asked."""
    story.carry("purpose", "question").decide(**NO)


# Where a place cannot be written when an activity has been held: how the case gets to the day when it can.
OTHER_DAYS: dict[str, Callable[[Story], object]] = {"planning_gate": Story.plan, "information": on_the_track}


def days() -> list[tuple[str, Callable[[Story], object], list[Written]]]:
    """Return the days on which all that is written can be: what each is called, how one gets there, what is written then."""
    others = [(key, go, [one for one in written() if one.step.key == key]) for key, go in OTHER_DAYS.items()]
    return [("followup", in_follow_up, [one for one in written() if one.step.key not in OTHER_DAYS]), *others]


def has_words(place: Written) -> bool:
    """Say whether one types in the form at a place, and does not only choose."""
    return bool(everywhere(place, "")[1])
