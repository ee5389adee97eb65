"""A folder for files, or a disk, that takes nothing more: people read so, with their words; nothing is left there in part.

It is the machine itself that refuses to write: no process may make a file longer than the limit that is set here.
"""

import datetime as dt
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dialog.machine import jobs
from dialog.machine.jobs import Progress, Result
from dialog.models import DecisionFact, Job, Municipality
from tests.dialog.organisation import url
from tests.dialog.test_admin_logo import FACTS, png
from tests.dialog.test_minutes import PDF, decided  # noqa: F401
from tests.pages import Page
from tests.story import Story

pytestmark = pytest.mark.django_db
LARGE = PDF[:8] + b"\n%" + b"0" * 3_000_000 + b"\n" + PDF[8:]  # goes through a temporary copy
WHY = "Protokollet är på väg."


@contextmanager
def no_room(most: int = 0) -> Iterator[None]:
    """Let no file of this process grow beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def files(folder: Path) -> list[Path]:
    """Return all files in a folder."""
    return [path for path in folder.rglob("*") if path.is_file()]


def browser(story: Story, who: str) -> Client:
    """Somebody's browser, which shows a fault as people meet it."""
    client = story.client(who)
    client.raise_request_exception = False
    return client


def minutes(story: Story, content: bytes) -> tuple[str, dict]:
    """Return where minutes of the decision are sent, and what is sent with them."""
    decision = story.case.decisions.get().pk
    file = SimpleUploadedFile("protokoll.pdf", content, content_type="application/pdf")
    facts = {"act": "add_fact", "decision": decision, "kind": "minutes", "minutes": file, "comment-comment": WHY}
    return story.url("step", "influenceable"), facts


@pytest.mark.parametrize("content", [PDF, LARGE], ids=["small", "large"])
def test_minutes_that_find_no_room_are_said_and_taken_when_there_is_some(decided, content, tmp_path):  # noqa: F811
    client = browser(decided, "responsible")
    with no_room(len(PDF) // 2):
        answer = client.post(*minutes(decided, content))
    assert answer.status_code == 503
    assert "Inget kunde sparas" in answer.text and "protokoll.pdf" in answer.text
    page = Page(answer.text)
    assert page.filled(page.form_with("comment-comment"))["comment-comment"] == [WHY]
    assert not DecisionFact.objects.filter(kind="minutes").exists()
    assert not files(tmp_path)

    assert client.post(*minutes(decided, content)).status_code == 302
    fact = DecisionFact.objects.get(kind="minutes")
    assert files(tmp_path) == [Path(fact.file.path)] and fact.file.read() == content


def test_a_logo_that_finds_no_room_is_said_and_the_old_one_stays(house, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client = Client(raise_request_exception=False)
    client.force_login(house["admin"])
    address = url("municipality", "change", house.municipality.pk)
    sent = {**FACTS, "short_name": "Sjövik"}
    assert client.post(address, sent | {"new_logo": SimpleUploadedFile("a.png", png(), "image/png")}).status_code == 302
    before = files(tmp_path)
    with no_room():
        other = SimpleUploadedFile("vapen.png", png(mode="RGB"), "image/png")
        answer = client.post(address, sent | {"short_name": "Kanarie", "new_logo": other})
    assert answer.status_code == 503
    assert "Kanarie" in answer.text and "vapen.png" in answer.text
    here = Municipality.objects.get()
    assert (here.short_name, files(tmp_path)) == ("Sjövik", before) and Path(here.logo.path) in before


@pytest.fixture
def job(settings, tmp_path) -> Iterator[Job]:
    """A job that makes a file, and waits."""

    def work(job: Job, report: Progress) -> Result:
        return Result(b"0" * 100_000, name="rapport.pdf", content_type="application/pdf")

    settings.MEDIA_ROOT = tmp_path
    jobs.job_kind("test")(work)
    yield jobs.ask("test", "1")
    jobs._kinds.pop("test")


def test_a_pdf_that_finds_no_room_leaves_nothing_there_and_is_made_when_there_is_some(job, tmp_path):
    with no_room(50_000):
        jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, files(tmp_path)) == ("waiting", [])
    assert "utrymme" in job.sentence or "plats" in job.sentence
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, files(tmp_path)) == ("done", [Path(job.file.path)])


def test_a_worker_that_dies_when_its_file_is_written_and_not_yet_noted_leaves_no_second_one(job, tmp_path, monkeypatch):
    def killed(job: Job) -> None:
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr(jobs, "_own", killed)
        with pytest.raises(SystemExit):
            jobs.run(job.pk, pulse=False)
    other = tmp_path / "jobs" / f"{job.pk}0.pdf"
    other.write_text("another job's")
    assert len(files(tmp_path)) == 2
    Job.objects.update(heartbeat=job.heartbeat - dt.timedelta(minutes=2))
    jobs.revive()
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == "done"
    assert set(files(tmp_path)) == {Path(job.file.path), other}
