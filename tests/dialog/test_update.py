"""After an update that changed a rule, what is stored for lists is derived again by itself."""

from pathlib import Path

import pytest

from dialog.acts import update
from dialog.models import Case, Job, Wait
from dialog.process import waits
from tests.story import PURPOSE


@pytest.fixture
def changed(story, monkeypatch, django_capture_on_commit_callbacks):
    """A proposal waits; then a release takes its rule away, and nobody touches the case."""
    story.act("propose", "purpose", data=PURPOSE)
    with django_capture_on_commit_callbacks(execute=True):
        update.derive_again_after_update()
    assert ("proposal", "elected") in story.waits()
    rules = [rule for rule in waits.RULES if rule is not waits.proposals]
    monkeypatch.setattr(waits, "RULES", rules)
    monkeypatch.setattr(update, "fingerprint", lambda: "another release")
    return story


def test_what_is_stored_is_derived_by_the_new_rules(changed, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        update.derive_again_after_update()
    assert ("proposal", "elected") not in changed.waits()
    assert changed.case.waits_kind != "proposal"


def test_of_a_closed_case_too(changed, django_capture_on_commit_callbacks):
    Case.objects.filter(pk=changed.pk).update(closed_at=changed.now, outcome=Case.Outcome.ENDED_EARLY)
    with django_capture_on_commit_callbacks(execute=True):
        update.derive_again_after_update()
    assert changed.waits() == set() and changed.case.phase == "closed"


def test_what_failed_is_tried_again_at_the_next_start(changed, django_capture_on_commit_callbacks):
    failed = update.derive_again_after_update()
    Job.objects.filter(pk=failed.pk).update(state=Job.State.FAILED)
    with django_capture_on_commit_callbacks(execute=True):
        assert update.derive_again_after_update() == failed
    assert ("proposal", "elected") not in changed.waits()


def test_it_is_a_job_that_says_how_far_it_has_come(changed, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = update.derive_again_after_update()
    job.refresh_from_db()
    assert (job.state, job.progress) == (Job.State.DONE, 100)


def test_by_the_same_rules_nothing_is_derived_again(changed, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = update.derive_again_after_update()
    Wait.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True) as asked:
        assert update.derive_again_after_update() == first
    assert not asked
    assert not Wait.objects.exists()


def test_an_older_release_that_comes_back_settles_again(changed, monkeypatch, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        update.derive_again_after_update()
    monkeypatch.undo()
    with django_capture_on_commit_callbacks(execute=True):
        update.derive_again_after_update()
    assert ("proposal", "elected") in changed.waits()


def test_without_a_case_there_is_nothing_to_do(house):
    assert update.derive_again_after_update() is None


@pytest.mark.parametrize("package", ["dialog", "planning", "execution", "followup"])
def test_the_fingerprint_is_of_the_rules_in_every_phase(monkeypatch, package):
    update.fingerprint.cache_clear()
    first, read = update.fingerprint(), update.Path.read_bytes
    changed = {Path(package, "waits.py"), Path(package, "process/waits.py")}
    there = {Path.cwd() / one for one in changed}
    monkeypatch.setattr(update.Path, "read_bytes", lambda file: read(file) + (b"# changed" if file in there else b""))
    update.fingerprint.cache_clear()
    assert update.fingerprint() != first
    update.fingerprint.cache_clear()


def test_a_rule_that_moved_to_another_file_is_another_rule(monkeypatch):
    update.fingerprint.cache_clear()
    first, named = update.fingerprint(), update.Path.relative_to
    monkeypatch.setattr(
        update.Path,
        "relative_to",
        lambda file, folder: (
            named(file, folder).with_name("moved.py") if file.name == "waits.py" else named(file, folder)
        ),
    )
    update.fingerprint.cache_clear()
    assert update.fingerprint() != first
    update.fingerprint.cache_clear()
