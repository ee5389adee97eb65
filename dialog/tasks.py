"""What Celery runs. Slow work goes through one task, because a job's row says what is to be done."""

from celery import Task
from django.core.management import call_command

from dialog.acts import update, words_kept
from dialog.celery import app
from dialog.machine import jobs
from dialog.mail import passwords
from dialog.mail import waiting as tell

__all__ = ["passwords"]  # declares its kind of job


@app.task(bind=True)
def run_job(self: Task, job_id: int) -> None:
    """Do the work of one job, unless somebody else has taken it."""
    if self.request.is_eager:
        jobs.run(job_id, pulse=False)
    else:
        jobs.run_apart(job_id)


@app.task
def revive_jobs() -> None:
    """Start again the jobs that lost their worker."""
    jobs.revive()


@app.task
def clear_sessions() -> None:
    """Remove the sessions that have ended, and with them what people had typed into them."""
    call_command("clearsessions")


@app.task
def tell_what_waits(waits: list[int] | None = None, by: int | None = None) -> None:
    """Tell people by mail of what waits since an act; without one, of everything due that nobody was told of."""
    tell.tell(waits, by=by)


@app.task
def sync_grants() -> None:
    """Let lists forget whose membership has ended by its day."""
    call_command("sync_grants")


@app.task
def derive_again_after_update() -> None:
    """Derive again what is stored for lists where the rules have changed since."""
    update.derive_again_after_update()


@app.task
def keep_words() -> None:
    """Keep the words of what people look for, where that was left to be done later."""
    words_kept.keep_words_later()


@app.task
def prune() -> None:
    """Remove the texts that nobody needs any more."""
    call_command("prune")
