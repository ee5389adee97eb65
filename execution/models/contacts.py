"""Participants' contact details: apart from everything else, read by the case's civil servants alone, and disposed of."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialog.models import Case, Person


class ContactRegister(models.Model):
    """A register of participants who want to hear what became of the dialogue (steps.md, activities).

    It has its legal basis, its purpose and its disposal date. It is no record: its details are in no revision, event,
    report or export. After disposal the register says how many people stood in it, and nothing else about them.
    """

    class LegalBasis(models.TextChoices):
        """Why the details may be kept (dataskyddsförordningen, article 6)."""

        PUBLIC_INTEREST = "public_interest", _("Task of public interest")
        CONSENT = "consent", _("Consent")
        LEGAL_OBLIGATION = "legal_obligation", _("Legal obligation")

    case = models.ForeignKey(Case, models.PROTECT, related_name="contact_registers")
    key = models.CharField(max_length=8)
    activities = models.JSONField(_("From which activities?"), default=list, blank=True)
    legal_basis = models.CharField(
        _("Legal basis"), max_length=20, choices=LegalBasis, default=LegalBasis.PUBLIC_INTEREST
    )
    purpose = models.TextField(_("What will they be used for?"))
    disposal_date = models.DateField(_("To be disposed of on"))
    number_of_people = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    disposed_on = models.DateField(null=True)
    disposed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    disposal_decision = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "key"],
                name="contactregister_key_once",
                violation_error_message=_("This register already exists."),
            )
        ]

    def __str__(self) -> str:
        return self.purpose


class ContactDetail(models.Model):
    """How to reach one participant."""

    register = models.ForeignKey(ContactRegister, models.CASCADE, related_name="details")
    name = models.CharField(_("Name"), max_length=120, blank=True)
    contact = models.CharField(_("Email, phone number or address"), max_length=200)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name or self.contact
