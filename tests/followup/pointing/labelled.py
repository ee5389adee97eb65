"""Lines in which personal data is marked, and how much of it is found."""

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from followup.pointing import pointed_out

LINES = Path(__file__).parent / "lines.txt"
MARKED = re.compile(r"\{(?P<kind>\w+):(?P<what>[^}]*)\}")
Place = tuple[int, int, str]


def lines(part: str) -> list[tuple[str, set[Place]]]:
    """The lines of a part, each with the places that a person would point out."""
    chosen = LINES.read_text(encoding="utf-8").split(f"\n= {part}\n")[1].split("\n= ")[0]
    return [unmarked(line.replace("⏎", "\n")) for line in chosen.split("\n") if line]


def unmarked(line: str) -> tuple[str, set[Place]]:
    """A line without its marks, and the places they were about."""
    text, places, upto = "", set(), 0
    for mark in MARKED.finditer(line):
        text += line[upto : mark.start()]
        places.add((len(text), len(text) + len(mark["what"]), mark["kind"]))
        text, upto = text + mark["what"], mark.end()
    return text + line[upto:], places


@dataclass
class Found:
    """How many places of each kind there are, were pointed out, and both; and what went wrong."""

    there: Counter[str] = field(default_factory=Counter)
    pointed: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def recall(self, *kinds: str) -> float:
        """The share of what is there that was pointed out, letter for letter."""
        return sum(self.right[kind] for kind in kinds) / sum(self.there[kind] for kind in kinds)

    def precision(self, *kinds: str) -> float:
        """The share of what was pointed out that is there."""
        return sum(self.right[kind] for kind in kinds) / sum(self.pointed[kind] for kind in kinds)


def look(part: str) -> Found:
    """Look through the lines of a part."""
    found = Found()
    for text, there in lines(part):
        pointed = {(span.start, span.end, span.kind.value) for span in pointed_out(text)}
        found.there.update(kind for _start, _end, kind in there)
        found.pointed.update(kind for _start, _end, kind in pointed)
        found.right.update(kind for _start, _end, kind in there & pointed)
        found.wrong += [f"missed {kind} {text[a:b]!r} in {text!r}" for a, b, kind in there - pointed]
        found.wrong += [f"pointed {kind} {text[a:b]!r} in {text!r}" for a, b, kind in pointed - there]
    return found
