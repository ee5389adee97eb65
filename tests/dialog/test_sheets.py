"""Tables that people hand in: read as they were meant, whatever program saved them, and refused where they are a trap."""

import csv
import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from dialog.files.sheets import Unreadable, headings_of, read
from dialog.files.sheets import found as found_module
from dialog.files.sheets.separated import rows_of

ROWS = [
    ["Nr", "Inspel", "Område"],
    ["1", "Bänkar i skuggan, nära ån; också för äldre", "Hamnviken"],
    ["2", 'Ett "riktigt" utegym\nmed tak', "Åkroken"],
    ["3", "Fler papperskorgar är bra för både hundägare och måsar", "Björkhult"],
]


def saved(separator: str = ";", encoding: str = "utf-8", rows: list[list[str]] = ROWS) -> bytes:
    """A file as a spreadsheet saves it."""
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=separator).writerows(rows)
    return written.getvalue().encode(encoding)


def workbook(rows: list[list[object]], **more: list[list[object]]) -> bytes:
    """A workbook with a sheet of rows, and further sheets by name."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, cells in {"Blad1": rows, **more}.items():
        sheet = book.create_sheet(name)
        for row in cells:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def packed(**parts: str) -> bytes:
    """A ZIP with parts by name; __ is a folder, and every part is XML."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", text)
    return file.getvalue()


class TestATextIsReadAsItWasSaved:
    @pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "mac_roman", "cp850", "utf-16", "utf-16-le"])
    def test_by_any_program(self, separator: str, encoding: str) -> None:
        found = read("inspel.csv", saved(separator, encoding))
        assert found.sheets[0].rows == ROWS
        assert found.separator == separator and found.encoding.startswith(encoding)

    @pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
    def test_with_any_line_ends_and_those_within_cells_kept(self, end: str) -> None:
        text = saved().decode().replace("\r\n", end)
        assert read("inspel.csv", text.encode()).sheets[0].rows == ROWS

    def test_a_spreadsheet_that_says_its_separator_is_believed(self) -> None:
        found = read("inspel.csv", b"sep=|\r\n" + saved("|"))
        assert found.sheets[0].rows == ROWS and found.separator == "|"

    def test_letters_that_were_read_wrong_before_they_were_saved_are_put_right_and_it_is_said(self) -> None:
        found = read("inspel.csv", saved().decode("cp1252").encode())
        assert found.sheets[0].rows == ROWS and found.read_twice

    def test_a_few_broken_signs_in_utf_8_are_named_by_row_and_break_nothing_else(self) -> None:
        rows = [[str(number), "Låt äldre få åka båt över ån"] for number in range(30)]
        found = read("inspel.csv", saved(rows=rows).replace(b"7;L\xc3\xa5t", b"7;L\xa5t", 1))
        assert found.encoding == "utf-8" and list(found.broken) == [8]
        assert found.sheets[0].rows[8][1] == rows[8][1]

    def test_somebody_who_knows_better_is_obeyed(self) -> None:
        found = read("inspel.csv", "ö;ä".encode("cp850"), encoding="cp850", separator=",")
        assert found.sheets[0].rows == [["ö;ä"]]

    def test_an_ellipsis_from_windows_is_no_line_end(self) -> None:
        found = read("inspel.csv", "Nr;Text\n1;Vi väntar\x85 och väntar\n2;Ja\n".encode())
        assert [row[1] for row in found.sheets[0].rows] == ["Text", "Vi väntar\x85 och väntar", "Ja"]

    def test_notes_are_one_cell_a_line_though_they_have_commas(self) -> None:
        notes = (
            "Öppet hus i Björkhult 1/10, fyra kom\nVi trodde att det gällde fibern.\nElverk finns, säng, mat, allt.\n"
        )
        found = read("anteckningar.txt", notes.encode())
        assert found.separator == "" and [row[0] for row in found.sheets[0].rows] == notes.splitlines()

    @given(
        st.lists(st.lists(st.text("aåÄ é;,\t|\"\n'=1", max_size=9), min_size=3, max_size=3), min_size=1, max_size=12)
    )
    def test_what_is_written_comes_back(self, rows: list[list[str]]) -> None:
        written = io.StringIO(newline="")
        csv.writer(written, delimiter=";").writerows(rows)
        assert rows_of(written.getvalue(), ";")[0] == rows

    @given(st.binary(max_size=300))
    def test_nothing_but_a_sentence_comes_of_any_file_that_is_not_understood(self, content: bytes) -> None:
        for begins in (b"", b"PK\x03\x04", b"\xff\xfe", b"sep=;\n"):
            try:
                found = read("vad.csv", begins + content)
            except Unreadable as refused:
                assert refused.why and refused.instead
            else:
                assert all(len({len(row) for row in sheet.rows}) <= 1 for sheet in found.sheets)


