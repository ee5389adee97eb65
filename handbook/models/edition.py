"""An edition of the handbook and everything that is printed in it.

A published edition never changes, so that a case can be read beside the advice it had. To revise is to copy the latest
edition as a draft, change the copy and publish it (``handbook.editions``).
"""

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialog.models import Person
from handbook.markdown import MAX_PAGE, MAX_SHORT, validate_link


class EditionQuerySet(models.QuerySet["Edition"]):
    """Questions to the editions."""

    def published(self) -> "EditionQuerySet":
        """Return the editions that readers and cases may follow, the oldest first."""
        return self.filter(state=Edition.State.PUBLISHED).order_by("revised_on", "published_at", "pk")


class Edition(models.Model):
    """An edition of the handbook with its date, and what the municipality stands on: vision, policy, definition.

    An edition is known by its date. Of two of one day the one published last is read; the other is kept.
    """

    class State(models.TextChoices):
        """Whether people read the edition or write it."""

        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")

    revised_on = models.DateField(_("revision date"))
    note = models.TextField(_("what is new"), blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT, editable=False)
    published_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", editable=False, verbose_name=_("published by")
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)

    definition_of_resident = models.TextField(_("who the residents are"), blank=True)
    vision_title = models.CharField(_("vision"), max_length=200, blank=True)
    vision_text = models.TextField(_("the vision in a few sentences"), blank=True)
    policy_title = models.CharField(_("policy"), max_length=200, blank=True)
    policy_adopted_by = models.CharField(_("adopted by"), max_length=120, blank=True)
    policy_adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    policy_section = models.CharField(_("number (§) in the minutes"), max_length=40, blank=True)
    policy_number = models.CharField(_("registry number"), max_length=40, blank=True)
    policy_link = models.URLField(_("address of the policy"), blank=True)
    policy_summary = models.TextField(_("the policy in a few sentences"), blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-revised_on", "-published_at", "-pk"]
        verbose_name = _("handbook edition")
        verbose_name_plural = _("editions of the handbook")
        constraints = [
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state="draft"),
                name="one_draft_of_the_handbook",
                violation_error_message=_("A new edition is already being written."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True)
                | Q(state="published", published_at__isnull=False),
                name="edition_published_at_a_moment",
                violation_error_message=_("A published edition has a time of publication. A draft does not."),
            ),
        ]

    def __str__(self) -> str:
        return self.revised_on.isoformat()

    @property
    def is_published(self) -> bool:
        """Whether the edition can be read and no longer be changed."""
        return self.state == self.State.PUBLISHED

    def clean(self) -> None:
        """Refuse to change what is published. Raises ValidationError."""
        if self.is_published:
            raise_fixed()


def raise_fixed() -> None:
    """Say that a published edition stays as it is. Raises ValidationError."""
    message = _("This edition has been published and cannot be changed. Make the change in a new edition.")
    raise ValidationError(message, code="published")


class Principle(models.Model):
    """One of the municipality's principles of citizen dialogue, from its policy."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="principles", editable=False)
    key = models.SlugField(max_length=40, editable=False)
    order = models.PositiveSmallIntegerField(_("order"))
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"))

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("principle")
        verbose_name_plural = _("principles")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "key"],
                name="principle_once_in_an_edition",
                violation_error_message=_("The edition already has this principle."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse to change what is published. Raises ValidationError."""
        if self.edition.is_published:
            raise_fixed()


class Page(models.Model):
    """A page of the handbook: the guidance of a step or a gate, the introduction of a part, something to look up.

    ``short`` stands beside the form of the step with the same key, ``whole`` is the page itself; both are Markdown.
    """

    class Part(models.TextChoices):
        """The parts of the book; the phases have one each."""

        FOUNDATION = "foundation", _("The foundation")
        PLANNING = "planning", pgettext_lazy("phase", "Planning")
        EXECUTION = "execution", pgettext_lazy("phase", "Dialogue")
        FOLLOWUP = "followup", pgettext_lazy("phase", "Follow-up")
        REFERENCE = "reference", _("Reference")

    class Role(models.TextChoices):
        """Who has the main responsibility for the step that the page is about."""

        ELECTED = "elected", _("Councillor")
        CIVIL_SERVANT = "civil_servant", _("Officer")
        SHARED = "shared", _("Shared")

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="pages", editable=False)
    key = models.SlugField(max_length=40, editable=False)
    part = models.CharField(_("part"), max_length=12, choices=Part)
    order = models.PositiveSmallIntegerField(_("order"), help_text=_("Throughout the handbook."))
    number = models.PositiveSmallIntegerField(_("number of the step"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=120)
    role = models.CharField(_("main responsibility"), max_length=16, choices=Role, blank=True)
    principle = models.ForeignKey(
        Principle, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("principle shown here")
    )
    short = models.TextField(_("beside the form"), validators=[MaxLengthValidator(MAX_SHORT)])
    whole = models.TextField(_("the whole page"), validators=[MaxLengthValidator(MAX_PAGE)])
    changed_on = models.DateField(_("changed on"), editable=False)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("page in the handbook")
        verbose_name_plural = _("pages in the handbook")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "key"],
                name="page_once_in_an_edition",
                violation_error_message=_("The edition already has this page."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}" if self.number else self.title

    def clean(self) -> None:
        """Refuse to change what is published, and a principle of another edition. Raises ValidationError."""
        if self.edition.is_published:
            raise_fixed()
        if self.principle and self.principle.edition_id != self.edition_id:
            raise ValidationError({"principle": _("Choose a principle from this edition.")})


class ReadingTip(models.Model):
    """Something to read beside a page (lästips): title, address and why."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="reading_tips", editable=False)
    order = models.PositiveSmallIntegerField(_("order"))
    title = models.CharField(_("title"), max_length=200)
    address = models.CharField(_("address"), max_length=500, validators=[validate_link])
    why = models.CharField(_("why"), max_length=300, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("further reading")
        verbose_name_plural = _("further reading items")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse to change what is published. Raises ValidationError."""
        if self.page.edition.is_published:
            raise_fixed()
