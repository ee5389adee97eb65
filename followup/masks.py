"""What stands in a text in place of what is masked: the kind of it in brackets, never its length."""

import re
from collections.abc import Callable, Iterable

from django.conf import settings
from django.utils.functional import Promise
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy, override

from followup.looking import Pointed
from followup.models.personal_data import PersonalDataLog
from followup.pointing import Kind

WHOLE = gettext_lazy("the whole text")
OF_WORDS: dict[str, Promise] = {
    PersonalDataLog.Because.RECOGNISED: gettext_lazy("information about a person"),
    PersonalDataLog.Because.HEALTH: gettext_lazy("information about health"),
    PersonalDataLog.Because.SECRECY: gettext_lazy("secret information"),
    PersonalDataLog.Because.OFFENDS: gettext_lazy("offensive words"),
}


def mask_of(label: object) -> str:
    """Return what stands in place of something masked, in the language of the municipality."""
    with override(settings.LANGUAGE_CODE):
        return f"[{label}]"


def masks() -> list[str]:
    """Return all that may stand so."""
    return [mask_of(label) for label in (WHOLE, *OF_WORDS.values(), *(kind.label for kind in Kind))]


def masked(text: str, places: Iterable[tuple[int, int, str]]) -> str:
    """Return a text with masks in those places; places that overlap become one mask."""
    parts, upto = [], 0
    for start, end, mask in sorted(places):
        if start >= upto:
            parts += [text[upto:start], mask]
        upto = max(upto, end)
    return "".join([*parts, text[upto:]])


def everywhere(text: str, words: str) -> list[tuple[int, int]]:
    """Return where words stand in a text, however their letters and spaces are written."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    if not pattern:
        return []
    return [found.span() for found in re.finditer(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE)]


def number_of_masks(text: str) -> int:
    """Return how many parts of a text are masked."""
    return len(_finder().findall(text))


def shown(
    text: str, pointed: Iterable[Pointed] = (), *, is_masked: bool, marked: Callable[[str], str] = escape
) -> SafeString:
    """Return a text for a page: what is masked as a black label, what is pointed out underlined; ``marked`` returns the
    rest as it is shown, with what was searched for.
    """
    parts, upto = [], 0
    for one in sorted(pointed, key=lambda one: one.start):
        parts += [_labelled(text[upto : one.start], marked, is_masked=is_masked)]
        parts += [format_html('<mark class="pii">{}</mark>', text[one.start : one.end])]
        upto = one.end
    parts.append(_labelled(text[upto:], marked, is_masked=is_masked))
    return mark_safe("".join(parts).replace("\r\n", "\n").replace("\n", "<br>"))  # noqa: S308  each part is escaped


def _labelled(text: str, marked: Callable[[str], str], *, is_masked: bool) -> str:
    if not is_masked:
        return marked(text)
    parts = _finder().split(text)
    return "".join(
        format_html('<span class="withheld">{}</span>', part[1:-1]) if number % 2 else marked(part)
        for number, part in enumerate(parts)
    )


def _finder() -> re.Pattern[str]:
    return re.compile(f"({'|'.join(map(re.escape, masks()))})")
