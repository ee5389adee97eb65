"""How contributions are coded: which themes they have, how they stand to each, and the acts that say so."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialog.models import Case, Person
from dialog.models.then import NameThen

if TYPE_CHECKING:
    from followup.models.contribution import Contribution


class Stance(models.TextChoices):
    """How a contribution stands to what a theme stands for."""

    FOR = "for", _("For")
    AGAINST = "against", _("Against")
    NEITHER = "neither", _("Neither")


class ContributionTheme(models.Model):
    """A contribution is about a theme, and stands in some way to what that stands for; unset until a person says how.

    The first of its themes is the main one. A minority stands beside a majority in each theme.
    """

    contribution: "models.ForeignKey[Contribution, Contribution]" = models.ForeignKey(
        "Contribution", models.CASCADE, related_name="coded"
    )
    theme = models.ForeignKey("Theme", models.PROTECT, related_name="coded")
    position = models.PositiveSmallIntegerField(default=0)
    stance = models.CharField(_("For or against?"), max_length=7, choices=Stance, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "theme"],
                name="a_theme_once_a_contribution",
                violation_error_message=_("The contribution already has this theme."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id} {self.theme_id}"


class CodingAct(models.Model):
    """An act that coded contributions, one or very many, and that can be undone as one: who, when, what, how many.

    ``given`` says what was asked for, in keys and codes alone. How each contribution stood before is among its own changes
    (``ContributionChange.coding``). Undone it stays, with who undid it.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="coding_acts")
    act = models.CharField(max_length=30)
    given = models.JSONField(default=dict)
    count = models.PositiveIntegerField()
    number = models.PositiveIntegerField(null=True, help_text="The contribution's own number, where it was one alone.")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by_name = NameThen()
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["case", "by", "-id"], name="coding_of_a_person")]

    def __str__(self) -> str:
        return f"{self.act} {self.count}"
