"""The demonstration's municipality, open in a browser for each of its people."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import pytest
import pytest_django
from playwright.sync_api import Browser, BrowserContext, Page

from demonstration.organisation import SJOVIK
from dialog.models import Case
from tests.browser.pages import CASES
from tests.browser.someone import TIMEOUT, let_in
from tests.demonstration import demonstration


@dataclass
class House:
    """The demonstration's municipality, open in a browser for each of its people."""

    site: str
    browser: Browser
    cases: dict[str, int]
    _windows: dict[str, BrowserContext] = field(default_factory=dict)

    def page(self, username: str) -> Page:
        """The page of a person who has signed in, or of a visitor who has not; she goes on in it from place to place."""
        if username not in self._windows:
            window = self.browser.new_context(base_url=self.site, locale="sv-SE", reduced_motion="reduce")
            window.set_default_timeout(TIMEOUT)
            if username:
                let_in(window, self.site, username)
            window.new_page()
            self._windows[username] = window
        return self._windows[username].pages[0]

    def close(self) -> None:
        """Close every browser."""
        for window in self._windows.values():
            window.close()


@pytest.fixture(name="db", scope="module")
def opened_database(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[None]:
    """The database, open to whoever fills it once for all pages; other tests roll back their own."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture(name="sjovik", scope="module")
def sjovik_in_browsers(db: None, site: str, browser: Browser) -> Iterator[House]:
    """The demonstration as it is loaded for a trial: its cases link to each other."""
    with demonstration():
        house = House(site, browser, {name: case_of(key) for name, key in CASES.items()})
        yield house
        house.close()


def case_of(key: str) -> int:
    """The id of a case by its key in the demonstration's data."""
    return Case.objects.get(title=titles()[key]).pk


@cache
def titles() -> dict[str, str]:
    """The titles of the demonstration's cases by their keys in its data."""
    files = sorted((SJOVIK / "cases").glob("*.toml"))
    facts = [tomllib.loads(path.read_text(encoding="utf-8"))["case"] for path in files]
    return {one["key"]: one["working_title"] for one in facts}
