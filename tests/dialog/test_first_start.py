"""The first start, on a machine where something is missing or is done twice: it works, or one sentence says what to do."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import OperationalError

from dialog.machine import start

pytestmark = pytest.mark.one_database

ROOT = Path(__file__).resolve().parents[2]
MAKE = ["make", "--no-print-directory", "run", "SYSTEM=", f"PYTHON={sys.executable}"]


def said(command: list[str], **options) -> str:
    """Return the one thing that a command says before it fails; what make adds is make's."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False, **options)
    assert done.returncode
    lines = [line for line in (done.stdout + done.stderr).splitlines() if line and "***" not in line]
    assert "Traceback" not in " ".join(lines)
    assert len(lines) == 1, lines
    return lines[0]


@pytest.mark.parametrize("before", [None, "", " \n"], ids=["missing", "empty", "blank"])
def test_the_key_is_made_once_whoever_comes_first(tmp_path, before):
    file = tmp_path / "secret_key"
    if before is not None:
        file.write_text(before)
    work = f"from pathlib import Path; from dialog.machine import start; print(start.secret_key(Path({str(file)!r})))"
    together = [
        subprocess.Popen([sys.executable, "-c", work], stdout=subprocess.PIPE, text=True, cwd=ROOT) for _ in range(4)
    ]
    keys = {one.communicate(timeout=180)[0].strip() for one in together}
    assert keys == {file.read_text()}
    assert len(keys.pop()) == 50
    assert file.stat().st_mode & 0o077 == 0


def test_a_key_that_is_there_is_kept(tmp_path):
    (tmp_path / "secret_key").write_text("kept")
    assert start.secret_key(tmp_path / "secret_key") == "kept"


def test_a_folder_that_takes_nothing_is_said_in_a_sentence_by_every_command(tmp_path):
    (tmp_path / "file").touch()
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("DIALOG", "DJANGO", "DATABASE"))
    }
    environment["DIALOG_VAR"] = str(tmp_path / "file" / "var")
    sentence = said([sys.executable, "manage.py", "migrate"], cwd=ROOT, env=environment)
    assert "cannot be written" in sentence and "DIALOG_VAR" in sentence


@pytest.mark.parametrize(
    "words", ["database or disk is full", "attempt to write a readonly database", "unable to open database file"]
)
def test_a_database_that_takes_nothing_is_said(words):
    assert words in start.sentence(OperationalError(words))
    assert start.sentence(OperationalError("no such table: x")) == ""
    assert start.sentence(ValueError("x")) == ""


def test_a_disk_that_is_full_is_said(tmp_path):
    assert str(tmp_path) in start.sentence(OSError(28, "No space left on device", str(tmp_path)))


def test_two_servers_on_one_folder_are_not_two(tmp_path):
    held = start.only_server(tmp_path)
    with pytest.raises(SystemExit, match="Dialog runs already"):
        start.only_server(tmp_path)
    held.close()
    start.only_server(tmp_path).close()


@pytest.fixture
def checkout(tmp_path) -> Path:
    """A folder as it is fetched, with an environment whose Python only writes down when it begins and ends."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).touch()
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    (tmp_path / "static").mkdir()
    (programs / "gunicorn").write_text("#!/bin/sh\n")
    for name in ("uv", "python"):
        (programs / name).write_text("#!/bin/sh\necho begin >>log\nsleep 0.1\necho end >>log\n")
    for program in programs.iterdir():
        program.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize("port", ["0", "abc", "-1", "65536", "80 80", "", "8000; true"])
def test_a_port_that_is_none_is_said_before_anything_is_made(checkout, port):
    assert "PORT" in said([*MAKE, f"PORT={port}"], cwd=checkout)
    assert not (checkout / "log").exists()


def test_an_address_that_is_not_this_machines_is_said(checkout):
    assert "PORT= and HOST=" in said([*MAKE, "HOST=192.0.2.1"], cwd=checkout)


def test_a_python_that_is_missing_is_said(checkout):
    assert "Python 3.11" in said([*MAKE[:-1], "PYTHON=python-of-nowhere"], cwd=checkout)


def test_a_folder_that_takes_nothing_is_said_before_anything_is_made(checkout):
    (checkout / "var").touch()
    assert "var/ cannot be written" in said([*MAKE, "PORT=18765"], cwd=checkout)


def test_two_at_the_same_moment_prepare_one_after_the_other(checkout):
    both = [
        subprocess.Popen(
            [*MAKE, f"PORT={port}"], cwd=checkout, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        for port in (18765, 18766)
    ]
    for one in both:
        text = one.communicate(timeout=180)[0]
        assert one.returncode == 0, text
    steps = (checkout / "log").read_text().split()
    assert steps == ["begin", "end"] * (len(steps) // 2), "one after the other"
    assert len(steps) == 2 * (3 + 1), "packages, static files, the demonstration; then the demonstration"


@pytest.mark.parametrize(
    ("printed", "sentence"),
    [
        ("error sending request: dns error: failed to lookup address information", "Is there a network"),
        (
            "ERROR: Could not find a version (from versions: none) No matching distribution found for uv",
            "Is there a network",
        ),
        ("invalid peer certificate: UnknownIssuer", "A proxy reads the connection"),
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("error: Read-only file system (os error 30)", "cannot be written"),
    ],
)
def test_packages_that_cannot_be_fetched_are_said_in_a_sentence(printed, sentence):
    command = ["scripts/packages", "sh", "-c", f'echo "{printed}" >&2; echo more; exit 2']
    assert sentence in said(command, cwd=ROOT)


def test_behind_a_proxy_that_reads_tls_its_certificate_is_looked_for_among_the_systems():
    command = 'test "$UV_SYSTEM_CERTS" = true || { echo "invalid peer certificate: UnknownIssuer" >&2; exit 2; }'
    environment = {key: value for key, value in os.environ.items() if key != "UV_SYSTEM_CERTS"}
    done = subprocess.run(
        [str(ROOT / "scripts/packages"), "sh", "-c", command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
