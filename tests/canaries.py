"""A case in which every text carries a word of its own, so that whatever an answer shows can be traced to where it stands.

A word says what it is (of a draft, in force, of what members say to each other) and where: ``utkast0purpose0``.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from dialog.acts.core import run
from dialog.forms.draft_form import DraftForm
from dialog.forms.drafts import Draft, new_key
from dialog.models import Record
from dialog.process.phases import process
from dialog.process.register import Register, step_or_kind_at
from dialog.process.step import Step
from tests.story import Story

DRAFT, IN_FORCE, SAID = "utkast", "gallande", "samtal"
WORD = re.compile(rf"({DRAFT}|{IN_FORCE}|{SAID})0([a-z_]+)0([0-9a-f]{{8}})?")


@dataclass(frozen=True)
class Spot:
    """A step, or a row of a register, as tests point to it."""

    step: str
    row: str = ""
    kind: str = ""

    @property
    def step_or_kind(self) -> Step:
        """What is written there."""
        found = step_or_kind_at(process.step(self.step), self.row, self.kind)
        assert found is not None
        return found

    def word(self, what: str) -> str:
        """The word that stands in every text there."""
        return f"{what}0{self.step}0{self.row}"


@dataclass(frozen=True)
class Seen:
    """A word that was found in an answer."""

    what: str
    step: str
    row: str


def words_in(text: str) -> set[Seen]:
    """Return the words that a text shows."""
    return {Seen(what, step, row) for what, step, row in WORD.findall(text)}


def is_prose(field: forms.Field) -> bool:
    """Say whether people write sentences in a field."""
    return isinstance(field, forms.CharField) and isinstance(field.widget, forms.Textarea)


def _titles(form: type[DraftForm]) -> Iterator[str]:
    return (name for name in ("title", "name", "short", "heading") if name in form.base_fields)


def marked(form: type[DraftForm], draft: Draft, word: str, *, everywhere: bool = False) -> Draft:
    """Return a draft with the word in each of its sentences and titles; ``everywhere`` also where nothing is written."""
    found = dict(draft)
    for name in {*(name for name, field in form.base_fields.items() if is_prose(field)), *_titles(form)}:
        if found.get(name) or everywhere:
            found[name] = [" ".join([*found.get(name, []), word])]
    for table in getattr(form, "tables", ()):
        if rows := found.get(table.name, [{"row": [new_key()]}] if everywhere else []):
            found[table.name] = [marked(table, row, word, everywhere=everywhere) for row in rows]
    return found


def spots(case: int | None = None) -> list[Spot]:
    """Return every step, and every row that a case has."""
    steps = [Spot(step.key) for step in process.steps()]
    rows = Record.objects.filter(case=case).exclude(row="").order_by("pk")
    return [*steps, *(Spot(one.step, one.row, one.kind) for one in rows)]


def kinds() -> Iterator[tuple[str, str]]:
    """Yield every kind of row that there is: its register and its key."""
    return ((step.key, kind.kind) for step in process.steps() if isinstance(step, Register) for kind in step.kinds)


def marking(name: str, case: int, step: str, **facts: Any) -> Any:
    """Carry out an act as ``run`` does, each text with its word as one in force."""
    spot = Spot(step, facts.get("row", ""), facts.get("kind", ""))
    if spot.row and not spot.kind:
        there = Record.objects.filter(case=case, step=step, row=spot.row).values_list("kind", flat=True)
        spot = Spot(step, spot.row, there.first() or "")
    if facts.get("data") and (form := spot.step_or_kind.form):
        facts["data"] = marked(form, facts["data"], spot.word(IN_FORCE))
    return run(name, case, step, **facts)


def write_everywhere(story: Story, *, by: str = "responsible") -> list[Spot]:
    """Write a draft at every spot where one may be written, and a row of every kind that nobody has finished."""
    new = [Spot(step, new_key(), kind) for step, kind in kinds()]
    return [spot for spot in (*spots(story.pk), *new) if _write(story, spot, by)]


def _write(story: Story, spot: Spot, by: str) -> bool:
    access = story.access(by)
    step_or_kind, record = spot.step_or_kind, access.record(spot.step, spot.row)
    new = Record(case=access.case, step=spot.step, row=spot.row, kind=spot.kind)
    if step_or_kind.form is None or "save_draft" not in allowed(story, spot, by, record or new):
        return False
    latest = record.revisions.filter(number__isnull=False).order_by("number").last() if record else None
    text = marked(step_or_kind.form, latest.data if latest else {}, spot.word(DRAFT), everywhere=True)
    act(story, "save_draft", spot, by=by, data=text)
    return True


def allowed(story: Story, spot: Spot, who: str, record: Record | None) -> Iterable[str]:
    """Return what somebody may do at a spot."""
    access = story.access(who)
    return {
        one for one in spot.step_or_kind.possible_acts(record, access) if access.may_at(one, spot.step_or_kind.role)
    }


def act(story: Story, name: str, spot: Spot, *, by: str = "responsible", **facts: Any) -> Any:
    """Do one act at a spot, on the page as it is now."""
    seen = Record.objects.filter(case=story.pk, step=spot.step, row=spot.row).values_list("revision", flat=True)
    person = story.house[by]
    where = {"row": spot.row, "kind": spot.kind, "revision": seen.first() or 0}
    return run(name, story.pk, spot.step, by=person, at=story.now, **where, **facts)
