"""A step of a case as it is being written and as it is in force."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dialog.models.case import Case
from dialog.models.organisation import Body, Person
from dialog.models.then import NameThen


class Record(models.Model):
    """What a case holds of one step, or of one row of a register (an activity, a feedback round).

    Three stored facts, set by acts alone: ``draft``, the ``version`` in force, and ``done``. A mark can be taken away
    while the version stays in force. ``revision`` counts the acts: who acts says which one she has seen.
    """

    class Draft(models.TextChoices):
        """What becomes of the text that is being written."""

        NONE = "none", _("No draft")
        WRITING = "writing", _("Draft")
        PROPOSED = "proposed", _("Proposed")
        RETURNED = "returned", _("Sent back")

    case = models.ForeignKey(Case, models.CASCADE, related_name="records")
    step = models.CharField(max_length=40)
    row = models.CharField(max_length=8, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    heading = models.CharField(max_length=200, blank=True, help_text="What a row is called in its register.")
    heading_in_force = models.CharField(
        max_length=200, blank=True, help_text="The same of the version in force, for all who read it."
    )
    body = models.ForeignKey(
        Body, models.PROTECT, null=True, related_name="+", help_text="Who decides in a row, if not the case's own body."
    )
    draft = models.CharField(max_length=10, choices=Draft, default=Draft.NONE)
    version = models.PositiveIntegerField(default=0)
    done = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)

    draft_at = models.DateTimeField(null=True)
    draft_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    in_force_at = models.DateTimeField(null=True)
    in_force_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(null=True)
    postponed_to = models.DateField(null=True)
    beside_at = models.DateTimeField(
        null=True, help_text="When something was last done beside the text: a round planned."
    )
    beside_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    lacking = models.JSONField(
        default=dict,
        help_text="What remains in the draft: how many things, and how many in which rows; see dialog.process.lacking.",
    )
    prefilled = models.JSONField(default=dict, help_text="What was filled in from elsewhere, as it was when offered.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "step", "row"],
                name="one_record_per_case_step_and_row",
                violation_error_message=_("Someone else has started writing here in the meantime."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.row}".strip()

    def called(self, *, reads_drafts: bool) -> str:
        """Return what a row is called for a person: a draft's heading is for those who read drafts alone."""
        return self.heading if reads_drafts else self.heading_in_force

    @property
    def is_proposed(self) -> bool:
        """Whether a proposal waits for an answer, its text fixed meanwhile."""
        return self.draft == self.Draft.PROPOSED

    @property
    def is_unsent(self) -> bool:
        """Whether the text was changed after it was last sent, or sent back: such changes are their writers' alone."""
        if self.draft != self.Draft.RETURNED:
            return self.draft == self.Draft.WRITING
        return self.draft_at is not None and self.returned_at is not None and self.draft_at > self.returned_at

    @property
    def is_written_on(self) -> bool:
        """Whether a text is under way that is not in force: a draft, a proposal, or one that was sent back."""
        return self.draft != self.Draft.NONE


class Revision(models.Model):
    """A text of a record as somebody typed it, never changed afterwards.

    ``number`` is the act that kept it; a text that lost in a conflict has none and lies aside, readable. With a
    ``version`` the revision counts: ``answers`` then hold what it says, as it should be read.
    """

    record = models.ForeignKey(Record, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(null=True)
    version = models.PositiveIntegerField(null=True)
    was_sent = models.BooleanField(default=False)
    data = models.JSONField()
    answers = models.JSONField(null=True)
    words = models.JSONField(
        default=dict, help_text="How the case's own facts read that day: of what was sent or counts."
    )
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by_name = NameThen()
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "number"],
                name="one_revision_per_act",
                violation_error_message=_("Someone else has saved here in the meantime."),
            ),
            models.UniqueConstraint(
                fields=["record", "version"],
                name="one_revision_per_version",
                violation_error_message=_("Someone else has finalised a version in the meantime."),
            ),
            models.CheckConstraint(
                condition=Q(version__isnull=True) | Q(answers__isnull=False),
                name="a_version_has_answers",
                violation_error_message=_("A version must have its answers."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.number}"
