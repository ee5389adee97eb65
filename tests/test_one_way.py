"""What is to be done in one way only is done in one way only."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

HERE = Path(settings.BASE_DIR)
LONGEST = 400  # of a longer line no difference can be read


def sources() -> Iterator[tuple[str, str]]:
    """Every file of the application's own code, but for what Django wrote, with its text."""
    for app in settings.OWN_APPS:
        for path in sorted((HERE / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(HERE)), path.read_text(encoding="utf-8")


def test_a_case_is_locked_in_one_place():
    lock = re.compile(r"\b(?:Case\.objects|cases)(?:\.\w+\([^)]*\))*\.select_for_update\(")
    assert [name for name, text in sources() for _found in lock.findall(text)] == ["dialog/process/access.py"]


def test_migrations_follow_on_each_other_in_one_line():
    """Two that were written beside each other are refused by every installation that migrates."""
    assert MigrationLoader(None).detect_conflicts() == {}


TEMPLATES = sorted(path for path in (HERE / "templates").rglob("*.*") if path.suffix in (".html", ".txt"))


@pytest.mark.parametrize("path", TEMPLATES, ids=[str(path.relative_to(HERE / "templates")) for path in TEMPLATES])
def test_a_template_has_no_line_of_which_a_difference_cannot_be_read(path):
    long = [
        number for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if len(line) > LONGEST
    ]
    assert long == []


# Who may know of a case is chosen by ``readable_cases`` and ``followed_cases`` alone; these ask something else.
ASK_SOMETHING_ELSE = {
    "dialog/acts/course.py": "whom the table may give an act: each case is loaded with the right to it",
    "dialog/cases/inbox.py": "what waits for whom, by role and seat on the day",
    "dialog/mail/waiting.py": "whose letters are looked at; which waits may be named in a letter",
    "execution/dialogues.py": "what is public: residents read it",
}


def test_what_a_person_may_read_is_chosen_in_one_place_by_guardians_tables():
    chooses = re.compile(r"get_objects_for_user|memberships__(?:person|case)\w*=|visibility=Case|visibility == Case")
    found = {name for name, text in sources() if chooses.search(text)}
    assert found == {"dialog/process/access.py", *ASK_SOMETHING_ELSE}
