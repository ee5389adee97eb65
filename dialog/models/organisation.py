"""The municipality: its bodies, departments, areas and people."""

import datetime as dt
from pathlib import PurePath
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialog import clock
from dialog.language.letters import IN_SWEDISH, Once, Plain, name_to_sign_in, plain


class Municipality(models.Model):
    """The municipality whose installation this is: one row, with what stands on pages and documents."""

    name = models.CharField(_("name"), max_length=100)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    website = models.URLField(_("website"), blank=True)
    email = models.EmailField(_("email"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    accent_colour = models.CharField(
        _("accent colour"),
        max_length=7,
        default="#14506b",
        validators=[
            RegexValidator(r"^#[0-9a-fA-F]{6}\Z", _("Enter the colour as # and six characters, for example #14506b."))
        ],
    )
    logo = models.FileField(_("logo"), upload_to="logo/", blank=True)
    contacts_kept_months = models.PositiveSmallIntegerField(
        _("months to keep contact details"),
        default=6,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_("Participants' contact details are deleted this long after the activity, unless stated otherwise."),
    )
    disposal_decision = models.CharField(
        _("decision that disposal is based on"),
        max_length=200,
        blank=True,
        help_text=_("The decision or plan that allows disposal, with its number and date."),
    )
    clock_offset = models.DurationField(
        _("clock offset"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("How far the demonstration's clock is from the real one."),
    )

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipality")

    def __str__(self) -> str:
        return self.name

    @property
    def logo_url(self) -> str:
        """The address of the logo for pages, or an empty text."""
        return reverse("logo", args=[PurePath(str(self.logo.name)).name]) if self.logo else ""


class Department(models.Model):
    """A part of the administration (förvaltning, avdelning) with the address that mail about cases goes to."""

    name = models.CharField(_("name"), max_length=120, db_collation=IN_SWEDISH)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name=_("part of"))
    email = models.EmailField(_("email"), blank=True, db_collation=IN_SWEDISH)
    address = models.CharField(_("address"), max_length=200, blank=True)
    owns_handbook = models.BooleanField(
        _("owns the handbook"),
        default=False,
        help_text=_("Requests for help with planning are sent to this department's email address."),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        constraints = [
            Once(
                Plain("name"),
                name="department_name_once",
                violation_error_message=_("There is already a department with that name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Area(models.Model):
    """A part of the municipality where people live, as dialogues name it."""

    name = models.CharField(_("name"), max_length=80, db_collation=IN_SWEDISH)
    part_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name=_("part of"))
    note = models.CharField(_("note"), max_length=300, blank=True, db_collation=IN_SWEDISH)

    class Meta:
        ordering = ["name"]
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        constraints = [
            Once(
                Plain("name"),
                name="area_name_once",
                violation_error_message=_("There is already an area with that name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Body(models.Model):
    """A body of elected officials (nämnd, styrelse, beredning, råd) that can own a case and decide in it."""

    class Kind(models.TextChoices):
        """The kinds of bodies that a Swedish municipality has."""

        COUNCIL = "council", _("Municipal council")
        EXECUTIVE_BOARD = "executive_board", _("Municipal executive board")
        COMMITTEE = "committee", _("Specialist committee")
        DRAFTING_COMMITTEE = "drafting_committee", _("Drafting committee")
        ADVISORY_COUNCIL = "advisory_council", _("Advisory council")

    name = models.CharField(_("name"), max_length=120, db_collation=IN_SWEDISH)
    short = models.CharField(_("abbreviation"), max_length=12, blank=True, db_collation=IN_SWEDISH)
    kind = models.CharField(_("type"), max_length=20, choices=Kind, default=Kind.COMMITTEE)
    ended_on = models.DateField(
        _("last day"),
        null=True,
        blank=True,
        help_text=_(
            "After this day the committee makes no decisions, its seats give no permissions and its cases must "
            "be moved on."
        ),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("committee")
        verbose_name_plural = _("committees")
        constraints = [
            Once(
                Plain("name"),
                name="body_name_once",
                violation_error_message=_("There is already a committee with that name."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def has_ended(self, day: dt.date) -> bool:
        """Say whether the body's last day lies behind on a day: it decides nothing any more."""
        return self.ended_on is not None and self.ended_on < day


STANDING = ("is_active", "department_id", "is_administrator")


class Person(AbstractUser):
    """Somebody who signs in. What a person may do in a case comes from membership and seats, never from here.

    The three flags are the organisation-wide roles of steps.md; they may be combined, though an administrator takes no
    part in cases by being one.
    """

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("name"), max_length=120, db_collation=IN_SWEDISH)
    email = models.EmailField(_("email"), blank=True)
    title = models.CharField(pgettext_lazy("of a person", "title"), max_length=120, blank=True, db_collation=IN_SWEDISH)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("department")
    )
    is_communicator = models.BooleanField(
        _("communications officer"), default=False, help_text=_("Works with the texts for publication in every case.")
    )
    is_support = models.BooleanField(
        _("development lead"), default=False, help_text=_("Owns the handbook and answers requests for help.")
    )
    is_administrator = models.BooleanField(
        _("administrator"),
        default=False,
        help_text=_("Manages committees, people and roles. Makes no decisions in cases."),
    )
    wants_mail = models.BooleanField(_("email when something is waiting"), default=True)
    last_letter_at = models.DateTimeField(
        null=True, editable=False, help_text="When a letter about what waits went to her last: at most one an hour."
    )
    seen = models.JSONField(
        default=dict,
        editable=False,
        help_text="What is said on first visits: by its key the days it was met, and the last.",
    )

    REQUIRED_FIELDS = ["email", "name"]

    class Meta:
        ordering = ["name"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            Once(
                Plain("username"),
                name="person_username_once",
                violation_error_message=_("Someone already has this user name."),
            ),
            Once(
                Plain("email"),
                condition=~Q(email=""),
                name="person_email_once",
                violation_error_message=_("Someone already has this email address."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A row may be read in part; what it stood like is then of no interest.
        self.standing_before = self.standing if self.get_deferred_fields().isdisjoint(STANDING) else None

    @property
    def standing(self) -> tuple[object, ...]:
        """What decides whether she is an official of the house: to be compared, before and after she is saved."""
        return tuple(getattr(self, name) for name in STANDING)

    def clean_fields(self, exclude: Any = None) -> None:
        """Judge the names that one signs in with in the form in which they are kept. Raises ValidationError."""
        self.tidy_names()
        super().clean_fields(exclude)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the names that one signs in with in one form, whoever wrote them."""
        self.tidy_names()
        super().save(*args, **kwargs)

    def tidy_names(self) -> None:
        """Bring user name and address into the one form that they are looked for in."""
        self.username, self.email = name_to_sign_in(self.username or ""), name_to_sign_in(self.email or "")

    def clean(self) -> None:
        """Refuse that somebody both keeps the organisation and takes part in cases. Raises ValidationError."""
        super().clean()
        today = clock.today()
        if self.is_administrator and self.pk and any(membership.holds(today) for membership in self.memberships.all()):
            message = _("Administrators do not take part in cases. End the person's memberships first.")
            raise ValidationError({"is_administrator": message})
        self.refuse_the_name_of_another()

    def refuse_the_name_of_another(self) -> None:
        """Refuse a user name that is somebody else's address, and the other way round. Raises ValidationError."""
        others = Person.objects.exclude(pk=self.pk)
        is_own_address = plain(self.username) == plain(self.email)
        if self.username and not is_own_address and others.filter(email__same=self.username).exists():
            raise ValidationError({"username": _("Someone already has this user name.")})
        if self.email and others.filter(username__same=self.email).exists():
            raise ValidationError({"email": _("Someone already has this email address.")})

    def get_full_name(self) -> str:
        """Return the name, as Django's own pages ask for it."""
        return self.name

    def get_short_name(self) -> str:
        """Return the first of the names."""
        return self.name.split(" ")[0]


class SeatManager(models.Manager["Seat"]):
    """Reads a seat with its body, which may end before it."""

    def get_queryset(self) -> models.QuerySet["Seat"]:
        """Return the seats with their bodies."""
        return super().get_queryset().select_related("body")


class Seat(models.Model):
    """A person's seat in a body, ordinary or as substitute: any seat counts when a decision is recorded.

    It ends with its body at the latest.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="seats", verbose_name=_("person"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="seats", verbose_name=_("committee"))
    position = models.CharField(_("position"), max_length=80, blank=True)
    start = models.DateField(_("from"))
    end = models.DateField(_("to"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = SeatManager()

    class Meta:
        ordering = ["body", "start"]
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=models.F("start")),
                name="seat_ends_after_it_starts",
                violation_error_message=_("The last day is before the first day of the seat."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.body}"

    @property
    def called(self) -> str:
        """The position where room is scarce: of «ledamot, ordförande» the last word."""
        return self.position.rpartition(",")[2].strip()

    @property
    def leads(self) -> bool:
        """Whether the position says that its holder leads the body."""
        return self.called.casefold() == "ordförande"

    @property
    def stands_in(self) -> bool:
        """Whether the position says that its holder stands in for others."""
        return self.called.casefold() in ("ersättare", "suppleant")

    @property
    def last_day(self) -> dt.date | None:
        """The last day of the seat, its own or its body's; None where none is known."""
        return min(filter(None, (self.end, self.body.ended_on)), default=None)

    def clean(self) -> None:
        """Refuse a second seat of the same person in the same body on the same days. Raises ValidationError."""
        super().clean()
        if not (self.person_id and self.body_id and self.start):
            return
        others = Seat.objects.filter(person=self.person_id, body=self.body_id).exclude(pk=self.pk)
        if taken := next((seat for seat in others if self.overlaps(seat)), None):
            raise ValidationError({"start": taken.said_of_another()})

    def overlaps(self, other: "Seat") -> bool:
        """Say whether there is a day on which both seats are held."""
        last = dt.date.max
        return self.start <= (other.end or last) and other.start <= (self.end or last)

    def said_of_another(self) -> str:
        """Return why nobody can have another seat in the same body in the time of this one."""
        said = _("This person already has a seat there, from %(start)s. End it first, or change it.")
        if self.end:
            said = _("This person already has a seat there, from %(start)s to %(end)s. Choose other dates.")
        days = {
            name: date_format(day, "DATE_FORMAT") for name, day in (("start", self.start), ("end", self.end)) if day
        }
        return str(said) % days

    def holds(self, day: dt.date) -> bool:
        """Say whether the seat is held on that day, both ends included."""
        return self.start <= day and (self.last_day is None or day <= self.last_day)
