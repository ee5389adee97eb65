"""Gaps in a text that is filled in by itself: where something is missing nothing is guessed.

A gap is seen by whoever writes, «[fyll i: vem som beslutar]», and no form is finished while one is left in it.
"""

import re

from django.utils.translation import gettext as _

# In the languages of the interface: whoever reads English may write in a text that begins in Swedish.
GAP = re.compile(r"\[\s*(?:fyll i|fill in)\s*:[^\]]*\]", re.IGNORECASE)


def gap(what: str) -> str:
    """Return a gap in a sentence, with what is to be filled in there."""
    # Translators: a gap in a text, to be filled in by hand: «[fyll i: vem som beslutar]»
    return _("[fill in: %(what)s]") % {"what": what}


def gaps_in(value: object) -> list[str]:
    """Return the gaps that are left in what somebody wrote: in a text, or in any of several lines."""
    if isinstance(value, (list, tuple)):
        return [found for text in value for found in gaps_in(text)]
    return GAP.findall(value) if isinstance(value, str) else []
