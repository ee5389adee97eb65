"""What differs between the text in force and the one that is to replace it, answer by answer: for whoever approves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialog.forms.answers import Answer, Answered, RowAnswer, TableAnswer, Value
from dialog.forms.compare import in_one, lines_in_one, marked
from dialog.language.sentences import in_letters


@dataclass(frozen=True)
class Change:
    """An answer that reads differently: its label, how it read and how it reads now; several choices are a line each."""

    label: str
    before: str
    after: str
    are_lines: bool = False

    @property
    def in_one(self) -> SafeString:
        """Both texts as one, with what is struck out and what is added marked where it stands."""
        return (lines_in_one if self.are_lines else in_one)(self.before, self.after)

    @property
    def sides(self) -> dict[str, SafeString]:
        """The two texts, each with what differs in it marked."""
        return marked(self.before, self.after)

    @property
    def has_both(self) -> bool:
        """Whether there is something to read on both sides."""
        return bool(self.before and self.after)


@dataclass(frozen=True)
class RowChange:
    """A row that was added, taken out, struck, taken up again, or changed: what it is called, its answers that read
    differently, and those that do not.
    """

    title: str
    heading: str
    what: str  # "added", "removed", "dropped", "kept", "changed"
    changes: list[Change]
    alike: list[Answer] = field(default_factory=list)


@dataclass(frozen=True)
class Changes:
    """What differs between two texts, and what does not. A row counts as one answer, and so does another order of rows:
    ``reordered`` names the tables that have one.
    """

    answers: list[Change] = field(default_factory=list)
    rows: list[RowChange] = field(default_factory=list)
    same: list[Answered] = field(default_factory=list)
    reordered: list[str] = field(default_factory=list)

    @property
    def how_many(self) -> int:
        """How many answers differ."""
        return len(self.answers) + len(self.rows) + len(self.reordered)

    @property
    def how_many_alike(self) -> int:
        """How many answers are as they were."""
        return sum(len(answer["rows"]) if "rows" in answer else 1 for answer in self.same)

    @property
    def all_together(self) -> int:
        """How many answers there are."""
        return self.how_many + self.how_many_alike

    @property
    def told(self) -> str:
        """How much differs: «Ett svar är ändrat, av åtta»."""
        if not self.how_many:
            return _("No answers have changed")
        said = ngettext(
            "one answer out of %(all)s has changed", "%(n)s answers out of %(all)s have changed", self.how_many
        )
        return capfirst(said % {"n": in_letters(self.how_many), "all": in_letters(self.all_together)})

    @property
    def told_of_same(self) -> str:
        """How much is as it was: «Sju svar är oförändrade»."""
        said = ngettext("one answer has not changed", "%(n)s answers have not changed", self.how_many_alike)
        return capfirst(said % {"n": in_letters(self.how_many_alike)})

    def places(self) -> list[dict[str, str]]:
        """Return every place that differs with its label and both texts marked, one after the other."""
        found = [(change.label, change) for change in self.answers]
        found += [(f"{row.title}: {change.label}", change) for row in self.rows for change in row.changes]
        return [{"label": label, **change.sides} for label, change in found]


def changes(old: Iterable[Answered], new: Iterable[Answered]) -> Changes:
    """Return what differs between two lists of answers."""
    was = {answer["key"]: answer for answer in old}
    now = {answer["key"]: answer for answer in new}
    found = Changes()
    for key in dict.fromkeys([*now, *was]):
        before, after = was.get(key), now.get(key)
        if "rows" in (after or before or {}):
            _compare_tables(before, after, found)  # type: ignore[arg-type]
        else:
            _compare_answers(before, after, found)  # type: ignore[arg-type]
    return found


def _compare_answers(before: Answer | None, after: Answer | None, found: Changes) -> None:
    if change := _change(before, after):
        found.answers.append(change)
    elif after and as_lines(after["value"]):
        found.same.append(after)


def _compare_tables(before: TableAnswer | None, after: TableAnswer | None, found: Changes) -> None:
    table = after or before
    assert table is not None
    was = {row["key"]: row for row in before["rows"]} if before else {}
    alike: list[RowAnswer] = []
    title = table.get("title", table["label"])
    for number, row in enumerate(after["rows"] if after else [], start=1):
        cells, what = list(_cells(was.get(row["key"]), row)), _what(was.get(row["key"]), row)
        if cells or what != "changed":
            rest = list(_alike(was.get(row["key"]), row))
            found.rows.append(RowChange(_numbered(title, number), row["heading"], what, cells, rest))
        else:
            alike.append(row)
    kept = {row["key"] for row in after["rows"]} if after else set()
    for number, row in enumerate(was.values(), start=1):
        if row["key"] not in kept:
            found.rows.append(RowChange(_numbered(title, number), row["heading"], "removed", list(_cells(row, None))))
    now = [row["key"] for row in after["rows"] if row["key"] in was] if after else []
    if now != [key for key in was if key in kept]:
        found.reordered.append(str(title))
    if alike:
        found.same.append({**table, "rows": alike})


def _numbered(title: str, number: int) -> str:
    return _("%(title)s %(number)d") % {"title": title, "number": number}


def _cells(before: RowAnswer | None, after: RowAnswer | None) -> Iterator[Change]:
    was = {answer["key"]: answer for answer in before["answers"]} if before else {}
    now = {answer["key"]: answer for answer in after["answers"]} if after else {}
    for key in dict.fromkeys([*now, *was]):
        if change := _change(was.get(key), now.get(key)):
            yield change


def _what(before: RowAnswer | None, after: RowAnswer) -> str:
    """Say what has become of a row that is there."""
    if before is None:
        return "added"
    if before["dropped"] == after["dropped"]:
        return "changed"
    return "dropped" if after["dropped"] else "kept"


def _alike(before: RowAnswer | None, after: RowAnswer) -> Iterator[Answer]:
    """Yield the answers of a row that read as they did, but for one that only repeats what the row is called."""
    was = {answer["key"]: answer for answer in before["answers"]} if before else {}
    for answer in after["answers"]:
        says = as_lines(answer["value"])
        if says and says != after["heading"] and _change(was.get(answer["key"]), answer) is None:
            yield answer


def _change(before: Answer | None, after: Answer | None) -> Change | None:
    old, new = (as_lines(answer["value"]) if answer else "" for answer in (before, after))
    label = (after or before or {"label": ""})["label"]
    are_lines = any(answer and isinstance(answer["value"], list) for answer in (before, after))
    return Change(label, old, new, are_lines) if old != new else None


def as_lines(value: Value) -> str:
    """Return an answer as one text, a line for each of several."""
    return "\n".join(value) if isinstance(value, list) else value or ""
