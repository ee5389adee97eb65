"""What all tests share: how much is gone through, a case that can be carried to any step, and a worker for jobs."""

import gc
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import chain, filterfalse, islice
from pathlib import Path
from typing import Any

import pytest
import pytest_django
from django.conf import settings
from django.core.cache import cache
from django.core.management.commands import flush
from django.db import connection
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings

from dialog import clock
from dialog.celery import app
from dialog.machine import embedded, workshop
from dialog.models import Job
from tests import one_run, snapshots
from tests.otherwise import Otherwise, tell_otherwise
from tests.story import House, Story
from tests.thorough import SECOND, THOROUGH, examples

# No shrinking: it may take minutes, and the example found is printed all the same.
hypothesis_settings.register_profile(
    "dialog",
    hypothesis_settings.get_profile("default"),
    max_examples=examples(50),
    phases=[Phase.reuse, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
hypothesis_settings.load_profile("dialog")

# What a test asks for that works on a database, also on one of its own in another process.
DATABASE = {"db", "transactional_db", "django_db_setup", "tmp_path", "tmp_path_factory"}

WHOLE = {"walks"}

# Playwright's loop runs in the thread of the test; Django would take the test for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave what is marked thorough to CI, mark what is run on one database alone, and put what takes longest first."""
    for item in items:
        if not (DATABASE & {*getattr(item, "fixturenames", ())} or item.get_closest_marker("django_db")):
            item.add_marker(pytest.mark.one_database)
    if not THOROUGH:
        for item in more_of_the_same(items):
            item.add_marker(pytest.mark.one_database)
        left = {item for item in items if item.get_closest_marker("thorough") and not (SECOND and is_journey(item))}
        items[:] = [item for item in items if item not in left]
        config.hook.pytest_deselected(items=[*left])
    items[:] = shared_out(items, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))


def shared_out(items: list[pytest.Item], workers: int) -> Iterator[pytest.Item]:
    """Yield the tests in the order in which so many workers begin with a part each: what takes long is shared out module by
    module and comes first, so that nobody waits for the last one.
    """
    modules: dict[Path, list[pytest.Item]] = {}
    for item in filter(takes_long, items):
        modules.setdefault(item.path, []).append(item)
    short = filterfalse(takes_long, items)
    for worker in range(workers):
        part = [*chain.from_iterable([*modules.values()][worker::workers])]
        yield from part
        yield from islice(short, max(len(items) // workers - len(part), 0))
    yield from short


def takes_long(item: pytest.Item) -> bool:
    """Whether a test is of the kinds that may take a minute: in a browser, or a walk through everything."""
    is_walk = WHOLE & {*item.path.parts} or item.get_closest_marker("every_database")
    return bool(is_walk) or "browser" in getattr(item, "fixturenames", ())


def more_of_the_same(items: list[pytest.Item]) -> Iterator[pytest.Item]:
    """Yield what need not be asked of a second database: of the tests of each class every other one, and of a test with many
    parameters all but two.

    The walks are run whole there, and so is what is marked with ``every_database``.
    """
    alike: dict[str, dict[str, list[pytest.Item]]] = {}
    for item in items:
        if not takes_long(item):
            name = item.nodeid.partition("[")[0]
            alike.setdefault(name.rpartition("::")[0], {}).setdefault(name, []).append(item)
    for tests in alike.values():
        for number, (_name, found) in enumerate(sorted(tests.items())):
            asked = sorted(found, key=lambda item: item.nodeid)
            yield from asked[1:-1] if number % 2 == 0 else asked


def is_journey(item: pytest.Item) -> bool:
    """Whether a test carries a case through the process in a browser."""
    return item.get_closest_marker("journey") is not None


def pytest_collection_finish() -> None:
    """Look for rubbish seldom, and never among what was there before the first test."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session", autouse=True)
def workers_share(request: pytest.FixtureRequest) -> None:
    """Let what one worker tells serve the others of this run."""
    one_run.settle(request.getfixturevalue("tmp_path_factory"))  # no test asks for a folder by this


@pytest.fixture(scope="session", autouse=True)
def databases_are_emptied() -> None:
    """Let a test's database be emptied when it is over, which nobody may do elsewhere.

    Django's way makes its permissions anew, with other keys: what was told before would have to be told again.
    """

    def handle(self: flush.Command, **options: Any) -> None:
        snapshots.empty()

    flush.Command.handle = handle  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Nothing that is kept for a while comes from the test before. Redis has the queue too, so it is not emptied."""
    if not settings.REDIS_URL:
        cache.clear()
        return
    client = cache._cache.get_client()  # type: ignore[attr-defined]
    if kept := list(client.scan_iter(f"{settings.CACHES['default']['KEY_PREFIX']}:*")):
        client.delete(*kept)


@pytest.fixture
def house(db: None) -> House:
    """A municipality with its people; no case yet."""
    return House()


@pytest.fixture
def story(house: House, monkeypatch: pytest.MonkeyPatch) -> Story:
    """A case just begun, with all its members; ``story.go_to(step)`` carries it on. Its clock is the application's."""
    begun = Story(house)
    monkeypatch.setattr(clock, "now", lambda: begun.now)
    return begun


@pytest.fixture
def elsewhere(house: House, monkeypatch: pytest.MonkeyPatch) -> Otherwise:
    """The second story, in which no two facts coincide, on the day when its texts are to be written."""
    tale = tell_otherwise(house)
    monkeypatch.setattr(clock, "now", lambda: tale.story.now)
    return tale


@pytest.fixture
def worker(request: pytest.FixtureRequest, transactional_db: None) -> Iterator[None]:
    """Let jobs be done by a worker of the installation's own kind, beside the test, and not at once within it."""
    request.getfixturevalue("celery_process" if settings.REDIS_URL else "embedded_worker")
    app.conf.task_always_eager = False
    yield
    app.conf.task_always_eager = True
    end = time.monotonic() + 30
    while Job.objects.filter(state__in=(Job.State.WAITING, Job.State.RUNNING)).exists() and time.monotonic() < end:
        time.sleep(0.1)  # what still runs must not meet an emptied database


@pytest.fixture(scope="session")
def embedded_worker(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker, other_process: dict[str, str]
) -> None:
    """A worker in this process, as the web server has it; its workshop is a process of its own."""
    workshop.ENVIRONMENT.update(other_process)
    with django_db_blocker.unblock():
        embedded.start()


@pytest.fixture(scope="session")
def other_process(django_db_setup: None) -> dict[str, str]:
    """The environment in which another process works on the test's database and files."""
    here = connection.settings_dict
    server = f"{here['USER']}:{here['PASSWORD']}@{here['HOST']}:{here['PORT']}" if here["HOST"] else ""
    return os.environ | {
        "DATABASE_URL": f"{connection.vendor}://{server}/{here['NAME']}",
        "TESTS_FOLDER": str(settings.VAR_DIR),
    }


@pytest.fixture(scope="session")
def celery_process(other_process: dict[str, str]) -> Iterator[None]:
    """A Celery worker in a process of its own."""
    options = ["--concurrency=1", "--without-mingle", "--without-gossip"]
    process = subprocess.Popen([sys.executable, "-m", "celery", "--app=dialog", "worker", *options], env=other_process)
    yield
    process.terminate()
    process.wait(timeout=30)
