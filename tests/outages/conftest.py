"""The installation that the tests here break and mend, one after the other."""

from collections.abc import Iterator

import pytest

from tests.outages.installation import Installation


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A whole installation; every test leaves it whole."""
    made = Installation(tmp_path_factory.mktemp("installation"))
    try:
        made.begin()
        yield made
    finally:
        made.close()
