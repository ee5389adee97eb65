"""Words in a contribution's text that speak for a theme, marked where they stand."""

import re
from collections.abc import Mapping

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString


def speaking(text: str, words: Mapping[str, str]) -> SafeString:
    """Return a text as HTML, some words marked wherever they stand; ``words`` are they with the class of each mark."""
    there = {word.casefold(): css for word, css in words.items() if word}
    if not there:
        return conditional_escape(text)
    found = re.split(f"({'|'.join(map(re.escape, sorted(there, key=len, reverse=True)))})", text, flags=re.IGNORECASE)
    marks = (
        format_html('<mark class="{}">{}</mark>', there[part.casefold()], part)
        if number % 2 and part.casefold() in there
        else conditional_escape(part)
        for number, part in enumerate(found)
    )
    return SafeString("".join(marks))
