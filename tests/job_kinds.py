"""Kinds of work for tests with a real worker, which must be able to import them."""

import time

from dialog.jobs import Progress, Result, job_kind
from dialog.models import Job

KIND = "test_write"


@job_kind(KIND)
def write(job: Job, report: Progress) -> Result:
    """Write down the given word, slowly."""
    report(50, "Skriver")
    time.sleep(job.arguments["seconds"])
    return Result(job.arguments["word"].encode(), name="ord.txt", content_type="text/plain")
