"""What is pointed out as personal data in contributions, and what was done about it."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialog.machine.triggers import APPEND_ONLY, MAY_BE_TAKEN_OUT_OF
from dialog.models import Case, Person
from dialog.models.then import NameThen
from followup.models.contribution import Contribution
from followup.pointing import Kind


class LookedThrough(models.Model):
    """A contribution that was looked through for personal data: how much waits for somebody to look at it.

    ``found`` says where it stands, as part, start, end and kind, never which words; it holds for the text of which ``mark``
    is a mark, and for the rules of that number. ``dismissed`` are marks of words that somebody said are no personal data.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    contribution = models.OneToOneField(
        Contribution,
        models.CASCADE,
        related_name="looked",
        error_messages={"unique": _("The contribution has already been looked through.")},
    )
    found = models.JSONField(default=list, editable=False)
    waits = models.PositiveIntegerField(default=0)
    personal_numbers = models.PositiveIntegerField(default=0)
    dismissed = models.JSONField(default=list, editable=False)
    mark = models.CharField(max_length=32, editable=False)
    rules = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["case", "waits"], name="personal_data_that_waits")]

    def __str__(self) -> str:
        return f"{self.contribution_id} {self.waits}"


class PersonalDataLog(models.Model):
    """What was done with personal data in a contribution, by whom, when and why: append-only, never what was masked."""

    class What(models.TextChoices):
        """What was done."""

        MASKED = "masked", _("Masked what was pointed out")
        WORDS = "words", _("Masked other words")
        WHOLE = "whole", _("Hid the whole text")
        REWROTE = "rewrote", _("Hid part of the text")
        UNMASKED = "unmasked", _("Removed the masking")
        READ = "read", pgettext_lazy("log", "Read the original")
        DISMISSED = "no_data", _("Dismissed what was pointed out")

    class Because(models.TextChoices):
        """Why words are masked that nobody pointed out."""

        RECOGNISED = "known", _("Someone can be recognised by it")
        HEALTH = "health", _("Information about health")
        SECRECY = "secrecy", _("Secrecy")
        OFFENDS = "offends", _("It offends someone")

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="personal_data_log")
    what = models.CharField(max_length=8, choices=What)
    kinds = models.JSONField(default=list, editable=False)
    because = models.CharField(max_length=7, choices=Because, blank=True)
    reason = models.TextField(_("Why?"), blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by_name = NameThen()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["contribution", "what"], name="log_of_personal_data")]

    def __str__(self) -> str:
        return f"{self.what} {self.contribution_id}"

    @property
    def kind_labels(self) -> list[Any]:
        """The kinds that it was about, in words, each once."""
        return [Kind(kind).label for kind in dict.fromkeys(self.kinds) if kind in Kind.values]

    @property
    def why(self) -> str:
        """Why it was done, in words."""
        if self.what in (self.What.MASKED, self.What.DISMISSED) and not self.reason:
            return str(_("Pointed out"))
        return self.reason or (str(self.get_because_display()) if self.because else "")


APPEND_ONLY.update({"followup_personaldatalog": {"UPDATE": "", "DELETE": ""}})
MAY_BE_TAKEN_OUT_OF.update({"followup_personaldatalog": ("reason",)})
