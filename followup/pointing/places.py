"""Addresses, post boxes and designations of properties in a text."""

import re
from collections.abc import Iterator

from followup.pointing.spans import Kind, Span, evened
from followup.pointing.wordlists import listed

WORD = r"[^\W\d_][\w:'’\u0300-\u036f-]{0,40}"
NUMBER = r"(?:nr\.? |nummer )?(?P<number>\d{1,3}(?! ?\d))(?: ?[A-Za-z](?![\w]))?(?: ?- ?\d{1,3}[A-Za-z]?)?"
# A street is known by how its name ends. Some of these endings are those of other things as well: then a capital decides.
STREET = (
    r"(?:gatan|gata|vägen|väg|gränden|gränd|stigen|stig|allén|alle|allé|leden|esplanaden|kajen|slingan|brinken|liden|"
    r"backen|backe|torget|torg|plan|gården|gård|ringen|höjden|kroken|svängen|stråket|stranden|hamnen|viken|hagen|lunden|"
    r"promenaden|boulevarden|trappan|terrassen|sluttningen|dalen|åsen|parken|skogen|udden|näset|byn|tunet|tomten|täppan|"
    r"rundan|länken|tvärgatan|bron|torpet|höjd|dal|kulle|kullen)"
)
SURE = re.compile(r"(?:gatan|gata|vägen|väg|gränden|gränd|stigen|allén|esplanaden|brinken)$", re.IGNORECASE)
ADDRESS = re.compile(
    rf"(?<![\w-])(?P<street>(?:{WORD} ){{0,2}}(?P<last>{WORD})) {NUMBER}"
    r"(?P<more>,? ?(?:lgh|lägenhet|läg|vån|våning|tr|port|uppgång|uppg) ?\.? ?(?:\d{1,4}|[A-Z])(?!\w)){0,2}"
    r"(?P<town>,? ?\d{3} ?\d{2} [A-ZÅÄÖ][\w-]{1,30})?"
)
ENDING = re.compile(rf"{STREET}$", re.IGNORECASE)
BOX = re.compile(
    r"(?<!\w)(?:Box|BOX|box|postbox|Postbox|Postfack|postfack)(?: nr\.?)? (?P<number>\d{1,5})(?![\d:])"
    r"(?:,? ?\d{3} ?\d{2} [A-ZÅÄÖ][\w-]{1,30})?"
)
# What is measured and counted after a number: "cykelvägen 3 meter bred" is no address.
COUNTED = re.compile(
    r" ?(?:m|meter|km|kilometer|cm|mil|st|stycken|kr|kronor|%|procent|år|dagar|dag|gånger|ggr|timmar|minuter|min|veckor|"
    r"månader|tusen|miljoner|bilar|personer|platser|lampor|hus|barn|dygn|grader|trappor|trappa|tr|våningar|barnfamiljer|hushåll|lägenheter|kvm|kvadrat\w*|av|januari|februari|mars|april|"
    r"maj|juni|juli|augusti|september|oktober|november|december|gg|x)\b|[.,:]\d|[/%°]",
    re.IGNORECASE,
)
NO_STREETS = listed("no_streets")
ASIDE = listed("aside")

PROPERTY = re.compile(
    r"(?<![\w:.])(?P<name>[^\W\d_a-zåäö][\w-]{1,30}(?: [^\W\d_a-zåäö][\w-]{1,30}){0,2}) "
    r"(?P<unit>\d{1,4}:\d{1,4})(?![\d:]|[.,]\d)"
)
BLOCK = re.compile(
    r"(?<!\w)(?:kv\.?|kvarteret|fastigheten|fastighet|Kv\.?|Kvarteret|Fastigheten|Fastighet) "
    r"(?P<name>[^\W\d_a-zåäö][\w-]{1,30}(?: [^\W\d_a-zåäö][\w-]{1,30}){0,2} \d{1,4}(?::\d{1,4})?)(?![\d:])"
)
# What stands before figures with a colon and is no property: laws, papers, times, the Bible, results.
NO_PROPERTIES = listed("no_properties")


def addresses(text: str) -> Iterator[Span]:
    """Find streets with a number, and post boxes."""
    plain, upto = evened(text), 0
    while found := ADDRESS.search(plain, upto):
        upto = found.end("number") if _is_street(found) else found.start("number")
        if _is_street(found) and not COUNTED.match(plain, found.end("number")):
            yield Span(_start(found), found.end(), Kind.ADDRESS)
    for box in BOX.finditer(plain):
        yield Span(box.start(), box.end(), Kind.ADDRESS)


def _is_street(found: re.Match[str]) -> bool:
    last, before = found["last"], found["street"].split(" ")[:-1]
    if not ENDING.search(last):
        return False
    named = bool(before) and before[-1][:1].isupper() and before[-1].lower() not in ASIDE
    if last.lower() in NO_STREETS:  # "Karl Johans gata 5" is one by the name before it
        return named and not last[0].isupper() and bool(SURE.search(last)) and before[-1].endswith(("s", "a", "z"))
    return bool(SURE.search(last)) or last[0].isupper()


def _start(found: re.Match[str]) -> int:
    """Return where the street begins: names with a capital before its last word belong to it."""
    words, start = found["street"].split(" "), found.start("last")
    for word in reversed(words[:-1]):
        if not word[:1].isupper() or word.lower() in ASIDE:
            break
        start -= len(word) + 1
    return start


def properties(text: str) -> Iterator[Span]:
    """Find designations of properties (fastighetsbeteckning): "Namn 3:14", and a block with its number."""
    plain = evened(text)
    for found in PROPERTY.finditer(plain):
        words = found["name"].split(" ")
        while words and words[0].lower() in ASIDE | {"fastigheten", "fastighet", "tomten", "gården", "avser", "gäller"}:
            words.pop(0)
        if words and words[-1].lower() not in NO_PROPERTIES:
            yield Span(found.start("unit") - 1 - len(" ".join(words)), found.end(), Kind.PROPERTY)
    for found in BLOCK.finditer(plain):
        yield Span(
            found.start("name"), found.end("name"), Kind.PROPERTY, text[found.start() : found.start("name")].strip()
        )
