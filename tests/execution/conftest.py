"""A dialogue on the day when Genomföra opens, and somebody who takes over what residents say."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override

from execution import notes
from tests.execution.tale import METHODS, Tale, begin
from tests.story import Story


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Sentences that acts give are read as they stand in the code; pages speak Swedish."""
    with override("en"):
        yield


@pytest.fixture
def tale(story: Story, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tale]:
    """A case whose planning is confirmed. What is noted at its activities is kept in ``tale.said``."""
    found = begin(story)
    taker = [lambda access, activity, lines: found.said.extend((activity.key, line) for line in lines)]
    monkeypatch.setattr(notes, "takers", taker)
    yield found


@pytest.fixture
def with_methods(tale: Tale) -> Tale:
    """The same with its methods chosen."""
    tale.story.act("finish", "methods", data=METHODS)
    return tale
