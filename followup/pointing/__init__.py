"""Personal data that a text holds, pointed out: what it is and where. It points, it never hides and never refuses.

What is found: personal numbers by their check digit, telephone numbers, e-mail addresses, addresses, properties and names.
What is not: names that say nothing of being one, illnesses, and what only an acquaintance understands. A person decides.
"""

from followup.pointing.names import names
from followup.pointing.numbers import personal_numbers, phones
from followup.pointing.places import addresses, properties
from followup.pointing.spans import Kind, Span, apart
from followup.pointing.webs import mails

LONGEST = 20_000  # so much of a text is looked through; no contribution may be longer

__all__ = ["LONGEST", "Kind", "Span", "pointed_out"]


def pointed_out(text: str) -> list[Span]:
    """Return what in a text is personal data, in its order; no two overlap, what is surest comes before the rest."""
    text = text[:LONGEST]
    return apart(
        [
            *personal_numbers(text),
            *mails(text),
            *phones(text),
            *addresses(text),
            *properties(text),
            *names(text),
        ]
    )
