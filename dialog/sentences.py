"""Sentences made of parts: names in a row, «unga, äldre och föreningar», and what is said of a field, «Mål: för långt.»"""

from collections.abc import Iterable

from django.utils.text import get_text_list
from django.utils.translation import gettext as _


def all_of(names: Iterable[object]) -> str:
    """Return names of which each one is meant."""
    return get_text_list([str(name) for name in names], _("and"))


def one_of(names: Iterable[object]) -> str:
    """Return names of which one is enough."""
    return get_text_list([str(name) for name in names], _("or"))


def said_of(label: object, sentence: object) -> str:
    """Return a sentence behind what it is about; behind a question without a colon."""
    return f"{label} {sentence}" if str(label).endswith("?") else f"{label}: {sentence}"
