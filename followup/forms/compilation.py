"""Sammanställ underlaget: the themes, and the activities where nothing came in."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.forms.drafts import Draft
from dialog.forms.fields import OfferedChoiceField, OfferedChoicesField
from dialog.forms.layout import Aspect, Folded, Layout, Rest, Tables
from dialog.forms.step_form import StepForm
from dialog.language.labels import label
from dialog.process.offers import offer
from execution.models import Said
from followup.codebook import codebook
from followup.forms.fields import ContributionsField
from followup.models import Compilation, Theme
from followup.tally import activities_without

if TYPE_CHECKING:
    from dialog.process.access import Access

NUMBERS = gettext_lazy("The numbers of the contributions, separated by commas or spaces.")


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
    """An entry of the codebook: a theme, what it stands for, when it is used and when not, and where it lies."""

    parent = OfferedChoiceField("theme", label=label(Theme, "parent"), required=False)
    instead = OfferedChoiceField("theme", label=label(Theme, "instead"), required=False)
    examples_for = ContributionsField(label=label(Theme, "examples_for"), required=False, help_text=NUMBERS)
    examples_against = ContributionsField(label=label(Theme, "examples_against"), required=False, help_text=NUMBERS)
    examples_not = ContributionsField(label=label(Theme, "examples_not"), required=False, help_text=NUMBERS)
    needs = {"name": gettext_lazy("Enter a name for the theme.")}
    layout = Layout(
        *["name", "stands_for", "has_no_direction", "parent"],
        Aspect(gettext_lazy("When it fits, and when it does not"), "use_when", "not_when", "instead"),
        Aspect(
            gettext_lazy("For, against and examples"),
            *["stance_rule", "examples_for", "examples_against", "examples_not"],
        ),
        Rest(),
        Folded(gettext_lazy("Drop"), "dropped_because"),
        Tables(),
    )

    class Meta:
        model = Theme
        fields = [
            *["name", "stands_for", "has_no_direction", "parent", "use_when", "not_when", "instead", "stance_rule"],
            *["examples_for", "examples_against", "examples_not", "dropped_because"],
        ]
        labels = {"dropped_because": gettext_lazy("Dropped because")}
        help_texts = {
            "stands_for": gettext_lazy("What do people who are in favour want? Contributions are for or against this."),
            "dropped_because": gettext_lazy(
                "A theme is never deleted. Contributions in the theme will need to be read again."
            ),
        }

    def __init__(self, draft: Draft, access: "Access", **options: Any) -> None:
        super().__init__(draft, access, **options)
        for name in ("examples_for", "examples_against", "examples_not"):
            self.fields[name].case = access.case.pk  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """No two themes of a case are called the same."""
        name: str = (self.cleaned_data.get("name") or "").strip()
        others = Theme.objects.filter(case=self.access.case, name__same=name).exclude(key=self.row)
        if name and others.exists():
            self.add_error("name", _("There is already a theme with that name."))
        return name

    def clean_parent(self) -> str:
        """A theme lies neither under itself nor under what lies under it."""
        parent: str = self.cleaned_data.get("parent") or ""
        if parent and (parent == self.row or parent in codebook(self.access).below(self.row)):
            self.add_error("parent", _("A theme cannot lie under itself."))
        return parent

    def put_in_force(self) -> None:
        """A new theme is the last of all."""
        super().put_in_force()
        if not self.instance.position:
            last = Theme.objects.filter(case=self.access.case).aggregate(last=Max("position"))["last"]
            self.instance.position = (last or 0) + 1
            self.instance.save(update_fields=["position"])
