"""The kinds of rows in the registers of Följa upp: themes, conclusions, presentations, texts."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dialog.forms.answers import Answered
from dialog.forms.step_form import StepForm
from dialog.models import Addition, Decision, Record
from dialog.process.access import Access
from dialog.process.reading import Reading
from dialog.process.register import RowKind
from dialog.process.step import DecidedStep
from dialog.rights import CIVIL_SERVANT, ELECTED, SHARED
from dialog.texts import kinds as texts
from followup import forms, reading
from followup.outdated import REPORT, RESULTS
from followup.result_as_text import conclusions_in_force
from followup.tally import tally, voices
from followup.trace import Trace, traces


class ThemeKind(RowKind):
    """A theme. It can be chosen as soon as it has a name."""

    kind, title, plural = "theme", _("Theme"), _("Themes")
    add_label = _("New theme")
    role = CIVIL_SERVANT
    form = forms.ThemeForm
    template = "followup/row.html"


class ConclusionKind(RowKind):
    """A conclusion, in force as soon as it is complete. What became of its measure is told afterwards too."""

    kind, title, plural = "conclusion", _("Conclusion"), _("Conclusions")
    add_label = _("New conclusion")
    role = SHARED
    form = forms.ConclusionForm
    promises = _("Which conclusions does it concern?")
    template = "followup/conclusion.html"

    def possible_acts(self, record: Record | None, access: Access) -> set[str]:
        """Return what may be done: what became of a promise is told as long as anybody asks, in a closed case too."""
        acts = super().possible_acts(record, access)
        return acts | ({"tell_of_measure"} if record and record.version else set())

    def reading(self, access: Access, answers: list[Answered]) -> Reading:
        """What residents say; the trace tells the rest."""
        return reading.conclusion()

    def row_context(self, access: Access, row: str, form: StepForm | None) -> dict[str, Any]:
        """The trace from the conclusion to its voices, and what was told of its measure."""
        found = [conclusion for conclusion in conclusions_in_force(access) if conclusion.key == row]
        told = Addition.objects.filter(case=access.case, kind=Addition.Kind.PROMISED_MEASURE).select_related("by")
        trace: Trace | None = next(iter(traces(access, found)), None)
        return {
            "trace": trace,
            "count": tally(voices(access).values()),
            "told": [addition for addition in told if row in addition.rows],
        }


class DecisionKind(RowKind, DecidedStep):  # type: ignore[override]
    """What a body decides on the result: prepared by anybody, recorded by an elected member who sits in that body."""

    kind, title, plural = "decision", _("Decision on the result"), _("Decisions on the result")
    spoken = _("the result")
    add_label = _("New committee decision")
    role = ELECTED
    form = forms.PresentedDecisionForm
    presents_result = True
    template = "followup/row.html"

    def deciding_fields(self) -> tuple[str, ...]:
        """What is decided, in a sentence."""
        return ("answer",)

    def in_words(self, decision: Decision) -> str:
        """The sentence."""
        return str(decision.answer["answer"])

    def leads_behind(self, decision: Decision) -> tuple[str, Any]:
        """The voices that the conclusions rest on, on which the body decided."""
        address = reverse("voices_of_decision", args=[decision.case_id, decision.pk])
        return address, _("Which voices are behind it?")

    def holds(self, decision: Decision) -> str:
        """That the body has decided; what it decided is a sentence of its own."""
        return gettext("%(body)s has decided on the result") % {"body": decision.body_name}


class NotingKind(RowKind):
    """A presentation of the result that a body noted."""

    kind, title, plural = "noting", _("Presentation noted"), _("Presentations noted")
    add_label = _("New presentation noted")
    role = SHARED
    form = forms.NotingForm
    presents_result = True
    template = "followup/row.html"


class AfterText(texts.AfterText):
    """Text efter, begun from conclusions and presentations."""

    form = forms.AfterTextForm
    rests_on = frozenset({RESULTS})


class SummaryText(texts.TextKind):
    """The summary report on its way to the website."""

    kind, title, plural = "summary", _("Summary report"), _("Summary reports")
    spoken = _("the summary report")
    add_label = _("Send the summary report to the communications team")
    form = forms.SummaryForm
    rests_on = frozenset({REPORT})
    template = "followup/summary.html"
