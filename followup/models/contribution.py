"""What residents said (inspel)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dialog.machine.triggers import APPEND_ONLY
from dialog.models import Case, Person, Searched, SearchedTexts
from dialog.models.then import NameThen
from followup.models.coding import CodingAct, ContributionTheme, Stance
from followup.models.theme import Theme


class Contributions(SearchedTexts):
    """Contributions, and who reads them."""

    def read(self) -> "Contributions":
        """Those that somebody has read: they have a theme that holds, or it is said that none fits."""
        coded = ContributionTheme.objects.filter(contribution=models.OuterRef("pk"), theme__dropped_because="")
        return self.filter(models.Exists(coded) | Q(fits_no_theme=True))

    def for_reader(self, *, is_member: bool) -> "Contributions":
        """Those that are somebody's to read: until it has been read for personal data, what came in is for members."""
        return self if is_member else self.read()


class Contribution(Searched):
    """Something that one resident, or one table, said: a plain row, for there may be thousands in a case.

    It is never deleted by hand (the database refuses): it is categorised, marked as a duplicate, or masked; a whole import
    can be undone as long as nobody has touched what came with it. ``number`` is what it is called in the case. Activity,
    question and target group stand by their keys. ``text`` and ``translation`` are what everybody reads who may read the
    case; what is masked in them lies in ``Withheld``. ``own_stance`` is what the resident said herself of being for or
    against, where the source tells and there was no theme that it could stand to.
    """

    class Kind(models.TextChoices):
        """What kind of contribution it is; a theme is no kind."""

        SUGGESTION = "suggestion", _("A concrete suggestion")
        ANSWER = "answer", _("An answer to a predefined question")
        NEED = "need", _("A need, an idea or a thought")
        UNDETERMINED = "undetermined", _("Undecided")

    class Source(models.TextChoices):
        """How it came into the case."""

        TYPED = "typed", _("Entered")
        PASTED = "pasted", _("Pasted")
        NOTED = "noted", _("Noted at the activity")
        IMPORTED = "imported", _("Imported from a file")

    case = models.ForeignKey(Case, models.PROTECT, related_name="contributions")
    key = models.CharField(max_length=32, help_text="Given before it is saved: what is sent twice comes in once.")
    number = models.PositiveIntegerField(_("Number"))
    text = models.TextField(_("What was said"))
    translation = models.TextField(_("Translation"), blank=True)
    activity = models.CharField(_("Activity"), max_length=8, blank=True)
    question = models.CharField(_("Question"), max_length=8, blank=True)
    target_group = models.CharField(_("Target group"), max_length=8, blank=True)
    kind = models.CharField(
        _("What type of contribution is it?"), max_length=12, choices=Kind, default=Kind.UNDETERMINED
    )
    themes = models.ManyToManyField(Theme, through="ContributionTheme", related_name="contributions")
    fits_no_theme = models.BooleanField(_("Read, but no theme fits"), default=False)
    own_stance = models.CharField(_("For or against, as its source says"), max_length=7, choices=Stance, blank=True)
    said_on = models.DateField(_("When was it said?"), null=True, blank=True)
    noted_by = models.CharField(_("Who noted it?"), max_length=200, blank=True)
    duplicate_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="duplicates")
    is_masked = models.BooleanField(default=False)
    source = models.CharField(max_length=8, choices=Source, default=Source.TYPED)
    external_id = models.CharField(_("Number in the source"), max_length=80, blank=True)
    came_with = models.ForeignKey("Import", models.PROTECT, null=True, blank=True, related_name="contributions")
    row_of_file = models.PositiveIntegerField(null=True, blank=True)
    respondent = models.CharField(
        max_length=80, blank=True, help_text="The same for what one person said; never shown outside the case."
    )
    source_address = models.CharField(_("The address in the source"), max_length=500, blank=True)
    hidden_in_source = models.BooleanField(_("Hidden in the source"), default=False)
    words_mark = models.CharField(
        max_length=32, blank=True, editable=False, help_text="A mark of its first wording, to know it again by."
    )
    revision = models.PositiveIntegerField(default=0)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = Contributions.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "number"],
                name="a_number_for_each_contribution",
                violation_error_message=_(
                    "Another contribution has been given this number in the meantime. Save again."
                ),
            ),
            models.UniqueConstraint(
                fields=["case", "key"],
                name="a_contribution_comes_in_once",
                violation_error_message=_("This contribution already exists."),
            ),
            models.CheckConstraint(
                condition=~Q(duplicate_of=models.F("pk")),
                name="no_duplicate_of_itself",
                violation_error_message=_("A contribution cannot be a duplicate of itself."),
            ),
        ]
        indexes = [
            models.Index(fields=["case", "activity"], name="contribution_of_activity"),
            models.Index(fields=["case", "words_mark"], name="contribution_by_words"),
            models.Index(fields=["case"], condition=Q(is_indexed=False), name="contribution_not_indexed"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What it is called."""
        return called(self.number, self.external_id)


def called(number: int, external_id: str) -> str:
    """Return what a contribution is called: its number elsewhere where it has one, to be found in the notes again."""
    return external_id or str(number)


class Withheld(models.Model):
    """What only the case's civil servants read of a contribution: the original of what was masked, and the row of the
    file that it came from.
    """

    contribution = models.OneToOneField(
        Contribution,
        models.CASCADE,
        related_name="withheld",
        error_messages={"unique": _("The contribution is already hidden.")},
    )
    text = models.TextField(blank=True)
    translation = models.TextField(blank=True)
    raw = models.JSONField(null=True)

    def __str__(self) -> str:
        return str(self.contribution_id)


class ContributionChange(models.Model):
    """Who changed what of a contribution, and how it stood before: append-only, beside the case's own history.

    Many hundred contributions are coded in a day, so the case's history tells of the day's work and this of each.
    ``before`` may hold a text that was masked later: it is for the case's civil servants. ``coding`` is the act that it
    belongs to, one or very many together, where it can be undone.
    """

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="changes")
    act = models.CharField(max_length=30)
    before = models.JSONField(default=dict)
    coding = models.ForeignKey(CodingAct, models.CASCADE, null=True, related_name="changes")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by_name = NameThen()
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.act} {self.contribution_id}"


APPEND_ONLY.update(
    {
        # What came in with a file and nobody has touched since may go with all that came with it.
        "followup_contribution": {"DELETE": "OLD.came_with_id IS NULL OR OLD.revision > 0"},
        "followup_contributionchange": {"UPDATE": "", "DELETE": ""},
    }
)