class TestAWorkbook:
    def test_gives_its_shown_sheets_with_days_and_numbers_as_what_they_are(self) -> None:
        day = dt.date(2026, 9, 15)
        content = workbook([["Datum", "Antal"], [day, 3]], Om=[["Om filen"]])
        sheets = read("besök.xlsx", content).sheets
        assert [sheet.name for sheet in sheets] == ["Blad1", "Om"]
        assert sheets[0].rows == [["Datum", "Antal"], [day, 3.0]]

    def test_leaves_out_what_is_hidden_and_empty_rows_and_columns_at_the_end(self) -> None:
        book = openpyxl.Workbook()
        book.active["B2"] = "Ja"
        book.active["F9"] = "  "
        book.create_sheet("Dold")["A1"] = "Nej"
        book["Dold"].sheet_state = "hidden"
        file = io.BytesIO()
        book.save(file)
        (sheet,) = read("besök.xlsx", file.getvalue()).sheets
        assert sheet.rows == [[None, None], [None, "Ja"]]

    def test_names_the_formulas_that_have_no_result(self) -> None:
        content = workbook([["Svar", "Summa"], ["Ja", "=[annan.xlsx]Blad1!B7"], ["Nej", "=1+1"]])
        assert read("svar.xlsx", content).sheets[0].unread == {(2, 2), (3, 2)}

    def test_keeps_line_breaks_in_cells(self) -> None:
        assert read("a.xlsx", workbook([["Rad ett\nrad två"]])).sheets[0].rows == [["Rad ett\nrad två"]]


class TestATrapIsNotOpened:
    def refused(self, content: bytes, name: str = "fil.xlsx") -> str:
        with override("en"), pytest.raises(Unreadable) as refused:
            read(name, content)
        return str(refused.value)

    def test_two_cells_at_opposite_corners(self) -> None:
        book = openpyxl.Workbook()
        book.active["A1"] = book.active["XFD1048576"] = "x"
        file = io.BytesIO()
        book.save(file)
        assert "rows and columns" in self.refused(file.getvalue())

    def test_a_row_that_is_said_to_stand_ten_million_times(self) -> None:
        cell = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
        row = f'<table:table-row table:number-rows-repeated="10000000">{cell}</table:table-row>'
        names = 'xmlns:table="t" xmlns:office="o" xmlns:text="x"'
        content = packed(content=f"<office:document {names}><table:table>{row}</table:table></office:document>")
        assert "rows and columns" in self.refused(content)

    def test_what_unpacks_to_more_than_there_is_room_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("dialog.files.sheets.workbook.MOST_UNPACKED", 10_000)
        assert "unpacked" in self.refused(packed(xl__workbook="x" * 20_000))

    def test_entities_that_grow_without_end(self) -> None:
        lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
        bomb = f'<!DOCTYPE x [<!ENTITY a0 "x">{lines}]><x>&a11;</x>'
        assert "cannot be opened" in self.refused(packed(xl__workbook=bomb, xl___rels__workbook="<x/>"))

    def test_macros(self) -> None:
        file = io.BytesIO(workbook([["x"]]))
        with zipfile.ZipFile(file, "a") as archive:
            archive.writestr("xl/vbaProject.bin", b"x")
        assert "macros" in self.refused(file.getvalue(), "enkät.xlsm")

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"%PDF-1.7 svar", "no table"),
            (b"<!DOCTYPE html><table>", "no table"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel"),
            (b"PK\x03\x04 and nothing more", "cannot be opened"),
            (b"  \n ", "empty"),
            (bytes(range(9)) * 40, "no table"),
            (b"x" * (found_module.MOST_BYTES + 1), "50 MB"),
        ],
    )
    def test_what_is_no_table(self, content: bytes, said: str) -> None:
        assert said in self.refused(content, "svar.csv")

    def test_a_cell_that_never_ends(self) -> None:
        csv.field_size_limit(1000)
        try:
            assert "never ends" in self.refused(b'sep=;\na;b\n1;2\n5;"' + b"x" * 2000)
        finally:
            csv.field_size_limit(10_000_000)


class TestHeadings:
    def test_stand_below_a_title_and_an_empty_row(self) -> None:
        found = headings_of([["Hembesök, arbetsfil", None, None], [None] * 3, *ROWS])
        assert (found.row, found.first, found.last) == (3, 4, 6) and list(found.names) == ROWS[0]

    def test_are_missing_where_every_row_looks_alike(self) -> None:
        assert headings_of([["A1", "Ja, gärna"], ["A2", "Nej"], ["A3", "Vet inte"]]).row == 0

    def test_are_what_somebody_says(self) -> None:
        assert headings_of(ROWS, 0).row == 0 and headings_of(ROWS, 2).first == 3

    def test_of_two_rows_are_read_together(self) -> None:
        rows = [
            ["Nr", "Skolan", None, "Torget"],
            [None, "Bra", "Dåligt", "Bra"],
            ["1", "Gården", "Maten", "Träden"],
            ["2"] * 4,
        ]
        found = headings_of(rows)
        assert list(found.names) == ["Nr", "Skolan: Bra", "Skolan: Dåligt", "Torget: Bra"] and found.first == 3

    def test_of_one_column_are_only_what_says_so(self) -> None:
        assert headings_of([["Synpunkter:"], ["Ljus"], ["Bänkar"]]).row == 1
        assert headings_of([["Ljus på stigen"], ["Bänkar"]]).row == 0

    def test_a_last_row_that_only_adds_up_is_no_answer(self) -> None:
        found = headings_of([["Svar", "Röster"], ["Ja", 3], ["Nej", 4], ["Summa", 7]])
        assert (found.last, list(found.sums)) == (3, [4])

    def test_long_questions_are_headings_too(self) -> None:
        asked = [
            "Vad hände hos dig i januari?",
            "Vad skulle ha hjälpt, och vad kan du själv bidra med, " * 3 + "om du vill?",
        ]
        assert headings_of([asked, ["Vatten i källaren", "En pump"], ["Inget", "Mer ved"]]).row == 1
