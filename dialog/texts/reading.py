"""A publication text as residents read it: for the preview, the HTML and the plain text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from dialog.language.letters import straight
from dialog.models import PublicationText

RIGHT_TO_LEFT = (PublicationText.Language.ARABIC, PublicationText.Language.DARI)
CODES = {PublicationText.Language.EASY: "sv", PublicationText.Language.OTHER: "und"}


@dataclass(frozen=True)
class Reading:
    """A text in parts: an opening, then headings with their texts, then whom to ask."""

    title: str
    opening: str
    parts: list[tuple[str, str]]
    contact: str
    language: str
    contact_heading: str = ""

    @property
    def code(self) -> str:
        """The language as HTML names it."""
        return CODES.get(self.language, self.language) or "sv"  # type: ignore[call-overload]

    @property
    def direction(self) -> str:
        """In which direction the text is read."""
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read yet."""
        return not (self.title or self.opening or self.parts)

    @property
    def plain_draft(self) -> str:
        """Return the plain text of what is not approved yet."""
        return self.plain(draft=True)

    def plain(self, *, draft: bool = False) -> str:
        """Return the text without any marks, its headings in capitals: the one plain text that there is of it."""
        with override(settings.LANGUAGE_CODE):
            blocks = [_("DRAFT")] * draft
        blocks += [self.title.upper(), self.opening]
        blocks += [f"{heading.upper()}\n{text}" for heading, text in self.parts]
        asked = f"{self.contact_heading.upper()}\n{self.contact}" if self.contact else ""
        return straight("\n\n".join(block.strip() for block in [*blocks, asked] if block.strip()) + "\n")


def headings() -> dict[str, str]:
    """Return what residents read above each answer, in the active language."""
    return {
        "why": _("Why do we ask?"),
        "for_whom": _("Who is it for?"),
        "how": _("How you can take part"),
        "can_influence": _("What you can influence"),
        "concluded": _("What we found out"),
        "what_was_said": _("What happens to what you said"),
        "next": _("What happens next?"),
    }


def reading(said: Mapping[str, Any]) -> Reading:
    """Return a text as residents read it, from its fields: of a form, or of what is in force."""
    texts = {name: str(said.get(name) or "").strip() for name in ("title", "what", "text", "contact", "language")}
    withdrawn = str(said.get("withdrawn_because") or "").strip()
    if withdrawn:
        return Reading(texts["title"], withdrawn, [], texts["contact"], texts["language"])
    with override(settings.LANGUAGE_CODE):
        parts = [(heading, str(said.get(name) or "").strip()) for name, heading in headings().items()]
        # Translators: heading above whom residents may ask, «Frågor»
        questions = _("Questions")
    whole = texts["text"]
    swedish = texts["language"] in ("", PublicationText.Language.SWEDISH)
    # A text in easy Swedish or another language is written whole; our headings are Swedish.
    answered = [(heading, text) for heading, text in parts if text] if swedish else []
    opening = whole if whole and not swedish else "\n\n".join(text for text in (texts["what"], whole) if text)
    return Reading(texts["title"], opening, answered, texts["contact"], texts["language"], questions if swedish else "")
