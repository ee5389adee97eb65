"""Which rows of a case something refers to: such a row is not removed any more, it is dropped (utgår)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialog.models.record import Record


class RowReference(models.Model):
    """What is in force of a record refers to a row: a method to a target group, a confirmed gate to all that it copied."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="references")
    table = models.CharField(max_length=40)
    key = models.CharField(max_length=8)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "table", "key"],
                name="one_reference_per_row",
                violation_error_message=_("There is already a reference to this entry."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.key}"
