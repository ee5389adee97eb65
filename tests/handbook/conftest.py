"""A handbook with three editions, and the people who read it."""

import datetime as dt

import pytest
from django.test import Client

from dialog import clock
from dialog.models import Person
from handbook.editing.views import begin, draft
from handbook.loading import load_editions
from handbook.models import Edition

FIRST, SECOND, THIRD = dt.date(2024, 3, 11), dt.date(2025, 1, 15), dt.date(2026, 3, 1)


@pytest.fixture
def handbook(db: None) -> list[Edition]:
    """Three published editions, the oldest first."""
    return load_editions([FIRST, SECOND, THIRD])


@pytest.fixture
def karin(db: None) -> Person:
    """Somebody who is signed in and nothing else."""
    return Person.objects.create_user("karin.lund", "karin.lund@sjovik.example", name="Karin Lund")


@pytest.fixture
def petra(db: None) -> Person:
    """The development lead, who keeps the handbook."""
    return Person.objects.create_user("petra.vang", "petra.vang@sjovik.example", name="Petra Vång", is_support=True)


@pytest.fixture
def reader(karin: Person) -> Client:
    """A browser in which Karin is signed in."""
    client = Client()
    client.force_login(karin)
    return client


@pytest.fixture
def support(petra: Person) -> Client:
    """A browser in which Petra is signed in."""
    client = Client()
    client.force_login(petra)
    return client


@pytest.fixture
def today(monkeypatch):
    """The day on which the handbook is revised."""
    day = dt.date(2026, 11, 6)
    monkeypatch.setattr(clock, "today", lambda: day)
    return day


@pytest.fixture
def here(handbook, today):
    """The draft of the next edition."""
    begin(handbook[-1])
    return draft()
