"""A phase that nobody has thought of is added by its own app alone: ``dialog`` names no step, kind or table of a phase."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from dialog.process.phases import process

HERE = Path(settings.BASE_DIR)
TEMPLATES = ("dialog", "texts", "components", "mail", "registration")
QUOTED = re.compile(r"""["']([\w-]+)["']""")
# Words that phases have as keys, and what they mean in ``dialog`` itself.
OWN_WORDS = {
    "after": "a text of its own; what stood there after",
    "before": "a text of its own; what stood there before",
    "communication": "the communicators' pages",
    "decision": "what a body decided; the wait for it",
    "goals": "a picture",
    "group": "a column of a picture; the id of a heading",
    "information": "a text of its own; the phase of a case where residents are informed",
    "link": "an address in a letter",
    "methods": "a column of a picture",
    "part": "a part of a number; a class",
    "publication": "what is added to a closed case",
    "purpose": "a sample of the style guide",
    "question": "a word within a sentence",
    "round": "how a line of a picture ends",
    "target_groups": "a picture",
}


def test_it_has_address_right_wait_text_report_and_colour_from_its_own_app():
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("DIALOG_", "TESTS_", "PYTEST_"))}
    kept = {name: text for name, text in kept.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    kept["DJANGO_SETTINGS_MODULE"] = "tests.invention.settings"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/invention/holds.py"]
    done = subprocess.run(command, cwd=HERE, env=kept, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, f"{done.stdout[-6000:]}\n{done.stderr[-3000:]}"


def names_of_the_phases() -> set[str]:
    """Every key that a phase declares: its own, its steps', its kinds of rows', its tables'."""
    found = {phase.key for phase in process.phases}
    for step in (step for phase in process.phases for step in phase.all_steps()):
        forms = [step.form, *(kind.form for kind in step.kinds)]
        found |= {step.key, *(kind.kind for kind in step.kinds)}
        found |= {table.name for form in forms if form for table in form.tables}
    return found


def words_of_dialog() -> Iterator[tuple[str, str]]:
    """Every text that the code of ``dialog`` and its templates name something by, with where it stands."""
    for path in sorted((HERE / "dialog").rglob("*.py")):
        if "migrations" not in path.parts and path.name != "settings.py":
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value, f"{path.relative_to(HERE)}:{node.lineno}"
    for folder in TEMPLATES:
        for path in sorted((HERE / "templates" / folder).rglob("*.html")):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                yield from ((word, f"{path.relative_to(HERE)}:{number}") for word in QUOTED.findall(line))


def test_dialog_names_nothing_that_a_phase_declares():
    names = names_of_the_phases()
    assert len(names) > 40
    named = [f"{where}: {word}" for word, where in words_of_dialog() if word in names - OWN_WORDS.keys()]
    assert named == []


def test_no_word_is_excepted_that_is_not_met():
    assert OWN_WORDS.keys() - names_of_the_phases() == set()
    assert OWN_WORDS.keys() - {word for word, _where in words_of_dialog()} == set()
