"""Sammanställ underlaget: the themes, and the activities where nothing came in."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.forms.fields import OfferedChoicesField
from dialog.forms.step_form import StepForm
from dialog.language.labels import label
from dialog.process.offers import offer
from execution.models import Said
from followup.models import Compilation, Theme
from followup.tally import activities_without

if TYPE_CHECKING:
    from dialog.process.access import Access


@offer("activities_without_contributions")
def without_contributions(access: "Access") -> list[tuple[str, str]]:
    """The held activities that no contribution belongs to."""
    return [(activity.key, str(activity)) for activity in activities_without(access)]


class CompilationForm(StepForm):
    """The head of the register: from which held activities nothing came in.

    Where the activity says itself that nothing was said, nothing more is asked.
    """

    none_came_in = OfferedChoicesField(
        "activities_without_contributions",
        label=label(Compilation, "none_came_in"),
        help_text=gettext_lazy(
            "Activities that have been held and have no contributions. Tick those where nothing came in."
        ),
    )

    class Meta:
        model = Compilation
        fields = ["none_came_in"]

    def clean_none_came_in(self) -> list[str]:
        """What was ticked of the activities that are still without contributions: others have got some since."""
        ticked = set(self.cleaned_data.get("none_came_in") or [])
        return [activity.key for activity in activities_without(self.access) if activity.key in ticked]

    def clean(self) -> dict[str, Any]:
        """Every held activity has contributions, or none came in."""
        cleaned = super().clean() or self.cleaned_data
        for activity in activities_without(self.access):
            if activity.said != Said.NOTHING and activity.key not in cleaned.get("none_came_in", ()):
                sentence = _("%(activity)s has no contributions. Add them, or tick that none came in.")
                self.add_error("none_came_in", ValidationError(sentence % {"activity": activity}, code="required"))
        return cleaned


class ThemeForm(StepForm):
    """A theme, and what it stands for."""

    needs = {"name": gettext_lazy("Enter a name for the theme.")}

    class Meta:
        model = Theme
        fields = ["name", "stands_for", "dropped_because"]
        labels = {"dropped_because": gettext_lazy("Dropped because")}
        help_texts = {
            "stands_for": gettext_lazy("What do people who are in favour want? Contributions are for or against this."),
            "dropped_because": gettext_lazy(
                "A theme is never deleted. Contributions in the theme will need to be read again."
            ),
        }

    def clean_name(self) -> str:
        """No two themes of a case are called the same."""
        name: str = (self.cleaned_data.get("name") or "").strip()
        others = Theme.objects.filter(case=self.access.case, name__same=name).exclude(key=self.row)
        if name and others.exists():
            self.add_error("name", _("There is already a theme with that name."))
        return name
