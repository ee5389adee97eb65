"""A long step in parts: each has an address and a progress of its own. Declared in the layout of the step's form.

``layout = Layout(Chapter("groups", _("Groups"), Tables(), finishes=True), Chapter("questions", _("The whole"), Rest()))``.
A part posts its own fields and tables alone; all else is what its page has seen stand there, as with a row's own page.
"""

from collections.abc import Iterator
from typing import Any

from dialog.forms.draft_form import Missing
from dialog.forms.layout import Fields, OfForm


class Chapter(Fields):
    """A part of a long step.

    ``key`` stands in its address. ``progress`` says in few words how far it has come («1 av 8 besvarade»), ``lacks`` what of
    it stands in the way of finishing in one line («sju frågor att resonera om»), empty for nothing; a part without it is
    told of by each thing that is missing. In the one that ``finishes`` the step's last act is taken; in another its
    ``button`` saves it, and where there is none the buttons stand among its fields.
    """

    template = "dialog/layout/part.html"  # where the whole step stands on one page

    def __init__(
        self,
        key: str,
        title: Any,
        *fields: Any,
        progress: OfForm,
        lacks: OfForm | None = None,
        finishes: bool = False,
        button: Any = "",
    ) -> None:
        super().__init__(*fields)
        self.key, self.title, self.progress, self.lacks = key, title, progress, lacks
        self.finishes, self.button = finishes, button

    def pieces(self, form: Any) -> list[str]:
        """Return what of the text the part holds: its fields and its tables."""
        return [*self.names(form), *self.tables(form)]

    def holds(self, form: Any, lack: Missing) -> bool:
        """Say whether something that is missing is mended in the part."""
        return lack.target in {form[name].target for name in self.names(form)} or any(
            lack.target.startswith(f"{table}-") for table in self.tables(form)
        )


def chapter_of(form: Any, key: str) -> Chapter | None:
    """Return the part of a form with that key, else its first; None where it stands on one page."""
    there = list(chapters_of(form))
    return next((chapter for chapter in there if chapter.key == key), there[0] if there else None)


def chapters_of(form: Any) -> Iterator[Chapter]:
    """Yield the parts of a form; none where it stands on one page."""
    yield from (part for part in form.layout.fields if isinstance(part, Chapter))
