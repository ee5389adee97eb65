"""The page of one row of a step's table: its own fields in the frame of the step, and the way to the rows beside it."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Self

from django.forms.boundfield import BoundField

from dialog.forms.draft_form import Missing
from dialog.forms.step_form import RowForm
from dialog.views.place import Place
from dialog.views.step_page import StepPage


class RowPage(StepPage):
    """One row of a table for one person who writes it. The page posts the row's fields alone: all else stands."""

    def __init__(self, place: Place, key: str, **options: Any) -> None:
        super().__init__(place, change=True, **options)
        self.key = key

    @classmethod
    def find(cls, place: Place, key: str, **options: Any) -> Self | None:
        """Return the page of the row with that key; None where the text has none, its row has no page, or it is not hers to
        write.
        """
        page = cls(place, key, **options)
        return page if page.row else None

    @property
    def template(self) -> str:
        """What draws the page."""
        return "dialog/step/row_page.html"

    @cached_property
    def row(self) -> RowForm | None:
        """The row's form. What is wrong in it is said beside its field: there is no finishing here that could say it."""
        row = self.paged_row(self.key)
        if row:
            row.says_faults = True
        return row

    @property
    def url(self) -> str:
        """The address of the page."""
        return self.place.url_of_row(self.key)

    @property
    def piece(self) -> str:
        """The part of the text that the page holds, as it posts it."""
        assert self.row is not None
        return f"{self.row.name}-{self.row.key}"

    @property
    def beside(self) -> list[RowForm]:
        """The rows of the table, this one among them."""
        assert self.form is not None and self.row is not None
        return self.form.rows[self.row.name]

    def remaining(self) -> list[Missing]:
        """Return what remains of the row."""
        assert self.row is not None
        return [] if self.row.is_dropped else list(self.row.sentences())

    def way_to(self, lack: Missing) -> str:
        """Return where something that remains is mended: on this page."""
        return f"#{lack.target}"

    def marks(self) -> Iterator[BoundField]:
        """Yield the row's fields on the page."""
        if self.row:
            yield from self.row.shown_fields

    def progress(self) -> dict[str, Any]:
        """Return how far the row has come, and what remains of it."""
        found = super().progress()
        advice = [hint for hint in found["advice"] if hint.row == self.key]
        return found | {"tables": [], "blocks": [], "lacks_answerer": False, "advice": advice}

    def context(self) -> dict[str, Any]:
        """Return everything that the page shows."""
        rows, shown = self.beside, super().context()
        at = [row.key for row in rows].index(self.key)
        return {
            **shown,
            "row": self.row,
            "table": type(self.row),
            "number": at + 1,
            "finishes": self.access.case.is_small and at + 1 == len(rows) and "finish" in shown["acts"],
            "places": [{"is_here": row.key == self.key, "is_full": not row.lacks} for row in rows],
            "before": rows[at - 1] if at else None,
            "after": rows[at + 1] if at + 1 < len(rows) else None,
            "offers": [offer for offer in shown["offers"] if offer.field.startswith(f"{self.piece}-")],
        }
