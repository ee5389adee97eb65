"""Är dialogen genomförd?"""

from django import forms
from django.utils.translation import gettext_lazy

from dialog.forms.step_form import StepForm
from dialog.language.labels import label
from execution.models import ExecutionGate

AS_EXPECTED = [("yes", gettext_lazy("Yes")), ("partly", gettext_lazy("Partly")), ("no", gettext_lazy("No"))]


class ExecutionGateForm(StepForm):
    """The reflection at the second gate: did it go as expected?"""

    went_as_expected = forms.ChoiceField(
        label=label(ExecutionGate, "went_as_expected"), choices=AS_EXPECTED, widget=forms.RadioSelect
    )

    class Meta:
        model = ExecutionGate
        fields = ["went_as_expected", "reflection"]
        help_texts = {
            "reflection": gettext_lazy(
                "What went as you had planned, and what did not? Everyone in the case can write here."
            )
        }
