"""Who has been told by mail of what waits."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dialog.models.history import Wait
from dialog.models.organisation import Person


class Told(models.Model):
    """Somebody knows of a thing that waits: by mail, or because she made it wait herself. Nobody is told twice.

    Without a person it is the department that owns the handbook. A row is written before the mail goes out; until
    ``is_over`` a mail is under way, and one that has been so for long was lost with its worker.
    """

    wait = models.ForeignKey(Wait, models.CASCADE, related_name="told")
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField()
    is_over = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["wait", "person"],
                name="a_person_is_told_once",
                violation_error_message=_("The person has already been told about this."),
            ),
            models.UniqueConstraint(
                fields=["wait"],
                condition=Q(person=None),
                name="the_department_is_told_once",
                violation_error_message=_("The department has already been told about this."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wait}, {self.person}"
