"""Which kind a file is, by its content; its name is asked only whether a text has tabs."""

from pathlib import PurePath

from django.utils.translation import gettext as _

from dialog.files.sheets import workbook
from dialog.files.sheets.encoding import decoded
from dialog.files.sheets.found import MOST_BYTES, Found, Sheet, Unreadable, trimmed
from dialog.files.sheets.separated import rows_of

OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"  # what Excel wrote until 2003, and what it puts around a workbook with a password
OTHERS = (
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc\xaf",
    b"MZ",
    b"\x7fELF",
)
PAGES = (b"<!doctype html", b"<html", b"<?xml")
MOST_CONTROLS = 0.02  # of a text that is one


def read(name: str, content: bytes, *, encoding: str = "", separator: str = "") -> Found:
    """Return what a file holds. Who knows better says in which signs it was saved, and what keeps its cells apart.

    Raises Unreadable for a file that is empty, too large, or no table.
    """
    if not content.strip():
        raise Unreadable(_("The file is empty."), _("Choose another one."))
    if len(content) > MOST_BYTES:
        raise Unreadable(_("The file is larger than 50 MB."), _("Split it into several files."))
    if workbook.is_workbook(content):
        sheets = [sheet for sheet in workbook.sheets_of(content) if sheet.rows]
        if not sheets:
            raise Unreadable(_("No sheet of the file has anything in it."), _("Choose another one."))
        return Found("workbook", sheets)
    _refuse_what_is_no_text(content)
    text = decoded(content, encoding)
    rows, found = rows_of(text.text, separator)
    broken = [number for number, row in enumerate(rows, start=1) if any("\ufffd" in cell for cell in row)]
    sheet = Sheet(PurePath(name).stem, trimmed(rows))
    return Found("text", [sheet], text.encoding, found, broken if text.broken else [], text.read_twice)


def _refuse_what_is_no_text(content: bytes) -> None:
    if content.startswith(OLD_WORKBOOK):
        raise Unreadable(
            _("The file is an old Excel workbook (.xls), or a workbook with a password."),
            _("Save it as an Excel workbook (.xlsx) without a password and choose that."),
        )
    begins = content[:4096]
    wide = begins.startswith((b"\xff\xfe", b"\xfe\xff")) or begins[1::2].count(0) > len(begins) / 8
    wide = wide or begins[0::2].count(0) > len(begins) / 8
    controls = sum(byte < 0x20 and byte not in b"\t\n\r\x0b\x0c\x1a" for byte in begins)
    is_page = begins.lstrip().lower().startswith(PAGES)
    if content.startswith(OTHERS) or is_page or (not wide and controls > MOST_CONTROLS * len(begins)):
        raise Unreadable(
            _("The file is no table."),
            _("Open it, copy the text and paste it as notes, or attach it to the activity."),
        )
