"""The pages about Dialog that a municipality words itself, and what they say until it has.

They are read by everybody, signed in or not. What Dialog itself does is told truly from the first day; what only the
municipality knows stands as something to fill in.
"""

from dataclasses import dataclass
from pathlib import Path
from string import Template

from django.db.models import Max
from django.utils.safestring import SafeString

from dialog import municipality
from guide.models import Wording
from handbook.markdown import render

DEFAULTS = Path(__file__).parent / "defaults"
TO_FILL_IN = "Kommunen fyller i"  # so each thing begins that only the municipality knows


@dataclass(frozen=True)
class Statement:
    """A page about Dialog as it reads now; ``wording`` is None until somebody has written it."""

    page: str
    text: str
    wording: Wording | None = None

    @property
    def title(self) -> str:
        """What the page is called."""
        return str(Wording.Page(self.page).label)

    @property
    def is_default(self) -> bool:
        """Whether nobody in the municipality has written the page yet."""
        return self.wording is None

    @property
    def html(self) -> SafeString:
        """The text as safe HTML, with its first paragraph as introduction."""
        return render(self.text, anchor=self.page, lead=True).html

    @property
    def html_within(self) -> SafeString:
        """The text as safe HTML, to stand under a heading of another page."""
        return render(self.text, top=3).html


def statement(page: str) -> Statement:
    """Return a page as it reads now. Raises ValueError where there is no such page."""
    wording = Wording.objects.select_related("by").filter(page=Wording.Page(page)).first()
    return Statement(page, wording.text if wording else default_text(page), wording)


def default_text(page: str) -> str:
    """Return what a page says until somebody has written it, with what is known of the municipality."""
    here = municipality.current()
    facts = {
        "municipality": here.name or "Kommunen",
        "email": here.email or "(kommunen fyller i sin e-postadress)",
        "phone": here.phone or "(kommunen fyller i sitt telefonnummer)",
    }
    return Template((DEFAULTS / f"{page}.md").read_text(encoding="utf-8").strip()).substitute(facts)


def unwritten() -> list[str]:
    """Return the pages in which something is still to be filled in, in the order in which they are told of."""
    latest = Wording.objects.order_by().values("page").annotate(latest=Max("pk")).values("latest")
    texts = Wording.objects.order_by().filter(pk__in=latest).values_list("page", "text")
    written = {page for page, text in texts if TO_FILL_IN not in text}
    return [page for page in Wording.Page.values if page not in written]
