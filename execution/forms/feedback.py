"""Återkoppla resultat: the plan of a round, and its content in three parts."""

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from dialog.forms.draft_form import DraftForm, Missing
from dialog.forms.drafts import Draft
from dialog.forms.fields import OfferedChoicesField
from dialog.forms.gaps import gap
from dialog.forms.step_form import StepForm
from dialog.language.labels import label
from dialog.process.once import once
from dialog.process.results import result_as_text
from execution.forms.participation import NAMED_CHANNELS
from execution.in_force import rounds
from execution.models import FeedbackRound
from planning.models import Purpose

if TYPE_CHECKING:
    from dialog.process.access import Access

THIRD_WEEK = dt.timedelta(days=20)  # its last day
# What may change without a new approval; the rest stands once the content is proposed.
FREE = ("planned_on", "channels", "own_channel")


class RoundForm(StepForm):
    """The content of a round: what the elected officials approve."""

    needs = {
        "said_and_taken_care_of": gettext_lazy("Enter what was said and how it was dealt with."),
        "use_of_results": gettext_lazy("Enter how the results have been used or will be used."),
    }

    in_sight = frozenset({"decisions_and_grounds"})

    class Meta:
        model = FeedbackRound
        fields = ["said_and_taken_care_of", "use_of_results", "decisions_and_grounds"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_decided(self.access):
            self.fields["decisions_and_grounds"].label = _("What is the route to a decision, and when?")

    @classmethod
    def begin_small(cls, access: "Access") -> Draft:
        """How the result will be used, as the purpose says it: until there are conclusions nothing more is known of that."""
        purpose = Purpose.objects.filter(case=access.case).first()
        used = purpose.use_of_result if purpose and not result_as_text(access, "measures") else ""
        return {"use_of_results": [used]} if used else {}

    def prefill(self) -> dict[str, str]:
        """Begin with what conclusions and presentations say, where the analysis has come so far; before a decision with the
        way to it.
        """
        decisions = (
            result_as_text(self.access, "decisions") if is_decided(self.access) else way_to_a_decision(self.access)
        )
        return {
            "said_and_taken_care_of": result_as_text(self.access, "conclusions"),
            "use_of_results": result_as_text(self.access, "measures"),
            "decisions_and_grounds": decisions,
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
        if is_decided(self.access):
            sentence = _("Enter which decisions have been made and on what grounds, or that none have been made.")
        else:
            sentence = _("Enter the route to a decision, with a timetable.")
        self.need("decisions_and_grounds", sentence)
        if self.there is None or not self.there.to:
            self.add_error(None, forms.ValidationError(_("First choose who the feedback is for."), code="required"))
        return cleaned

    def sentences(self) -> Any:
        """Yield what is missing; the recipients are mended in the plan."""
        for lack in super().sentences():
            plan = lack.sentence == _("First choose who the feedback is for.")
            yield Missing(lack.sentence, "to_0" if plan else lack.target, lack.row)


def is_decided(access: "Access") -> bool:
    """Say whether a body has decided on what residents are told: on the result, or that the dialogue ends."""
    return access.is_on_information_track or any(row for _step, row in access.in_force)


@once
def way_to_a_decision(access: "Access") -> str:
    """Tell for which decision the answers are, and when it is to be made: as far as a field says it."""
    purpose = Purpose.objects.filter(case=access.case).first()
    decision = purpose.for_decision if purpose else ""
    day = (purpose.decision_by if purpose else None) or access.case.decision_planned
    if not (decision or day):
        return ""
    with override(settings.LANGUAGE_CODE):
        facts = {"day": date_format(day, "DATE_FORMAT") if day else gap(_("when"))}
        made = _("The decision is planned for %(day)s.") % facts
        about = _("Your answers will be used for this decision: %(decision)s.") % {"decision": decision.rstrip(".")}
        return f"{about} {made}" if decision else made


class RoundPlanForm(DraftForm):
    """To whom a round goes, how and when: no text that anybody approves."""

    to = forms.ChoiceField(label=label(FeedbackRound, "to"), choices=FeedbackRound.To.choices, widget=forms.RadioSelect)
    target_groups = OfferedChoicesField("target_group", label=label(FeedbackRound, "target_groups"))
    channels = forms.MultipleChoiceField(
        label=label(FeedbackRound, "channels"), choices=NAMED_CHANNELS, widget=forms.CheckboxSelectMultiple
    )
    needs = {"to": gettext_lazy("Choose who the feedback is for.")}

    class Meta:
        model = FeedbackRound
        fields = ["to", "target_groups", "language_and_form", "channels", "own_channel", "planned_on"]

    @classmethod
    def of(cls, found: FeedbackRound | None, access: "Access") -> "RoundPlanForm":
        """Return the form with what is planned of a round; in a small dialogue with what is usual, where nothing is."""
        return cls(usual_plan(access) if found is None and access.case.is_small else plan_of(found), access)


def usual_plan(access: "Access") -> Draft:
    """Return the plan of a small dialogue's next round: in the third week to those who took part, in the fourth to all
    residents. No day has gone by.
    """
    there = {found.to for found in rounds(access).values() if not found.dropped_because}
    start, end = access.case.dialogue_from or access.today, access.case.dialogue_to or access.today
    if FeedbackRound.To.PARTICIPANTS not in there:
        groups = [key for key, _name in access.choices("target_group")]
        day = max(min(start + THIRD_WEEK, end), access.today)
        return {"to": [FeedbackRound.To.PARTICIPANTS.value], "target_groups": groups, "planned_on": [day.isoformat()]}
    if FeedbackRound.To.RESIDENTS not in there:
        return {"to": [FeedbackRound.To.RESIDENTS.value], "planned_on": [max(end, access.today).isoformat()]}
    return {}


def plan_of(found: FeedbackRound | None) -> Draft:
    """Return what is planned of a round, as a text."""
    if found is None:
        return {}
    values = {name: getattr(found, name) for name in RoundPlanForm.base_fields}
    return {
        name: [str(choice) for choice in (value if isinstance(value, list) else [value])]
        for name, value in values.items()
        if value
    }
