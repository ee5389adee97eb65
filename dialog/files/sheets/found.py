"""What was found in a file."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None

MOST_BYTES = 50 * 1024 * 1024
MOST_CELLS = 5_000_000  # a hundred thousand answers to fifty questions


class Unreadable(Exception):
    """A file that is not read. ``why`` and ``instead`` are sentences for whoever chose it."""

    def __init__(self, why: str, instead: str) -> None:
        super().__init__(f"{why} {instead}")
        self.why, self.instead = why, instead


@dataclass(frozen=True)
class Sheet:
    """A sheet of rows, the first of which is row 1; each row has as many cells as the widest.

    ``unread`` are the places (row, column; the first is 1) of cells that hold a formula without its result.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    unread: frozenset[tuple[int, int]] = frozenset()

    @property
    def width(self) -> int:
        """How many columns it has."""
        return len(self.rows[0]) if self.rows else 0


@dataclass(frozen=True)
class Found:
    """A file as it was read: its sheets, and for text which encoding and separator it had.

    ``broken`` are the rows (the first is 1) in which a sign could not be read, ``read_twice`` says that the text had been
    taken for Windows-1252 once before it was saved, and has been put right.
    """

    kind: str
    sheets: Sequence[Sheet]
    encoding: str = ""
    separator: str = ""
    broken: Sequence[int] = ()
    read_twice: bool = False
    notices: Sequence[str] = field(default=())


def trimmed(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """Return rows of one width, without what is empty after the last cell with something in it, down and to the right."""
    widths = [_width(row) for row in rows]
    width = max(widths, default=0)
    last = max((at for at, wide in enumerate(widths, start=1) if wide), default=0)
    return [[*row[:width], *([None] * (width - len(row)))] for row in rows[:last]]


def _width(row: Sequence[Cell]) -> int:
    """Return where the last cell of a row is that holds anything; 0 for none."""
    at = len(row)
    while at and not is_filled(row[at - 1]):
        at -= 1
    return at


def is_filled(cell: Cell) -> bool:
    """Whether a cell holds anything to read."""
    return (cell != "" and not cell.isspace()) if isinstance(cell, str) else cell is not None


def words(cell: Cell) -> str:
    """Return what stands in a cell as somebody would read it: a whole number without decimals, a day as 2026-09-15."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ", timespec="minutes") if cell.time() != dt.time() else cell.date().isoformat()
    return str(cell)


def too_large() -> Unreadable:
    """Return what is said of a table with more cells than are read."""
    return Unreadable(
        _("The file has more rows and columns than can be read here."),
        _("Split it into several files, or remove the columns that are not needed."),
    )
