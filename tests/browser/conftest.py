"""A real browser before the running application: people who carry the tests' case.

Server and browser are started once a worker; every test has a database of its own to fill.
"""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connections
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer

from dialog.models import Person
from tests.browser.someone import PASSWORD, Someone
from tests.story import House

FLAGS = [
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark whatever drives a browser."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser(django_db_setup: None) -> Iterator[Browser]:
    """The system's Chromium, without its windows where there is such a one, or the one that Playwright brought along.

    While Playwright's loop runs in this thread, Django keeps other database connections than before and after it.
    """
    flags = FLAGS + ["--no-sandbox"] * (os.geteuid() == 0)
    with sync_playwright() as driver:
        installed = shutil.which("chromium-headless-shell") or shutil.which("chromium")
        yield driver.chromium.launch(executable_path=installed, args=flags)
        connections.close_all()


@pytest.fixture(scope="session")
def site(django_db_setup: None) -> Iterator[str]:
    """The address of the application, served from this process on the test's database."""
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


@pytest.fixture
def house(transactional_db: None, house: House) -> House:
    """The people of all tests, who can sign in here."""
    Person.objects.update(password=make_password(PASSWORD))
    return house


@pytest.fixture
def person(site: str, browser: Browser, house: House) -> Iterator[Callable[..., Someone]]:
    """Somebody at a browser of her own, signed in: ``person("elected", width=390, javascript=False)``; through the form
    with ``at_the_door=True``.

    When the test is over nobody's browser may have complained of a script, a blocked resource or a failed request.
    """
    people: list[Someone] = []

    def comes(username: str, *, at_the_door: bool = False, **how: object) -> Someone:
        people.append(Someone(browser, site, **how))
        (people[-1].sign_in if at_the_door else people[-1].comes)(username)
        return people[-1]

    yield comes
    for one in people:
        one.leave()
    assert not [complaint for one in people for complaint in one.complaints]
