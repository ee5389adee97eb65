"""Forms of files: to attach one or a new version, to describe one, to remove one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialog.files.attached import Checked, checked
from dialog.forms.sending import new_sending
from dialog.language.labels import label
from dialog.models import Attachment


class OfFile(forms.Form):
    """What is said of a file; of one that is there, ``attached`` is its number."""

    use_required_attribute = False
    alternative = forms.CharField(
        label=label(Attachment, "alternative"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        help_text=_("For a picture: one sentence for those who do not see it."),
    )
    is_decoration = forms.BooleanField(label=label(Attachment, "is_decoration"), required=False)
    in_reports = forms.BooleanField(label=label(Attachment, "in_reports"), required=False)

    def __init__(self, data: Any = None, files: Any = None, *, attached: Attachment | None = None) -> None:
        self.attached = attached
        told = ("alternative", "is_decoration", "in_reports")
        initial: dict[str, Any] = {name: getattr(attached, name) for name in told} if attached else {}
        key = attached.pk if attached else 0
        super().__init__(data, files, initial=initial, auto_id=f"file-{key}-{type(self).__name__.lower()}-%s")

    def facts(self) -> dict[str, Any]:
        """Return what the act takes."""
        facts = dict(self.cleaned_data)
        return facts | ({"attached": self.attached.pk} if self.attached else {})


class AttachForm(OfFile):
    """A file, what it is, and what it shows; a new version where ``attached`` is the one that it replaces."""

    file = forms.FileField(
        label=_("File"), error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")}
    )
    what = forms.ChoiceField(label=label(Attachment, "kind"), choices=Attachment.Kind.choices)
    sending = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = ["file", "what", "alternative", "is_decoration", "in_reports", "sending"]

    def __init__(self, data: Any = None, files: Any = None, *, attached: Attachment | None = None) -> None:
        super().__init__(data, files, attached=attached)
        self.initial["what"] = attached.kind if attached else Attachment.Kind.PHOTOGRAPH
        self.initial["sending"] = new_sending()
        self.name = ""

    def clean_file(self) -> Checked:
        """The file as it may be kept."""
        upload = self.cleaned_data["file"]
        self.name = upload.name or ""
        return checked(upload)

    def facts(self) -> dict[str, Any]:
        """Return what the act takes, with the name that the file came with."""
        return super().facts() | {"called": self.name}


class RemoveForm(forms.Form):
    """Why a file is removed."""

    use_required_attribute = False
    reason = forms.CharField(label=label(Attachment, "removed_because"), required=False)

    def __init__(self, data: Any = None, files: Any = None, *, attached: Attachment) -> None:
        self.attached = attached
        super().__init__(data, auto_id=f"file-{attached.pk}-remove-%s")

    def facts(self) -> dict[str, Any]:
        """Return what the act takes."""
        return {**self.cleaned_data, "attached": self.attached.pk}
