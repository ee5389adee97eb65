"""Where the wording of purpose or question has changed since a decision, step, gate and register say so."""

from html import unescape

import pytest
from django.utils.translation import gettext, override

from tests.story import TEXTS, Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(house) -> Story:
    """A case whose question can be influenced, decided on today's wording."""
    return Story(house).carry("purpose", "question", "influenceable")


def pages(story: Story) -> dict[str, str]:
    """The decided step, the gate and the register as an elected member reads them."""
    client = story.client("elected")
    urls = {
        "step": story.url("step", "influenceable"),
        "gate": story.url("step", "planning_gate"),
        "register": story.url("decisions"),
    }
    return {name: client.get(url).content.decode() for name, url in urls.items()}


SAID = (
    "The decision was made when the purpose or the question was worded differently.",
    "Decided when the purpose or the question was worded differently.",
    "The purpose or the question is worded differently today.",
)


def marks(page: str) -> bool:
    """Whether a page says that the wording has changed."""
    with override("sv"):
        return any(gettext(sentence) in unescape(page) for sentence in SAID)


def test_nothing_is_said_while_the_wording_is_the_same(decided):
    assert not any(marks(page) for page in pages(decided).values())


def test_step_gate_and_register_say_that_the_wording_has_changed(decided):
    decided.later(days=2)
    changed = {**TEXTS["purpose"], "purpose": ["Något helt annat än förut."]}
    decided.act("approve", "purpose", by="elected", data=changed)
    assert {name: marks(page) for name, page in pages(decided).items()} == {
        "step": True,
        "gate": True,
        "register": True,
    }
