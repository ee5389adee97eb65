"""What members say to each other beside the forms, and the requests for help."""

from django.db import models

from dialog.models.case import Case
from dialog.models.organisation import Person


class Comment(models.Model):
    """A comment or question at a step, for members only; sending back writes one, a reply or a new proposal answers it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="comments")
    step = models.CharField(max_length=40)
    row = models.CharField(max_length=8, blank=True)
    text = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sent_back = models.BooleanField(default=False)
    body_name = models.CharField(max_length=120, blank=True)  # the body that sent it back, as it was called
    answers = models.ForeignKey("self", models.PROTECT, null=True, related_name="replies")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["case", "step"], name="comment_at_step")]

    def __str__(self) -> str:
        return self.text[:60]


class HelpRequest(models.Model):
    """A request to the department that owns the handbook, from a step or a row; the answer is shown there."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="help_requests")
    step = models.CharField(max_length=40)
    row = models.CharField(max_length=8, blank=True)
    text = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]
