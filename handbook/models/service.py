"""What surrounds the editions and is always of today: whom to ask, the council's goals, what readers say."""

import datetime as dt

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dialog.forms.sending import MOST_DIGITS
from dialog.language.letters import IN_SWEDISH
from dialog.models import Case, Department, Person
from handbook.models.edition import Page


class Contact(models.Model):
    """Whom to ask about something: a department, often somebody in it. What stands here goes before their own details.

    Contacts belong to no edition: an old edition with somebody who has left helps nobody.
    """

    order = models.PositiveSmallIntegerField(_("order"))
    subject = models.CharField(_("ask about"), max_length=120)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    own_email = models.EmailField(_("different email address"), blank=True)
    own_phone = models.CharField(_("different phone number"), max_length=40, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.CheckConstraint(
                condition=Q(department__isnull=False) | Q(person__isnull=False) | ~Q(own_email="") | ~Q(own_phone=""),
                name="contact_can_be_reached",
                violation_error_message=_(
                    "Enter how to contact them: a department, a person, an email address or a phone number."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def email(self) -> str:
        """The address to write to: its own, the person's, the department's."""
        person, department = self.person, self.department
        return self.own_email or (person.email if person else "") or (department.email if department else "")

    @property
    def phone(self) -> str:
        """The number to call: its own, or the person's."""
        return self.own_phone or (self.person.phone if self.person else "")


class DirectionGoalQuerySet(models.QuerySet["DirectionGoal"]):
    """Questions to the council's goals."""

    def in_force(self, day: dt.date) -> "DirectionGoalQuerySet":
        """Return the goals that hold on that day, both ends included."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)


class DirectionGoal(models.Model):
    """A goal that the council has set for a period (inriktningsmål); a dialogue's overall goal may be tied to one."""

    key = models.SlugField(
        max_length=40, unique=True, error_messages={"unique": _("There is already a goal with this key.")}
    )
    text = models.CharField(_("goal"), max_length=300, db_collation=IN_SWEDISH)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)

    objects = DirectionGoalQuerySet.as_manager()

    class Meta:
        ordering = ["valid_from", "pk"]
        verbose_name = _("goal of the council")
        verbose_name_plural = _("goals of the council")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="direction_goal_ends_after_it_starts",
                violation_error_message=_("The goal cannot stop applying before it starts."),
            )
        ]

    def __str__(self) -> str:
        return self.text


class HandbookComment(models.Model):
    """What a reader says about a page of the handbook, or about a finished dialogue, and what support answered.

    ``dialogue`` is the case that the reader came from, where it was a finished one. ``key`` is that of what was sent: the
    same words from the same page are one comment, whether or not it has been answered meanwhile.
    """

    page = models.ForeignKey(Page, models.PROTECT, related_name="comments", editable=False)
    dialogue = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+", editable=False)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(editable=False)
    text = models.TextField(_("Your comment on the page"), validators=[MaxLengthValidator(5_000)])
    key = models.CharField(max_length=MOST_DIGITS, editable=False, blank=True)
    answer = models.TextField(_("Answer"), blank=True, validators=[MaxLengthValidator(5_000)])
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("comment on the handbook")
        verbose_name_plural = _("comments on the handbook")
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="handbook_comment_answered_by_somebody",
                violation_error_message=_("An answer must have a text and an author."),
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
