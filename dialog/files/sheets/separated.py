"""Rows of a text whose cells are apart by a sign."""

import csv
import io
import re
from collections import Counter

from django.utils.translation import gettext as _

from dialog.files.sheets.found import MOST_CELLS, Unreadable, too_large

SEPARATORS = (";", ",", "\t", "|")
SAID = re.compile(r"sep=(.)\r?\n")  # what a spreadsheet writes so that another one need not guess
LOOKED_AT = 400  # rows that are looked at to see what keeps cells apart
LEAST = 0.15  # below it rows are too unlike each other for a table
LONGEST = 10_000_000  # signs of one cell, so that a quote which is never closed ends in a sentence and not in no memory

csv.field_size_limit(LONGEST)


def rows_of(text: str, separator: str = "") -> tuple[list[list[str]], str]:
    """Return the rows of a text and what keeps their cells apart: nothing where each row is one cell.

    A line break within quotes is part of its cell; U+0085 and other signs that Python breaks lines at are letters here.
    """
    said = SAID.match(text)
    if said:
        text, separator = text[said.end() :], separator or said[1]
    separator = separator or separator_of(text)
    if not separator:
        lines = re.split(r"\r\n|\r|\n", text)
        return [[line] for line in (lines if lines[-1] else lines[:-1])], ""
    return _read(text, separator), separator


def _read(text: str, separator: str) -> list[list[str]]:
    rows, cells = [], 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            rows.append([re.sub(r"\r\n|\r", "\n", cell) if "\r" in cell else cell for cell in row])
            cells += len(row)
            if cells > MOST_CELLS:
                raise too_large()
    except csv.Error as error:
        raise Unreadable(
            _("A cell of the file never ends: a quotation mark was opened and not closed."),
            _("Open the file in a spreadsheet and save it as an Excel workbook (.xlsx)."),
        ) from error
    return rows


def separator_of(text: str) -> str:
    """Return the sign that keeps the cells of a text apart: with it most rows have the same width.

    The share of rows with the commonest width counts to the fourth power, wide tables a little more than narrow ones, and
    rows with a quote that was not closed against it. Below ``LEAST`` there is none.
    """
    best, found = LEAST, ""
    for sign in SEPARATORS:
        if (alike := _alike(text, sign)) > best:
            best, found = alike, sign
    return found


def _alike(text: str, separator: str) -> float:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            rows += [row] if any(cell.strip() for cell in row) else []
            if len(rows) == LOOKED_AT:
                break
    except csv.Error:
        return 0
    widths = Counter(map(len, rows))
    if not widths or max(widths) == 1:
        return 0
    width, same = max(widths.items(), key=lambda found: (found[0] > 1, found[1]))
    odd = sum(any(cell.count('"') % 2 for cell in row) for row in rows)
    return (same / len(rows)) ** 4 * (1 - 1 / width) ** 0.5 * (1 - odd / len(rows))
