"""Both decisions of planning may be recorded in one act, under one paragraph."""

import pytest

from dialog.acts.core import Conflict
from dialog.acts.together import also_waiting, decide_together
from dialog.models import Decision, DecisionFact
from dialog.process.phases import process
from tests.story import TEXTS, Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def both_wait(house) -> Story:
    """A case where both decisions are proposed and wait for the body."""
    story = Story(house).carry("purpose", "question")
    story.act("propose", "influenceable", data=TEXTS["influenceable"])
    story.act("propose", "influence_level", data=TEXTS["influence_level"])
    return story


def together(story: Story, **changed):
    """Record both decisions as the elected member would."""
    data = {**TEXTS["influenceable"], "decided_on": [story.today.isoformat()], "section": ["§ 87"]}
    order = {
        "by": story.house["elected"],
        "revision": story.seen("influenceable"),
        "also_revision": story.seen("influence_level"),
        "data": data,
        "at": story.now,
    }
    return decide_together(story.pk, "influenceable", "influence_level", **(order | changed))


def test_two_decisions_are_made_on_one_day_under_one_paragraph(both_wait):
    together(both_wait)
    assert set(Decision.objects.filter(case=both_wait.pk).values_list("step", "date")) == {
        ("influenceable", both_wait.today),
        ("influence_level", both_wait.today),
    }
    sections = DecisionFact.objects.filter(decision__case=both_wait.pk, kind="section")
    assert [fact.text for fact in sections] == ["§ 87", "§ 87"]


def test_where_the_second_cannot_be_made_neither_is(both_wait):
    no = {**TEXTS["influenceable"], "question_influenceable": ["no"], "motivation": ["Nej."]}
    attempt = together(both_wait, data={**no, "decided_on": [both_wait.today.isoformat()]})
    assert attempt.missing
    assert not Decision.objects.filter(case=both_wait.pk).exists()


def test_a_second_proposal_that_was_changed_meanwhile_is_shown_and_not_decided(both_wait):
    seen = both_wait.seen("influence_level")
    both_wait.act("withdraw", "influence_level")
    with pytest.raises(Conflict):
        together(both_wait, also_revision=seen)
    assert not Decision.objects.filter(case=both_wait.pk).exists()


def test_the_page_offers_the_second_where_it_waits(both_wait):
    page = both_wait.client("elected").get(both_wait.url("step", "influenceable")).content.decode()
    assert 'name="also" value="influence_level"' in page
    both_wait.act("withdraw", "influence_level")
    assert also_waiting(process.step("influenceable"), both_wait.access("elected")) is None


def test_both_are_recorded_from_the_page(both_wait):
    answer = both_wait.post(
        "elected",
        "influenceable",
        "verdict",
        {"decided_on": [both_wait.today.isoformat()], "made_by": ["body"]},
        verdict="as_proposed",
        also="influence_level",
        also_revision=str(both_wait.seen("influence_level")),
    )
    assert answer.status_code == 302
    assert Decision.objects.filter(case=both_wait.pk).count() == 2
