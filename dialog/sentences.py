"""Names in a row, as a sentence says them: «unga, äldre och föreningar», «Karin Lund eller Tomas Brodd»."""

from collections.abc import Iterable

from django.utils.text import get_text_list
from django.utils.translation import gettext as _


def all_of(names: Iterable[object]) -> str:
    """Return names of which each one is meant."""
    return get_text_list([str(name) for name in names], _("and"))


def one_of(names: Iterable[object]) -> str:
    """Return names of which one is enough."""
    return get_text_list([str(name) for name in names], _("or"))
