"""Finishing the summary report makes its PDF."""

import datetime as dt

import pytest

from dialog import clock
from dialog.models import Job
from tests.execution.tale import begin
from tests.followup.tale import LEARNED, FollowUp, held
from tests.story import Story


@pytest.fixture
def follow(story: Story) -> FollowUp:
    """A dialogue that is followed up."""
    return held(story, begin(story))


def test_the_finished_version_is_made_a_pdf(follow, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        follow.story.act("finish", "learning", data=LEARNED)
    [job] = Job.objects.all()
    assert job.state == Job.State.DONE
    assert job.file.read().startswith(b"%PDF")
    page = follow.story.client("responsible").get(follow.story.url("report_job", "summary", job.pk))
    assert follow.story.url("report_file", "summary", job.pk) in page.text


def test_a_report_in_which_something_is_missing_makes_none(follow, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert follow.story.attempt("finish", "learning", data={**LEARNED, "results": [""]}).missing
    assert not Job.objects.exists()


def test_what_is_told_of_old_times_makes_none(follow, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(clock, "now", lambda: follow.story.now + dt.timedelta(days=400))
    with django_capture_on_commit_callbacks(execute=True):
        follow.story.act("finish", "learning", data=LEARNED)
    assert not Job.objects.exists()
