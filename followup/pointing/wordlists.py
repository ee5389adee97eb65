"""The words by which names are known, read once; where they come from stands beside them."""

import re
from functools import cache
from pathlib import Path

WORDS = Path(__file__).parent / "words"


def _read(name: str) -> list[str]:
    return (WORDS / name).read_text(encoding="utf-8").split("\n")


@cache
def first_names() -> frozenset[str]:
    """First names, in small letters."""
    names = [*_read("first_names.txt"), *_read("first_names_more.txt")]
    return frozenset(name.lower() for name in names if name)


@cache
def known_in_small() -> frozenset[str]:
    """First names that are known as such without a capital as well: those that many have and no ordinary word is."""
    return frozenset(name.lower() for name in _read("first_names.txt") if name) - ordinary() - never_alone()


@cache
def surnames() -> frozenset[str]:
    """Surnames, in small letters."""
    return frozenset(name.lower() for name in _read("surnames.txt") if name)


@cache
def ordinary() -> frozenset[str]:
    """Names that are ordinary words as well."""
    return frozenset(name.lower() for name in _read("ordinary.txt") if name and not name.startswith("#"))


@cache
def never_alone() -> frozenset[str]:
    """Names that alone are something else even with a capital: a month, a day, a place."""
    lines = _read("ordinary.txt")
    return frozenset(name.lower() for name in lines[lines.index("# never alone") + 1 :] if name)


@cache
def listed(name: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(" ".join(_read(f"{name}.txt")).split())


def any_of(name: str) -> str:
    """A pattern for any of the phrases of a list, one a line, the longest first."""
    return "|".join(re.escape(phrase) for phrase in sorted(_read(f"{name}.txt"), key=len, reverse=True) if phrase)
