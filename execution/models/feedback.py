"""Feedback of the result to those who took part, and to all residents."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialog.models import Person, Row


class FeedbackRound(Row):
    """A round of feedback (återkoppling, step 5).

    For whom, when and how stand here as soon as somebody has planned them; the content comes in force when an elected
    official has approved it; that it was carried out is a fact of its own.
    """

    class To(models.TextChoices):
        """For whom the round is."""

        PARTICIPANTS = "participants", _("To the participants")
        RESIDENTS = "residents", _("To residents")

    to = models.CharField(_("Who will receive it?"), max_length=12, choices=To, blank=True)
    target_groups = models.JSONField(_("Which target groups?"), default=list, blank=True)
    language_and_form = models.TextField(_("In which language and form?"), blank=True)
    channels = models.JSONField(_("Channels"), default=list, blank=True)
    own_channel = models.CharField(_("Another channel"), max_length=120, blank=True)
    planned_on = models.DateField(_("Planned date"), null=True, blank=True)
    said_and_taken_care_of = models.TextField(_("What was said and how it was dealt with"), blank=True)
    use_of_results = models.TextField(_("How the results have been used or will be used"), blank=True)
    decisions_and_grounds = models.TextField(_("Which decisions have been made, and on what grounds"), blank=True)

    carried_out_on = models.DateField(null=True)
    carried_out_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    carried_out_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.get_to_display())

    @property
    def is_planned(self) -> bool:
        """Whether recipients and day stand there."""
        return bool(self.to and self.planned_on and not self.dropped_because)

    @property
    def is_carried_out(self) -> bool:
        """Whether the round has reached its recipients."""
        return self.carried_out_on is not None
