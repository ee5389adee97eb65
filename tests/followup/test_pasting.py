"""What is pasted as people have it: lines, a column of a spreadsheet, a table, a file; and looked at before it comes in."""

import pytest

from dialog.forms.pasted import read
from followup.models import Contribution
from tests.walks.forms import Forms
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


@pytest.fixture
def paste(story):
    """Press a button of the page with what was pasted, and what stands in the page's other fields."""
    in_follow_up(story)
    client, url = story.client("responsible"), story.url("add_contributions") + "?paste"

    def press(lines, act="preview", **more):
        form = next(one for one in Forms(url, client.get(url).text).all if "lines" in one.typed)
        sent = form.sends(lines=lines) | {"act": [act], **{name: [text] for name, text in more.items()}}
        return client.post(url, sent, follow=True)

    return press


def said():
    return [one.text for one in Contribution.objects.all()]


def test_a_column_is_looked_at_with_its_number_before_it_comes_in(paste):
    page = paste(COLUMN)
    assert page.status_code == 200 and "3 inspel kommer in" in page.text
    assert not said()
    form = next(one for one in Forms(page.request["PATH_INFO"] + "?paste", page.text).all if "lines" in one.typed)
    assert ("act", "add") in form.buttons
    paste(COLUMN, "add")
    assert said() == ["Det är mörkt.\nSärskilt i november.", "Fler bänkar.", 'Skylten säger "Bad förbjudet"']


def test_a_table_asks_for_its_column(paste):
    for act in ("preview", "add"):
        page = paste(TABLE, act)
        assert page.status_code == 422 and "Vad sade de?" in page.text
        assert "Välj i vilken kolumn inspelen står." in page.text
    page = paste(TABLE, column="1", headed="on")
    assert "2 inspel kommer in" in page.text
    paste(TABLE, "add", column="1", headed="on")
    assert said() == ["Det är mörkt.\nSärskilt i november.", "Fler bänkar, tack"]


def test_what_is_there_word_for_word_is_said_and_can_be_left_out(paste):
    paste("Mer ljus.\nFler bänkar.", "add")
    page = paste("Mer ljus.\nFler bänkar.\nEn brygga.")
    assert "2 av dem finns redan, ord för ord." in page.text
    paste("Mer ljus.\nFler bänkar.\nEn brygga.", "add", without_known="on")
    assert said() == ["Mer ljus.", "Fler bänkar.", "En brygga."]
    page = paste("Mer ljus.", "add", without_known="on")
    assert page.status_code == 422 and "Alla finns redan." in page.text


def test_notes_at_an_activity_keep_their_cells_whole(story):
    in_follow_up(story)
    posted = {"act": "record_notes", "batch": "0000dddd", "pasted": COLUMN}
    story.client("responsible").post(story.url("row", "activities", "0000e001"), posted)
    assert said()[0] == "Det är mörkt.\nSärskilt i november." and len(said()) == 3
