"""docs/regler.md names a test for every rule, and each of them is there."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
LEAST = 400


def named_tests() -> list[tuple[str, str]]:
    """The tests that the rules name, as file and function."""
    return NAMED.findall((ROOT / "docs" / "regler.md").read_text(encoding="utf-8"))


def test_the_rules_name_their_tests():
    assert len(named_tests()) >= LEAST


@pytest.mark.parametrize(("file", "name"), sorted(set(named_tests())))
def test_a_named_test_is_there(file, name):
    path = ROOT / file
    assert path.exists(), file
    assert re.search(rf"^\s*def {name}\(", path.read_text(encoding="utf-8"), re.MULTILINE), f"{file}::{name}"


def test_every_row_of_a_rule_names_one():
    rows = (ROOT / "docs" / "regler.md").read_text(encoding="utf-8").splitlines()
    rules = [row for row in rows if row.startswith("| ") and not row.startswith(("| ---", "| regel"))]
    assert [row for row in rules if not NAMED.search(row)] == []
