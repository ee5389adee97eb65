"""What is pasted as people have it: lines, a column of a spreadsheet, a table, a file; and looked at before it comes in."""

import pytest

from dialog.forms.pasted import read
from followup.models import Contribution
from tests.followup.test_imports import desk  # noqa: F401 - a fixture
from tests.walks.places import in_follow_up

# As the clipboard has them: what was copied, and what each cell says.
COLUMN = '"Det är mörkt.\nSärskilt i november."\nFler bänkar.\n"Skylten säger ""Bad förbjudet"""\n'
HEAD, ROW = "Nr\tVad sade de?\tÅlder\r\n", '1\t"Det är mörkt.\r\nSärskilt i november."\t15\r\n'
TABLE = f"{HEAD}{ROW}2\tFler bänkar, tack\t71\r\n\t\t\r\n3\t\t9\r\n"
FILE = '"Nr";"Svar"\n"1";"Mer ljus; och fler lampor"\n"2";"Bänkar\nvid vattnet"\n'


class TestReading:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("Mer ljus.\nFler bänkar.\n\n", ["Mer ljus.", "Fler bänkar."]),
            (COLUMN, ["Det är mörkt.\nSärskilt i november.", "Fler bänkar.", 'Skylten säger "Bad förbjudet"']),
            ('"Jag vill bada", sa hon.\n"Jag också."', ['"Jag vill bada", sa hon.', '"Jag också."']),
            ('"Utan slut\nMer ljus.', ['"Utan slut', "Mer ljus."]),
            ("Ljus, bänkar, och kaffe.\nBad, tack.", ["Ljus, bänkar, och kaffe.", "Bad, tack."]),
            ("Mörkt\u0085 som i en säck.", ["Mörkt\u0085 som i en säck."]),
            ('"Mörkt\u0085\nsom i en säck."', ["Mörkt\u0085\nsom i en säck."]),
            ('"Mer ljus", sa hon', ['"Mer ljus", sa hon']),
            ("a\r\nb\rc", ["a", "b", "c"]),
        ],
    )
    def test_lines_and_single_columns(self, text, said):
        assert not read(text).is_table
        assert read(text).column(0) == said

    def test_a_table_has_columns_and_its_quoted_cells_stay_whole(self):
        found = read(TABLE)
        assert found.columns == ["Nr", "Vad sade de?", "Ålder"]
        assert found.column(1, headed=True) == ["Det är mörkt.\nSärskilt i november.", "Fler bänkar, tack"]

    def test_a_table_with_commas_and_quotes_in_its_cells_is_no_file(self):
        found = read('1\t"Ljus", sa hon\n2\t"Bänk", sa han\n')
        assert found.column(1) == ['"Ljus", sa hon', '"Bänk", sa han']

    def test_a_file_with_semicolons_is_a_table(self):
        assert read(FILE).column(1, headed=True) == ["Mer ljus; och fler lampor", "Bänkar\nvid vattnet"]

    @pytest.mark.parametrize("text", ["", "\n\n", "\t\t\n", '"', '""', '"\n"'])
    def test_what_says_nothing_is_nothing(self, text):
        assert not [one for one in read(text).column(0) if one.strip('" ')]


def said():
    return [one.text for one in Contribution.objects.all()]


def test_a_column_is_looked_at_with_its_number_before_it_comes_in(desk):  # noqa: F811
    page = desk.pastes(COLUMN)
    assert "3</b>nya inspel" in page.text and not said()
    desk.goes_on("import")
    assert said() == ["Det är mörkt.\nSärskilt i november.", "Fler bänkar.", 'Skylten säger "Bad förbjudet"']


def test_a_table_shows_its_columns_and_which_of_them_holds_what_was_said(desk):  # noqa: F811
    page = desk.pastes(TABLE)
    assert "Vart ska varje kolumn?" in page.text and "Vad sade de?" in page.text
    desk.goes_on("columns", **{"into-0": [""], "into-1": ["text"]})
    desk.goes_on("import")
    assert said() == ["Det är mörkt.\nSärskilt i november.", "Fler bänkar, tack"]


def test_what_is_there_word_for_word_is_said_and_left_out(desk):  # noqa: F811
    desk.pastes("Mer ljus.\nFler bänkar.")
    desk.goes_on("import")
    page = desk.pastes("Mer ljus.\nFler bänkar.\nEn brygga.")
    assert "2</b>finns redan" in page.text
    desk.goes_on("import")
    assert said() == ["Mer ljus.", "Fler bänkar.", "En brygga."]


def test_an_ellipsis_out_of_an_old_file_breaks_no_line(desk):  # noqa: F811
    desk.pastes("Mörkt\u0085 som i en säck.")
    desk.goes_on("import")
    assert len(said()) == 1


def test_notes_at_an_activity_keep_their_cells_whole(story):
    in_follow_up(story)
    posted = {"act": "record_notes", "batch": "0000dddd", "pasted": COLUMN}
    story.client("responsible").post(story.url("row", "activities", "0000e001"), posted)
    assert said()[0] == "Det är mörkt.\nSärskilt i november." and len(said()) == 3
