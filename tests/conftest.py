"""What all tests share: hypothesis' profile and a worker for jobs."""

import os
import subprocess
import sys
from collections.abc import Iterator
from threading import enumerate as threads

import pytest
from celery.worker import state
from django.conf import settings
from django.db import connection
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings

from dialog import embedded
from dialog.celery import app

# No shrinking: it may take minutes, and the example found is printed all the same.
hypothesis_settings.register_profile(
    "ci", phases=[Phase.reuse, Phase.generate], deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("ci")

# Playwright's loop runs in the thread of the test; Django would take the test for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture
def worker(request: pytest.FixtureRequest, transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let jobs be done by a worker of the installation's own kind, beside the test, and not at once within it."""
    monkeypatch.setattr(app.conf, "task_always_eager", False)
    request.getfixturevalue("celery_process" if settings.REDIS_URL else "embedded_worker")


@pytest.fixture
def embedded_worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A worker as the web server's process has it, without the clock for recurring tasks."""
    monkeypatch.setattr(embedded, "EmbeddedService", lambda *args, **options: _NoClock())
    app.control.purge()
    embedded.start()
    yield
    state.should_stop = 0
    for thread in threads():
        if thread.name == "jobs":
            thread.join(timeout=20)
    state.should_stop = None


class _NoClock:
    def start(self) -> None:
        pass


@pytest.fixture(scope="session")
def celery_process(django_db_setup: None) -> Iterator[subprocess.Popen[bytes]]:
    """A Celery worker in a process of its own, on the test's database and files."""
    database = connection.settings_dict
    url = f"postgresql://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    options = ["--concurrency=1", "--without-mingle", "--without-gossip", "--include=tests.job_kinds"]
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "--app=dialog", "worker", *options],
        env=os.environ | {"DATABASE_URL": url, "TESTS_FOLDER": str(settings.VAR_DIR)},
    )
    yield process
    process.terminate()
    process.wait(timeout=30)
