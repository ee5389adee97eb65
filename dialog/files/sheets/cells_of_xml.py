"""The XML of workbooks, read as a stream only to count: how many cells, how far out, which formulas have no result.

Python's expat (2.4.1 and later) refuses entities that grow without end and asks nothing outside the file.
"""

import re
from posixpath import join, normpath
from xml.parsers import expat

from dialog.files.sheets.found import MOST_CELLS, too_large

PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
ERRORS = re.compile(r"#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NULL!|NUM!|GETTING_DATA)")


class Reader:
    """What hears of every element of an XML, by the name that stands in it; namespaces are not asked."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.begins
        self.parser.EndElementHandler = self.ends
        self.parser.CharacterDataHandler = self.says

    def begins(self, name: str, facts: dict[str, str]) -> None:
        """An element begins."""

    def ends(self, name: str) -> None:
        """An element ends."""

    def says(self, text: str) -> None:
        """Some text stands there, perhaps in pieces."""


class Cells(Reader):
    """The cells of a sheet with something in them."""

    def __init__(self) -> None:
        super().__init__()
        self.filled = self.rows = self.columns = 0

    def reach(self, row: int, column: int, times: int = 1) -> None:
        """Something stands at a place, so many times: what is opened has room for every cell up to there."""
        self.filled += times
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)
        if self.filled > MOST_CELLS or self.rows * self.columns > MOST_CELLS:
            raise too_large()


class XlsxCells(Cells):
    """A sheet of an Excel workbook."""

    def __init__(self) -> None:
        super().__init__()
        self.unread: set[tuple[int, int]] = set()
        self.place, self.row, self.column = "", 0, 0
        self.has_formula, self.shows, self.in_value = False, "", False

    def begins(self, name: str, facts: dict[str, str]) -> None:
        """A row, a cell, its formula or its value begins."""
        tag = name.rpartition(":")[2]
        if tag == "row":
            self.row, self.column = int(facts.get("r", self.row + 1)), 0
        elif tag == "c":
            at = PLACE.fullmatch(facts.get("r", ""))
            self.row, self.column = (int(at[2]), column_of(at[1])) if at else (self.row, self.column + 1)
            self.has_formula, self.shows = False, ""
        elif tag == "f":
            self.has_formula = True
        self.in_value = tag in {"v", "t"}

    def says(self, text: str) -> None:
        """What a cell shows."""
        if self.in_value and len(self.shows) < len("#GETTING_DATA"):
            self.shows += text

    def ends(self, name: str) -> None:
        """A value or a cell ends."""
        self.in_value = False
        if name.rpartition(":")[2] != "c":
            return
        if self.has_formula and (not self.shows.strip() or ERRORS.match(self.shows)):
            self.unread.add((self.row, self.column))
        if self.shows:
            self.reach(self.row, self.column)


class OdsCells(Cells):
    """The sheets of an OpenDocument workbook, which stand in one file; rows and cells that are alike stand once."""

    def __init__(self) -> None:
        super().__init__()
        self.row, self.column, self.rows_alike, self.alike, self.is_filled = 0, 0, 1, 1, False

    def begins(self, name: str, facts: dict[str, str]) -> None:
        """A table, a row, a cell or a paragraph in it begins."""
        tag = name.rpartition(":")[2]
        if tag == "table":
            self.row = self.rows = self.columns = 0
        elif tag == "table-row":
            self.column, self.rows_alike = 0, int(facts.get("table:number-rows-repeated", 1))
        elif tag in {"table-cell", "covered-table-cell"}:
            self.alike = int(facts.get("table:number-columns-repeated", 1))
            self.is_filled = "office:value-type" in facts
        elif tag == "p":
            self.is_filled = True

    def ends(self, name: str) -> None:
        """A cell or a row ends."""
        tag = name.rpartition(":")[2]
        if tag in {"table-cell", "covered-table-cell"}:
            self.column += self.alike
            if self.is_filled:
                self.reach(self.row + self.rows_alike, self.column, self.alike * self.rows_alike)
            self.is_filled = False
        elif tag == "table-row":
            self.row += self.rows_alike


class Parts(Reader):
    """Where the sheets of an Excel workbook lie: its list of sheets, or its list of parts."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: dict[str, str] = {}
        self.targets: dict[str, str] = {}

    def begins(self, name: str, facts: dict[str, str]) -> None:
        """A sheet of the one list or a part of the other begins."""
        tag = name.rpartition(":")[2]
        if tag == "sheet":
            self.keys[facts.get("name", "")] = next((facts[one] for one in facts if one.endswith(":id")), "")
        elif tag == "Relationship":
            self.targets[facts.get("Id", "")] = facts.get("Target", "")

    def found_in(self, places: "Parts") -> dict[str, str]:
        """Return the part of each sheet by the sheet's name, as the list of parts has it."""
        found = {name: places.targets.get(key, "") for name, key in self.keys.items()}
        return {name: normpath(join("xl", target)).lstrip("/") for name, target in found.items() if target}


def column_of(letters: str) -> int:
    """Return the number of a column: A is 1, AB is 28."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
