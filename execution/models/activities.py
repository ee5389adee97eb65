"""Dialogue activities: where residents meet the municipality, how many came, and what became of it."""

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialog.models import Case, PartOfRow, Person, Row
from execution.models.units import Unit


class Said(models.TextChoices):
    """Whether anything was said that is to be kept."""

    CONTRIBUTIONS = "contributions", _("It will be entered as contributions")
    NOTHING = "nothing", _("Nothing was said that needs to be kept")


class Activity(Row):
    """A dialogue activity (dialogaktivitet, step 4): planned, then held or cancelled by a person, never deleted.

    ``status`` and the facts under it are set by acts of their own, not by the form. ``by_age`` is {group: number} as the
    counter named the groups, ``by_target_group`` {key of the target group: number}.
    """

    class OpenTo(models.TextChoices):
        """Whose an activity is: only an open one stands in what residents read."""

        EVERYBODY = "everybody", _("Everyone: it is shown in texts for residents")
        INVITED = "invited", _("Invited people only: it is not shown in any text for residents")

    class Status(models.TextChoices):
        """What became of the activity."""

        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Cancelled")

    title = models.CharField(_("Name of the activity"), max_length=200, blank=True)
    method = models.CharField(_("Method"), max_length=8, blank=True)
    first_day = models.DateField(_("Day or first day"), null=True, blank=True)
    from_time = models.TimeField(_("From"), null=True, blank=True)
    last_day = models.DateField(_("Last day, if it lasts several days"), null=True, blank=True)
    to_time = models.TimeField(_("To"), null=True, blank=True)
    place = models.CharField(_("Place"), max_length=200, blank=True)
    area = models.CharField(_("Area"), max_length=80, blank=True)
    link = models.CharField(_("Link"), max_length=300, blank=True)
    open_to = models.CharField(_("Who can come?"), max_length=10, choices=OpenTo, blank=True, default=OpenTo.EVERYBODY)
    registration = models.CharField(_("How do people register?"), max_length=200, blank=True)
    leads = models.JSONField(_("Who leads and listens?"), default=list, blank=True)
    leads_named = models.JSONField(_("Other leaders without an account"), default=list, blank=True)
    documents = models.JSONField(_("Who takes notes?"), default=list, blank=True)
    documents_named = models.JSONField(_("Other note-takers without an account"), default=list, blank=True)
    predefined_questions = models.JSONField(_("Which of the questions will be asked?"), default=list, blank=True)
    expected_count = models.PositiveIntegerField(_("How many people do you expect?"), null=True, blank=True)
    expected_unit = models.CharField(_("Counted in"), max_length=12, choices=Unit, blank=True)
    expected_exact = models.CharField(_("How certain is the number?"), max_length=3, blank=True)
    actual_count = models.PositiveIntegerField(_("How many came?"), null=True, blank=True)
    actual_unit = models.CharField(_("Counted in"), max_length=12, choices=Unit, blank=True)
    actual_exact = models.CharField(_("Is the number exact?"), max_length=3, blank=True)
    by_target_group = models.JSONField(_("By target group, if you know"), default=dict, blank=True)
    by_age = models.JSONField(_("By age, if you know"), default=dict, blank=True)
    by_gender_women = models.PositiveIntegerField(_("Women"), null=True, blank=True)
    by_gender_men = models.PositiveIntegerField(_("Men"), null=True, blank=True)
    by_gender_other = models.PositiveIntegerField(_("Another gender identity"), null=True, blank=True)
    by_gender_undisclosed = models.PositiveIntegerField(_("Prefer not to say"), null=True, blank=True)
    promise_told = models.CharField(_("Were participants told about the promise?"), max_length=3, blank=True)
    promise_how = models.CharField(_("How?"), max_length=300, blank=True)
    said = models.CharField(_("What happened to what was said?"), max_length=14, choices=Said, blank=True)
    said_nothing_why = models.TextField(_("Why was nothing said?"), blank=True)
    experience = models.TextField(_("How did it go?"), blank=True)

    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    status_at = models.DateTimeField(null=True)
    status_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    cancelled_on = models.DateField(null=True)
    cancelled_because = models.TextField(blank=True)
    moved_at = models.DateTimeField(null=True, help_text="When time or place was last changed.")

    class Meta(Row.Meta):
        ordering = ["first_day", "from_time", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def starts(self) -> dt.datetime | None:
        """When it begins."""
        return _moment(self.first_day, self.from_time or dt.time())

    @property
    def ends(self) -> dt.datetime | None:
        """When it is over: at the end of its last day where no hour is known."""
        return _moment(self.last_day or self.first_day, self.to_time or dt.time(23, 59))

    def lies_ahead(self, today: dt.date) -> bool:
        """Say whether it is planned and its first day has not gone by: of one that may have begun, a person says."""
        return self.is_planned and (self.first_day is None or self.first_day >= today)

    def may_have_been(self, today: dt.date) -> bool:
        """Say whether its first day has come."""
        return self.first_day is not None and self.first_day <= today

    @property
    def is_planned(self) -> bool:
        """Whether it is still to come."""
        return self.status == self.Status.PLANNED

    @property
    def is_public(self) -> bool:
        """Whether everybody may come, so that residents may be told of it."""
        return self.open_to != self.OpenTo.INVITED

    @property
    def is_held(self) -> bool:
        """Whether it was held."""
        return self.status == self.Status.HELD

    @property
    def is_cancelled(self) -> bool:
        """Whether it was cancelled."""
        return self.status == self.Status.CANCELLED


def _moment(day: dt.date | None, hour: dt.time) -> dt.datetime | None:
    return timezone.make_aware(dt.datetime.combine(day, hour)) if day else None


class ActivityCount(PartOfRow):
    """A further count of an activity: in another unit than its first one (641 voters, 1 612 votes)."""

    class Of(models.TextChoices):
        """What was counted."""

        ACTUAL = "actual", _("People who came")
        EXPECTED = "expected", _("People expected")

    of = models.CharField(_("Which groups did you count?"), max_length=8, choices=Of, blank=True)
    count = models.PositiveIntegerField(_("How many?"), null=True, blank=True)
    unit = models.CharField(_("Counted in"), max_length=12, choices=Unit, blank=True)
    exact = models.CharField(_("Is the number exact?"), max_length=3, blank=True)

    def __str__(self) -> str:
        return f"{self.count} {self.get_unit_display()}"


class Talk(models.Model):
    """A small talk, or a line of notes, at an activity: with which group, and with how many.

    What was said is a contribution (follow-up), under the same key, and stands there alone. The people of the talks add
    up to the activity's participants.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="talks")
    activity = models.CharField(max_length=8)
    key = models.CharField(max_length=32)
    target_group = models.CharField(max_length=8, blank=True)
    people = models.PositiveIntegerField(null=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "key"],
                name="talk_key_once",
                violation_error_message=_("This conversation already exists."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity} {self.people}"
