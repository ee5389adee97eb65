"""E-mail addresses in a text, also those that are written to escape machines."""

import re
from collections.abc import Iterator

from followup.pointing.spans import Kind, Span, evened

# Each place is looked at by itself and not far: no text makes it slow.
AT = re.compile(r" ?@ ?| ?[\[({<] ?(?:at|snabel-?a|a) ?[\])}>] ?| snabel-?a ", re.IGNORECASE)
BEFORE = re.compile(r"[\w.+%'-]{1,64}$")
AFTER = re.compile(
    r"[\w-]{1,63}(?:(?:\.| ?[\[(] ?(?:dot|punkt) ?[\])] ?| punkt | ?\. ?(?=(?:se|com|nu|net|org|eu)\b))[\w-]{1,63}){0,6}",
    re.IGNORECASE,
)
ENDS = re.compile(r"(?:\.|dot\W*|punkt\W*) ?[^\W\d_]{2,24}$", re.IGNORECASE)


def mails(text: str) -> Iterator[Span]:
    """Find e-mail addresses."""
    plain = evened(text)
    for at in AT.finditer(plain):
        before = BEFORE.search(plain[max(0, at.start() - 64) : at.start()])
        after = AFTER.match(plain, at.end())
        if not before or not after or not before[0].strip(".'-%"):
            continue
        end = after.end() - (len(after[0]) - len(after[0].rstrip(".-")))
        if ENDS.search(plain[at.end() : end]):
            start = at.start() - len(before[0]) + (len(before[0]) - len(before[0].lstrip(".'-%")))
            yield Span(start, end, Kind.MAIL)
