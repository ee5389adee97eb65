"""What Celery runs. All work goes through one task, because a job's row says what is to be done."""

from celery import Task
from django.core.management import call_command

from dialog import jobs
from dialog.celery import app


@app.task(bind=True)
def run_job(self: Task, job_id: int) -> None:
    """Do the work of one job, unless somebody else has taken it."""
    jobs.run(job_id, pulse=not self.request.is_eager)


@app.task
def revive_jobs() -> None:
    """Start again the jobs that lost their worker."""
    jobs.revive()


@app.task
def clear_sessions() -> None:
    """Remove the sessions that have ended, and with them what people had typed into them."""
    call_command("clearsessions")
