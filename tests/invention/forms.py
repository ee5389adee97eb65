"""What is asked in the invented phase."""

from typing import Any

from dialog.forms.step_form import StepForm, TablesForm
from dialog.texts.forms import TextForm
from tests.invention.models import Invented


class InventedForm(StepForm):
    """The step."""

    needs = {"words": "Skriv några ord."}

    class Meta:
        model = Invented
        fields = ["words"]


class InventedGateForm(TablesForm):
    """The gate asks nothing."""


class PosterForm(TextForm):
    """The text on a poster, begun from the words."""

    class Meta(TextForm.Meta):
        fields = [*TextForm.Meta.fields]
        help_texts: dict[str, Any] = {}

    def prefill(self) -> dict[str, str]:
        """Offer the words that are in force."""
        found = Invented.objects.filter(case=self.access.case).first()
        return {"title": "Ett anslag", "text": found.words} if found else {}
