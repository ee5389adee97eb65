"""The gates after each phase, and what was let through them with a reason."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialog.models.case import Case
from dialog.models.organisation import Person
from dialog.models.then import NameThen


class GateConfirmation(models.Model):
    """An elected member of the owning body confirmed that a phase is done (steps.md, Gates).

    ``copy`` names the version of every record of the phase that was in force: versions are never erased, so this is
    the phase as it stood (after planning: planen). Reopening a case sets ``undone_at`` by a row of its own, see Event.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="gates")
    phase = models.CharField(max_length=20)
    version = models.PositiveIntegerField(help_text="The version of the gate's own record: reflection and answers.")
    copy = models.JSONField(help_text="{record id: version} of everything in the phase that was in force.")
    exceptions = models.JSONField(help_text="The exceptions that were let through: step, reason, by, at.")
    body_name = NameThen(of="case.body")
    section = models.CharField(_("minute number (§)"), max_length=40, blank=True)
    section_date = models.DateField(_("considered on"), null=True, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by_name = NameThen()
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.phase} {self.at:%Y-%m-%d}"


class GateException(models.Model):
    """A reason why a line of a gate's checklist may be passed though it is not done (avsteg)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="exceptions")
    phase = models.CharField(max_length=20)
    step = models.CharField(max_length=40)
    reason = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by_name = NameThen()
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "phase", "step"],
                name="one_exception_per_line",
                violation_error_message=_("There is already an exception for this line."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.step}: {self.reason}"
