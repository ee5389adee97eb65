"""Forms with which personal data in a contribution is hidden, shown again, or read."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followup.models import PersonalDataLog


class OfPersonalData(forms.Form):
    """What is asked beside a contribution; ``act`` is what its button does."""

    act = ""
    use_required_attribute = False

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix=self.act.partition("_")[0], auto_id="personal-%s")
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)


class WordsForm(OfPersonalData):
    """Words that nobody pointed out, and why they are masked."""

    act = "mask_words"
    words = forms.CharField(
        label=gettext_lazy("Copy the words, exactly as they are"),
        required=False,
        help_text=gettext_lazy("Leave blank to hide the whole text."),
    )
    because = forms.ChoiceField(label=gettext_lazy("Why?"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        choices = [("", _("Choose")), *PersonalDataLog.Because.choices]
        self.fields["because"].choices = choices  # type: ignore[attr-defined]


class ReadForm(OfPersonalData):
    """Why somebody needs to read the original."""

    act = "read_original"
    reason = forms.CharField(
        label=gettext_lazy("Why do you need to read it?"),
        required=False,
        help_text=gettext_lazy("For example: a request for a public document."),
    )


class UnmaskForm(OfPersonalData):
    """Why the original is shown to everybody again."""

    act = "unmask_contribution"
    reason = forms.CharField(label=gettext_lazy("Why does it no longer need to be hidden?"), required=False)


FORMS: dict[str, type[OfPersonalData]] = {form.act: form for form in (WordsForm, ReadForm, UnmaskForm)}
