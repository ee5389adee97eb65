"""An installation that would be unsafe does not start."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

REAL = {
    "DIALOG_SECRET_KEY": "a key of the municipality's own, long enough to be one",
    "DIALOG_SITE_URL": "https://dialog.example.org",
    "DATABASE_URL": "postgresql://dialog@127.0.0.1/dialog",
    "REDIS_URL": "redis://127.0.0.1/0",
}


def start(folder, expression: str = "''", **variables: str) -> subprocess.CompletedProcess[str]:
    """Read the settings in a process with these variables and no others, and print what the expression says of them."""
    code = f"from dialog import settings; print({expression})"
    environment = {"PATH": os.environ["PATH"], "DIALOG_VAR": str(folder), **variables}
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)


def test_without_any_variable_it_is_a_trial_on_this_machine(tmp_path):
    tried = start(tmp_path, "settings.EMBEDDED, settings.DEMO, settings.DEBUG, settings.ALLOWED_HOSTS")
    assert tried.stdout.strip() == "True False False ['127.0.0.1', '127.0.0.1', 'localhost', '[::1]']"


def test_a_trial_makes_its_key_once_and_keeps_it_to_itself(tmp_path):
    keys = {start(tmp_path, "settings.SECRET_KEY").stdout for _ in range(2)}
    assert len(keys) == 1
    assert len(keys.pop()) > 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("variable", ["DATABASE_URL", "REDIS_URL", "DIALOG_SITE_URL"])
def test_the_demo_with_its_known_passwords_is_refused_where_it_could_be_reached(tmp_path, variable):
    tried = start(tmp_path, DIALOG_DEMO="1", DIALOG_SECRET_KEY="key", **{variable: REAL[variable]})
    assert tried.returncode
    assert "passwords everybody knows" in tried.stderr


def test_a_real_database_demands_a_key(tmp_path):
    tried = start(tmp_path, DATABASE_URL=REAL["DATABASE_URL"])
    assert tried.returncode
    assert "DIALOG_SECRET_KEY must be set" in tried.stderr
    assert not (tmp_path / "secret_key").exists()


def test_a_real_installation_answers_to_its_own_name_and_speaks_https(tmp_path):
    said = "settings.ALLOWED_HOSTS[0], settings.SESSION_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT"
    assert start(tmp_path, said, **REAL).stdout.strip() == "dialog.example.org True True"


def test_every_variable_is_described():
    read = re.findall(r'env\.\w+\(\s*"(\w+)"', (settings.BASE_DIR / "dialog/settings.py").read_text())
    described = (settings.BASE_DIR / "docs/operations.md").read_text()
    assert len(read) > 10
    assert [name for name in read if f"`{name}`" not in described] == []
