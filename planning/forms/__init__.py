"""The forms of Planera, one file for each part of the handbook's reasoning."""

from planning.forms.analysis import TargetGroupRow, TargetGroupsForm
from planning.forms.decisions import InfluenceableForm, InfluenceLevelForm, OutsideMandateForm
from planning.forms.gate import PlanningGateForm
from planning.forms.goals import GoalRow, GoalsForm
from planning.forms.links import LinkRow
from planning.forms.question import PlanningHelpForm, PurposeForm, QuestionForm
from planning.forms.responsibility import ResponsibilityForm

__all__ = [
    "GoalRow",
    "GoalsForm",
    "InfluenceLevelForm",
    "InfluenceableForm",
    "LinkRow",
    "OutsideMandateForm",
    "PlanningGateForm",
    "PlanningHelpForm",
    "PurposeForm",
    "QuestionForm",
    "ResponsibilityForm",
    "TargetGroupRow",
    "TargetGroupsForm",
]
