"""Slow work: asked for on a page, done by a worker, followed by its row.

An app declares its kinds of work in its own ``jobs.py``::

    @job_kind("render_report")
    def render_report(job: Job, report: Progress) -> Result:
        report(40, _("The pictures are being drawn."))
        …
        return Result(pdf, name="rapport.pdf", content_type="application/pdf")

and asks for them with ``ask("render_report", key="12-3-summary", by=person, case=case, version=3)``.

A message in the queue only says that a job should be looked at. Whether it is to be done stands in its row, which is
taken with one compare-and-set; so a message may come twice or never, and a worker may die: ``revive`` finds the row.

Signs of life go by the machine's clock; when a job was finished, which people read, by the application's.
"""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import PurePath
from threading import Event, Thread
from typing import Any, Protocol

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import Error, InterfaceError, OperationalError, connection
from django.db.models import F, QuerySet
from django.utils import timezone, translation
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _

from dialog import clock
from dialog.files.room import NO_ROOM
from dialog.machine.queue import tell_worker
from dialog.machine.workshop import LOST as PROCESS_LOST
from dialog.machine.workshop import TOO_LONG, workshop
from dialog.models import Case, Job, Person

logger = logging.getLogger(__name__)

PULSE = timedelta(seconds=5)  # how often a running job gives a sign of life
LOST = timedelta(seconds=60)  # without one for so long it has lost its worker, or its message
MOST_ATTEMPTS = 3

State = Job.State


class Progress(Protocol):
    """Tells whoever waits how far a job has come (not from inside a transaction: nobody sees it before the commit)."""

    def __call__(self, percent: int, sentence: str = "") -> None: ...


@dataclass(frozen=True)
class Result:
    """The file that a job made, and how it is to be handed out."""

    content: bytes
    name: str
    content_type: str


Work = Callable[[Job, Progress], Result | None]
_kinds: dict[str, Work] = {}
_ends: dict[str, Callable[[Job], None]] = {}


class JobFailed(Exception):
    """The work cannot be done, for a reason that the person who asked can understand. It is not tried again."""


class TryLater(Exception):
    """The work cannot be done just now (a mail server does not answer): it is tried again, as often as any job."""


def job_kind(kind: str, *, over: Callable[[Job], None] | None = None) -> Callable[[Work], Work]:
    """Declare a function as the way in which jobs of this kind are done.

    It must bear being run twice: a job whose worker died starts again from the beginning. ``over`` is called when one has
    been done or has failed, also where its process was lost.
    """

    def declare(work: Work) -> Work:
        _kinds[kind] = work
        if over:
            _ends[kind] = over
        return work

    return declare


def ask(kind: str, key: str, *, by: Person | None = None, case: Case | None = None, **arguments: Any) -> Job:
    """Return the job that makes this result; it starts on commit if it is new, and again if it had failed.

    ``key`` says which result of the kind is wanted, down to the version; ``arguments`` must be fit for JSON.
    Raises LookupError for a kind that no app has declared.
    """
    _work(kind)
    facts = {"by": by, "case": case, "arguments": arguments}
    job, new = Job.objects.get_or_create(kind=kind, key=key, defaults=facts)
    if not new:
        afresh = {"state": State.WAITING, "attempts": 0, "progress": 0, "sentence": "", "error": "", "finished": None}
        now = timezone.now()
        failed = Job.objects.filter(pk=job.pk, state=State.FAILED)
        if not failed.update(**facts, **afresh, created=now, heartbeat=now):
            return job
        job.refresh_from_db()
    _send(job.pk)
    return job


def run(job_id: int, *, pulse: bool = True) -> None:
    """Do the work of a job that waits, here; do nothing if it does not (a second message, a job that was removed)."""
    if _take(job_id):
        perform(job_id, pulse=pulse)


def run_apart(job_id: int) -> None:
    """Do the work of a job that waits in the worker's workshop, within the limits of time and memory."""
    job = _take(job_id)
    if job is None:
        return
    ended = workshop.do(job_id)
    if ended == TOO_LONG:
        logger.error("Job %s (%s) was ended after %s s", job.pk, job, settings.JOB_SECONDS)
        _end(job, State.FAILED, error=_in_own_words(partial(_too_long, settings.JOB_SECONDS)))
    elif ended == PROCESS_LOST:
        logger.error("Job %s (%s) lost its process", job.pk, job)
        _later(job, _in_own_words(lambda: _("The job was interrupted several times and has been stopped.")))


def perform(job_id: int, *, pulse: bool = True) -> None:
    """Do the work of a job that has been taken, and write into its row what became of it."""
    job = Job.objects.filter(pk=job_id, state=State.RUNNING).first()
    if job is None:
        return
    with translation.override(settings.LANGUAGE_CODE), _pulse(job) if pulse else nullcontext():
        try:
            _attempt(job)
        except Error:  # the database is gone, also for what is to be written: ``revive`` finds the row
            logger.exception("Job %s (%s) could not write what became of it", job.pk, job)
            _let_go()


def _take(job_id: int) -> Job | None:
    """Mark a waiting job as running and return it; None when it does not wait, or somebody else was faster."""
    now = timezone.now()
    waiting = Job.objects.filter(pk=job_id, state=State.WAITING)
    taken = waiting.update(state=State.RUNNING, attempts=F("attempts") + 1, started=now, heartbeat=now, progress=0)
    return Job.objects.filter(pk=job_id).first() if taken else None


