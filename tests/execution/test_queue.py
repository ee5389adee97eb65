"""The communicators' queue with several texts in it: each stands in one part, by what becomes of its latest version."""

import pytest

from dialog.texts.queue import APPROVED, PUBLISHED, WAITING, shelves
from tests.execution.tale import Tale

PUBLISHED_ONCE, CHANGED, AGAIN, NEW, BEGUN, LATER = (f"0000aa0{number}" for number in range(1, 7))


@pytest.fixture
def queue(tale: Tale) -> Tale:
    """Six texts of one case, each at another place of its way."""
    for key in (PUBLISHED_ONCE, CHANGED, AGAIN):
        tale.publish_text(key)
        tale.story.later(minutes=1)
    for key in (CHANGED, AGAIN):
        tale.hand_over(key, change=["Ny tid."])
        tale.story.later(minutes=1)
    tale.act("approve", "communication", CHANGED)
    tale.hand_over(NEW)
    tale.act("save_draft", "communication", BEGUN, kind="before", data={"title": ["Påbörjad"]})
    tale.story.later(minutes=1)
    tale.publish_text(LATER)
    return tale


def rows(most: int = 50) -> dict[str, list[str]]:
    return {shelf.key: [one.record.row for one in shelf.texts] for shelf in shelves(most)}


def test_a_text_stands_in_one_part_and_an_older_version_that_was_published_does_not_count(queue: Tale):
    found = rows()
    assert found[WAITING] == [AGAIN, NEW], "what has waited longest comes first"
    assert found[APPROVED] == [CHANGED], "its first version was published, the second was not"
    assert found[PUBLISHED] == [LATER, PUBLISHED_ONCE], "latest first"


def test_of_a_long_part_it_says_how_many_there_are(queue: Tale):
    long = {shelf.key: (len(shelf.texts), shelf.total, shelf.is_whole) for shelf in shelves(1)}
    assert long == {WAITING: (1, 2, False), APPROVED: (1, 1, True), PUBLISHED: (1, 2, False)}
