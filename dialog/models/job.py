"""Work that takes longer than a page may: its order, its progress and its result."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

PATIENCE = timedelta(minutes=1)  # a job that no worker has begun for so long is left waiting


class Job(models.Model):
    """One piece of slow work, such as a report to be rendered.

    The row is the truth about the work; a message in the queue only says that somebody should look at it. ``kind`` and
    ``key`` together name the wanted result, so what is asked for twice is made once.
    """

    class State(models.TextChoices):
        """How far the work has come."""

        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    kind = models.CharField(_("type"), max_length=40)
    key = models.CharField(_("requested result"), max_length=200)
    arguments = models.JSONField(_("arguments"), default=dict)
    case = models.ForeignKey("dialog.Case", models.CASCADE, null=True, blank=True, related_name="jobs")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    progress = models.PositiveSmallIntegerField(_("per cent done"), default=0)
    sentence = models.CharField(_("current activity"), max_length=200, blank=True)
    error = models.CharField(_("why it failed"), max_length=300, blank=True)

    created = models.DateTimeField(_("requested"), default=timezone.now)
    started = models.DateTimeField(_("started"), null=True, blank=True)
    finished = models.DateTimeField(_("finished"), null=True, blank=True)
    heartbeat = models.DateTimeField(_("last sign of life"), default=timezone.now)

    file = models.FileField(_("result"), upload_to="jobs", blank=True)
    name = models.CharField(_("file name"), max_length=200, blank=True)
    content_type = models.CharField(_("content type"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "key"),
                name="job_made_once",
                violation_error_message=_("This has already been requested."),
            ),
        )
        indexes = (
            models.Index(
                fields=("heartbeat",),
                condition=models.Q(state__in=("waiting", "running")),
                name="job_unfinished",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it by itself."""
        return self.state in (self.State.DONE, self.State.FAILED)

    @property
    def is_left_waiting(self) -> bool:
        """Whether it was asked for a while ago and no worker has begun on it."""
        untouched = self.state == self.State.WAITING and not self.attempts
        return untouched and timezone.now() - self.created > PATIENCE


@receiver(post_delete, sender=Job)
def remove_file(instance: Job, **kwargs: Any) -> None:
    """Remove the result of a job whose row is gone, with its case for instance."""
    if name := instance.file.name:
        transaction.on_commit(lambda: instance.file.storage.delete(name), robust=True)
