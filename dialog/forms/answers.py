"""How a text reads: what a form gives, a version keeps, and pages, comparisons and documents read."""

from collections.abc import Iterable
from typing import NotRequired, TypedDict, final

Value = str | list[str] | None  # a text, several choices or lines, or nothing


@final
class Answer(TypedDict):
    """What stands in a field: the field's name, its label, and its value as people read it.

    Of a linked ``case`` its id: what it is called depends on who reads.
    """

    key: str
    label: str
    value: Value
    case: NotRequired[str]


@final
class RowAnswer(TypedDict):
    """A row of a table: its key for life, what it is called, whether it was dropped, and its answers."""

    key: str
    heading: str
    dropped: bool
    answers: list[Answer]


@final
class TableAnswer(TypedDict):
    """A table with its rows: its name, what all rows are called together, and what one is."""

    key: str
    label: str
    title: NotRequired[str]
    rows: list[RowAnswer]


Answered = Answer | TableAnswer


def value_of(answers: Iterable[Answered], key: str) -> Value:
    """Return the value of the answer with that key; nothing where there is none."""
    return next((answer["value"] for answer in answers if "value" in answer and answer["key"] == key), None)


def rows_of(answers: Iterable[Answered], table: str) -> list[RowAnswer]:
    """Return the rows of the table with that name, those that were dropped too."""
    return next((answer["rows"] for answer in answers if "rows" in answer and answer["key"] == table), [])


def as_text(value: Value) -> str:
    """Return a value as one text, empty where there is none."""
    return ", ".join(value) if isinstance(value, list) else value or ""
