"""What is to be done in one way only is done in one way only."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

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


TEMPLATES = sorted(path for path in (HERE / "templates").rglob("*.*") if path.suffix in (".html", ".txt"))


@pytest.mark.parametrize("path", TEMPLATES, ids=[str(path.relative_to(HERE / "templates")) for path in TEMPLATES])
def test_a_template_has_no_line_of_which_a_difference_cannot_be_read(path):
    long = [
        number for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if len(line) > LONGEST
    ]
    assert long == []
