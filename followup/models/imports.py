"""What contributions came in with: a file, or notes that were pasted (hämtning)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialog.models import Case, Job, Person
from dialog.models.then import NameThen


class Import(models.Model):
    """A file or notes from which contributions come, kept as they came: only the case's civil servants read it.

    ``activity`` is what all of it belongs to, by key. ``chosen`` says how it is read where somebody chose it (sheet,
    heading row, encoding, separator, where notes are cut, what each column becomes, what all of it belongs to, what becomes
    of changed texts); ``shape`` is a mark of its headings: the next file with the same is read the same way. ``found`` are
    the counts of what became of its cells, and which texts were corrected. ``told_at`` is when whoever asked for it saw what
    came of it.
    """

    # What stands under these names is no text of anybody's: it stays when personal data is taken out.
    codes: ClassVar[dict[str, set[str]]] = {
        "chosen": {"columns", "encoding", "separator", "cut", "keys"},
        "found": set(),
    }

    class Cut(models.TextChoices):
        """Where in notes one contribution ends and the next begins."""

        BULLET = "bullet", _("At each bullet or dash")
        LINE = "line", _("At each new line")
        BLANK = "blank", _("At an empty line")

    case = models.ForeignKey(Case, models.CASCADE, related_name="imports")
    key = models.CharField(max_length=32, help_text="Given before it is sent: what is sent twice is kept once.")
    name = models.CharField(max_length=200, blank=True, help_text="The file's own name; empty for notes.")
    file = models.FileField(upload_to="imports/")
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    shape = models.CharField(max_length=64, blank=True)
    activity = models.CharField(max_length=8, blank=True)
    chosen = models.JSONField(default=dict)
    found = models.JSONField(default=dict)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_by_name = NameThen(of="added_by")
    added_at = models.DateTimeField()
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "key"],
                name="an_import_is_sent_once",
                violation_error_message=_("This has already been sent."),
            )
        ]
        indexes = [models.Index(fields=["case", "digest"], name="import_of_a_file")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What it is called on pages."""
        return self.name or str(_("Pasted notes"))

    @property
    def is_notes(self) -> bool:
        """Whether it was pasted."""
        return not self.name

    @property
    def is_in(self) -> bool:
        """Whether what came of it is among the case's contributions."""
        return self.done_at is not None and self.undone_at is None
