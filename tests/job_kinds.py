"""Kinds of work for tests with a real worker, which must be able to import them."""

import os
import signal
import time

from dialog.machine.jobs import Progress, Result, job_kind
from dialog.models import Job

KIND = "test_write"
GREEDY = "test_greedy"
STUBBORN = "test_stubborn"
FRAGILE = "test_fragile"


@job_kind(KIND)
def write(job: Job, report: Progress) -> Result:
    """Write down the given word, slowly."""
    report(50, "Skriver")
    time.sleep(job.arguments["seconds"])
    return Result(job.arguments["word"].encode(), name="ord.txt", content_type="text/plain")


@job_kind(GREEDY)
def take_memory(job: Job, report: Progress) -> None:
    """Take more memory than a job may have."""
    kept = []
    while True:
        kept.append(bytearray(50_000_000))


@job_kind(STUBBORN)
def never_end(job: Job, report: Progress) -> None:
    """Work for ever."""
    while True:
        time.sleep(0.1)


@job_kind(FRAGILE)
def break_down(job: Job, report: Progress) -> None:
    """Take the process along, as a library may whose memory runs out."""
    os.kill(os.getpid(), signal.SIGABRT)
