"""What the municipality's website says of a dialogue: as a communicator approved it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialog.models import Case


class ListedDialogue(models.Model):
    """Question and days of a dialogue as they read when a communicator last approved a text about it.

    What is decided, moved or renamed in the case afterwards is not told to residents before a communicator has seen it.
    """

    case = models.OneToOneField(
        Case,
        models.CASCADE,
        related_name="listed",
        error_messages={"unique": _("The dialogue is already in the list.")},
    )
    question = models.CharField(max_length=300)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    approved_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.question
