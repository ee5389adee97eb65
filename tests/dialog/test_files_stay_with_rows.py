"""A file stays if what points at it does: nothing is left that nobody finds, and nothing goes that somebody points at."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, OperationalError, connection, transaction

from dialog import clock
from dialog.acts import core
from dialog.files.room import with_its_files
from dialog.machine import jobs
from dialog.machine.jobs import Progress, Result
from dialog.models import DecisionFact, Event, Job, Municipality
from tests.dialog.organisation import url
from tests.dialog.test_admin_logo import FACTS, png
from tests.dialog.test_minutes import decided  # noqa: F401
from tests.dialog.test_no_room_for_files import browser, files, minutes
from tests.pdf import pdf
from tests.story import House, Story

pytestmark = pytest.mark.django_db(transaction=True)
PDF = pdf()


@contextmanager
def broken(begin: str) -> Iterator[None]:
    """Let the database be gone when a statement that begins so is to be carried out."""

    def execute(go_on: Callable, sql: str, params: object, many: bool, context: dict) -> object:
        if sql.startswith(begin):
            raise OperationalError("disk I/O error")
        return go_on(sql, params, many, context)

    with connection.execute_wrapper(execute):
        yield


def test_minutes_of_an_act_that_is_broken_off_leave_no_file(decided: Story, tmp_path):  # noqa: F811
    with broken('INSERT INTO "dialog_event"'):
        assert browser(decided, "responsible").post(*minutes(decided, PDF)).status_code == 503
    assert not DecisionFact.objects.filter(kind="minutes").exists() and not files(tmp_path)


def test_minutes_that_the_database_refuses_at_the_very_end_leave_no_file(decided: Story, tmp_path, monkeypatch):  # noqa: F811
    def of_nobody(access: object) -> None:
        """Write what only the end of a transaction refuses: a key that leads nowhere."""
        Event.objects.create(case_id=decided.pk, act="comment", by_id=987_654, at=clock.now())

    with monkeypatch.context() as wrong:
        wrong.setattr(core, "store_derived", of_nobody)
        assert browser(decided, "responsible").post(*minutes(decided, PDF)).status_code == 500
    assert not DecisionFact.objects.filter(kind="minutes").exists() and not files(tmp_path)


def test_minutes_that_are_kept_though_the_answer_of_the_database_got_lost_stay(decided: Story, tmp_path, monkeypatch):  # noqa: F811
    sent, commit = minutes(decided, PDF), connection._commit

    def lost() -> None:
        commit()
        if files(tmp_path):
            raise OperationalError("server closed the connection unexpectedly")

    with monkeypatch.context() as cut:
        cut.setattr(connection, "_commit", lost)
        assert browser(decided, "responsible").post(*sent).status_code == 503
    assert files(tmp_path) == [Path(DecisionFact.objects.get(kind="minutes").file.path)]


def test_what_cannot_be_asked_of_the_database_is_left_there(house: House, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path

    def gone() -> None:
        raise OperationalError("the database system is shutting down")

    with monkeypatch.context() as cut, broken("SELECT"), pytest.raises(OperationalError), with_its_files():
        house.municipality.logo.save("a.png", SimpleUploadedFile("a.png", png()), save=False)
        cut.setattr(connection, "_commit", gone)
    assert len(files(tmp_path)) == 1


@pytest.mark.parametrize("fails", ["within", "around"])
def test_a_file_of_a_part_goes_with_the_whole(house: House, settings, tmp_path, fails):
    settings.MEDIA_ROOT = tmp_path
    with pytest.raises(DatabaseError), with_its_files():
        with with_its_files():
            house.municipality.logo.save("a.png", SimpleUploadedFile("a.png", png()))
            if fails == "within":
                raise DatabaseError
        raise DatabaseError
    assert not files(tmp_path) and not Municipality.objects.get().logo


def test_a_logo_that_the_database_refuses_leaves_no_file_and_the_old_one_stays(house: House, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client, address = browser(Story(house), "admin"), url("municipality", "change", house.municipality.pk)

    def send(content: bytes) -> int:
        return client.post(address, FACTS | {"new_logo": SimpleUploadedFile("a.png", content, "image/png")}).status_code

    assert send(png()) == 302
    (before,) = files(tmp_path)
    with broken('INSERT INTO "django_admin_log"'):
        assert send(png(mode="RGB")) == 503
    assert files(tmp_path) == [before] == [Path(Municipality.objects.get().logo.path)]


def test_of_logos_that_were_replaced_or_taken_away_no_file_is_left(house: House, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client, address = browser(Story(house), "admin"), url("municipality", "change", house.municipality.pk)
    for content in (png(), png(mode="RGB"), png(mode="RGB")):
        sent = FACTS | {"new_logo": SimpleUploadedFile("a.png", content, "image/png")}
        assert client.post(address, sent).status_code == 302
        assert files(tmp_path) == [Path(Municipality.objects.get().logo.path)]
    assert client.post(address, FACTS | {"without_logo": "on"}).status_code == 302
    assert not files(tmp_path)


def test_a_job_that_is_given_up_leaves_no_file_of_an_attempt_that_died(settings, tmp_path, monkeypatch):
    """Three attempts die when the file is written and not yet noted: there is no fourth that would remove it."""

    def work(job: Job, report: Progress) -> Result:
        return Result(b"%PDF-", name="rapport.pdf", content_type="application/pdf")

    def killed(job: Job) -> None:
        raise SystemExit

    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setitem(jobs._kinds, "test", work)
    with transaction.atomic():
        job = jobs.Job.objects.create(kind="test", key="1", created=clock.now(), heartbeat=clock.now())
    for _attempt in range(jobs.MOST_ATTEMPTS):
        with monkeypatch.context() as dying, pytest.raises(SystemExit):
            dying.setattr(jobs, "_own", killed)
            jobs.run(job.pk, pulse=False)
        assert files(tmp_path)
        with monkeypatch.context() as quiet:
            quiet.setattr(jobs, "_send", lambda pk: None)
            jobs.revive(everything=True)
    job.refresh_from_db()
    assert job.state == "failed" and not files(tmp_path)
