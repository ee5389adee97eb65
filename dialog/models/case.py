"""A case (ärende): one citizen dialogue, its own facts and its people."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from dialog import clock
from dialog.language.letters import IN_SWEDISH
from dialog.models.organisation import Area, Body, Person
from dialog.models.words import Searched


class Case(Searched):
    """One dialogue from idea to lesson learned.

    Body, responsible official and dates are written here once and shown wherever they are needed. What stands under
    "stored for lists" is written by ``dialog.acts.derived`` alone and can be rebuilt from the rest.
    """

    class Visibility(models.TextChoices):
        """Who learns that the case exists."""

        OPEN = "open", _("Open to everyone in the organisation")
        MEMBERS_ONLY = "members_only", _("Members only")

    class Initiative(models.TextChoices):
        """Where the question came from."""

        COUNCIL = "council", _("The council")
        BOARD = "board", _("A board or committee")
        MOTION = "motion", _("A motion")
        CITIZEN_PROPOSAL = "citizen_proposal", _("A citizen proposal")
        ADMINISTRATION = "administration", _("The administration")

    class Outcome(models.TextChoices):
        """How a case was closed."""

        COMPLETED = "completed", _("Completed")
        INFORMED = "informed", _("Informed")
        ENDED_EARLY = "ended_early", _("Closed early")

    class Size(models.TextChoices):
        """How much a dialogue asks of those who hold it: the steps and the handbook's demands are the same."""

        ORDINARY = "ordinary", _("A standard dialogue")
        SMALL = "small", _("A small dialogue")

    title = models.CharField(_("working title"), max_length=200, db_collation=IN_SWEDISH)
    short_title = models.CharField(_("short title"), max_length=60, blank=True)
    registry_number = models.CharField(
        _("registry number"),
        max_length=40,
        unique=True,
        error_messages={"unique": _("Another case already has that registry number.")},
        null=True,
        blank=True,
    )
    body = models.ForeignKey(Body, models.PROTECT, related_name="cases", verbose_name=_("decision-making committee"))
    responsible = models.ForeignKey(
        Person, models.PROTECT, related_name="responsible_for", verbose_name=_("lead officer")
    )
    visibility = models.CharField(_("who can read it"), max_length=12, choices=Visibility, default=Visibility.OPEN)
    size = models.CharField(_("size"), max_length=10, choices=Size, default=Size.ORDINARY)
    initiative = models.CharField(_("initiative"), max_length=20, choices=Initiative, blank=True)
    initiative_number = models.CharField(_("its number"), max_length=40, blank=True)
    initiative_by = models.CharField(_("raised by"), max_length=120, blank=True)
    initiative_text = models.TextField(_("its text"), blank=True)
    initiative_body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("raised in")
    )
    begun_before_software = models.BooleanField(_("started before Dialog was introduced"), default=False)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, verbose_name=_("area"))
    subject = models.CharField(_("subject"), max_length=80, blank=True)
    dialogue_from = models.DateField(_("dialogue starts"), null=True, blank=True)
    dialogue_to = models.DateField(_("dialogue ends"), null=True, blank=True)
    decision_planned = models.DateField(_("decision planned"), null=True, blank=True)
    other_bodies = models.ManyToManyField(
        Body, blank=True, related_name="+", verbose_name=_("other committees affected")
    )
    before_samrad = models.BooleanField(_("early dialogue before the statutory consultation (samråd)"), default=False)
    samrad_number = models.CharField(_("the planning matter's number"), max_length=40, blank=True)
    edition = models.DateField(_("handbook edition"), null=True, blank=True)
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="copies")

    created_at = models.DateTimeField(_("created"))
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    paused_until = models.DateField(_("paused until"), null=True, blank=True)
    paused_reason = models.TextField(_("reason for the pause"), blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True)

    # Stored for lists.
    phase = models.CharField(max_length=20, default="", editable=False)
    waits_for = models.CharField(max_length=20, blank=True, editable=False)
    waits_kind = models.CharField(max_length=30, blank=True, editable=False)
    waits_step = models.CharField(max_length=40, blank=True, editable=False)
    waits_since = models.DateTimeField(null=True, editable=False)
    changed_at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["-changed_at"]
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        permissions = [("follow_case", "Follow the case as a member")]
        indexes = [
            # One for each sorting of the list; with the visibility in it a database sorts and counts without the table.
            models.Index(fields=["waits_since", "-changed_at", "id", "visibility"], name="case_waits_since"),
            models.Index(fields=["-changed_at", "id", "visibility"], name="case_changed"),
            models.Index(fields=["id"], condition=Q(is_indexed=False), name="case_not_indexed"),
            *(
                models.Index(fields=[column, "-changed_at", "id", "visibility"], name=f"case_by_{column}")
                for column in ("title", "phase", "body", "responsible")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="case_closed_with_an_outcome",
                violation_error_message=_("A closed case has an outcome, and an open one has none."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """The short title where there is one, for places where room is scarce."""
        return self.short_title or self.title

    @property
    def is_small(self) -> bool:
        """Whether it is one question, one group, one activity, four weeks and one civil servant: what may be left out is
        folded away, what is known is filled in, and the report is short.
        """
        return self.size == self.Size.SMALL

    def words(self) -> dict[str, str]:
        """Return the facts that papers tell, as they read today: a paper that is frozen keeps them."""
        official = self.responsible
        return {
            "title": self.title,
            "body": self.body.name,
            "responsible": official.name,
            "responsible_title": official.title,
        }

    @property
    def is_waited_for(self) -> bool:
        """Whether something waits by now: what is stored may lie ahead (a pause that ends, a seat)."""
        return self.waits_since is not None and self.waits_since <= clock.now()


def holds_on(day: dt.date, path: str = "") -> Q:
    """Return the condition that a membership holds on a day, for a query over what ``path`` leads to it from."""
    return Q(**{f"{path}start__lte": day}) & (Q(**{f"{path}end": None}) | Q(**{f"{path}end__gte": day}))


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships, by the day."""

    def holding(self, day: dt.date) -> "MembershipQuerySet":
        """Return those that hold on a day, as ``Membership.holds`` says it."""
        return self.filter(holds_on(day))


class Membership(models.Model):
    """A person's role in a case, from and to, both days included. A membership ends; it is never erased.

    One that is ended on its first day has its end before its start: it holds on no day. Who stands in for a member from a
    day to another has a membership of her own for it, beside another that she may have: what the absent one has, she has.
    """

    class Role(models.TextChoices):
        """The roles of a case (steps.md, Roles)."""

        ELECTED = "elected", _("Councillor")
        CIVIL_SERVANT = "civil_servant", _("Officer")
        READER = "reader", _("Reader")

    case = models.ForeignKey(Case, models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=16, choices=Role)
    start = models.DateField(_("from"))
    end = models.DateField(_("to"), null=True, blank=True)
    deputy_for = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="deputies", verbose_name=_("stands in for")
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["start", "pk"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"],
                condition=Q(end=None),
                name="one_role_per_person_and_case",
                violation_error_message=_("This person is already a member of the case."),
            ),
            models.CheckConstraint(
                condition=Q(deputy_for=None) | Q(end__isnull=False),
                name="a_deputy_stands_in_to_a_day",
                violation_error_message=_("Enter the last day that someone stands in."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}"

    @property
    def acts_for(self) -> set[int]:
        """Whose part in the case the person has by this: her own, and that of the member for whom she stands in."""
        return {self.person_id, self.deputy_for.person_id} if self.deputy_for else {self.person_id}

    @property
    def is_elected(self) -> bool:
        """Whether it is an elected official's: the person's own, or that of the member for whom she stands in."""
        return self.Role.ELECTED in (self.role, self.deputy_for.role if self.deputy_for else "")

    def holds(self, day: dt.date) -> bool:
        """Say whether the person is a member on that day, both ends included."""
        return self.start <= day and (self.end is None or day <= self.end)


class CasePermission(UserObjectPermissionBase):
    """Guardian's copy of the memberships that hold, for lists; a direct foreign key keeps the join plain."""

    content_object = models.ForeignKey(Case, on_delete=models.CASCADE)
