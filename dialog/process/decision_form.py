"""The part of a decided step's form that says how, when and on which wording the body decided."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.forms.layout import Asks, DecisionFacts, OnlyWithAnswer, When
from dialog.forms.step_form import StepForm
from dialog.language.sentences import paragraph
from dialog.language.understood import DayField, WholeNumberField
from dialog.models import Body, Decision, DecisionFact, Revision
from dialog.models.decision import facts_now
from dialog.process.wording import worded, wording_of

WORDINGS = ("purpose_wording", "question_wording", "wording_unknown_because")
MOST_VOTES = 999  # no Swedish body has more members


class DecisionFields(StepForm):
    """Body, date, § and by whom: drafted with the rest, so that anybody can prepare them; needed only when one decides.

    A decided step's form begins with it. The answer and its motivation are the step's own fields.
    """

    in_sight = frozenset({"motivation"})
    decided_on = DayField(label=gettext_lazy("Date of the decision"))
    made_by = forms.ChoiceField(
        label=gettext_lazy("Decided by"),
        choices=Decision.MadeBy.choices,
        initial=Decision.MadeBy.BODY,
        widget=forms.RadioSelect,
    )
    reported_on = DayField(
        label=gettext_lazy("Reported to the committee on"),
        help_text=gettext_lazy("For decisions made by delegation or by the chair."),
    )
    section = forms.CharField(
        label=gettext_lazy("Minute number (§) or delegation number"),
        max_length=DecisionFact._meta.get_field("text").max_length,
        help_text=gettext_lazy("Can be added later."),
    )
    purpose_wording = forms.CharField(
        label=gettext_lazy("Wording of the purpose when the decision was made"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    question_wording = forms.CharField(
        label=gettext_lazy("Wording of the question when the decision was made"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    wording_unknown_because = forms.CharField(label=gettext_lazy("The wording is not known because"))
    votes_for = WholeNumberField(label=gettext_lazy("Votes for"), min_value=0, max_value=MOST_VOTES)
    votes_against = WholeNumberField(label=gettext_lazy("Votes against"), min_value=0, max_value=MOST_VOTES)
    votes_abstained = WholeNumberField(label=gettext_lazy("Abstained"), min_value=0, max_value=MOST_VOTES)
    supersede_reason = forms.CharField(
        label=gettext_lazy("Why is the earlier decision being replaced?"), widget=forms.Textarea(attrs={"rows": 2})
    )
    is_correction = forms.BooleanField(label=gettext_lazy("Correction of a clerical error (same decision)"))

    decision_layout = DecisionFacts(
        "decided_on",
        Asks("made_by", When([Decision.MadeBy.DELEGATION, Decision.MadeBy.CHAIR], "reported_on")),
        "section",
        "votes_for",
        "votes_against",
        "votes_abstained",
        # what can only be said of an older wording, or of an earlier decision
        OnlyWithAnswer(*WORDINGS, unless=lambda form: form.needs_own_wording),
        OnlyWithAnswer("supersede_reason", unless=lambda form: form.superseded),
        OnlyWithAnswer("is_correction"),
    )
    decision_fields = tuple(pointer.name for pointer in decision_layout.get_field_names())

    def clean(self) -> dict[str, Any]:
        """Judge the decision's own facts: never in the future, reported when delegated, on a known wording."""
        cleaned = super().clean() or self.cleaned_data
        decided, reported = cleaned.get("decided_on"), cleaned.get("reported_on")
        if decided and decided > self.access.today:
            self.add_error("decided_on", _("The date of a decision cannot be in the future."))
        if reported and reported > self.access.today:
            self.add_error("reported_on", _("The date of a report to the committee cannot be in the future."))
        if reported and decided and reported < decided:
            self.add_error("reported_on", _("The decision cannot have been reported before it was made."))
        if reported and cleaned.get("made_by") == Decision.MadeBy.BODY:
            self.add_error("reported_on", _("Only decisions by delegation or by the chair are reported."))
        if cleaned.get("section") and cleaned.get("made_by") != Decision.MadeBy.DELEGATION:
            cleaned["section"] = paragraph(cleaned["section"])
        if self.final:
            self._clean_final(cleaned)
        return cleaned

    def _clean_final(self, cleaned: dict[str, Any]) -> None:
        self.need("decided_on", _("Enter the date of the decision."))
        self.need("made_by", _("Choose who made the decision."))
        if self.superseded:
            self.need("supersede_reason", _("Enter why the earlier decision is being replaced."))
            if cleaned.get("is_correction") and not self._answers_like(self.superseded):
                self.add_error(
                    "is_correction", _("A correction must have the same answer as the decision it corrects.")
                )
            if cleaned.get("is_correction"):
                self._weigh_against_what_followed(self.superseded, cleaned.get("decided_on"))
        if self.needs_own_wording and not cleaned.get("wording_unknown_because"):
            sentence = _(
                "The decision is older than the current wording. Enter the wording at the time, or why it cannot be "
                "found out."
            )
            lacking = [name for name in WORDINGS[:2] if not cleaned.get(name)]
            if lacking:
                self.need(lacking[0], sentence)

    def _weigh_against_what_followed(self, corrected: Decision, day: dt.date | None) -> None:
        """A corrected day lies before what is taken over from the decision: the minutes were adjusted after it."""
        facts = facts_now(corrected)
        for kind in (DecisionFact.Kind.ADJUSTED, DecisionFact.Kind.PUBLISHED):
            known = facts[kind].date if kind in facts else None
            if day and known and known < day and "decided_on" not in self.errors:
                words = {"what": kind.label, "day": date_format(known, "DATE_FORMAT")}
                self.add_error("decided_on", _("The date is after what followed: %(what)s, %(day)s.") % words)

    @property
    def deciding_body(self) -> Body:
        """The body that decides: the one that owns the case, unless a row says another."""
        return self.other_body or self.access.case.body

    @cached_property
    def superseded(self) -> Decision | None:
        """The decision in force that this one would replace."""
        return self.access.in_force.get((self.step.key, self.row))

    def _answers_like(self, decision: Decision) -> bool:
        return all(self.cleaned_data.get(name) == decision.answer.get(name) for name in self.step.deciding_fields())

    @cached_property
    def _wordings(self) -> dict[str, Revision]:
        return self.access.versions(worded())

    @cached_property
    def needs_own_wording(self) -> bool:
        """Whether the decision was made before purpose and question got the wording that is in force."""
        decided = self.cleaned_data.get("decided_on")
        if not decided:
            return False
        return any(timezone.localdate(version.at) > decided for version in self._wordings.values())

    def wording(self) -> tuple[str, str, str]:
        """Return the wording of purpose and question that the decision is made on, and why it is unknown."""
        if self.needs_own_wording:
            facts = self.judged
            return facts["purpose_wording"], facts["question_wording"], facts["wording_unknown_because"]
        texts = {field: wording_of(self._wordings.get(step), step) for step, field in worded().items()}
        return texts["purpose_wording"], texts["question_wording"], ""
