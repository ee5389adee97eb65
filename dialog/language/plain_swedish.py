"""Hints for plain Swedish (klarspråk) in texts that residents read: long sentences, and words of the handbook's own."""

import re

from django.utils.translation import gettext as _

MOST_WORDS = 25
SENTENCE_END = re.compile(r"[.!?…]+\s+|\n+")
# Words that are clear in the house and nowhere else. A word is found with its endings.
HOUSE_WORDS = (
    "inflytandenivå",
    "målgrupp",
    "dialogaktivitet",
    "medborgardialog",
    "återkoppling",
    "tjänsteskrivelse",
    "rådighet",
    "implementer",
    "verksamhetsutveckling",
    "aktör",
    "beredning",
)


def hints(text: str) -> list[str]:
    """Return what could be plainer in a text; nothing for a text that is plain."""
    found = [
        _("“%(word)s” is a handbook term. Explain what it means to the reader.") % {"word": word}
        for word in HOUSE_WORDS
        if re.search(rf"\b{word}", text, re.IGNORECASE)
    ]
    longest = max((len(sentence.split()) for sentence in SENTENCE_END.split(text)), default=0)
    if longest > MOST_WORDS:
        found.append(_("One sentence is %(n)d words long. Short sentences are easier to read.") % {"n": longest})
    return found
