"""Files that belong to a place in a case: photographs, drawings, maps, invitations, files of surveys."""

from functools import partial

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dialog.models.case import Case
from dialog.models.job import Job
from dialog.models.organisation import Person
from dialog.models.then import NameThen


class Attachments(models.QuerySet["Attachment"]):
    """Files, and who reads them."""

    def current(self) -> "Attachments":
        """The last version of each that was not removed."""
        return self.filter(removed_at=None, replaced_by=None)

    def for_reader(self, *, is_member: bool) -> "Attachments":
        """Those that are somebody's to read: members read all, others what was chosen for reports, in its last version."""
        return self.filter(removed_at=None) if is_member else self.current().filter(in_reports=True)


class Attachment(models.Model):
    """A file at a step, at a row of one (an activity, a conclusion, a decision), or at what a resident said.

    ``row`` is the key of a row of a register, ``contribution`` that of a contribution; both are empty where it belongs to
    the step itself. A new version is a row of its own that says what it ``replaces``; the older ones are kept. One that was
    ``removed`` says by whom and why, and its file is gone. ``content_type`` comes from its content, never from its name.
    """

    class Kind(models.TextChoices):
        """What it is to the dialogue."""

        PHOTOGRAPH = "photograph", _("Photograph")
        DRAWING = "drawing", _("Drawing")
        MAP = "map", _("Map")
        INVITATION = "invitation", _("Invitation")
        SURVEY = "survey", _("Survey file")
        OTHER = "other", _("Other")

    case = models.ForeignKey(Case, models.CASCADE, related_name="attachments")
    step = models.CharField(max_length=50)
    row = models.CharField(max_length=8, blank=True)
    contribution = models.CharField(max_length=32, blank=True, editable=False)
    key = models.CharField(
        max_length=32, editable=False, help_text="Given before it is sent: sent twice it is kept once."
    )
    kind = models.CharField(_("What is it?"), max_length=10, choices=Kind, default=Kind.OTHER)
    name = models.CharField(_("File name"), max_length=200)
    alternative = models.TextField(_("What can be seen in the picture?"), blank=True)
    is_decoration = models.BooleanField(_("It is only decoration"), default=False)
    in_reports = models.BooleanField(_("Show it in reports"), default=False)
    file = models.FileField(upload_to="attached/", blank=True)
    thumbnail = models.FileField(upload_to="attached/small/", blank=True)
    content_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, editable=False)
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        error_messages={"unique": _("Someone has already replaced this version.")},
    )
    version = models.PositiveSmallIntegerField(default=1)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_by_name = NameThen(of="added_by")
    added_at = models.DateTimeField()
    removed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)
    removed_because = models.TextField(_("Why is it removed?"), blank=True)

    objects = Attachments.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "key"],
                name="a_file_is_sent_once",
                violation_error_message=_("This has already been sent."),
            ),
            models.CheckConstraint(
                condition=Q(row="") | Q(contribution=""),
                name="a_file_belongs_to_one_place",
                violation_error_message=_("A file belongs to one place."),
            ),
        ]
        indexes = [models.Index(fields=["case", "step", "row"], name="files_of_a_place")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown as a picture."""
        return bool(self.width)

    @property
    def is_described(self) -> bool:
        """Whether somebody who does not see it is told what it shows, or that there is nothing to tell."""
        return not self.is_picture or self.is_decoration or bool(self.alternative)

    def versions(self) -> "list[Attachment]":
        """This version and the older ones, the latest first."""
        found: list[Attachment] = [self]
        while (older := found[-1].replaces) is not None:
            found.append(older)
        return found


def remove_files(sender: type[models.Model], instance: Attachment, **_more: object) -> None:
    """Remove the files of a row that is gone, with its case for instance, once that is certain."""
    for field in (instance.file, instance.thumbnail):
        if field.name:
            transaction.on_commit(partial(field.storage.delete, field.name))


models.signals.post_delete.connect(remove_files, sender=Attachment)
