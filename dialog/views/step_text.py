"""The text of a step as one person meets it: the mode of its page, the form with its rows, and what remains."""

from functools import cached_property
from typing import Any

from django.http import QueryDict

from dialog.forms.chapters import chapter_of
from dialog.forms.draft_form import Missing
from dialog.forms.drafts import Draft
from dialog.forms.step_form import RowForm, StepForm
from dialog.models import Decision, Record, Revision
from dialog.process.act import ACTS
from dialog.process.register import Register
from dialog.rights import TEXT
from dialog.views.approval import Approval
from dialog.views.in_parts import InParts
from dialog.views.place import Place


class StepText:
    """The text of one step of one case for one person.

    ``mode`` is "write" (a form), "answer" (a proposal that this person answers for the body), or "read". A text that was
    typed and not saved (``typed``) is shown in the form, or beside the answers where it cannot be written any more.
    ``open_row`` is a row that she works on in a list of rows, ``order`` the table whose order she changes.
    """

    def __init__(
        self,
        place: Place,
        *,
        open_row: str = "",
        order: str = "",
        part: str = "",
        change: bool = False,
        correct: bool = False,
        typed: Draft | None = None,
        missing: list[Missing] | None = None,
        act: str = "",
        refused: str = "",
        posted: QueryDict | None = None,
    ) -> None:
        self.place, self.access, self.step, self.open_row = place, place.access, place.step_or_kind, open_row
        self.change, self.correct = change or bool(open_row or order), correct
        self.typed, self.missing, self.act, self.refused = typed, missing or [], act, refused
        self.order, self.part = order, part
        self.posted = posted or QueryDict()
        self.record: Record | None = place.record
        self.acts = place.acts

    @property
    def template(self) -> str:
        """What draws the page."""
        return self.step.template

    @property
    def mode(self) -> str:
        """How this person meets the step now."""
        if self.record and self.record.is_proposed:
            if "decide" in self.acts:
                return "answer"
            return "write" if "save_draft" in self.acts or ("approve" in self.acts and self.is_edited) else "read"
        return "write" if "save_draft" in self.acts and not self.is_settled else "read"

    @property
    def is_edited(self) -> bool:
        """Whether this person has asked to change the text, or has typed in it just now."""
        return self.change or self.typed is not None

    @property
    def is_settled(self) -> bool:
        """Whether the step is done and nobody has asked to change it: then it is there to be read."""
        settled = self.record is not None and self.record.done and not self.record.is_written_on
        settled = settled or (self.step.reads_first and not (self.record and self.record.is_written_on))
        return settled and not self.is_edited

    @cached_property
    def waiting_for_me(self) -> Approval | None:
        """The proposal that this person can answer here, where one waits and she has not begun to change it."""
        if self.record is None or not self.record.is_proposed or self.mode == "write":
            return None
        return Approval(self, self.record) if {"approve", "decide"} & self.acts else None

    @cached_property
    def latest(self) -> Revision | None:
        """The text that stands in the record now."""
        return self.place.numbered().first() if self.record else None

    @cached_property
    def in_force(self) -> Revision | None:
        """The version in force: mostly the text that stands there now."""
        version = self.record.version if self.record else 0
        if self.latest and self.latest.version == version:
            return self.latest
        return self.place.numbered().filter(version=version).first() if version else None

    @cached_property
    def draft(self) -> Draft:
        """The text in the form: what was typed just now, else what stands there, else what the form begins with."""
        text = self.place.as_it_stands(self.latest, correct=self.correct) if self.typed is None else self.typed
        if "decide" in self.acts:
            usual = {"decided_on": [self.access.today.isoformat()], "made_by": [Decision.MadeBy.BODY.value]}
            text = {**usual, **text}
        return text

    @cached_property
    def form(self) -> StepForm | None:
        """The form, loud when somebody has just tried to take the last act; none for who only reads."""
        if self.mode == "read" or self.step.form is None:
            return None
        is_beside = self.act in ACTS and ACTS[self.act].is_beside
        loud = bool(self.missing) and not is_beside  # what is missing beside the text is not missing in it
        form = self.place.make_form(self.draft, loud=loud, final=self.step.last_act in self.acts)
        if self.mode == "write" and "save_draft" in self.acts:  # a proposal that she changes and answers is one page
            form.shown_part = chapter_of(form, self.part)
        return form

    @cached_property
    def parts(self) -> InParts | None:
        """The parts that the text is written in; None where it is written on one page, or not here."""
        return InParts(self, self.form) if self.form and self.form.shown_part else None

    @cached_property
    def open_rows(self) -> set[str]:
        """The rows of a list whose fields show, besides those in which something remains."""
        return {self.open_row, *(lack.row for lack in self.missing)}

    def has_page(self, table: type[RowForm]) -> bool:
        """Say whether a row of a table is written on a page of its own here: it is saved there as the draft, so that whoever
        changes a proposal that she answers writes in the list.
        """
        return table.has_page() and "save_draft" in self.acts

    def rows(self) -> list[dict[str, Any]]:
        """Return the tables of the form with their rows, numbered; each row with how much remains in it."""
        assert self.form is not None
        tables = []
        for table in (row_form for row_form in self.step.its_form.tables if not self.form.hides(row_form)):
            forms: list[RowForm] = self.form.rows[table.name]
            rows = [
                {
                    "form": form,
                    "number": number,
                    "first": number == 1,
                    "last": number == len(forms),
                    "lacks": form.lacks,
                    "open": form.key in self.open_rows or bool(form.lacks),
                }
                for number, form in enumerate(forms, start=1)
            ]
            tables.append(
                {"table": table, "rows": rows, "has_page": self.has_page(table), "is_ordered": self.order == table.name}
            )
        return tables

    def way_to(self, lack: Missing) -> str:
        """Return where something that remains is mended, as an address on this page: here, or on the page of its row."""
        if self.parts and not self.paged_row(lack.row):
            return self.parts.way_to(lack)
        page = self.way_to_row(lack.row) if lack.row else ""
        return f"{page.partition('#')[0]}#{lack.target}" if lack.target else page

    def way_to_row(self, key: str) -> str:
        """Return where a row is written, as an address on this page: on a page of its own, or in the list of rows."""
        return self.place.url_of_row(key) if self.paged_row(key) else f"#{key}"

    def paged_row(self, key: str) -> RowForm | None:
        """Return the form of a row that is written on a page of its own; None where there is none of that key."""
        rows = (row for rows in self.form.rows.values() for row in rows) if self.form else ()
        return next((row for row in rows if row.key == key and self.has_page(type(row))), None)

    def remaining(self) -> list[Missing]:
        """Return what stands in the way of finishing; a register without a head asks its rows."""
        if self.missing:
            return self.missing
        if self.form:
            return self.form.remaining
        asks = self.step.form is None and "mark_done" in self.acts and not (self.record and self.record.done)
        return list(self.step.lacks(self.access)) if asks else []

    def missing_since(self) -> list[Missing]:
        """Return what has come to be missing since a register was marked as done, for those who may mark it.

        Done stays done: nothing that is finished is undone by what comes later.
        """
        step, record = self.step, self.record
        if not (
            isinstance(step, Register) and record and record.done and "mark_done" in self.acts and self.mode == "read"
        ):
            return []
        text = self.in_force if step.form else None
        written = self.place.make_form(text.data, final=True).remaining if text else []
        return [*written, *step.lacks(self.access)]

    def at_button(self) -> list[tuple[str, str]]:
        """Return what a member should know before the step's last act, while it can be taken at all."""
        done = self.record is not None and self.record.done and not self.record.is_written_on
        if done or not self.access.is_member or self.step.shut(self.access):
            return []
        return list(self.step.at_button(self.access))

    def outdated(self) -> list[str]:
        """Return the labels of what was filled in from elsewhere and reads differently there now, where one only reads.

        A publication text tells by itself what has changed since it was handed over.
        """
        if self.mode != "read" or "save_draft" not in self.acts or not (self.record and self.in_force):
            return []
        if self.step.role == TEXT:
            return []
        taken = self.record.prefilled
        form = self.place.make_form(self.in_force.data) if taken and self.step.form else None
        return [offer.label for offer in form.offers(taken) if offer.changed] if form else []
