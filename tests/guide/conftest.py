"""Who reads and who words the pages about Dialog."""

import pytest
from django.test import Client

from dialog.models import Municipality, Person


def browser(person: Person | None = None) -> Client:
    """A browser in which somebody is signed in, or nobody."""
    client = Client()
    if person:
        client.force_login(person)
    return client


@pytest.fixture
def sjovik(db: None) -> Municipality:
    """A municipality with an address and a number."""
    return Municipality.objects.create(name="Sjöviks kommun", email="kommun@sjovik.example", phone="0980-319 200")


@pytest.fixture
def olle(db: None) -> Person:
    """The administrator."""
    return Person.objects.create_user("olle.brink", name="Olle Brink", is_administrator=True)


@pytest.fixture
def petra(db: None) -> Person:
    """The development leader."""
    return Person.objects.create_user("petra.vang", name="Petra Vång", is_support=True)


@pytest.fixture
def karin(db: None) -> Person:
    """Somebody with an account and nothing else."""
    return Person.objects.create_user("karin.lund", name="Karin Lund")
