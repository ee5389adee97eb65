"""Sentences made of parts: names in a row, «unga, äldre och föreningar», numbers, «1 612», and what is said of a field,
«Mål: för långt.»
"""

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal

from django.conf import settings
from django.utils.formats import date_format, number_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext


def all_of(names: Iterable[object]) -> str:
    """Return names of which each one is meant."""
    return get_text_list([str(name) for name in names], _("and"))


def one_of(names: Iterable[object]) -> str:
    """Return names of which one is enough."""
    return get_text_list([str(name) for name in names], _("or"))


def in_stretches(numbers: Iterable[int]) -> str:
    """Return numbers in rising order as they are read: three or more in a row as from and to, «2–5 och 7»."""
    stretches: list[list[int]] = []
    for number in numbers:
        if stretches and number == stretches[-1][-1] + 1:
            stretches[-1].append(number)
        else:
            stretches.append([number])
    said: list[object] = []
    for stretch in stretches:
        said += [f"{stretch[0]}–{stretch[-1]}"] if len(stretch) > 2 else stretch
    return all_of(said)


def figures(number: int | Decimal) -> str:
    """Return a number as people write it: thousands stand apart."""
    return number_format(number, use_l10n=True, force_grouping=True)


def in_letters(number: int) -> str:
    """Return a number as it stands in running text: up to twelve in letters, «åtta», then in figures."""
    letters = {
        0: pgettext("number", "none"),
        1: pgettext("number", "one"),
        2: pgettext("number", "two"),
        3: pgettext("number", "three"),
        4: pgettext("number", "four"),
        5: pgettext("number", "five"),
        6: pgettext("number", "six"),
        7: pgettext("number", "seven"),
        8: pgettext("number", "eight"),
        9: pgettext("number", "nine"),
        10: pgettext("number", "ten"),
        11: pgettext("number", "eleven"),
        12: pgettext("number", "twelve"),
    }
    return letters.get(number) or figures(number)


def tally(*counted: tuple[int, str]) -> str:
    """Return how many there are of each kind, the kinds that there are: each as a number and its words with «%(n)s»."""
    return ", ".join(words % {"n": in_letters(number)} for number, words in counted if number)


def full_stop(text: str) -> str:
    """Return a text as a sentence: with a full stop where it ends without any mark."""
    text = text.strip()
    return text if not text or text[-1] in ".!?" else f"{text}."


def first_sentence(text: str) -> str:
    """Return the first sentence of a text, whole where it is the only one."""
    return re.split(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ0-9])", text.strip(), maxsplit=1)[0]


def votes(in_favour: int | None, against: int | None, abstained: int | None) -> str:
    """Return how a body voted, as far as somebody noted it; empty where nobody did."""
    noted = [
        words % {"n": number}
        for words, number in (
            (_("%(n)d for"), in_favour),
            (_("%(n)d against"), against),
            (_("%(n)d abstained"), abstained),
        )
        if number is not None
    ]
    return _("Votes: %(votes)s.") % {"votes": ", ".join(noted)} if noted else ""


def paragraph(text: str) -> str:
    """Return the paragraph of a decision as it is quoted: a number alone gets its sign, «§ 145»."""
    text = text.strip()
    return f"§ {text}" if text.isdecimal() else text


def in_the_house(text: object) -> str:
    """Return a text in the municipality's language, whoever asks: for what is kept."""
    with override(settings.LANGUAGE_CODE):
        return str(text)


def day_in_the_house(day: dt.date) -> str:
    """Return a day in the municipality's language: for what is kept."""
    with override(settings.LANGUAGE_CODE):
        return date_format(day, "DATE_FORMAT")


def after_colon(name: object, sentence: object) -> str:
    """Return a sentence behind the name of what it is about, as one: «Dokumentation: välj vem som gör det.» Several keep
    their capitals.
    """
    sentence = str(sentence)
    if sentence[1:2].islower() and ". " not in sentence:  # an abbreviation keeps its capital, too
        sentence = sentence[0].lower() + sentence[1:]
    return f"{name}: {sentence}"


def said_of(label: object, sentence: object) -> str:
    """Return a sentence behind what it is about; behind a question without a colon."""
    label = str(label).removesuffix(".")
    return f"{label} {sentence}" if label.endswith("?") else f"{label}: {sentence}"
