"""From a file to contributions: what its columns become without a setting touched, and what each row says."""

import csv
import datetime as dt
import io
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from dialog.files.sheets import headings_of, read
from followup.importing.columns import Column, Own, columns_of
from followup.importing.rows import Empty, Refused, Said, Why, said_in
from followup.importing.shapes import Becomes

DATA = Path(__file__).parents[1] / "data"
SJOVIK = Path(__file__).parents[2] / "demonstration"
OWN = Own(
    questions={"q1": "Vad hände hos dig i januari?", "q2": "Vad skulle ha hjälpt, och vad kan du själv bidra med?"},
    groups={"farmers": "Lantbrukare", "old": "Ensamboende över 75 år", "low": "Boende i låga lägen"},
    activities={"A1": "Kartdialogen", "A2": "Hembesök i Åkroken"},
)


def understood(name: str, content: bytes, own: Own = OWN) -> tuple[list[Column], list[Said | Refused | Empty]]:
    """What the columns of a file become, and what its rows say."""
    sheet = read(name, content).sheets[0]
    table = headings_of(sheet.rows)
    rows = sheet.rows[table.first - 1 : table.last]
    columns = columns_of(table.names, rows, own)
    return columns, list(said_in(rows, table.first, columns, own, unread=sheet.unread))


def becomes(columns: list[Column]) -> dict[str, str]:
    """What each column becomes that becomes anything, by its heading."""
    return {column.heading: column.becomes.value for column in columns if column.becomes}


def text_file(rows: list[list[str]], separator: str = ",") -> bytes:
    """A file of cells apart by a sign."""
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=separator).writerows(rows)
    return written.getvalue().encode()


