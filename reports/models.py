"""What reports remember besides what cases hold: the comment on a year."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialog.models import Person

MOST = 6000  # characters of a comment: it is read aloud in a council


class YearComment(models.Model):
    """What the development leader says of a year in its report. The latest is read; the earlier ones are kept."""

    year = models.PositiveSmallIntegerField(_("year"), editable=False)
    text = models.TextField(_("text"), blank=True, editable=False)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["-at", "-pk"]
        get_latest_by = ["at", "pk"]
        verbose_name = _("comment on a year")
        verbose_name_plural = _("comments on years")
        indexes = [models.Index(fields=["year", "-at"], name="comment_on_year")]

    def __str__(self) -> str:
        return f"{self.year}, {self.at:%Y-%m-%d}"
