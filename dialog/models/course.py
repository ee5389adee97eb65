"""The course of a case besides its steps: how it was closed and opened again, and what was added afterwards."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialog.models.case import Case
from dialog.models.organisation import Person
from dialog.models.then import NameThen


class Closing(models.Model):
    """One closing of a case. A case may be closed more than once, and each closing keeps its own outcome and reason."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="closings")
    outcome = models.CharField(max_length=12, choices=Case.Outcome)
    reason = models.TextField(blank=True)
    continues_in = models.ForeignKey(Case, models.PROTECT, null=True, related_name="continues")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by_name = NameThen()
    at = models.DateTimeField()
    reopened_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    reopened_by_name = models.CharField(max_length=120, blank=True)
    reopened_at = models.DateTimeField(null=True)
    reopened_because = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.at:%Y-%m-%d}"


class Addition(models.Model):
    """Something that was added to a closed case: with date and name, changing nothing that stood there.

    What became of a promised measure is told in an open case too. ``rows`` are the conclusions that it is about;
    ``settled`` says that nothing more is to be told of them.
    """

    class Kind(models.TextChoices):
        """What may be added to a closed case (steps.md, Ways a case goes)."""

        PUBLICATION = "publication", _("Where and when something was published")
        PROMISED_MEASURE = "promised_measure", _("What came of a promised action")
        DISPOSAL = "disposal", _("Disposal")
        OTHER = "other", _("Something else")

    case = models.ForeignKey(Case, models.PROTECT, related_name="additions")
    kind = models.CharField(_("What is it about?"), max_length=20, choices=Kind)
    text = models.TextField(_("The addition"))
    rows = models.JSONField(_("Which conclusions does it concern?"), default=list, blank=True)
    settled = models.BooleanField(_("The promise has been kept, or nothing more will come of it"), default=False)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by_name = NameThen()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"
