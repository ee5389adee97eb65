"""The process in which a worker's jobs are done, begun by ``dialog.machine.workshop``; it ends with its worker."""

import os
import resource
import signal
import sys
from collections.abc import Iterator
from queue import Queue
from threading import Thread
from typing import IO

import django
from django.conf import settings
from django.db import connections

from dialog.celery import app
from dialog.machine.workshop import DONE

django.setup()

from dialog.machine import jobs  # noqa: E402 - its models are there from now on


def main() -> None:
    """Do the jobs whose keys come on the standard input, one after another, until it ends."""
    for told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told, signal.SIG_IGN)  # the worker is told as well, and decides
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # what a library prints is no answer

    app.loader.import_default_modules()
    most = settings.JOB_MEGABYTES * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))
    answers.write("ready\n")
    for job_id in _heard(sys.stdin):
        jobs.perform(job_id)
        connections.close_all()
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 > most / 2
        answers.write(f"{DONE} and grown\n" if grown else f"{DONE}\n")


def _heard(lines: IO[str]) -> Iterator[int]:
    """Yield the keys as they come, and end the process at once when nobody is there any more to send them."""
    waiting: Queue[int] = Queue()

    def listen() -> None:
        for line in lines:
            waiting.put(int(line))
        os._exit(0)

    Thread(target=listen, daemon=True).start()
    while True:
        yield waiting.get()


if __name__ == "__main__":
    main()
