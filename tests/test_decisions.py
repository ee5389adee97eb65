"""The decisions about the program (docs/decisions): each has its number, in order, and is read in a minute."""

import re
from pathlib import Path

from django.conf import settings

DECISIONS = sorted((Path(settings.BASE_DIR) / "docs" / "decisions").glob("*.md"))
MOST_WORDS = 300


def test_their_numbers_follow_on_each_other_and_stand_in_their_headings():
    assert len(DECISIONS) > 9
    for number, path in enumerate(DECISIONS, 1):
        assert path.name.startswith(f"{number:04}-"), path.name
        assert path.read_text(encoding="utf-8").startswith(f"# {number}. "), path.name


def test_each_is_read_in_a_minute():
    words = {path.name: len(path.read_text(encoding="utf-8").split()) for path in DECISIONS}
    assert {name: count for name, count in words.items() if count > MOST_WORDS} == {}


def test_every_reference_to_one_leads_to_one():
    root = Path(settings.BASE_DIR)
    documents = [root / "README.md", *(root / "docs").rglob("*.md")]
    named = {
        number for one in documents for number in re.findall(r"decisions/(\d{4})", one.read_text(encoding="utf-8"))
    }
    assert named
    assert named <= {path.name[:4] for path in DECISIONS}
