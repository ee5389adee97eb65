"""Work that takes longer than a page may: its order, its progress and its result."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


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

    kind = models.CharField(_("Kind"), max_length=40)
    key = models.CharField(_("Wanted result"), max_length=200)
    arguments = models.JSONField(_("Arguments"), default=dict)
    case = models.ForeignKey("dialog.Case", models.CASCADE, null=True, blank=True, related_name="jobs")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    state = models.CharField(_("State"), max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("Attempts"), default=0)
    progress = models.PositiveSmallIntegerField(_("Per cent done"), default=0)
    sentence = models.CharField(_("What it is doing"), max_length=200, blank=True)
    error = models.CharField(_("Why it failed"), max_length=300, blank=True)

    created = models.DateTimeField(_("Asked for"), default=timezone.now)
    started = models.DateTimeField(_("Started"), null=True, blank=True)
    finished = models.DateTimeField(_("Finished"), null=True, blank=True)
    heartbeat = models.DateTimeField(_("Last sign of life"), default=timezone.now)

    file = models.FileField(_("Result"), upload_to="jobs", blank=True)
    name = models.CharField(_("File name"), max_length=200, blank=True)
    content_type = models.CharField(_("Content type"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        constraints = (models.UniqueConstraint(fields=("kind", "key"), name="job_made_once"),)
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
