"""What a body of elected officials decided, and what became known about it later."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dialog.models.case import Case
from dialog.models.organisation import Body, Person
from dialog.models.then import NameThen


class Decision(models.Model):
    """A decision of a body, recorded by one of its members (steps.md, Decisions of the body).

    Never changed and never erased, in the database either: a new decision supersedes an old one with a reason, a slip
    of the pen is superseded by a correction (rättelse) with the same answer.
    """

    class MadeBy(models.TextChoices):
        """Who decided, in the body's name."""

        BODY = "body", _("The committee")
        DELEGATION = "delegation", _("By delegation")
        CHAIR = "chair", _("The chair")

    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    step = models.CharField(max_length=40)
    row = models.CharField(max_length=8, blank=True)
    version = models.PositiveIntegerField(help_text="The version of the step that says what was decided.")
    answer = models.JSONField(help_text="The answer as the step keeps it, a value for each of its deciding fields.")
    motivation = models.TextField(blank=True)
    body = models.ForeignKey(Body, models.PROTECT, related_name="decisions")
    body_name = models.CharField(max_length=120)
    made_by = models.CharField(max_length=12, choices=MadeBy, default=MadeBy.BODY)
    date = models.DateField()
    purpose_wording = models.TextField(blank=True)
    question_wording = models.TextField(blank=True)
    wording_unknown_because = models.TextField(blank=True)
    votes_for = models.PositiveIntegerField(null=True, blank=True)
    votes_against = models.PositiveIntegerField(null=True, blank=True)
    votes_abstained = models.PositiveIntegerField(null=True, blank=True)
    supersedes = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        error_messages={"unique": _("Another decision has replaced this one in the meantime.")},
    )
    supersede_reason = models.TextField(blank=True)
    is_correction = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_by_name = NameThen(of="recorded_by")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-date", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(supersede_reason=""),
                name="superseding_needs_a_reason",
                violation_error_message=_("Enter why the decision is being replaced."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.date}"

    @property
    def maker(self) -> str:
        """Who decided, by the body's name of that day: the body, or in its name by delegation, or its chair."""
        if self.made_by == self.MadeBy.BODY:
            return self.body_name
        how = gettext("by delegation") if self.made_by == self.MadeBy.DELEGATION else gettext("the chair")
        return f"{self.body_name}, {how}"

    @property
    def section(self) -> str:
        """The paragraph or delegation number as it is known now: «§ 68»; empty while nobody has added it."""
        return next((fact.text for fact in reversed(self.facts.all()) if fact.kind == DecisionFact.Kind.SECTION), "")


class BodyReply(models.Model):
    """What a body did with a matter without deciding it: postponed it, sent it back, handed the case over to another.

    No decision, but an act of a meeting as a decision is: with its day and its §. Never changed and never erased. The
    facts of one that no step waits for (a case was handed over) are added where the body last decided: ``step``, ``row``.
    """

    class Kind(models.TextChoices):
        """What the body did."""

        POSTPONED = "postponed", _("Postponed")
        SENT_BACK = "sent_back", _("Sent back by the committee")
        HANDED_OVER = "handed_over", _("Handed over to another committee")

    case = models.ForeignKey(Case, models.PROTECT, related_name="replies")
    kind = models.CharField(max_length=12, choices=Kind)
    step = models.CharField(max_length=40)
    row = models.CharField(max_length=8, blank=True)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    body_name = NameThen(of="body")
    date = models.DateField()
    until = models.DateField(null=True, help_text="To which day the body postponed it.")
    to = models.ForeignKey(
        Body, models.PROTECT, null=True, related_name="+", help_text="To whom it handed the case over."
    )
    to_name = NameThen(of="to")
    comment = models.TextField(blank=True)
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_by_name = NameThen(of="recorded_by")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-date", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.date}"


class DecisionFact(models.Model):
    """One thing that became known about what a body did: added once, with name and date, or unknown for a reason.

    What was written down wrongly is mended by a fact of its own that replaces it, with the reason; the old one stays.
    """

    class Kind(models.TextChoices):
        """The facts that are separate from the decision itself."""

        SECTION = "section", _("Minute number (§) or delegation number")
        REPORTED = "reported", _("Reported to the committee")
        ADJUSTED = "adjusted", _("Minutes approved")
        PUBLISHED = "published", _("Approval of the minutes announced")
        MINUTES = "minutes", _("The minutes")

    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="facts")
    reply = models.ForeignKey(BodyReply, models.PROTECT, null=True, related_name="facts")
    kind = models.CharField(max_length=12, choices=Kind)
    text = models.CharField(max_length=300, blank=True)
    file = models.FileField(upload_to="minutes/", blank=True)
    date = models.DateField(null=True, blank=True)
    unknown_because = models.CharField(max_length=300, blank=True)
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        related_name="replaced_by",
        error_messages={"unique": _("Something newer has replaced this in the meantime.")},
    )
    replaced_because = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by_name = NameThen()
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "kind"],
                condition=Q(replaces=None),
                name="a_fact_is_added_once",
                violation_error_message=_("This has already been added to the decision."),
            ),
            models.UniqueConstraint(
                fields=["reply", "kind"],
                condition=Q(replaces=None),
                name="a_fact_of_a_reply_is_added_once",
                violation_error_message=_("This has already been added to the reply."),
            ),
            models.CheckConstraint(
                condition=Q(decision=None, reply__isnull=False) | Q(decision__isnull=False, reply=None),
                name="a_fact_is_about_one_thing",
                violation_error_message=_("An addition belongs either to a decision or to a reply, not to both."),
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(replaced_because=""),
                name="replacing_a_fact_needs_a_reason",
                violation_error_message=_("Enter why this is being replaced."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text or self.date or self.unknown_because}"

    @property
    def said(self) -> tuple[object, ...]:
        """What it says: two facts that say the same are the same."""
        return (self.text, self.date, self.unknown_because, self.file.name or "")


Made = Decision | BodyReply


def facts_now(made: Made) -> dict[str, DecisionFact]:
    """Return what is known about what a body did, by kind: the last word of each, whatever it replaced."""
    return {fact.kind: fact for fact in made.facts.order_by("pk")}
