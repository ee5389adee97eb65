"""The two shapes of the phases' own tables: one row of answers a case, and rows with a key for life."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialog.models.case import Case


class Answers(models.Model):
    """What is in force of a written step, one row a case: other steps, lists and pictures read it."""

    case = models.OneToOneField(
        Case,
        models.CASCADE,
        related_name="%(class)s",
        error_messages={"unique": _("Someone else has finalised this step in the meantime.")},
    )

    class Meta:
        abstract = True


class Row(models.Model):
    """A row of a step's table that is in force. Its key (8 hexadecimal digits) is the same in every draft and reference.

    A row that something refers to is not removed but dropped (utgår): it stays readable and leaves counts and warnings.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="%(class)s_rows")
    key = models.CharField(max_length=8)
    position = models.PositiveIntegerField(default=0)
    dropped_because = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "key"],
                name="%(class)s_key_once",
                violation_error_message=_("This entry already exists."),
            )
        ]


class PartOfRow(Row):
    """A row of a table in one row of a register: the counts of an activity. ``owner`` is the key of the register's row."""

    owner = models.CharField(max_length=8)

    class Meta(Row.Meta):
        abstract = True
