"""Återkoppla resultat: the plan of a round, and its content in three parts."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.engine.draft_form import DraftForm, Missing
from dialog.engine.drafts import Draft
from dialog.engine.fields import OfferedChoicesField
from dialog.engine.forms import StepForm
from dialog.engine.labels import label
from dialog.results import told
from execution.forms.participation import NAMED_CHANNELS
from execution.in_force import rounds
from execution.models import FeedbackRound

if TYPE_CHECKING:
    from dialog.access import Access

# What may change without a new approval; the rest stands once the content is proposed.
FREE = ("planned_on", "channels", "own_channel")


class RoundForm(StepForm):
    """The content of a round: what the elected officials approve."""

    needs = {
        "said_and_taken_care_of": gettext_lazy("Write what was said, and how it was taken care of."),
        "use_of_results": gettext_lazy("Write how the results have been or will be used."),
        "decisions_and_grounds": gettext_lazy("Write which decisions were made and on which grounds, or that none is."),
    }

    class Meta:
        model = FeedbackRound
        fields = ["said_and_taken_care_of", "use_of_results", "decisions_and_grounds"]

    def prefill(self) -> dict[str, str]:
        """Begin with what conclusions and presentations say, where the analysis has come so far."""
        return {
            "said_and_taken_care_of": told(self.access, "conclusions"),
            "use_of_results": told(self.access, "measures"),
            "decisions_and_grounds": told(self.access, "decisions"),
        }

    @cached_property
    def there(self) -> FeedbackRound | None:
        """The round as it is planned."""
        return rounds(self.access).get(self.row)

    @property
    def heading(self) -> str:
        """To whom it goes, and when."""
        if self.there is None:
            return ""
        day = self.there.planned_on
        return f"{self.there}, {date_format(day, 'DATE_FORMAT')}" if day else str(self.there)

    def clean(self) -> dict[str, Any]:
        """Whoever approves it knows to whom it goes."""
        cleaned = super().clean() or self.cleaned_data
        if self.there is None or not self.there.to:
            self.add_error(None, forms.ValidationError(_("Say first to whom the round goes."), code="required"))
        return cleaned

    def sentences(self) -> Any:
        """Yield what is missing; the recipients are mended in the plan."""
        for lack in super().sentences():
            plan = lack.sentence == _("Say first to whom the round goes.")
            yield Missing(lack.sentence, "to_0" if plan else lack.target, lack.row)


class RoundPlanForm(DraftForm):
    """To whom a round goes, how and when: no text that anybody approves."""

    to = forms.ChoiceField(label=label(FeedbackRound, "to"), choices=FeedbackRound.To.choices, widget=forms.RadioSelect)
    target_groups = OfferedChoicesField("target_group", label=label(FeedbackRound, "target_groups"))
    channels = forms.MultipleChoiceField(
        label=label(FeedbackRound, "channels"), choices=NAMED_CHANNELS, widget=forms.CheckboxSelectMultiple
    )
    needs = {"to": gettext_lazy("Say to whom the round goes.")}

    class Meta:
        model = FeedbackRound
        fields = ["to", "target_groups", "language_and_form", "channels", "own_channel", "planned_on"]

    @classmethod
    def of(cls, found: FeedbackRound | None, access: "Access") -> "RoundPlanForm":
        """Return the form with what is planned of a round."""
        return cls(plan_of(found), access)


def plan_of(found: FeedbackRound | None) -> Draft:
    """Return what is planned of a round, as a text."""
    if found is None:
        return {}
    values = {name: getattr(found, name) for name in RoundPlanForm.base_fields}
    return {
        name: [str(one) for one in (value if isinstance(value, list) else [value])]
        for name, value in values.items()
        if value
    }
