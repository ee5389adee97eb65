"""Workbooks of spreadsheets (.xlsx, .ods), looked through before they are opened.

A workbook is a ZIP of XML. Two cells at opposite corners ask for more memory than there is, a sheet of equal signs packs
four gigabytes into four megabytes, and one with macros is a program: none of these is opened. What a formula shows is
read, never what it says, so nothing outside the file is asked.
"""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import IO
from xml.parsers.expat import ExpatError

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from dialog.files.sheets.cells_of_xml import OdsCells, Parts, XlsxCells
from dialog.files.sheets.found import Cell, Sheet, Unreadable, trimmed

MOST_UNPACKED = 400 * 1024 * 1024
MOST_PARTS = 2_000
SIGNATURE = b"PK\x03\x04"
PIECE = 64 * 1024
# What a ZIP, its XML or a sheet that is not what it says ends in.
BROKEN = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ExpatError,
    CalamineError,
    ValueError,
    KeyError,
)


def is_workbook(content: bytes) -> bool:
    """Whether a file is a ZIP, as workbooks are."""
    return content.startswith(SIGNATURE)


def sheets_of(content: bytes) -> list[Sheet]:
    """Return the sheets of a workbook that are not hidden, with their rows as they are shown.

    Raises Unreadable for what is no workbook, has macros, or unpacks to too much.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            _refuse_what_is_not_opened(packed.infolist())
            unread = dict(_look_through(packed))
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        shown = [
            one.name
            for one in book.sheets_metadata
            if one.typ == SheetTypeEnum.WorkSheet and one.visible == SheetVisibleEnum.Visible
        ]
        return [
            Sheet(
                name,
                trimmed(
                    [
                        [_as_read(cell) for cell in row]
                        for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                    ]
                ),
                unread.get(name, frozenset()),
            )
            for name in shown
        ]
    except BROKEN as error:
        raise _broken() from error


def _refuse_what_is_not_opened(parts: list[zipfile.ZipInfo]) -> None:
    if any(part.filename.endswith("vbaProject.bin") or part.filename.startswith("Basic/") for part in parts):
        raise Unreadable(
            _("The file has macros. A spreadsheet with macros can run programs, so it is not opened here."),
            _("Save it as an Excel workbook (.xlsx) and choose that."),
        )
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unreadable(
            _("The file becomes too large when it is unpacked. Broken and malicious files look like that."),
            _("Export it again, or save it as CSV."),
        )


def _look_through(packed: zipfile.ZipFile) -> Iterator[tuple[str, frozenset[tuple[int, int]]]]:
    """Yield each sheet's name with the places of its formulas that have no result. Raises Unreadable for too many cells."""
    if "content.xml" in packed.namelist():
        _read_through(packed, "content.xml", OdsCells())
        return
    for name, part in _parts(packed).items():
        cells = XlsxCells()
        _read_through(packed, part, cells)
        yield name, frozenset(cells.unread)


def _parts(packed: zipfile.ZipFile) -> dict[str, str]:
    """Return where in the workbook each sheet lies."""
    sheets, places = Parts(), Parts()
    _read_through(packed, "xl/workbook.xml", sheets)
    _read_through(packed, "xl/_rels/workbook.xml.rels", places)
    return {name: part for name, part in sheets.found_in(places).items() if part in packed.namelist()}


def _read_through(packed: zipfile.ZipFile, part: str, reader: "XlsxCells | OdsCells | Parts") -> None:
    with packed.open(part) as opened:
        _feed(opened, reader)


def _feed(opened: IO[bytes], reader: "XlsxCells | OdsCells | Parts") -> None:
    while piece := opened.read(PIECE):
        reader.parser.Parse(piece, False)
    reader.parser.Parse(b"", True)


def _as_read(cell: Cell) -> Cell:
    """Return a cell with line breaks as everywhere else, and nothing where it is empty."""
    if isinstance(cell, str):
        return cell.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "") or None
    return cell


def _broken() -> Unreadable:
    return Unreadable(
        _("The file cannot be opened as a spreadsheet. It may be broken, locked with a password, or something else."),
        _("Open it in a spreadsheet, save it as an Excel workbook (.xlsx) without a password, and choose that."),
    )
