"""The shared case on the day when a decision is being prepared."""

import pytest

from dialog.models import Case
from tests.story import YES, Story


@pytest.fixture
def approved(story: Story) -> Story:
    """Purpose and question are approved; nothing is written yet about whether the question can be influenced."""
    Case.objects.filter(pk=story.pk).update(registry_number="TN 2026/114")
    return story.go_to("influenceable")


@pytest.fixture
def proposed(approved: Story) -> Story:
    """The proposal that the question can be influenced waits for the body."""
    approved.act("propose", "influenceable", data=YES)
    return approved
