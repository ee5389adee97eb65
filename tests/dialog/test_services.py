"""What Dialog runs on: a database that is one of two, and an address that somebody else may have."""

import runpy
import socket
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.machine.sqlite import like
from dialog.models import Area


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["ängarna", "ÄNGARNA", "Ängarna", "norra äng"])
def test_words_are_found_whatever_their_case_on_each_database(words):
    Area.objects.create(name="NORRA ÄNGARNA")
    assert Area.objects.filter(name__icontains=words).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["100%", "a_b", "a\\b", "%", "_"])
def test_what_means_anything_in_a_pattern_means_itself(typed):
    Area.objects.create(name=f"Område {typed}")
    Area.objects.create(name="Område aXb 100 ")
    assert Area.objects.filter(name__contains=typed).count() == 1


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_text_is_like_every_pattern_that_is_made_of_its_parts(before, after):
    escaped = "".join(f"\\{letter}" if letter in "%_\\" else letter for letter in before)
    assert like(f"{escaped}%", before + after, "\\")
    assert like("_" * len(before + after), before + after, "\\")


@pytest.mark.django_db
def test_a_process_that_only_answers_pages_knows_the_work_that_pages_ask_for(other_process):
    """It runs no worker, and nothing has told Celery to look for tasks."""
    work = "import dialog.wsgi; from dialog.celery import app; print(*app.tasks, sep='\\n')"
    known = subprocess.run([sys.executable, "-c", work], env=other_process, check=True, capture_output=True, text=True)
    asked_for = {"run_job", "tell_what_waits", "revive_jobs", "derive_again_after_update", "sync_grants", "prune"}
    assert {f"dialog.tasks.{task}" for task in asked_for} <= set(known.stdout.split())


def test_an_address_that_is_taken_is_said_in_a_sentence(monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setenv("PORT", str(taken.getsockname()[1]))
        with pytest.raises(SystemExit, match="PORT= and HOST= choose another address"):
            runpy.run_path("gunicorn.conf.py")["on_starting"](None)


@pytest.mark.parametrize("port", ["eighty", "99999999"])
def test_an_address_that_is_none_is_said_too(monkeypatch, port):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(SystemExit, match="cannot be served"):
        runpy.run_path("gunicorn.conf.py")["on_starting"](None)
