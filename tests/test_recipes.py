"""The recipes are true: what they add is added by exactly their lines, in a copy of the project, and works there."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.recipes import copied_to, follow, parts, recipes

pytestmark = pytest.mark.one_database

FOLLOWED = ("Add a step", "Add a field", "Add an act", "Add a rule that waits", "Add a report")
# The project's own tests that are run in the copy: they read what is declared and must not count what was there before.
OWN = [
    "tests/added_by_recipes.py",
    "tests/dialog/test_declared_acts.py",
    "tests/dialog/test_process.py",
    "tests/dialog/test_rights_document.py",
    "tests/handbook/test_first_edition.py",
    "tests/planning/test_planning_gate.py",
    "tests/test_docs.py::test_the_guide_lists_every_step_and_gate_as_it_is_called_in_its_order_with_its_role",
]


# What would hinder one command to find what the one before has compiled.
OF_PYTHON = ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")


def run(project: Path, *command: str, **more: str) -> None:
    """Run a command in the copy, with data of its own; what it says is shown where it fails."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("DIALOG_", "TESTS_", "PYTEST_"))}
    kept = {name: text for name, text in kept.items() if name not in ("DATABASE_URL", "REDIS_URL", *OF_PYTHON)}
    environment = {**kept, "DIALOG_VAR": str(project / "var"), **more}
    environment.pop("DJANGO_SETTINGS_MODULE", None)  # the tests' own
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-6000:]}\n{done.stderr[-3000:]}"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project in which the recipes have been followed."""
    copy = copied_to(tmp_path_factory.mktemp("project"))
    for name in FOLLOWED:
        follow(recipes()[name], copy, lambda *command: run(copy, *command, DIALOG_DEMO="1"))
    for messages in copy.glob("locale/*/LC_MESSAGES/django.po"):
        run(copy, "msgfmt", "--check-format", "-o", str(messages.with_suffix(".mo")), str(messages))
    return copy


def test_each_of_the_five_is_there_and_says_where_its_lines_go():
    assert [*recipes()] == [*FOLLOWED]
    assert all(len([*parts(recipes()[name])]) > 3 for name in FOLLOWED)


@pytest.mark.thorough
def test_what_they_add_works_and_the_projects_own_tests_hold(project):
    python = str(project / ".venv/bin/python")
    run(project, python, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", *OWN)


@pytest.mark.thorough
def test_the_demonstration_is_loaded_with_them(project):
    python = str(project / ".venv/bin/python")
    run(project, python, "manage.py", "migrate", "--verbosity", "0", DIALOG_DEMO="1")
    run(project, python, "manage.py", "demo", DIALOG_DEMO="1")
