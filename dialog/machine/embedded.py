"""Jobs in the web server's own process, for an installation without Redis.

It must be the only process that runs jobs: the queue is in its memory, and its start takes over everything unfinished.
"""

from threading import Thread

from celery.beat import EmbeddedService, Scheduler

from dialog.celery import app
from dialog.machine import jobs


def start() -> None:
    """Start a worker and the clock for recurring tasks, as threads that end with the process.

    The worker does one job at a time in its own thread. A pool of threads would be waited for when the process ends,
    and Ctrl-C would last as long as the longest report.
    """
    jobs.revive(everything=True)
    Thread(target=_work, name="jobs", daemon=True).start()
    EmbeddedService(app, thread=True, scheduler_cls=Scheduler).start()


def _work() -> None:
    quiet = {"without_gossip": True, "without_mingle": True, "without_heartbeat": True}
    app.WorkController(pool="solo", **quiet).start()
