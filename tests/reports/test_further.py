"""A step that documents have no words of their own for is told as it was answered: in the plan, beside it, in the report."""

import pytest

from dialog.process.phases import process
from execution.models import Activity
from followup.comparison import comparison
from reports.kinds import KINDS
from reports.render import as_text
from tests.reports.told import finish
from tests.story import GATE, OUTSIDE, Story


@pytest.fixture
def new(monkeypatch: pytest.MonkeyPatch) -> str:
    """A step of the planning that no document has heard of."""
    monkeypatch.setattr(type(process.step("outside_mandate")), "known_to_documents", False)
    return str(process.step("outside_mandate").title)


def text(story: Story, kind: str) -> str:
    return as_text(KINDS[kind].build(story.access(), ""))


def test_the_plan_gives_its_answers_under_its_title(new, story):
    story.act("finish", "outside_mandate", data=OUTSIDE)
    story.plan()
    told = text(story, "plan")
    assert new in told.splitlines()
    assert "Bussarna." in told


def test_without_answers_it_has_no_section(new, story):
    assert new not in text(story.plan(), "plan").splitlines()


def test_what_differs_from_the_plan_stands_beside_it(new, story):
    story.act("finish", "outside_mandate", data=OUTSIDE)
    story.plan().act("confirm_gate", "planning_gate", data=GATE)
    assert not [line for line in comparison(story.access()).lines if line.label.startswith(new)]
    story.act("finish", "outside_mandate", data={**OUTSIDE, "outside_mandate": ["Tågen."]})
    [line] = [line for line in comparison(story.access()).lines if line.label.startswith(new)]
    assert (line.planned, line.happened, line.differs) == ("Bussarna.", "Tågen.", True)


def test_the_report_gives_them_too(new, story):
    story.act("finish", "outside_mandate", data=OUTSIDE)
    finish(story)
    assert "Bussarna." in text(story, "summary")


def test_a_register_gives_its_rows(story, monkeypatch):
    monkeypatch.setattr(type(process.step("activities")), "known_to_documents", False)
    finish(story)
    told = text(story, "summary")
    assert str(process.step("activities").title) in told.splitlines()


def test_a_row_that_was_dropped_is_not_told(story, monkeypatch):
    monkeypatch.setattr(type(process.step("activities")), "known_to_documents", False)
    finish(story)
    Activity.objects.update(dropped_because="Den blev aldrig av.")
    assert str(process.step("activities").title) not in text(story, "summary").splitlines()


def test_every_step_of_the_handbook_is_known():
    assert [step.key for phase in process.phases for step in phase.all_steps() if not step.known_to_documents] == []
