"""What the documents for developers name is there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import override

from dialog.look.signs import ROLES
from dialog.process.phases import process

HERE = Path(settings.BASE_DIR)
ROW = re.compile(r"^\| (?P<word>[^|]+) \| [^|]+ \| [^|]+ \| `(?P<where>[^`|]+)` \|$", re.MULTILINE)
WORDS = [(row["word"], row["where"]) for row in ROW.finditer((HERE / "docs/ordlista.md").read_text(encoding="utf-8"))]


def source(where: str) -> str:
    """Return what stands in a file, or in every file of a folder."""
    path = HERE / where
    files = sorted(path.rglob("*.py")) if path.is_dir() else [path]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def test_the_glossary_is_read_whole():
    lines = [line for line in (HERE / "docs/ordlista.md").read_text(encoding="utf-8").splitlines() if "`" in line]
    assert len(WORDS) >= 45
    assert len(WORDS) == len([line for line in lines if line.startswith("| ")])


@pytest.mark.parametrize(("word", "where"), WORDS, ids=[word for word, _where in WORDS])
def test_a_word_of_the_glossary_stands_where_it_says(word, where):
    assert (HERE / where).exists(), where
    for name in re.findall(r"`(\w+)`", word):
        assert re.search(rf"\b{name}\b", source(where)), f"{name} is not in {where}"


GUIDE = sorted(str(path.relative_to(HERE)) for path in (HERE / "docs/anvandarguide").glob("*.md"))


@pytest.mark.parametrize("document", ["docs/recipes.md", "CONTRIBUTING.md", "README.md", *GUIDE])
def test_every_link_of_a_document_leads_somewhere(document):
    page = HERE / document
    links = re.findall(r"\]\((?!https?:)([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_architecture_leaves_the_recipes_to_their_page():
    assert "(recipes.md)" in (HERE / "docs/architecture.md").read_text(encoding="utf-8")


def test_the_picture_of_the_architecture_is_drawn_from_the_contracts():
    drawn = subprocess.run(
        [sys.executable, HERE / "scripts/picture", "--print"], capture_output=True, text=True, check=True, timeout=30
    )
    assert (HERE / "docs/pictures/architecture.svg").read_text(encoding="utf-8") == drawn.stdout, "scripts/picture"


def test_the_guide_lists_every_step_and_gate_as_it_is_called_in_its_order_with_its_role():
    guide = (HERE / "docs/anvandarguide/stegen.md").read_text(encoding="utf-8")
    _before, _heading, after = guide.partition("\n## Stegen\n")
    rows = re.findall(r"^\| (.+) \| (.+) \| (.+) \|$", after.partition("\n## ")[0], flags=re.MULTILINE)
    with override("sv"):
        steps = [(phase, step) for phase in process.phases for step in (*phase.steps, phase.gate) if step]
        declared = [(str(phase.title), str(step.title), str(ROLES[step.role].words)) for phase, step in steps]
    assert rows[2:] == declared
