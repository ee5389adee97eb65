"""Forms of contributions, which are plain rows: to write one in, to code, correct and mask one."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.forms.sending import SENDING, keys_of
from dialog.language.labels import label
from dialog.language.understood import DayField
from followup.models import Contribution

if TYPE_CHECKING:
    from followup.desk import Desk
    from followup.open_contribution import OpenContribution

LONG = forms.Textarea(attrs={"rows": 3})


class OfContribution(forms.Form):
    """What a contribution belongs to; what may be chosen is the case's own."""

    use_required_attribute = False
    activity = forms.ChoiceField(label=label(Contribution, "activity"), required=False)
    question = forms.ChoiceField(label=label(Contribution, "question"), required=False)
    target_group = forms.ChoiceField(label=label(Contribution, "target_group"), required=False)
    said_on = DayField(
        label=label(Contribution, "said_on"),
        required=False,
        help_text=gettext_lazy("Leave blank if it is the day of the activity."),
    )
    noted_by = forms.CharField(
        label=label(Contribution, "noted_by"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Leave blank if it is the person who took notes at the activity."),
    )

    def __init__(
        self, desk: "Desk", data: Any = None, files: Any = None, *, initial: Any = None, prefix: str | None = None
    ) -> None:
        self.desk = desk
        super().__init__(data, files, initial=initial, prefix=prefix)
        for name, offered in (
            ("activity", desk.activities),
            ("question", desk.questions),
            ("target_group", desk.groups),
        ):
            if name in self.fields:
                self.fields[name].choices = [("", _("None")), *offered.items()]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)

    def clean_said_on(self) -> Any:
        """What was said lies behind us."""
        day = self.cleaned_data.get("said_on")
        if day and day > self.desk.access.today:
            raise forms.ValidationError(_("It cannot have been said in the future."))
        return day


class Incoming(OfContribution):
    """Contributions on their way in. ``key`` is theirs before they are saved: what is sent twice comes in once."""

    key = forms.RegexField(SENDING, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=label(Contribution, "kind"),
        choices=Contribution.Kind.choices,
        initial=Contribution.Kind.UNDETERMINED,
        widget=forms.RadioSelect,
    )

    def about(self) -> dict[str, Any]:
        """Return what all that came in belongs to."""
        kept = ("activity", "question", "target_group", "said_on", "noted_by", "kind")
        return {name: self.cleaned_data[name] for name in kept}

    def each(self, said: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return what came in as rows with keys: the same words sent twice from one page have the same key."""
        rows = [{**row, **self.about()} for row in said]
        keys = keys_of(self.cleaned_data["key"], [sorted(row.items()) for row in rows])
        return [{"key": key, **row} for key, row in zip(keys, rows, strict=True)]


class WriteForm(Incoming):
    """One contribution, word for word."""

    text = forms.CharField(
        label=label(Contribution, "text"),
        widget=LONG,
        strip=True,
        help_text=gettext_lazy("Exactly as it was said, including mistakes."),
        error_messages={"required": gettext_lazy("Enter what was said.")},
    )
    translation = forms.CharField(
        label=label(Contribution, "translation"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        help_text=gettext_lazy("Into Swedish, if it was said in another language."),
    )
    field_order = ["text", "translation", "activity", "question", "target_group", "kind", "said_on", "noted_by", "key"]

    def rows(self) -> list[dict[str, Any]]:
        """Return the contribution."""
        return self.each([{name: self.cleaned_data[name] for name in ("text", "translation")}])


class MaskForm(forms.Form):
    """The text as everybody may read it, with what is personal taken out."""

    act = "mask_contribution"

    use_required_attribute = False
    seen = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("The text as everyone can read it"),
        widget=LONG,
        help_text=gettext_lazy("Enter … where something has been removed. The original is kept with stricter access."),
        error_messages={"required": gettext_lazy("Enter the text as everyone can read it.")},
    )
    translation = forms.CharField(
        label=gettext_lazy("The translation as everyone can read it"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )


class CorrectForm(OfContribution):
    """What was taken down wrongly."""

    act = "correct_contribution"

    seen = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=label(Contribution, "text"),
        widget=LONG,
        error_messages={"required": gettext_lazy("Enter what was said.")},
    )
    translation = forms.CharField(
        label=label(Contribution, "translation"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    original_text = forms.CharField(
        label=gettext_lazy("The original, for the case's officers"),
        widget=LONG,
        required=False,
        help_text=gettext_lazy(
            "What you change in the text above is also changed in the original. Change here what is hidden there."
        ),
    )
    original_translation = forms.CharField(
        label=gettext_lazy("The original translation"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    field_order = [
        "text",
        "original_text",
        "translation",
        "original_translation",
        "activity",
        "question",
        "target_group",
        "said_on",
        "noted_by",
        "seen",
    ]

    def __init__(self, opened: "OpenContribution", data: Any = None, *, prefix: str) -> None:
        contribution, withheld = opened.contribution, opened.withheld
        names = ("text", "translation", "activity", "question", "target_group", "said_on", "noted_by")
        initial = {"seen": contribution.revision, **{name: getattr(contribution, name) for name in names}}
        if withheld:
            initial |= {"original_text": withheld.text, "original_translation": withheld.translation}
        super().__init__(opened.desk, data, initial=initial, prefix=prefix)
        if not (contribution.is_masked and opened.personal.may):
            del self.fields["original_text"], self.fields["original_translation"]

    def clean(self) -> dict[str, Any]:
        """An original that she does not read just now is left as it is where she writes nothing."""
        cleaned = super().clean() or self.cleaned_data
        is_shown = self.initial.get("original_text") is not None
        return {
            name: value
            for name, value in cleaned.items()
            if is_shown or value or name not in ("original_text", "original_translation")
        }