def workbook(rows: list[list[object]]) -> bytes:
    """A workbook of one sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


class TestFilesThatPeopleReallyHave:
    """Every count agrees with the file, and nothing was chosen by hand."""

    @pytest.mark.parametrize(
        ("name", "rows", "hidden"),
        [
            ("polis-bowling-green-comments.csv", 896, 289),
            ("polis-affordable-housing-comments.csv", 165, 46),
            ("polis-freshwater.xlsx", 80, None),
        ],
    )
    def test_polis(self, name: str, rows: int, hidden: int | None) -> None:
        columns, said = understood(name, (DATA / name).read_bytes(), Own())
        assert all(isinstance(one, Said) for one in said) and len(said) == rows
        found = [one for one in said if isinstance(one, Said)]
        assert hidden is None or sum(one.is_hidden for one in found) == hidden
        assert len({one.number for one in found}) == rows and all(one.respondent and one.said_on for one in found)
        assert {column.heading for column in columns if column.becomes == Becomes.TEXT} == {"comment-body"}

    @pytest.mark.parametrize(
        ("name", "rows"), [("raddialog-bonn.csv", 2314), ("raddialog-bonn-parking-excel.csv", 136)]
    )
    def test_a_wide_export_with_titles_and_addresses(self, name: str, rows: int) -> None:
        columns, said = understood(name, (DATA / name).read_bytes(), Own())
        assert becomes(columns) == {
            "ID": "number",
            "title": "text",
            "text": "text",
            "URL": "address",
            "created": "said_on",
        }
        found = [one for one in said if isinstance(one, Said)]
        assert len(found) == len(said) == rows
        assert all(one.text and one.address.startswith("https://") and one.said_on for one in found)

    def test_where_only_the_title_says_something_it_is_the_contribution(self) -> None:
        _columns, said = understood("bonn.csv", (DATA / "raddialog-bonn-parking-excel.csv").read_bytes(), Own())
        by_number = {one.number: one for one in said if isinstance(one, Said)}
        assert by_number["B1440"].text == "Radwege/ Radparkplätze"
        assert by_number["B1453"].text.startswith("Parkplätze für Fahrräder\n\nFür eine Stadt")

    def test_decidim(self) -> None:
        rows = [
            [
                "id",
                "category/name/sv",
                "title/en",
                "title/sv",
                "body/en",
                "body/sv",
                "supports",
                "published_at",
                "url",
                "author/name",
            ],
            [
                "7",
                "Park",
                "",
                "Fler träd",
                "",
                "Plantera vid torget.",
                "12",
                "2026-05-02 10:11:12 +0200",
                "https://d.example/7",
                "Eva",
            ],
            [
                "9",
                "",
                "More light",
                "Mer ljus",
                "",
                "På stigen till skolan.",
                "3",
                "2026-05-04 08:00:00 +0200",
                "https://d.example/9",
                "Bo",
            ],
        ]
        columns, said = understood("proposals.csv", text_file(rows, ";"))
        first, second = (one for one in said if isinstance(one, Said))
        assert first.text == "Fler träd\n\nPlantera vid torget." and first.number == "7"
        assert second.said_on == dt.date(2026, 5, 4) and second.address == "https://d.example/9"
        assert becomes(columns)["author/name"] == "personal" and "Eva" not in first.text

    def test_comments_of_decidim_keep_the_residents_own_for_and_against(self) -> None:
        rows = [["id", "created_at", "author/id", "author/name", "depth", "alignment", "body", "root_commentable_url"]]
        rows += [
            [str(n), "2026-05-02", str(n % 2), "Eva", "0", str(n - 1), f"Jag tycker så här {n}", "https://d"]
            for n in range(3)
        ]
        _columns, said = understood("comments.csv", text_file(rows, ";"))
        assert [one.stance for one in said if isinstance(one, Said)] == ["against", "neither", "for"]

    def test_a_form_of_google(self) -> None:
        rows = [["Tidstämpel", "E-postadress", "Vad saknar du på torget?", "Vad vill du behålla?", "Hur gammal är du?"]]
        rows += [
            [
                "2026-09-15 10:42:07",
                "a@b.example",
                "En bänk i skuggan vid kiosken",
                "Fontänen, utan den är det inget torg",
                "45",
            ],
            ["2026-09-16 11:00:00", "c@d.example", "Fler papperskorgar och en toalett", "", "17"],
        ]
        columns, said = understood("Formulärsvar 1.csv", text_file(rows))
        assert becomes(columns) == {
            "Tidstämpel": "said_on",
            "E-postadress": "personal",
            "Vad saknar du på torget?": "answer",
            "Vad vill du behålla?": "answer",
        }
        assert Counter(type(one) for one in said) == {Said: 3, Empty: 1}

    def test_a_wide_survey_below_its_title_with_a_question_for_each_column(self) -> None:
        asked = [*OWN.questions.values()]
        rows: list[list[object]] = [["Hembesök Åkroken september 2026 (arbetsfil)"], []]
        rows.append(["Besök", "Datum", "Hushåll", *asked, "Internt"])
        days = [dt.date(2026, 9, 15), dt.date(2026, 9, 15), "31/9", dt.date(2026, 9, 17)]
        who = ["lantbrukare", "ensamboende över 75", "lantbrukare", "engelska"]
        for number in range(4):
            said = [f"Vattnet stod {number} decimeter i källaren", f"En pump till och {number} säckar sand"]
            rows.append([number + 1, days[number], who[number], *said, "ring om ritning"])
        rows[4][4] = "=[besök2.xlsx]Blad1!B7"
        rows[5][3] = "x" * 10_001
        rows[6][3] = None
        columns, said = understood("hembesok.xlsx", workbook(rows))
        assert becomes(columns) == {
            "Besök": "respondent",
            "Datum": "said_on",
            "Hushåll": "target_group",
            asked[0]: "answer",
            asked[1]: "answer",
        }
        refused = {(one.place.row, one.place.column): one.why for one in said if isinstance(one, Refused)}
        assert refused == {(5, 4): Why.UNREADABLE, (6, 3): Why.TOO_LONG}
        found = [one for one in said if isinstance(one, Said)]
        assert len(found) + len(refused) + sum(isinstance(one, Empty) for one in said) == 8
        assert (
            found[0].question == "q1"
            and found[1].question == "q2"
            and found[0].respondent == found[1].respondent == "1"
        )
        assert {one.target_group for one in found} == {"farmers", "old", ""}
        assert {(one.place.row, gap.stood) for one in found for gap in one.gaps} == {(6, "31/9"), (7, "engelska")}

    def test_notes_one_a_line(self) -> None:
        notes = "Vi trodde att det gällde fibern.\nElverk finns, säng, mat.\n\nBra att ni kom, men sent.\n"
        columns, said = understood("anteckningar.txt", notes.encode())
        assert [one.text for one in said if isinstance(one, Said)] == [line for line in notes.split("\n") if line]
        assert becomes(columns) == {"": "text"}


class TestWhatStandsBesideAText:
    def test_is_never_a_name_or_a_way_to_reach_somebody(self) -> None:
        rows = [["Namn", "Telefon", "E-post", "Synpunkt"]]
        rows += [
            [f"Eva Ek{n}", f"070-174 06 4{n}", f"e{n}@b.example", f"Bänkar vid ån, gärna {n} stycken"] for n in range(4)
        ]
        columns, said = understood("svar.csv", text_file(rows, ";"))
        assert becomes(columns) == {"Namn": "personal", "Telefon": "personal", "E-post": "personal", "Synpunkt": "text"}
        assert not any("Eva" in repr(one) or "070" in repr(one) for one in said)

    def test_of_several_columns_with_days_the_fuller_one_is_read(self) -> None:
        rows = [["Start", "Slut", "Synpunkt"]]
        rows += [
            ["2026-05-01" if n == 0 else "", f"2026-05-0{n + 2}", f"En synpunkt om lekplatsen, nummer {n}"]
            for n in range(5)
        ]
        columns, _said = understood("svar.csv", text_file(rows, ";"))
        assert becomes(columns) == {"Slut": "said_on", "Synpunkt": "text"}

    @pytest.mark.parametrize("heading", ["Intern anteckning", "Status", "Handläggare"])
    def test_is_not_what_colleagues_wrote_to_each_other(self, heading: str) -> None:
        rows = [["Synpunkt", heading]]
        rows += [[f"Bänkar vid ån, gärna {n} stycken", f"ring upp och fråga mer om punkt {n}"] for n in range(4)]
        columns, _said = understood("svar.csv", text_file(rows, ";"))
        assert becomes(columns) == {"Synpunkt": "text"}

    def test_the_same_file_is_understood_the_same_each_time(self) -> None:
        content = (DATA / "raddialog-bonn.csv").read_bytes()
        assert understood("a.csv", content) == understood("b.csv", content)
