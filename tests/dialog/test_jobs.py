"""Slow work is asked for once, shows how far it is, and survives whatever happens to its worker."""

import datetime as dt
import errno
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from django.db import OperationalError as DatabaseAway
from django.utils import timezone
from kombu.exceptions import OperationalError

from dialog import tasks
from dialog.machine import jobs
from dialog.machine.jobs import JobFailed, Progress, Result, TryLater, ask, revive, run
from dialog.models import Job
from tests import job_kinds  # declares test_write

pytestmark = pytest.mark.django_db
State = Job.State
Declare = Callable[[jobs.Work], None]


@pytest.fixture
def kind() -> Iterator[Declare]:
    """Declare a function as the jobs of kind "test"."""
    yield lambda work: jobs.job_kind("test")(work) and None
    jobs._kinds.pop("test", None)


@pytest.fixture
def messages(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Collect the ids of jobs that a worker is told of; nobody does them."""
    sent: list[int] = []
    monkeypatch.setattr(tasks.run_job, "delay", sent.append)
    return sent


def page(job: Job, report: Progress) -> Result:
    """Make a small file."""
    return Result(b"one page", name="rapport.pdf", content_type="application/pdf")


def fresh(job: Job) -> Job:
    """Return the job as its row is now."""
    return Job.objects.get(pk=job.pk)


def later(minutes: float) -> time_machine.travel:
    """Travel some minutes ahead."""
    return time_machine.travel(timezone.now() + dt.timedelta(minutes=minutes), tick=False)


def test_the_result_is_kept_with_its_name_and_type(kind, django_capture_on_commit_callbacks):
    kind(page)
    with django_capture_on_commit_callbacks(execute=True):
        job = ask("test", "case 1, version 3")
    job = fresh(job)
    assert (job.state, job.progress, job.name, job.content_type) == ("done", 100, "rapport.pdf", "application/pdf")
    assert job.file.read() == b"one page"
    assert job.is_over


def test_what_is_asked_for_twice_is_made_once(kind, django_capture_on_commit_callbacks):
    made = []
    kind(lambda job, report: made.append(job.key))
    with django_capture_on_commit_callbacks(execute=True):
        first, second, other = ask("test", "version 3"), ask("test", "version 3"), ask("test", "version 4")
    assert first == second != other
    assert made == ["version 3", "version 4"]


def test_a_job_starts_only_when_what_it_is_about_is_committed(kind, django_capture_on_commit_callbacks):
    kind(page)
    with django_capture_on_commit_callbacks() as waiting:
        job = ask("test", "1")
    assert fresh(job).state == State.WAITING
    assert len(waiting) == 1


def test_the_arguments_reach_the_work(kind, messages):
    seen = []
    kind(lambda job, report: seen.append(job.arguments))
    run(ask("test", "1", version=3).pk)
    assert seen == [{"version": 3}]


def test_a_running_job_tells_how_far_it_is(kind, messages):
    def work(job: Job, report: Progress) -> None:
        report(40, "Bilderna ritas")
        now = fresh(job)
        assert (now.state, now.progress, now.sentence) == ("running", 40, "Bilderna ritas")

    kind(work)
    job = ask("test", "1")
    run(job.pk)
    assert fresh(job).state == State.DONE


def test_a_second_message_does_nothing(kind, messages):
    made = []
    kind(lambda job, report: made.append(job.pk))
    job = ask("test", "1")
    run(job.pk)
    run(job.pk)
    assert made == [job.pk]


def test_a_job_that_was_removed_meanwhile_is_nothing_to_do(kind, messages):
    job = ask("test", "1") if kind(page) is None else None
    Job.objects.all().delete()
    run(job.pk)


def test_work_that_cannot_be_done_says_why_and_starts_afresh_when_asked_for_again(kind, messages):
    def refuse(job: Job, report: Progress) -> None:
        raise JobFailed("Beslutet är inte fattat.")

    kind(refuse)
    job = ask("test", "1")
    run(job.pk)
    assert (fresh(job).state, fresh(job).error) == ("failed", "Beslutet är inte fattat.")

    kind(page)
    again = ask("test", "1")
    assert (again.pk, again.state, again.error) == (job.pk, "waiting", "")
    run(again.pk)
    assert fresh(job).state == State.DONE


@pytest.mark.parametrize("error", [ValueError, BaseException])
def test_an_unforeseen_error_is_logged_and_told_in_words(kind, messages, caplog, error):
    def stumble(job: Job, report: Progress) -> None:
        raise error("column 17")

    kind(stumble)
    job = ask("test", "1")
    run(job.pk)
    assert fresh(job).state == State.FAILED
    assert "column 17" in caplog.text
    assert fresh(job).error
    assert "column 17" not in fresh(job).error


def test_what_cannot_be_done_just_now_is_tried_three_times(kind, messages):
    def no_answer(job: Job, report: Progress) -> None:
        raise TryLater("Postservern svarar inte.")

    kind(no_answer)
    job = ask("test", "1")
    for minutes, state in ((0, "waiting"), (2, "waiting"), (4, "failed")):
        with later(minutes):
            revive()
            run(job.pk)
            assert fresh(job).state == state
    assert fresh(job).error == "Postservern svarar inte."


def test_a_job_that_lost_its_worker_starts_again(kind, messages):
    def die(job: Job, report: Progress) -> None:
        raise SystemExit

    kind(die)
    job = ask("test", "1")
    with pytest.raises(SystemExit):
        run(job.pk)
    revive()
    assert fresh(job).state == State.RUNNING, "a sign of life was given just now"
    messages.clear()

    with later(2):
        revive()
        assert (fresh(job).state, messages) == ("waiting", []), "told on commit"
        kind(page)
        run(job.pk)
    assert (fresh(job).state, fresh(job).attempts) == ("done", 2)


def test_a_job_that_lost_three_workers_is_given_up(kind, messages):
    job = ask("test", "1") if kind(page) is None else None
    Job.objects.filter(pk=job.pk).update(state=State.RUNNING, attempts=3)
    with later(2):
        revive()
    assert fresh(job).state == State.FAILED
    assert fresh(job).error


def test_who_was_taken_for_dead_cannot_overwrite_the_result(kind, messages, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    def slow(job: Job, report: Progress) -> Result:
        with later(2):
            revive()
            kind(page)
            run(job.pk)
        return Result(b"too late", name="sen.pdf", content_type="application/pdf")

    kind(slow)
    job = ask("test", "1")
    run(job.pk)
    assert fresh(job).file.read() == b"one page"
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [Path(fresh(job).file.path).name]


def test_a_job_whose_message_was_lost_is_told_of_again(kind, messages, django_capture_on_commit_callbacks):
    kind(page)
    job = ask("test", "1")
    with django_capture_on_commit_callbacks(execute=True):
        revive()
    assert messages == [], "it was asked for just now"
    with later(2), django_capture_on_commit_callbacks(execute=True):
        revive()
        revive()
    assert messages == [job.pk]


def test_a_queue_out_of_reach_does_not_hinder_the_person(kind, monkeypatch, django_capture_on_commit_callbacks):
    def unreachable(job_id: int) -> None:
        raise OperationalError("connection refused")

    kind(page)
    monkeypatch.setattr(tasks.run_job, "delay", unreachable)
    with django_capture_on_commit_callbacks(execute=True):
        job = ask("test", "1")
    assert fresh(job).state == State.WAITING


def test_an_undeclared_kind_is_refused():
    with pytest.raises(LookupError):
        ask("never declared", "1")


def test_the_file_goes_with_its_row(kind, messages, django_capture_on_commit_callbacks):
    kind(page)
    job = ask("test", "1")
    run(job.pk)
    path = Path(fresh(job).file.path)
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        Job.objects.all().delete()
    assert not path.exists()


def wait_for(job: Job, state: Job.State, seconds: float = 30) -> Job:
    """Return the job as soon as it has come so far."""
    end = time.monotonic() + seconds
    while fresh(job).state != state:
        assert time.monotonic() < end, f"still {fresh(job).state}"
        time.sleep(0.1)
    return fresh(job)


def test_a_real_worker_does_it_beside_the_page(worker):
    job = ask(job_kinds.KIND, "1", word="Sjövik", seconds=2)
    assert fresh(job).state != State.DONE
    assert wait_for(job, State.DONE).file.read().decode() == "Sjövik"


def test_a_job_that_takes_too_much_ends_in_a_sentence_and_the_others_are_done(worker_apart, settings):
    greedy, fragile, stubborn = (ask(kind, "1") for kind in (job_kinds.GREEDY, job_kinds.FRAGILE, job_kinds.STUBBORN))
    good = [ask(job_kinds.KIND, str(n), word="Sjövik", seconds=0) for n in range(2)]
    Job.objects.filter(pk=fragile.pk).update(attempts=jobs.MOST_ATTEMPTS - 1)
    usual = settings.JOB_SECONDS
    for job in (greedy, good[0], fragile, stubborn, good[1]):
        settings.JOB_SECONDS = 2 if job == stubborn else usual  # on a busy machine two are too few for the others
        worker_apart(job.pk)
    assert [fresh(job).state for job in (greedy, fragile, stubborn)] == [State.FAILED] * 3
    assert "mer minne" in fresh(greedy).error
    assert "avbröts flera gånger" in fresh(fragile).error
    assert "2 sekunder" in fresh(stubborn).error
    assert [fresh(job).state for job in good] == [State.DONE] * 2
    assert fresh(good[1]).file.read().decode() == "Sjövik"


@pytest.fixture
def worker_apart(transactional_db, other_process, messages, monkeypatch) -> Iterator[Callable[[int], None]]:
    """Do a job as every worker does, the embedded one and Celery's: in its workshop."""
    monkeypatch.setattr("dialog.machine.workshop.ENVIRONMENT", other_process)
    yield jobs.run_apart
    jobs.workshop.close()


def test_the_workshop_ends_with_its_worker(transactional_db, other_process, messages):
    job = ask(job_kinds.STUBBORN, "1")
    work = f"import tests.job_kinds; jobs.run_apart({job.pk})"
    work = f"import django; django.setup(); from dialog.machine import jobs; {work}"
    worker = subprocess.Popen([sys.executable, "-c", work], env=other_process)
    wait_for(job, State.RUNNING)
    workshop = wait_for_child(worker.pid)
    worker.kill()
    worker.wait()
    end = time.monotonic() + 60  # it may be starting still
    while Path(f"/proc/{workshop}").exists() and "Z" not in Path(f"/proc/{workshop}/stat").read_text().split()[2]:
        assert time.monotonic() < end
        time.sleep(0.1)


def wait_for_child(pid: int) -> int:
    """Return the process that a process has begun."""
    end = time.monotonic() + 30
    while not (children := Path(f"/proc/{pid}/task/{pid}/children").read_text().split()):
        assert time.monotonic() < end
        time.sleep(0.1)
    return int(children[0])


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left"), DatabaseAway("connection lost")])
def test_what_only_the_machine_hinders_is_tried_again_and_says_so(kind, messages, monkeypatch, error):
    def fails(*args: object) -> None:
        raise error

    kind(page)
    job = ask("test", "1")
    with monkeypatch.context() as patched:
        patched.setattr("django.core.files.storage.FileSystemStorage._save", fails)
        run(job.pk)
    assert fresh(job).state == State.WAITING
    assert fresh(job).sentence
    with later(2):
        revive()
        run(job.pk)
    assert fresh(job).state == State.DONE


def test_a_job_that_is_done_or_at_work_is_not_begun_again_by_asking(kind, messages):
    kind(page)
    job = ask("test", "1")
    run(job.pk)
    assert ask("test", "1").state == State.DONE
    Job.objects.update(state=State.RUNNING)
    assert ask("test", "1").state == State.RUNNING
    assert messages == [], "told on commit, once"
    assert (fresh(job).attempts, fresh(job).progress) == (1, 100)


def test_an_attempt_that_was_overtaken_neither_reports_nor_ends(kind, messages):
    """The first attempt was taken for dead while it worked; what it says afterwards is nobody's."""

    def overtaken(job: Job, report: Progress) -> None:
        Job.objects.filter(pk=job.pk).update(started=timezone.now() + dt.timedelta(minutes=1), sentence="Den andra")
        report(90, "Den första")
        raise JobFailed("för sent")

    kind(overtaken)
    job = ask("test", "1")
    run(job.pk)
    assert (fresh(job).state, fresh(job).sentence, fresh(job).error) == ("running", "Den andra", "")


def test_long_work_gives_signs_of_life(transactional_db, kind, messages, monkeypatch):
    monkeypatch.setattr(jobs, "PULSE", dt.timedelta(milliseconds=50))

    def silent(job: Job, report: Progress) -> None:
        begun = fresh(job).heartbeat
        end = time.monotonic() + 30
        while fresh(job).heartbeat == begun:
            assert time.monotonic() < end, "no sign of life"
            time.sleep(0.05)

    kind(silent)
    job = ask("test", "1")
    run(job.pk)
    assert fresh(job).state == State.DONE, fresh(job).error


def test_the_next_start_takes_up_what_was_unfinished(worker, monkeypatch, messages):
    job = ask(job_kinds.KIND, "1", word="Sjövik", seconds=0)
    Job.objects.update(state=State.RUNNING, attempts=1, started=timezone.now())
    monkeypatch.undo()
    revive(everything=True)
    assert wait_for(job, State.DONE).attempts == 2


def test_a_job_outlives_a_killed_process(transactional_db, other_process, messages):
    job = ask(job_kinds.KIND, "1", word="Sjövik", seconds=60)
    work = f"import django; django.setup(); from dialog.machine import jobs; from tests import job_kinds; jobs.run({job.pk})"
    process = subprocess.Popen([sys.executable, "-c", work], env=other_process)
    wait_for(job, State.RUNNING)
    process.kill()
    process.wait()
    assert fresh(job).state == State.RUNNING

    Job.objects.update(arguments={"word": "Sjövik", "seconds": 0})
    with later(2):
        revive()
        run(job.pk)
    assert fresh(job).file.read().decode() == "Sjövik"
