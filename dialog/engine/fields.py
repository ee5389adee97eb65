"""Fields of step forms that know the case: people, and rows of other steps; and how a field stays quiet."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorList
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from dialog.access import Access


class QuietField(BoundField):
    """A field of a form that is always bound, and quiet: no error shows until somebody has tried to finish.

    What is missing is said in ink beside the label (``remains``), never in red.
    """

    @property
    def errors(self) -> ErrorList:
        """The field's errors once the form is loud, else none."""
        return super().errors if self.form.loud else ErrorList()

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
    widget: forms.Widget

    def offer(self, access: "Access", chosen: list[str]) -> None:
        """Set the choices; what was chosen and is gone stays selectable, else the browser would send another."""
        offered = access.choices(self.source)
        known = {key for key, label in offered}
        gone = [(key, _("(no longer there)")) for key in chosen if key and key not in known]
        empty = [] if isinstance(self, forms.MultipleChoiceField) else [("", _("Choose"))]
        self.choices = [*empty, *offered]
        if gone:
            self.widget.choices = [*empty, *offered, *gone]


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

    def to_python(self, value: Any) -> list[str]:
        """Return the lines that are not empty."""
        text = super().to_python(value)
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
