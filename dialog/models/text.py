"""The publication texts of a case, and where and when each version was published."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialog.models.organisation import Person
from dialog.models.record import Record
from dialog.models.row import Row
from dialog.models.then import NameThen


class PublicationText(Row):
    """The approved text of one kind in one language, ready to be published (steps.md, Publication texts)."""

    class Language(models.TextChoices):
        """In which form a text speaks; a case has one text for each that its residents need."""

        SWEDISH = "sv", _("Swedish")
        EASY = "sv-easy", _("Easy Swedish (lättläst)")
        ENGLISH = "en", _("English")
        ARABIC = "ar", _("Arabic")
        SOMALI = "so", _("Somali")
        FINNISH = "fi", _("Finnish")
        TIGRINYA = "ti", _("Tigrinya")
        DARI = "prs", _("Dari")
        OTHER = "other", _("Another language")

    title = models.CharField(_("Title"), max_length=200, blank=True)
    language = models.CharField(_("Language"), max_length=8, choices=Language, blank=True, default=Language.SWEDISH)
    what = models.TextField(_("What is it about?"), blank=True)
    why = models.TextField(_("Why?"), blank=True)
    for_whom = models.TextField(_("Who is it for?"), blank=True)
    how = models.TextField(_("How can people take part?"), blank=True)
    can_influence = models.TextField(_("What can they influence?"), blank=True)
    concluded = models.TextField(_("What were the findings?"), blank=True)
    next = models.TextField(_("What happens next, and when?"), blank=True)
    text = models.TextField(_("The text"), blank=True)
    what_was_said = models.TextField(_("What happens to what was said?"), blank=True)
    channels = models.JSONField(_("Channels"), default=list, blank=True)
    contact = models.CharField(_("Questions go to"), max_length=200, blank=True)
    change = models.TextField(_("What has changed since the previous version?"), blank=True)
    withdrawn_because = models.TextField(_("The text is being withdrawn because"), blank=True)

    def __str__(self) -> str:
        return self.title


class Publication(models.Model):
    """A version of a text (or of the report) was published: where and when. A published version is fixed."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="publications")
    version = models.PositiveIntegerField()
    address = models.CharField(_("Address"), max_length=300)
    date = models.DateField(_("Date"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by_name = NameThen()
    at = models.DateTimeField()

    class Meta:
        ordering = ["date", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "version"],
                name="a_version_is_published_once",
                violation_error_message=_("This version has already been recorded as published."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.address} {self.date}"
