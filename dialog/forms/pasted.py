"""What was pasted, read as it was copied: lines, or a table from a spreadsheet whose quoted cells stay whole."""

import csv
import io
import re
from dataclasses import dataclass

# A cell that a spreadsheet has put in quotes ends where the next cell, the next row or the end of it all begins.
QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=\t|\r\n|\r|\n|\Z)')
LINE_END = re.compile(r"\r\n|\r|\n")  # and no other: U+0085 is an ellipsis in many a file
PLAIN = re.compile(r"[^\t\r\n]*")
SEVERAL = 2


@dataclass(frozen=True)
class Pasted:
    """Rows of cells. A table has more than one column, of which one has to be chosen."""

    rows: list[list[str]]

    @property
    def is_table(self) -> bool:
        """Whether there is more than one column."""
        return any(len(row) >= SEVERAL for row in self.rows)

    @property
    def columns(self) -> list[str]:
        """What stands first in each column: its heading, where the first row has them."""
        widest = max(map(len, self.rows), default=0)
        return [next((row[n] for row in self.rows if n < len(row) and row[n]), "") for n in range(widest)]

    def column(self, number: int, *, headed: bool = False) -> list[str]:
        """Return the texts of a column, without its heading where the first row has one; empty cells are none."""
        rows = self.rows[1:] if headed else self.rows
        return [text for row in rows if number < len(row) and (text := row[number].strip())]


def read(text: str) -> Pasted:
    """Read what was pasted: cells between tabs, else a file with commas or semicolons, else lines."""
    rows = [row for row in (_from_file(text) or _cells(text)) if any(cell.strip() for cell in row)]
    return Pasted(rows)


def _cells(text: str) -> list[list[str]]:
    """Return the cells of what was copied from a spreadsheet; what somebody put in quotes herself keeps them."""
    rows: list[list[str]] = [[]]
    at = 0
    while at <= len(text):
        quoted = QUOTED.match(text, at)
        whole = quoted.group(1).replace('""', '"') if quoted else ""
        if quoted and (re.search(r"[\t\r\n]", whole) or '""' in quoted.group(1)):
            rows[-1].append(LINE_END.sub("\n", whole))
        else:
            quoted = PLAIN.match(text, at)
            rows[-1].append(quoted.group(0) if quoted else "")
        at = quoted.end() if quoted else at
        end = LINE_END.match(text, at)
        if end:
            rows.append([])
        at = end.end() if end else at + 1
    return rows


def _from_file(text: str) -> list[list[str]]:
    """Return the rows of a file with semicolons or commas; none where it is no such file but text with commas in it.

    It is one when every row has as many cells and some of them are quoted.
    """
    for parted in (";", ","):
        if "\t" in text or not re.search(rf'"\s*{parted}|{parted}\s*"', text):
            continue
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=parted) if row]
        widths = {len(row) for row in rows}
        if len(rows) >= SEVERAL and len(widths) == 1 and widths != {1}:
            return [[LINE_END.sub("\n", cell) for cell in row] for row in rows]
    return []
