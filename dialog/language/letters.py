"""Letters as people mean them: their order in Swedish, and what a text is when words are looked for in it.

The order has one name, which PostgreSQL has from the ICU and which ``dialog.machine.sqlite`` gives to SQLite; a field of
names says ``db_collation=IN_SWEDISH``, and what Python sorts takes ``in_order`` as its key. ``plain`` is what is compared
when something is looked for or must be there once only; the database has it too, as the lookups ``says`` and ``same``.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CharField, F, Func, Lookup, TextField, UniqueConstraint

SWEDISH = "sv-SE-x-icu"
IN_SWEDISH = f'"{SWEDISH}"'  # as a field says it: SQLite takes a name with a hyphen in quotation marks alone

# The last letters of the alphabet, with those of our neighbours that stand at them; ü is a kind of y.
LAST = {"å": "å", "ä": "ä", "æ": "ä", "ö": "ö", "ø": "ö", "œ": "ö"}
PLACES = {"å": "z1", "ä": "z2", "ö": "z3"}
SAME = {"ü": "y", "ű": "y", "đ": "d", "ð": "d", "ł": "l", "þ": "th"}
SIGNS = "_-–—,;:!?.'’\"“”()[]{}§@*/\\&#%`´^+<=>|~$"  # in this order, before figures and letters

# Signs that nobody sees and that stand between letters: soft hyphen, joiners, marks of direction, byte order mark.
INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)
UNSEEN = re.compile(f"[{INVISIBLE}]")
# Signs that make a line read in another order than it is written, and tags, which hide a text in another: nobody types them.
TURNING = "\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f"
TURNED = re.compile(f"[{TURNING}]")
# What is nothing to see though it is no blank: unseen signs, and letters and figures that are drawn empty.
NOTHING = re.compile(f"[\\s{INVISIBLE}{TURNING}\u115f\u1160\u2800\u3164\uffa0]*\\Z")
# Halves of pairs and NUL: no database keeps them, and no page can say them.
UNKEEPABLE = re.compile(f"[\x00\ud800-\udfff{TURNING}]")
FIRST_STRONG, END_OF_ISOLATE = "\u2068", "\u2069"


def one_form(text: str) -> str:
    """Return a text with each letter in its one form (NFC), however it was typed."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def kept(text: str) -> str:
    """Return a text as it can be kept and reads in the order in which it is written; nothing to see is nothing."""
    if text.isascii() and "\x00" not in text:
        return text
    return "" if NOTHING.match(text) and text.strip() else UNKEEPABLE.sub("", text)


def straight(text: str) -> str:
    """Return a text that is shown without what would turn its lines, however it came to us."""
    return text if text.isascii() else TURNED.sub("", text)


def isolated(text: str) -> str:
    """Return a text that stands in a line with others: what is read from the right leaves these as they are."""
    if any(unicodedata.bidirectional(letter) in ("R", "AL", "AN") for letter in text):
        return f"{FIRST_STRONG}{straight(text)}{END_OF_ISOLATE}"
    return straight(text)


def in_one_line(text: str) -> str:
    """Return a text as the subject of a letter: one line, in which only what was isolated keeps its own direction."""
    turned = f"(?![{FIRST_STRONG}{END_OF_ISOLATE}])[{TURNING}]"
    return " ".join(re.sub(turned, "", text).split())


def plain(text: str) -> str:
    """Return a text as it is looked for: in one form, without signs that nobody sees, in lower case."""
    return one_form(UNSEEN.sub("", text)).lower()


def without_accents(text: str) -> str:
    """Return a text as names are looked for: as ``plain`` has it, without accents, so that «Asa» finds «Åsa»."""
    apart = unicodedata.normalize("NFKD", plain(text))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def name_to_sign_in(text: str) -> str:
    """Return a user name or an e-mail address as it is kept: in one form and width, without unseen signs."""
    return unicodedata.normalize("NFKC", UNSEEN.sub("", text)).strip()


@lru_cache(maxsize=8192)
def in_order(text: str) -> tuple[tuple[tuple[int, str], ...], str, str, str]:
    """Return what to sort a text by: å, ä and ö after z, small letters beside great ones, figures before letters."""
    seen = one_form(UNSEEN.sub("", text))
    letters = tuple(place for letter in seen.casefold() for place in _place(letter))
    return letters, seen.casefold(), seen.swapcase(), text


def _place(letter: str) -> tuple[tuple[int, str], ...]:
    """Where a letter stands: its kind (blank, sign, figure, letter), and its place there."""
    if letter in LAST:
        return ((4, PLACES[LAST[letter]]),)
    bare = SAME.get(letter) or unicodedata.normalize("NFKD", letter)
    return tuple(_bare_place(sign) for sign in bare if not unicodedata.combining(sign))


def _bare_place(letter: str) -> tuple[int, str]:
    if letter.isspace():
        return 0, " "
    if letter.isalpha():
        return 4, letter
    if letter.isdecimal():
        return 3, str(unicodedata.decimal(letter))
    return (1, chr(SIGNS.index(letter))) if letter in SIGNS else (2, letter)


def compared(word: str, other: str) -> int:
    """Say which of two texts comes first, as a database asks: -1, 0 or 1."""
    first, second = in_order(word), in_order(other)
    return (first > second) - (first < second)


class Plain(Func):
    """A text of the database as it is looked for; the same as ``plain``."""

    function = "plain"  # SQLite's, from ``dialog.machine.sqlite``
    arity = 1
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """PostgreSQL has what it takes."""
        template = f"""lower(normalize(translate(%(expressions)s, '{INVISIBLE}', ''), NFC) COLLATE "{SWEDISH}")"""
        return self.as_sql(compiler, connection, template=template, **context)


class _PlainLookup(Lookup):
    """Compares two texts as they are looked for."""

    def get_prep_lookup(self) -> str:
        """Return the words as they are looked for."""
        return plain(str(self.rhs))

    def sides(self, compiler: Any) -> tuple[str, str, list[Any]]:
        """Return both sides as SQL, with what stands in it."""
        text, texts = compiler.compile(Plain(self.lhs))
        words, values = self.process_rhs(compiler, compiler.connection)
        return text, words, [*texts, *values]


@CharField.register_lookup
@TextField.register_lookup
class Says(_PlainLookup):
    """``name__says="ås"``: the text holds these letters, whatever their case and however they were typed."""

    lookup_name = "says"

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """No sign stands for others."""
        text, words, values = self.sides(compiler)
        holds = "strpos" if connection.vendor == "postgresql" else "instr"
        return f"{holds}({text}, {words}) > 0", values


@CharField.register_lookup
@TextField.register_lookup
class Same(_PlainLookup):
    """``name__same="Åsen"``: the text is these letters, whatever their case and however they were typed."""

    lookup_name = "same"

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Plain is plain."""
        text, words, values = self.sides(compiler)
        return f"{text} = {words}", values


class Once(UniqueConstraint):
    """``Once(Plain("name"), …)``: no two are called the same, however it was typed; said beside the field."""

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Say it beside the field. Raises ValidationError."""
        try:
            super().validate(*args, **kwargs)
        except ValidationError as error:
            (name,) = {name for expression in self.expressions for name in self._expression_refs(expression)}
            raise ValidationError({name: error}) from None

    @staticmethod
    def _expression_refs(expression: Any) -> list[str]:
        return [part.name for part in expression.flatten() if isinstance(part, F)]  # type: ignore[attr-defined]
