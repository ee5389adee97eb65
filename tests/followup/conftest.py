"""A dialogue on the day when its first activity has been held and Följa upp opens."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.utils.translation import override

from handbook.loading import load_editions
from tests.execution.tale import begin
from tests.followup.tale import FollowUp, held
from tests.story import Story


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Sentences that acts give are read as they stand in the code; pages speak Swedish."""
    with override("en"):
        yield


@pytest.fixture
def follow(story: Story) -> FollowUp:
    """A case with one held activity."""
    return held(story, begin(story))


@pytest.fixture
def principles(db: None) -> list[str]:
    """The five principles of a handbook that is older than the case, by their titles."""
    [edition] = load_editions([dt.date(2024, 3, 11)])
    return [principle.title for principle in edition.principles.all()]
