"""What the tests of Organisation share."""

import pytest
from django.test import Client

from tests.story import House


@pytest.fixture
def admin(house: House) -> Client:
    """The browser of an administrator."""
    client = Client()
    client.force_login(house["admin"])
    return client
