"""Har vi planerat klart?"""

from django.utils.translation import gettext_lazy

from dialog.forms.fields import YesNoField
from dialog.forms.step_form import StepForm
from dialog.language.labels import label
from planning.models import PlanningGate


class PlanningGateForm(StepForm):
    """The reflection at the first gate: are the parts done, is the working group prepared?"""

    parts_done = YesNoField(label=label(PlanningGate, "parts_done"))
    working_group_prepared = YesNoField(label=label(PlanningGate, "working_group_prepared"))

    class Meta:
        model = PlanningGate
        fields = ["parts_done", "working_group_prepared", "reflection"]
        help_texts = {
            "reflection": gettext_lazy(
                "What are you sure of, and what worries you? Everyone in the case can write here at any time."
            )
        }
