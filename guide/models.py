"""What the guide remembers: the wordings of the pages that the municipality writes itself."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from dialog.models import Person
from handbook.markdown import MAX_PAGE


class Wording(models.Model):
    """One wording of a page about Dialog. The latest is read; the earlier ones are kept and never change."""

    class Page(models.TextChoices):
        """The pages that a municipality words itself."""

        ACCESSIBILITY = "accessibility", _("Accessibility")
        PRIVACY = "privacy", _("Personal data and cookies")
        HELP_CONTACTS = "help_contacts", _("Who you can ask for help")

    page = models.CharField(max_length=16, choices=Page, editable=False)
    text = models.TextField(_("text"), validators=[MaxLengthValidator(MAX_PAGE)], editable=False)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", editable=False)
    at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["-at", "-pk"]
        get_latest_by = ["at", "pk"]
        verbose_name = _("wording of a page about Dialog")
        verbose_name_plural = _("wordings of the pages about Dialog")

    def __str__(self) -> str:
        return f"{self.get_page_display()}, {self.at:%Y-%m-%d}"
