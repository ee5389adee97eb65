"""Where a worker does a job: in a process of its own, which can be ended when the job takes too long or too much memory.

The process does one job after another. It ends with the worker that it belongs to, whatever that one dies of, and when it
has grown large; the next job then gets a new one.
"""

import os
import select
import subprocess
import sys
from threading import Lock

from django.conf import settings

STARTING = 120  # seconds until a process that is begun must be ready, on a machine with much else to do
ENVIRONMENT: dict[str, str] = {}  # what the process finds besides this one's own environment

DONE, TOO_LONG, LOST = "done", "too long", "lost"


class Workshop:
    """The process of one worker, begun when the first job comes."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: subprocess.Popen[str] | None = None

    def do(self, job_id: int) -> str:
        """Have a job done that is marked as running, and say how that ended: done, too long or lost.

        What became of the job the process writes into its row; the others are for the caller to write there.
        """
        with self._lock:
            process = self._ready()
            if process is None:
                return LOST
            try:
                assert process.stdin
                process.stdin.write(f"{job_id}\n")
                process.stdin.flush()
            except OSError:
                self.close()
                return LOST
            answer = _answer(process, settings.JOB_SECONDS)
            if answer != DONE:
                self.close()
            return TOO_LONG if answer is None else DONE if answer.startswith(DONE) else LOST

    def close(self) -> None:
        """End the process."""
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _ready(self) -> subprocess.Popen[str] | None:
        if self._process and self._process.poll() is None:
            return self._process
        self.close()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "dialog.machine.job_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=settings.BASE_DIR,
            env=os.environ | ENVIRONMENT,
        )
        if _answer(self._process, STARTING) != "ready":
            self.close()
        return self._process


def _answer(process: subprocess.Popen[str], seconds: float) -> str | None:
    """Return the line that the process says within so many seconds: empty if it ended, None if it said nothing."""
    assert process.stdout
    heard, _, _ = select.select([process.stdout], [], [], seconds)
    return process.stdout.readline().strip() if heard else None


workshop = Workshop()
