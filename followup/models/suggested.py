"""What was suggested of contributions, kept: vectors, groups that were made, and what became of what was offered."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialog.models import Case, Job, Person
from followup.models.contribution import Contribution
from followup.models.theme import Theme


class Vector(models.Model):
    """What a contribution means to a model, as numbers: made anew when its text or the model is another.

    ``mark`` is a mark of the text it was made of. It goes with the contribution, and at once when the text is masked.
    """

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="vectors")
    model = models.CharField(max_length=80, editable=False)
    mark = models.CharField(max_length=64, editable=False)
    row = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "model"],
                name="a_vector_of_each_model",
                violation_error_message=_("This contribution has already been read by the model."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id} {self.model}"


class Grouping(models.Model):
    """Groups that were made once of a case's contributions without a theme.

    ``way`` and ``model`` say how; an empty model means that they are made of words alone. ``count`` is how many texts there
    were, ``little`` how many say too little by themselves. The last one of a case is the one that is shown.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="groupings")
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    way = models.CharField(max_length=80, editable=False, blank=True)
    model = models.CharField(max_length=80, editable=False, blank=True)
    count = models.PositiveIntegerField(default=0)
    little = models.PositiveIntegerField(default=0)
    too_few = models.BooleanField(default=False)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.asked_at}"


class SuggestedGroup(models.Model):
    """A group that is suggested, and what somebody decided about it. ``words`` are its telling words with their counts."""

    class Status(models.TextChoices):
        """What became of it."""

        SUGGESTED = "offered", _("Suggested")
        ACCEPTED = "theme", _("Became a theme")
        JOINED = "joined", _("Joined to a theme")
        THROWN_AWAY = "thrown", _("Thrown away")
        SPLIT = "split", _("Split")

    grouping = models.ForeignKey(Grouping, models.CASCADE, related_name="groups")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=7, choices=Status, default=Status.SUGGESTED)
    words = models.JSONField(default=list, editable=False)
    hold = models.CharField(max_length=7, editable=False)
    with_words = models.FloatField(default=0)
    is_shown = models.BooleanField(default=True)
    theme = models.ForeignKey(Theme, models.SET_NULL, null=True, related_name="+")
    split_from = models.ForeignKey("self", models.CASCADE, null=True, related_name="halves")
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number", "pk"]

    def __str__(self) -> str:
        return f"{self.grouping_id} {self.number}"


class GroupMember(models.Model):
    """A contribution in a suggested group. ``typical`` says which of the quotations it is, if it is one."""

    group = models.ForeignKey(SuggestedGroup, models.CASCADE, related_name="members")
    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    is_loose = models.BooleanField(default=False)
    typical = models.PositiveSmallIntegerField(null=True)
    came_later = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "contribution"],
                name="once_in_a_group",
                violation_error_message=_("The contribution is already in the group."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.contribution_id}"


class Offered(models.Model):
    """Themes that were suggested of a contribution, and those that a person chose, by key: what hit rates are made of."""

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="offered")
    way = models.CharField(max_length=80, editable=False)
    themes = models.JSONField(default=list, editable=False)
    chosen = models.JSONField(default=list, editable=False)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contribution"],
                name="an_answer_to_what_was_offered",
                violation_error_message=_("What was suggested of the contribution has already been answered."),
            )
        ]

    def __str__(self) -> str:
        return str(self.contribution_id)
