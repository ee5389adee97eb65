"""The forms of Följa upp, one file for each part of the handbook's reasoning."""

from followup.forms.analysis import AnalysisForm, ConclusionForm
from followup.forms.compilation import CompilationForm, ThemeForm
from followup.forms.gate import FollowupGateForm
from followup.forms.learning import LearningForm
from followup.forms.presentation import NotingForm, PresentedDecisionForm
from followup.forms.process_analysis import EIGHT, ProcessAnalysisForm, next_unanswered
from followup.forms.publication import AfterTextForm, SummaryForm

__all__ = [
    "EIGHT",
    "AfterTextForm",
    "AnalysisForm",
    "CompilationForm",
    "ConclusionForm",
    "FollowupGateForm",
    "LearningForm",
    "NotingForm",
    "PresentedDecisionForm",
    "ProcessAnalysisForm",
    "SummaryForm",
    "ThemeForm",
    "next_unanswered",
]