def _attempt(job: Job) -> None:
    try:
        result = _work(job.kind)(job, partial(_report, job))
        _end(job, State.DONE, result, progress=100, sentence="")
    except (SystemExit, KeyboardInterrupt):
        raise  # the worker is told to stop; the job keeps its state and is revived
    except JobFailed as reason:
        _end(job, State.FAILED, error=str(reason)[:300])
    except TryLater as reason:
        _later(job, str(reason))
    except (OperationalError, InterfaceError):
        logger.exception("Job %s (%s) lost the database", job.pk, job)
        _let_go()
        _later(job, _("The database did not answer."))
    except MemoryError:
        logger.exception("Job %s (%s) needed too much memory", job.pk, job)
        _end(
            job,
            State.FAILED,
            error=_("It needed more memory than a job is allowed, and was stopped. Shorten the text."),
        )
    except BaseException as error:  # some libraries' errors are no Exception, and one bad job must not end the worker
        logger.exception("Job %s (%s) failed", job.pk, job)
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            _later(job, _("There is no space left on the server for the result."))
        else:
            _end(job, State.FAILED, error=_("Something went wrong. The error has been recorded in the server log."))


def _later(job: Job, reason: str) -> None:
    """Let a job wait to be tried again; after the last attempt it has failed, for this reason."""
    if job.attempts < MOST_ATTEMPTS:
        _own(job).update(state=State.WAITING, sentence=reason[:200], heartbeat=timezone.now())
    else:
        _end(job, State.FAILED, error=reason[:300])


def _too_long(seconds: int) -> str:
    return _("It took longer than a job is allowed (%(n)d seconds), and was stopped. Shorten the text.") % {
        "n": seconds
    }


def _in_own_words(sentence: Callable[[], str]) -> str:
    """Return a sentence in the installation's language, which is the job's."""
    with translation.override(settings.LANGUAGE_CODE):
        return sentence()


def revive(*, everything: bool = False) -> None:
    """Start again what has lost its worker or its message: what gave no sign of life for a minute.

    With ``everything``, all that is unfinished: for the start of the only process that runs jobs.
    """
    now = timezone.now()
    silent_since = now if everything else now - LOST
    for job in Job.objects.filter(state__in=(State.WAITING, State.RUNNING), heartbeat__lt=silent_since):
        unchanged = Job.objects.filter(pk=job.pk, state=job.state, heartbeat=job.heartbeat)
        if job.state == State.RUNNING and job.attempts >= MOST_ATTEMPTS:
            error = _("The job was interrupted several times and has been stopped.")
            if unchanged.update(state=State.FAILED, finished=clock.now(), error=error):
                _remove_what_others_left(job)
                _say_that_it_is_over(job)
        elif unchanged.update(state=State.WAITING, heartbeat=now):
            logger.warning("Job %s (%s) starts again", job.pk, job)
            _send(job.pk)


def _work(kind: str) -> Work:
    if kind not in _kinds:
        autodiscover_modules("jobs")
    return _kinds[kind]


def _send(job_id: int) -> None:
    """Tell a worker on commit. If the queue is out of reach the job stays waiting, and ``revive`` tells again."""
    tell_worker("run_job", job_id)


def _own(job: Job) -> QuerySet[Job]:
    """Return the row for as long as it belongs to this attempt, and no row when another has taken it over."""
    return Job.objects.filter(pk=job.pk, state=State.RUNNING, started=job.started)


def _report(job: Job, percent: int, sentence: str = "") -> None:
    _own(job).update(progress=percent, sentence=sentence[:200], heartbeat=timezone.now())


def _end(job: Job, state: Job.State, result: Result | None = None, **facts: Any) -> None:
    if result:
        job.file.save(f"{job.pk}{PurePath(result.name).suffix}", ContentFile(result.content), save=False)
        facts |= {"file": job.file.name, "name": result.name, "content_type": result.content_type}
    is_over = _own(job).update(state=state, finished=clock.now(), **facts)
    if result and not is_over:
        job.file.delete(save=False)
    elif is_over:
        _remove_what_others_left(job)
        _say_that_it_is_over(job)


def _say_that_it_is_over(job: Job) -> None:
    """Tell the app that declared this kind of work; what goes wrong with that changes nothing of the job."""
    try:
        _work(job.kind)
        if over := _ends.get(job.kind):
            over(job)
    except Exception:
        logger.exception("Job %s (%s) is over, which could not be told", job.pk, job)


def _remove_what_others_left(job: Job) -> None:
    """Remove what an attempt had written that died before it could note it: nobody would find it ever again."""
    folder, storage = str(job.file.field.upload_to), job.file.storage
    for name in storage.listdir(folder)[1] if storage.exists(folder) else []:
        if f"{folder}/{name}" != job.file.name and re.fullmatch(rf"{job.pk}(_\w+)?\.\w+", name):
            storage.delete(f"{folder}/{name}")


def _let_go() -> None:
    """Let a connection go that may be lost; the next query makes a new one."""
    if not connection.in_atomic_block:
        connection.close()


@contextmanager
def _pulse(job: Job) -> Iterator[None]:
    """Give signs of life beside the work, which may be silent for long."""
    over = Event()

    def beat() -> None:
        while not over.wait(PULSE.total_seconds()):
            try:
                _own(job).update(heartbeat=timezone.now())
            except Error:
                logger.warning("Job %s could not give a sign of life", job.pk, exc_info=True)
                _let_go()
        connection.close()

    thread = Thread(target=beat, name=f"pulse-{job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
