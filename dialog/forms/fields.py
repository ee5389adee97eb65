"""Fields of step forms that know the case: people, and rows of other steps; and how a field stays quiet."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorList
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from dialog.language.sentences import figures
from dialog.language.understood import whole_number

if TYPE_CHECKING:
    from dialog.process.access import Access


TOO_MANY = 10_000_000  # people, or anything else that is counted


class QuietField(BoundField):
    """A field of a form that is always bound, and quiet: no error shows until somebody has tried to finish.

    What is missing is said in ink beside the label (``remains``), never in red.
    """

    @property
    def errors(self) -> ErrorList:
        """The field's errors once the form is loud; before that what is wrong, not what lacks, where it says faults."""
        if getattr(self.form, "loud", False):
            return super().errors
        if not getattr(self.form, "says_faults", False):
            return ErrorList()
        found = self.form.errors.as_data().get(self.name, ())
        wrong = [message for error in found if error.code != "required" for message in error.messages]
        return ErrorList(wrong, renderer=self.form.renderer)

    @cached_property
    def remains(self) -> bool:
        """Whether the field is needed and empty."""
        found = self.form.errors.as_data().get(self.name, ())
        return any(error.code == "required" for error in found)

    @property
    def target(self) -> str:
        """The id that a link to the field leads to; a group of choices has none of its own, so its first choice."""
        return self.id_for_label or f"{self.auto_id}_0"


class OfferedField:
    """A choice field whose choices are read from the case, once a request; see ``Access.choices``."""

    source: str
    choices: Any
    widget: Any
    gone: dict[str, Any]
    hints: dict[str, str]
    default_error_messages: ClassVar[Any] = {
        "invalid_choice": _("The option chosen here is no longer available. Choose again."),
    }

    def offer(self, access: "Access", chosen: list[str]) -> None:
        """Set the choices; what was chosen and is gone stays selectable, else the browser would send another."""
        self.offer_these(access, access.choices(self.source), chosen)

    def offer_these(self, access: "Access", offered: list[tuple[str, str]], chosen: list[str]) -> None:
        """Set these choices, and what was chosen and is gone."""
        known = {key for key, label in offered}
        gone = [(key, access.name_of_gone(self.source, key)) for key in chosen if key and key not in known]
        empty = self.begins_with
        self.choices = [*empty, *offered]
        self.gone = dict(gone)
        if gone:
            self.widget.choices = [*empty, *offered, *gone]

    @property
    def begins_with(self) -> list[tuple[str, str]]:
        """What stands before the choices: in a list of which one is chosen, that none is yet."""
        return [] if isinstance(self, forms.MultipleChoiceField) else [("", str(_("Choose")))]


class OfferedChoiceField(OfferedField, forms.ChoiceField):
    """One of what ``source`` offers, by its key."""

    def __init__(self, source: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.source = source


class OfferedChoicesField(OfferedField, forms.MultipleChoiceField):
    """Several of what ``source`` offers, by their keys."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, source: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.source = source


class LinesField(forms.CharField):
    """Several short texts, one a line; becomes a list."""

    widget = forms.Textarea(attrs={"rows": 2})

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        """Return the lines that are not empty."""
        text = super().to_python(value) or ""
        return [line.strip() for line in text.splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        """Show a list as lines again."""
        return "\n".join(value) if isinstance(value, list) else value


YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class YesNoField(forms.ChoiceField):
    """A question with yes and no, where neither is the default."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=YES_NO, **kwargs)


class CountsWidget(forms.Widget):
    """A number beside each of the choices; posts key and number in turn under one name."""

    template_name = "components/counts.html"
    choices: Any = ()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Return what was posted: key, number, key, number."""
        return data.getlist(name)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add a line for each choice, with the number that stands there."""
        context = super().get_context(name, None, attrs)
        typed = dict(pairs(value or []))
        identity = context["widget"]["attrs"].get("id", name)
        context["widget"]["lines"] = [
            {"key": key, "label": label, "text": typed.get(key, ""), "id": f"{identity}_{number}"}
            for number, (key, label) in enumerate(self.choices)
        ]
        return context

    def use_required_attribute(self, initial: Any) -> bool:
        """The browser stops nothing."""
        return False


def pairs(values: list[str]) -> list[tuple[str, str]]:
    """Return key and text in turn as pairs; a key without a text has an empty one."""
    texts = [*values, ""] if len(values) % 2 else values
    return list(zip(texts[::2], texts[1::2], strict=True))


class CountsField(OfferedField, forms.Field):
    """How many of each of what ``source`` offers; becomes {key: number}, without those left empty."""

    widget = CountsWidget
    default_error_messages: ClassVar[Any] = {
        "number": _("Enter the number for %(name)s in digits."),
        "unknown": _("%(name)s is not available to choose."),
    }

    def __init__(self, source: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.source = source
        self.choices: list[tuple[str, Any]] = []
        self.gone = {}

    def tidy(self, texts: list[str]) -> list[str]:
        """Return what was typed: a key whose number is empty was only offered."""
        return [text for key, number in pairs(texts) if number.strip() for text in (key, number)]

    def offer(self, access: "Access", chosen: list[str]) -> None:
        """Set the lines; a count of what is gone stays, and is said."""
        offered = access.choices(self.source)
        known = {key for key, label in offered}
        left = [key for key, text in pairs(chosen) if key not in known and text.strip()]
        gone = [(key, access.name_of_gone(self.source, key)) for key in left]
        self.choices, self.gone = list(offered), dict(gone)
        self.widget.choices = [*offered, *gone]

    def read_raw(self, typed: list[str]) -> list[str]:
        """Return what was typed as texts to read, though something is wrong with it."""
        labels = {**dict(self.choices), **self.gone}
        return [f"{labels.get(key, key)}: {number}" for key, number in pairs(typed)]

    def read_out(self, value: dict[str, int]) -> list[str]:
        """Return the counts as texts to read, each with what it counts."""
        labels = dict(self.choices)
        return [f"{labels.get(key, key)}: {figures(count)}" for key, count in value.items()]

    def to_python(self, value: Any) -> dict[str, int]:
        """Return the counts. Raises ValidationError for what is no whole number from 0."""
        labels = {key: str(label) for key, label in self.choices}
        counts: dict[str, int] = {}
        for key, text in pairs(value or []):
            if not text.strip():
                continue
            if key not in labels:
                raise forms.ValidationError(
                    self.error_messages["unknown"], "unknown", {"name": self.gone.get(key, key)}
                )
            count = whole_number(text)
            if count is None or not 0 <= count < TOO_MANY:
                raise forms.ValidationError(self.error_messages["number"], "number", {"name": labels[key]})
            counts[key] = count
        return counts
