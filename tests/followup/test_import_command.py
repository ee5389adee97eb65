"""``manage.py import_contributions``: the same as the page, from a command line."""

import io

import pytest
from django.core.management import CommandError, call_command

from followup.models import Contribution, Import
from tests.followup.test_importing import text_file
from tests.followup.test_imports import SURVEY
from tests.walks.places import in_follow_up


@pytest.fixture
def take_in(story, settings, tmp_path):
    """Run the command with a file of rows on the case's registry number."""
    settings.MEDIA_ROOT = tmp_path / "files"
    in_follow_up(story)
    file = tmp_path / "svar.csv"
    file.write_bytes(text_file(SURVEY, ";"))

    def command(*options, number="TN 2026/114"):
        said = io.StringIO()
        call_command("import_contributions", number, str(file), *options, stdout=said)
        return said.getvalue()

    story.case.__class__.objects.update(registry_number="TN 2026/114")
    return command


def test_takes_everything_in_and_says_what_the_columns_became(take_in):
    said = take_in()
    assert "new 3, known 0" in said and "3 contributions added to TN 2026/114." in said
    assert Contribution.objects.count() == 3 and Import.objects.get().is_in


def test_run_again_adds_nothing(take_in):
    take_in()
    assert "new 0, known 3" in take_in() and Contribution.objects.count() == 3


def test_tried_first_says_the_same_and_leaves_nothing_behind(take_in, tmp_path):
    said = take_in("--dry-run")
    assert "new 3" in said and "Nothing has been added" in said
    assert not Contribution.objects.exists() and not Import.objects.exists()
    assert not [one for one in (tmp_path / "files").rglob("*") if one.is_file()]


def test_reads_as_a_file_of_that_name_was_read(take_in):
    take_in()
    Import.objects.update(chosen={"columns": [["respondent", ""], ["", ""], ["text", ""], ["personal", ""]]})
    assert "Whose answers belong together" in take_in("--mapping", "svar.csv")


def test_says_in_a_sentence_what_is_wrong(take_in, tmp_path):
    with pytest.raises(CommandError, match="no case with the registry number"):
        take_in(number="TN 1")
    with pytest.raises(CommandError, match="No file called"):
        take_in("--mapping", "annan.csv")
    (tmp_path / "svar.csv").write_bytes(b"%PDF-1.4")
    with pytest.raises(CommandError, match="no table"):
        take_in()
    (tmp_path / "svar.csv").unlink()
    with pytest.raises(CommandError, match="cannot be read"):
        take_in()
