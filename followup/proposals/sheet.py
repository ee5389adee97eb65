"""Proposals as a table to take along and to hand in again: what nobody changed in it changes nothing.

A row with a number is that proposal; one without is a new one. An empty cell leaves what stands there, and a column that is
not there leaves it too, so that nothing is lost by a table with some columns. What cannot be understood is told by row, and
the rest of the row comes in.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.files.sheets.found import Cell, words
from dialog.files.tables import FORMULA
from dialog.language.letters import kept, plain
from dialog.language.understood import name_of_number, whole_number
from followup.models import Proposal
from followup.proposals.made import BY_HAND

# The columns in order: the field, and the heading.
COLUMNS: dict[str, Any] = {
    "number": gettext_lazy("Number"),
    "title": gettext_lazy("Heading"),
    "text": gettext_lazy("What is proposed?"),
    "area": gettext_lazy("Area"),
    "cost": gettext_lazy("Cost in kronor"),
    "prepared_by": gettext_lazy("Who prepares it?"),
    "status": gettext_lazy("Status"),
    "reason": gettext_lazy("Reason"),
    "answer": gettext_lazy("Answer to whoever proposed it"),
    "voices": gettext_lazy("Contributions"),
    "votes": gettext_lazy("Votes"),
}
TOLD_ONLY = ("voices", "votes")  # are counted here, and not taken from a table
MOST = {"title": 120, "area": 120, "prepared_by": 200}
MOST_LETTERS, MOST_KRONOR, MOST_ROWS = 10_000, 10**12, 5_000


@dataclass(frozen=True)
class Wrong:
    """What could not be taken from a row of a table (the first is 1), as a sentence."""

    row: int
    sentence: str


@dataclass
class Taken:
    """What a table says: what changes of the proposals that are there, by number; what is new; what is wrong."""

    changes: dict[int, dict[str, Any]] = field(default_factory=dict)
    new: list[dict[str, Any]] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)


def lines(proposals: Iterable[Proposal], voices: Mapping[int, int], votes: Mapping[int, int]) -> Iterator[list[Any]]:
    """Yield the lines of the table; ``voices`` and ``votes`` by the proposal's key."""
    for one in proposals:
        own = [getattr(one, name) for name in list(COLUMNS)[1:-2]]
        own[list(COLUMNS).index("status") - 1] = one.get_status_display()
        yield [one.number, *own, voices.get(one.pk, 0), votes.get(one.pk)]


def take(headings: Sequence[str], rows: Sequence[Sequence[Cell]], first: int, there: Mapping[int, Proposal]) -> Taken:
    """Return what the rows of a table say; ``first`` is the number of its first row, ``there`` the proposals by number."""
    known = {plain(str(heading)): name for name, heading in COLUMNS.items() if name not in TOLD_ONLY}
    columns = {at: known[said] for at, name in enumerate(headings) if (said := plain(name).strip()) in known}
    taken = Taken()
    if "title" not in columns.values() and "number" not in columns.values():
        sentence = _("The table needs a column called “%(number)s” or “%(title)s”.")
        taken.wrong.append(Wrong(first - 1, sentence % {"number": COLUMNS["number"], "title": COLUMNS["title"]}))
        return taken
    for row, cells in enumerate(rows[:MOST_ROWS], start=first):
        texts = {name: _text(cells[at]) for at, name in columns.items() if at < len(cells)}
        _take_row(taken, row, {name: text for name, text in texts.items() if text}, there)
    return taken


def _text(cell: Cell) -> str:
    """Return what a cell says; a text that was kept from being a formula as it was."""
    text = kept(words(cell)).strip()
    return text[1:] if text[:1] == "'" and text[1:2] in tuple(FORMULA) else text


def _take_row(taken: Taken, row: int, said: dict[str, str], there: Mapping[int, Proposal]) -> None:
    name = name_of_number(said.pop("number", ""))
    proposal = there.get(int(name)) if name.isdecimal() and len(name) < 9 else None
    if name and proposal is None:
        taken.wrong.append(Wrong(row, _("There is no proposal %(n)s.") % {"n": name}))
        return
    facts: dict[str, Any] = {}
    for field_, text in said.items():
        try:
            facts[field_] = _value(field_, text, proposal)
        except ValueError as reason:
            taken.wrong.append(Wrong(row, str(reason)))
    if proposal:
        changed = {field_: value for field_, value in facts.items() if value != getattr(proposal, field_)}
        if changed:
            taken.changes[proposal.number] = changed
    elif facts.get("title"):
        taken.new.append(facts)
    elif facts:
        taken.wrong.append(Wrong(row, _("A new proposal needs a heading.")))


def _value(name: str, text: str, proposal: Proposal | None) -> Any:
    """Return what a cell stands for. Raises ValueError with a sentence where it stands for nothing."""
    if name == "cost":
        kronor = whole_number(text)
        if kronor is None or not 0 <= kronor < MOST_KRONOR:
            raise ValueError(_("“%(text)s” is not a number of kronor.") % {"text": text[:40]})
        return kronor
    if name == "status":
        found = {plain(str(status.label)): status for status in Proposal.Status}.get(plain(text))
        if found and proposal and found == proposal.status:
            return proposal.status
        if found not in BY_HAND:
            raise ValueError(_("“%(text)s” cannot be chosen as a status here.") % {"text": text[:40]})
        return found
    if len(text) > MOST.get(name, MOST_LETTERS):
        raise ValueError(_("“%(text)s…” is too long.") % {"text": text[:40]})
    return text
