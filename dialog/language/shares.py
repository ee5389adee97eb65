"""How large a part of something is, in words: «three of four». A reader sees at once what a percentage hides."""

from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dialog.language.sentences import in_letters

# What a part is rounded to: fractions that people say.
DENOMINATORS = (2, 3, 4, 5, 6, 8, 10, 12, 15, 20)
FRACTIONS = sorted({Fraction(n, d) for d in DENOMINATORS for n in range(1, d) if d <= 6 or n == 1 or (n, d) == (9, 10)})


def share_in_words(part: int | None, whole: int | None) -> str:
    """Return how large a part of a whole is, in words; empty where there is no whole, or nobody has counted the part.

    More than the whole is «more than all» and never measured: 892 per cent says nothing. None and all are said only of
    none and all. Anything between is the nearest of the fractions that people say, of two that are as near the simpler
    one; what lies beyond the last of them is «almost all», or «fewer than one in twenty».
    """
    if not whole or part is None:
        return ""
    if part > whole:
        return _("more than all")
    if part == whole:
        return _("all of them")
    if part <= 0:
        return _("none of them")
    share = Fraction(part, whole)
    if share > Fraction(19, 20):
        return _("almost all")
    if share < FRACTIONS[0] - Fraction(1, 200):
        return _("fewer than one in %(n)s") % {"n": _number(FRACTIONS[0].denominator)}
    nearest = min(FRACTIONS, key=lambda fraction: (abs(fraction - share), fraction.denominator))
    if nearest == Fraction(1, 2):
        return _("half of them")
    return _("%(part)s of %(whole)s") % {"part": _number(nearest.numerator), "whole": _number(nearest.denominator)}


def _number(number: int) -> str:
    """Return a small number in letters, also beyond those that stand so in running text."""
    further = {15: pgettext("number", "fifteen"), 20: pgettext("number", "twenty")}
    return further.get(number) or in_letters(number)
