"""Which row of a sheet has its headings, and where its table begins and ends."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dialog.files.sheets.found import Cell, is_filled, words

LOOKED_AT = 15  # rows in which headings are looked for
BELOW = 40  # rows that say what stands under them
FILLED = 0.6  # of the usual width, at least
DISTINCT = 0.95
LONG, MOST_LONG = 120, 0.35  # signs, and the share of cells that may have more without being a question
DATUM = re.compile(r"-?\d+([.,]\d+)?|\d{4}-\d\d-\d\d.*|[\w.+-]+@[\w-]+\.[\w.]+|https?://\S+")
SUM = re.compile(r"(summa|totalt?|sum)\b:?", re.IGNORECASE)
KNOWN = re.compile(
    r"(text|svar|synpunkt(er)?|förslag|inspel|kommentar(er)?|fritext|comment(s)?|answer|body|title|fråga)\s*:?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Headings:
    """The headings of a sheet, one for each column, and the rows of its table.

    ``row`` is the row of the headings, 0 where there are none; the first row is 1. ``first`` and ``last`` are the first and
    the last row of the table, ``sums`` the rows at its end that only add up.
    """

    names: Sequence[str]
    row: int
    first: int
    last: int
    sums: Sequence[int] = ()


def headings_of(rows: Sequence[Sequence[Cell]], said: int | None = None) -> Headings:
    """Return the headings of a sheet: of the row that somebody says (0: none), else of the one that looks like it."""
    row = _row(rows) if said is None else min(said, len(rows))
    names = [words(cell).strip() for cell in rows[row - 1]] if row else [""] * (len(rows[0]) if rows else 0)
    first = row + 1
    if row and _continues(rows, row):
        names = _joined(names, [words(cell).strip() for cell in rows[row]])
        first += 1
    last = len(rows)
    sums: list[int] = []
    while last > first and _adds_up(rows[last - 1]):
        sums.insert(0, last)
        last -= 1
    return Headings(names, row, first, last, sums)


def _row(rows: Sequence[Sequence[Cell]]) -> int:
    """Return the row that looks like headings: wide enough, its cells unlike each other, no data, unlike what is below."""
    width = _usual_width(rows)
    if width <= 1:
        return _of_one_column(rows)
    for number, row in enumerate(rows[:LOOKED_AT], start=1):
        below = rows[number : number + BELOW]
        if below and _could_be(row, width) and not _recurs(row, below):
            return number
    return 0


def _usual_width(rows: Sequence[Sequence[Cell]]) -> float:
    """Return how many cells of a row have something in them as a rule; half of the fullest row at least."""
    filled = [count for row in rows[:BELOW] if (count := sum(map(is_filled, row)))]
    return max(Counter(filled).most_common(1)[0][0], max(filled) / 2) if filled else 0


def _of_one_column(rows: Sequence[Sequence[Cell]]) -> int:
    """A column of notes has a heading only where its first line says so."""
    first = next((number for number, row in enumerate(rows, start=1) if any(map(is_filled, row))), 0)
    said = next((words(cell).strip() for cell in rows[first - 1] if is_filled(cell)), "") if first else ""
    return first if said.endswith(":") or KNOWN.fullmatch(said) else 0


def _could_be(row: Sequence[Cell], width: float) -> bool:
    cells = [words(cell).strip() for cell in row if is_filled(cell)]
    if len(cells) < max(FILLED * width, 2) or len(set(cells)) < DISTINCT * len(cells):
        return False
    if any(not isinstance(cell, str) for cell in row if is_filled(cell)):
        return False
    long = [cell for cell in cells if len(cell) > LONG and not cell.endswith("?")]
    return len(long) <= MOST_LONG * len(cells) and not any(map(DATUM.fullmatch, cells))


def _recurs(row: Sequence[Cell], below: Sequence[Sequence[Cell]]) -> bool:
    """Whether a cell of a row stands below too, or looks like its column: letters and figures in the same order."""
    for at, cell in enumerate(row):
        said = words(cell).strip()
        column = [words(under[at]).strip() for under in below if is_filled(under[at])]
        if not said or not column:
            continue
        alike = sum(_shape(one) == _shape(said) for one in column)
        if said in column or (re.search(r"\d", said) and alike > 0.8 * len(column)):
            return True
    return False


def _shape(text: str) -> str:
    return re.sub(r"\d+", "9", re.sub(r"[^\W\d_]+", "a", text))


def _continues(rows: Sequence[Sequence[Cell]], row: int) -> bool:
    """Whether headings go on in the next row: cells that are joined above stand apart below, and then the data begins."""
    if len(rows) < row + 2:
        return False
    above, below, data = rows[row - 1], rows[row], rows[row + 1]
    gaps = [at for at, cell in enumerate(above) if not is_filled(cell) and at and is_filled(below[at])]
    if not gaps or any(is_filled(cell) and not isinstance(cell, str) for cell in below):
        return False
    under = [words(cell).strip() for cell in below if is_filled(cell)]
    is_data = any(is_filled(cell) and (not isinstance(cell, str) or DATUM.fullmatch(cell.strip())) for cell in data)
    return is_data and len(set(under)) > 1 and all(len(one) <= LONG and not DATUM.fullmatch(one) for one in under)


def _joined(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """Return headings of two rows as one: what stands above holds to the right until the next does."""
    names, over = [], ""
    for one, under in zip(above, below, strict=True):
        over = one or (over if under else "")
        names.append(": ".join(part for part in (over, under) if part))
    return names


def _adds_up(row: Sequence[Cell]) -> bool:
    """Whether a last row only says a sum."""
    filled = [cell for cell in row if is_filled(cell)]
    if not filled:
        return True
    said = words(filled[0]).strip()
    return (
        bool(SUM.fullmatch(said))
        and len(filled) > 1
        and all(not isinstance(one, str) or DATUM.fullmatch(one) for one in filled[1:])
    )
