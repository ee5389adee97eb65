"""Proposals (förslag) of a participatory budget, and the rounds of voting on them: plain rows, for there may be hundreds."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dialog.models import Case, Person
from dialog.models.then import NameThen
from followup.models.contribution import Contribution

FIRST_WORDS = 60  # letters of what was said that a proposal without a heading is called by


class Proposal(models.Model):
    """Something that residents propose, looked into by the municipality: what it would cost, who prepares it, what becomes
    of it and why, and the answer to whoever proposed it.

    It is made from contributions and keeps them as its voices; where several say the same, one is merged into another and
    keeps its own voices, too. Without a heading of its own it is called by its first voice, as that reads now. ``revision``
    counts its changes: who changes it has seen the last.
    """

    class Status(models.TextChoices):
        """How far it has come. The body's decision makes winners; nothing here does."""

        EXAMINED = "examined", _("Being examined")
        MERGED = "merged", _("Merged")
        IMPOSSIBLE = "impossible", _("Cannot be carried out")
        VOTED_ON = "voted_on", _("Up for a vote")
        WINNER = "winner", _("Winner")
        CARRIED_OUT = "carried_out", _("Being carried out")
        DONE = "done", _("Carried out")

    case = models.ForeignKey(Case, models.CASCADE, related_name="proposals")
    key = models.CharField(max_length=32, help_text="Given before it is saved: what is sent twice comes in once.")
    number = models.PositiveIntegerField(_("Number"))
    title = models.CharField(_("Heading"), max_length=120, blank=True)
    text = models.TextField(_("What is proposed?"), blank=True)
    area = models.CharField(_("Area"), max_length=120, blank=True)
    cost = models.PositiveBigIntegerField(_("Cost in kronor"), null=True, blank=True)
    prepared_by = models.CharField(_("Who prepares it?"), max_length=200, blank=True)
    status = models.CharField(_("Status"), max_length=11, choices=Status, default=Status.EXAMINED)
    reason = models.TextField(_("Reason"), blank=True)
    answer = models.TextField(_("Answer to whoever proposed it"), blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    voices = models.ManyToManyField(Contribution, through="VoiceOfProposal", related_name="proposals")
    revision = models.PositiveIntegerField(default=0)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "number"],
                name="a_number_for_each_proposal",
                violation_error_message=_("Another proposal has been given this number in the meantime. Save again."),
            ),
            models.UniqueConstraint(
                fields=["case", "key"],
                name="a_proposal_comes_in_once",
                violation_error_message=_("This proposal already exists."),
            ),
            models.CheckConstraint(
                condition=Q(status="merged", merged_into__isnull=False)
                | (~Q(status="merged") & Q(merged_into__isnull=True)),
                name="a_merged_proposal_says_with_what",
                violation_error_message=_("A merged proposal says which one it was merged into."),
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=models.F("pk")),
                name="no_proposal_merged_into_itself",
                violation_error_message=_("A proposal cannot be merged into itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.number)


class VoiceOfProposal(models.Model):
    """A contribution says what a proposal proposes."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="voice_rows")
    contribution = models.ForeignKey(Contribution, models.PROTECT, related_name="proposal_rows")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "contribution"],
                name="a_voice_once_a_proposal",
                violation_error_message=_("The proposal already has this voice."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.contribution_id}"


class Ballot(models.Model):
    """A round of voting (omröstning): when, who may vote, and the pot that the winners share.

    It counts and puts in order. Who won is the body's decision: ``decided_in`` is the presentation, by key, in which it
    decided, and empty until then.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="ballots")
    key = models.CharField(max_length=32, help_text="Given before it is saved: what is sent twice is kept once.")
    title = models.CharField(_("What is voted on?"), max_length=120)
    starts = models.DateField(_("Voting from"), null=True, blank=True)
    ends = models.DateField(_("Voting until"), null=True, blank=True)
    voters = models.TextField(_("Who may vote?"), blank=True)
    ballots_cast = models.PositiveIntegerField(_("How many voted?"), null=True, blank=True)
    pot = models.PositiveBigIntegerField(_("The pot in kronor"), null=True, blank=True)
    decided_in = models.CharField(max_length=8, blank=True)
    revision = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by_name = NameThen()
    at = models.DateTimeField()

    class Meta:
        ordering = ["starts", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "key"],
                name="a_ballot_is_sent_once",
                violation_error_message=_("This has already been sent."),
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(starts__isnull=True) | Q(ends__gte=models.F("starts")),
                name="a_ballot_ends_after_it_starts",
                violation_error_message=_("The last day cannot be before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Votes(models.Model):
    """A proposal is up for a vote in a round; how many votes it got, once they were counted."""

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="votes")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="votes")
    count = models.PositiveIntegerField(_("Votes"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ballot", "proposal"],
                name="a_proposal_once_a_ballot",
                violation_error_message=_("The proposal is already in this round of voting."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.ballot_id} {self.proposal_id} {self.count}"
