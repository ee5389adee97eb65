"""The page of a step that is written in parts: it shows one of them, posts that alone, and leads to the others."""

from typing import TYPE_CHECKING, Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from dialog.forms.chapters import Chapter, chapters_of
from dialog.forms.draft_form import Missing
from dialog.forms.step_form import Offer, StepForm

if TYPE_CHECKING:
    from dialog.views.step_text import StepText

PART = "part"  # what an address is asked for


class InParts:
    """The parts of a step's form as a page of it shows them."""

    def __init__(self, page: "StepText", form: StepForm) -> None:
        self.page, self.form = page, form
        self.here = form.shown_part if isinstance(form.shown_part, Chapter) else None
        self.all = list(chapters_of(form)) if self.here else []

    @property
    def address(self) -> str:
        """The address of the part that the page shows."""
        return self.url(self.here) if self.here else self.page.place.url

    def url(self, chapter: Chapter) -> str:
        """Return the address of a part."""
        return self.page.place.url_with((PART, chapter.key))

    def of(self, lack: Missing) -> Chapter | None:
        """Return the part in which something that is missing is mended."""
        return next((chapter for chapter in self.all if chapter.holds(self.form, lack)), None)

    def way_to(self, lack: Missing) -> str:
        """Return where something that is missing is mended, as an address on this page."""
        chapter = self.of(lack)
        return f"{'' if chapter in (None, self.here) else self.url(chapter)}#{lack.target}" if lack.target else ""

    def lines(self) -> list[dict[str, Any]]:
        """Return what remains, a line for each part that says it in one and one for each other thing, with its address."""
        found: dict[str, str] = {}
        for lack in self.page.remaining():
            chapter = self.of(lack)
            line = capfirst(chapter.lacks(self.form)) if chapter and chapter.lacks else lack.sentence
            found.setdefault(line, self.page.way_to(lack))
        return [{"said": line, "url": url} for line, url in found.items()]

    def offered(self, offers: list[Offer]) -> list[Offer]:
        """Return those of some offers that are for the part that the page shows."""
        here = self.here.pieces(self.form) if self.here else []
        return [offer for offer in offers if offer.field.partition("-")[0] in here]

    def onward(self) -> dict[str, Any] | None:
        """Return the way on within the step: to the next part, and back from the last where another finishes the step."""
        here, form = self.here, self.form
        if here is None:
            return None
        after = self.all[self.all.index(here) + 1 :]
        if after:
            title = _("Next part: %(part)s") % {"part": after[0].title}
        elif here.finishes:
            return None
        else:
            after = [chapter for chapter in self.all if chapter.finishes]
            title = _("Back to: %(part)s") % {"part": after[0].title}
        lacks = after[0].lacks(form) if after[0].lacks else ""
        return {"whole": title, "url": self.url(after[0]), "detail": capfirst(lacks or after[0].progress(form))}

    def context(self) -> dict[str, Any]:
        """Return what the page shows of the parts; nothing where there are none."""
        if self.here is None:
            return {}
        form = self.form
        lines = self.lines()
        said = [chapter.lacks(form) for chapter in self.all if chapter.lacks]
        return {
            "chapter": self.here,
            # A small dialogue is finished wherever one is, where nothing else is what one does most.
            "part_finishes": self.here.finishes or bool(self.here.button and self.page.access.case.is_small),
            "pieces": self.here.pieces(form),
            "chapters": [
                {
                    "title": chapter.title,
                    "progress": chapter.progress(form),
                    "url": self.url(chapter),
                    "is_here": chapter is self.here,
                }
                for chapter in self.all
            ],
            "advice": [hint for hint in self.form.advice() if self.here.holds(self.form, hint)],
            "remaining_lines": lines,
            "remaining_said": capfirst(" · ".join(one for one in said if one)) if lines else "",
        }
