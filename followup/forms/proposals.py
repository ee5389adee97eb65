"""Forms about proposals: of what they are made, what is to hold for many of them, a table."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.files.sheets import Unreadable, read
from dialog.files.sheets.found import MOST_BYTES, Cell
from dialog.forms.sending import SENDING
from dialog.language.understood import WholeNumberField
from followup.forms.fields import ContributionsField
from followup.models import Proposal
from followup.proposals.made import BY_HAND
from followup.proposals.sheet import MOST_KRONOR, MOST_LETTERS

SUGGESTIONS, NAMED = "suggestions", "named"


class MakeForm(forms.Form):
    """Of which contributions proposals are made, one of each or one of all."""

    use_required_attribute = False
    of = forms.ChoiceField(label=gettext_lazy("Of which contributions?"))
    named = ContributionsField(label=gettext_lazy("Contributions by their numbers"), required=False)
    together = forms.BooleanField(
        label=gettext_lazy("They say the same: make one proposal of them all"), required=False
    )
    key = forms.RegexField(SENDING, widget=forms.HiddenInput)

    def __init__(self, case: int, themes: dict[str, str], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["of"].choices = [  # type: ignore[attr-defined]
            (SUGGESTIONS, _("All concrete suggestions")),
            (NAMED, _("Those that are named below")),
            *((key, _("Theme: %(name)s") % {"name": name}) for key, name in themes.items()),
        ]
        self.fields["named"].case = case  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Something is named where that is chosen."""
        cleaned = super().clean() or {}
        if cleaned.get("of") == NAMED and not cleaned.get("named") and "named" not in self.errors:
            self.add_error("named", _("Choose at least one contribution."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        """Return what the act is told."""
        of, facts = self.cleaned_data["of"], {"together": self.cleaned_data["together"]}
        if of == NAMED:
            return {**facts, "numbers": self.cleaned_data["named"], "sending": self.cleaned_data["key"]}
        found = "kind=suggestion" if of == SUGGESTIONS else f"theme={of}"
        return {**facts, "found": found, "sending": self.cleaned_data["key"]}


class ChangeForm(forms.Form):
    """What is to hold for the chosen proposals; an empty field leaves what stands there."""

    use_required_attribute = False
    numbers = forms.MultipleChoiceField(
        required=False, error_messages={"invalid_choice": gettext_lazy("That proposal does not exist.")}
    )
    every = forms.BooleanField(label=gettext_lazy("All in the list, on every page"), required=False)
    status = forms.ChoiceField(label=gettext_lazy("Status"), required=False)
    into = WholeNumberField(label=gettext_lazy("Merged into proposal"), required=False, min_value=1)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), required=False, max_length=MOST_LETTERS, widget=forms.Textarea(attrs={"rows": 2})
    )
    answer = forms.CharField(
        label=gettext_lazy("Answer to whoever proposed it"),
        required=False,
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    area = forms.CharField(label=gettext_lazy("Area"), required=False, max_length=120)
    cost = WholeNumberField(label=gettext_lazy("Cost in kronor"), required=False, min_value=0, max_value=MOST_KRONOR)
    prepared_by = forms.CharField(label=gettext_lazy("Who prepares it?"), required=False, max_length=200)

    def __init__(self, numbers: list[int], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [*BY_HAND, Proposal.Status.MERGED]
        labels = [("", _("As it is")), *((status.value, status.label) for status in choices)]
        self.fields["status"].choices = labels  # type: ignore[attr-defined]
        self.fields["numbers"].choices = [(str(number), str(number)) for number in numbers]  # type: ignore[attr-defined]
        self.all = numbers

    def facts(self) -> dict[str, Any]:
        """Return what the act is told."""
        given = dict(self.cleaned_data)
        every, chosen = given.pop("every"), given.pop("numbers")
        into = given.pop("into") or 0
        return {"numbers": self.all if every else [int(number) for number in chosen], "into": into, "given": given}


class TableForm(forms.Form):
    """A table of proposals, as it was taken along or with the same headings."""

    use_required_attribute = False
    file = forms.FileField(label=gettext_lazy("A table of proposals (XLSX, ODS or CSV)"))
    key = forms.RegexField(SENDING, widget=forms.HiddenInput)

    def clean_file(self) -> Any:
        """Read the file. Raises ValidationError with why it cannot be."""
        sent = self.cleaned_data["file"]
        if sent.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is too large."))
        try:
            found = read(sent.name, sent.read())
        except Unreadable as reason:
            raise forms.ValidationError(f"{reason.why} {reason.instead}") from None
        self.rows: list[list[Cell]] = [list(row) for sheet in found.sheets[:1] for row in sheet.rows]
        if not self.rows:
            raise forms.ValidationError(_("The file is empty."))
        return sent

    def facts(self) -> dict[str, Any]:
        """Return what the act is told."""
        return {"rows": self.rows, "sending": self.cleaned_data["key"]}
