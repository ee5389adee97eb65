"""The forms of Genomföra, one file a step."""

from execution.forms.activities import ActivityForm
from execution.forms.communication import TextBeforeForm
from execution.forms.feedback import RoundForm, RoundPlanForm
from execution.forms.gate import ExecutionGateForm
from execution.forms.methods import MethodsForm
from execution.forms.participation import ParticipationForm

__all__ = [
    "ActivityForm",
    "ExecutionGateForm",
    "MethodsForm",
    "ParticipationForm",
    "RoundForm",
    "RoundPlanForm",
    "TextBeforeForm",
]
