"""A form as it was posted, for what an act takes of it besides the text: a text, a day, a number, a comment.

An act names what it takes and how each is read (``dialog.process.act``): ``reads={"date": day("published_on")}``.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from dialog.forms.draft_form import Missing
from dialog.forms.drafts import ROW_KEY, Draft
from dialog.forms.fields import TOO_MANY
from dialog.forms.sending import KEY, SENDING
from dialog.language.understood import DayField, whole_number

MOST_DIGITS = 12


class WrongFact(Exception):
    """Something that was typed beside a text is no day or number; ``missing`` says it, with the field."""

    def __init__(self, missing: list[Missing]) -> None:
        super().__init__(missing)
        self.missing = missing


def sent_number(text: str, otherwise: int = 0) -> int:
    """Return the whole number that was sent as text, or another where none was, or one that counts nothing of ours."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < MOST_DIGITS else otherwise


@dataclass(frozen=True)
class Posted:
    """A form as it was posted at a place.

    Its button says the ``act`` and after a space its ``target``, what the act is about there: ``comment 17``. Texts from
    elsewhere that were taken or declined with it are ``offered``; ``older`` returns a text that was kept at the place, by
    its number, and raises Http404 for what is not for the person.
    """

    post: QueryDict
    act: str = ""
    target: str = ""
    files: Mapping[str, Any] = field(default_factory=MultiValueDict)
    offered: Mapping[str, str] = field(default_factory=dict)
    older: Callable[[int], Draft] = lambda number: {}

    def text(self, name: str) -> str:
        """Return what was typed in a field, without the space around it."""
        return self.post.get(name, "").strip()

    @property
    def said_in(self) -> str:
        """The field of the act's comment: each thing that can be answered has one of its own."""
        return f"comment-{self.act}-{self.target}" if self.target else f"comment-{self.act}"

    def day(self, name: str) -> dt.date | None:
        """Return a day, in any of the formats that fields take; None for none. Raises WrongFact for what is no day."""
        try:
            return DayField(required=False).clean(self.post.get(name, ""))
        except ValidationError as error:
            raise WrongFact([Missing(message, name) for message in error.messages]) from None

    def number(self, name: str) -> int | None:
        """Return a whole number that people wrote; None for none. Raises WrongFact for what is no number."""
        written = self.text(name)
        if not written:
            return None
        found = whole_number(written)
        if found is None or not 0 <= found < TOO_MANY:
            raise WrongFact([Missing(_("Enter the number in digits."), name)])
        return found

    def key(self, name: str) -> str:
        """Return the key of a row that was chosen; empty for none."""
        found = self.text(name)
        return found if ROW_KEY.match(found) else ""


Reader = Callable[[Posted], Any]


def text(name: str, *, longest: int | None = None) -> Reader:
    """Read a text."""
    return lambda posted: posted.text(name)[:longest]


def day(name: str) -> Reader:
    """Read a day; None for none."""
    return lambda posted: posted.day(name)


def number(name: str) -> Reader:
    """Read a whole number that people write; None for none."""
    return lambda posted: posted.number(name)


def id_in(name: str) -> Reader:
    """Read the id of something, which the page has put there; 0 for none."""
    return lambda posted: sent_number(str(posted.post.get(name, "")))


def ticked(name: str) -> Reader:
    """Read whether a box was ticked."""
    return lambda posted: posted.post.get(name, "") == "on"


def file(name: str) -> Reader:
    """Read a file; None for none."""
    return lambda posted: posted.files.get(name)


def comment(posted: Posted) -> str:
    """Read what was said along with the act."""
    return posted.text(posted.said_in)


def sending(posted: Posted) -> str:
    """Read the key of the page that the form was sent from; empty for none."""
    found = posted.text(KEY)
    return found if SENDING.match(found) else ""


def target(posted: Posted) -> str:
    """Read what the act is about, as its button says."""
    return posted.target


def target_id(posted: Posted) -> int | None:
    """Read the id of what the act is about, as its button says; None where it says nothing."""
    return sent_number(posted.target) if posted.target else None
