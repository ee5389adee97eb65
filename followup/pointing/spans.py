"""A place in a text that is pointed out, and the kinds there are."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What kind of personal data it is: also what a mask says in its place."""

    PERSONAL_NUMBER = "number", _("personal identity number")
    PHONE = "phone", _("telephone number")
    MAIL = "mail", _("e-mail address")
    ADDRESS = "address", _("address")
    PROPERTY = "property", _("property designation")
    NAME = "name", _("name")


@dataclass(frozen=True)
class Span:
    """From ``start`` up to ``end`` stands something of a kind; ``after`` are the words before it that gave it away."""

    start: int
    end: int
    kind: Kind
    after: str = ""


def apart(found: Iterable[Span]) -> list[Span]:
    """Return what was found without overlaps, in the order of the text; what was named first is kept whole."""
    kept: list[Span] = []
    taken: set[int] = set()
    for span in found:
        places = range(span.start, span.end)
        if places and taken.isdisjoint(places):
            kept.append(span)
            taken.update(places)
    return sorted(kept, key=lambda span: span.start)


DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212\ufe58\uff0d"), "-")
SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u2008\u2009\u200a\u202f\u3000\t"), " ")
SIGNS = {ord("\uff0b"): "+", ord("\uff20"): "@", ord("\u2044"): "/"}


def evened(text: str) -> str:
    """Return a text of the same length in which digits, dashes and spaces of all scripts and widths are the plain ones."""
    if text.isascii():
        return text.replace("\t", " ")
    return "".join(map(_plain, text.translate(DASHES | SPACES | SIGNS)))


def _plain(sign: str) -> str:
    return sign if sign.isascii() or not sign.isdigit() else str(unicodedata.digit(sign, sign))
