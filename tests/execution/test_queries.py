"""The number of queries of a page does not grow with what the case holds."""

import pytest

from tests.execution.tale import PARTICIPATION, Tale
from tests.queries import MOST, asked

PAGES = {
    "communication": ("step", "communication"),
    "methods": ("step", "methods"),
    "participation": ("step", "participation"),
    "activities": ("step", "activities"),
    "an activity": ("row", "activities", "0000e001"),
    "feedback": ("step", "feedback"),
    "a round": ("row", "feedback", "0000f001"),
    "a text": ("text", "communication", "0000aa01"),
    "the publication sheet": ("sheet",),
    "the gate": ("step", "execution_gate"),
}
LISTS = {
    "the queue": "/communication/?shelf=weeks",
    "the published texts": "/communication/?shelf=published",
    "the dialogues": "/communication/dialogues/",
}


def queries(tale: Tale) -> dict[str, int]:
    found = {}
    for who, pages in (
        ("responsible", {name: tale.story.url(*page) for name, page in PAGES.items()}),
        ("communicator", LISTS),
    ):
        client = tale.story.client(who)
        found |= {name: asked(client, url) for name, url in pages.items()}
    return found


@pytest.mark.django_db
def test_no_page_asks_more_when_there_is_more(with_methods: Tale):
    tale = with_methods
    tale.story.act("finish", "participation", data=PARTICIPATION)
    tale.hold("0000e001", actual_count=["3"])
    tale.plan_activity("0000e002")
    tale.plan_round("0000f001")
    tale.publish_text("0000aa01")
    tale.hand_over("0000aa02", title=["En text till"])
    before = queries(tale)
    for number in range(3, 8):
        tale.plan_activity(f"0000e00{number}")
        tale.plan_round(f"0000f00{number}")
        tale.publish_text(f"0000aa0{number}")
        tale.story.later(hours=1)
        tale.plan_activity(f"0000e00{number}", place=["Ett annat rum"])
    assert queries(tale) == before
    assert max(before.values()) <= MOST, before
