"""The methods that were chosen, and what makes it possible for each target group to take part."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialog.models import Row
from execution.models.units import Unit
from handbook import catalogue


class ChosenMethod(Row):
    """A method of the dialogue: one of the catalogue's, or one's own with its name (step 2).

    A tool supports other methods; no target group is reached by it.
    """

    OWN = "own"

    method = models.CharField(_("Which method?"), max_length=40, blank=True)
    own_name = models.CharField(_("What do you call it?"), max_length=120, blank=True)
    own_how = models.TextField(_("How does it work?"), blank=True)
    tool = models.BooleanField(_("It is a tool that supports other methods"), default=False)
    target_groups = models.JSONField(_("Which target groups does it reach?"), default=list, blank=True)
    part = models.CharField(_("For which part of the dialogue?"), max_length=8, blank=True)
    fit_reason = models.TextField(_("Why is the method still suitable?"), blank=True)
    time = models.CharField(_("How much time does it take?"), max_length=120, blank=True)
    resources = models.TextField(_("What resources are needed?"), blank=True)
    expected = models.JSONField(_("How many people do you expect from each group?"), default=dict, blank=True)
    expected_unit = models.CharField(_("Counted in"), max_length=12, choices=Unit, blank=True)
    why = models.TextField(_("Why does it suit the question, the level and the groups?"), blank=True)

    def __str__(self) -> str:
        return self.own_name or self.catalogue_name

    @property
    def catalogue_name(self) -> str:
        """What the catalogue calls the method; empty for one's own."""
        found = catalogue.methods().get(self.method)
        return found.name if found else ""

    @property
    def is_tool(self) -> bool:
        """Whether it only supports other methods."""
        found = catalogue.methods().get(self.method)
        return found.tool if found else self.tool


class Threshold(models.TextChoices):
    """What keeps people from taking part (handbook, Möjliggör delaktighet: Analys)."""

    COST = "cost", _("Cost")
    LOW_TRUST = "low_trust", _("Low trust")
    LANGUAGE = "language", _("Language")
    KNOWLEDGE = "knowledge", _("Knowledge")
    OWN = "own", _("Another barrier")
    NONE = "none", _("None known")


class Reached(models.TextChoices):
    """Whether a group was reached."""

    NOT_YET = "not_yet", _("Too early to say")
    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")


class GroupParticipation(Row):
    """What makes it possible for one target group to take part: the five aspects (step 3). Its key is the group's own.

    ``thresholds`` is a list of {kind, text, measure}; a group without any known one says so with the kind «none».
    """

    channels = models.JSONField(_("How do they find out?"), default=list, blank=True)
    own_channel = models.CharField(_("Another channel"), max_length=120, blank=True)
    information_before = models.TextField(_("Information beforehand"), blank=True)
    information_during = models.TextField(_("Information during the dialogue"), blank=True)
    information_after = models.TextField(_("Information afterwards"), blank=True)
    accessibility_timing = models.CharField(_("A time that suits them"), max_length=200, blank=True)
    accessibility_place = models.CharField(_("A place that suits them"), max_length=200, blank=True)
    accessibility_microphone = models.CharField(_("Microphone and hearing loop"), max_length=200, blank=True)
    accessibility_physical = models.CharField(_("Physical barriers"), max_length=300, blank=True)
    accessibility_psychosocial = models.CharField(_("Psychosocial barriers"), max_length=300, blank=True)
    accessibility_needs_in_invitation = models.BooleanField(_("The invitation asks about special needs"), default=False)
    thresholds = models.JSONField(
        _("What barriers are there, and what are you doing about them?"), default=list, blank=True
    )
    reached = models.CharField(_("Did you reach them?"), max_length=8, choices=Reached, blank=True)
    what_then = models.TextField(_("What will you do about it?"), blank=True)

    def __str__(self) -> str:
        return self.key
