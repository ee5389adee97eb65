"""The two decisions of the body in Planera, and what stands beside the first."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.forms.fields import YesNoField
from dialog.forms.layout import Asks, Layout, Rest, Tables, Unless, When
from dialog.forms.step_form import DROPPED, RowForm, StepForm
from dialog.language.labels import label
from dialog.process.decision_form import DecisionFields
from handbook import catalogue
from planning.models import INFORMED, Influenceable, InfluenceLevel, LevelPart, OutsideMandate


class InfluenceableForm(DecisionFields):
    """Är frågan påverkbar? Two questions in this order; a first no ends it."""

    question_influenceable = YesNoField(label=label(Influenceable, "question_influenceable"))
    decision_makers_influenceable = YesNoField(
        label=label(Influenceable, "decision_makers_influenceable"),
        help_text=gettext_lazy("Answer this if the first answer is yes."),
    )
    layout = Layout(Asks("question_influenceable", When("yes", "decision_makers_influenceable")), Rest(), Tables())
    needs = {"question_influenceable": gettext_lazy("Say whether the question can be influenced.")}

    class Meta:
        model = Influenceable
        fields = ["question_influenceable", "decision_makers_influenceable", "motivation"]

    def clean(self) -> dict[str, Any]:
        """A yes leads to the second question; a no needs its motivation."""
        cleaned = super().clean()
        first, second = cleaned.get("question_influenceable"), cleaned.get("decision_makers_influenceable")
        if first == "yes":
            self.need("decision_makers_influenceable", _("Say whether you as decision-makers can be influenced."))
        if first == "no":
            cleaned["decision_makers_influenceable"] = second = ""
        if "no" in (first, second):
            self.need("motivation", _("Explain why the answer is no."))
        return cleaned


class OutsideMandateForm(StepForm):
    """What may come up that the body has no mandate over."""

    needs = {
        "outside_mandate": gettext_lazy("Enter what might come up, or that nothing will."),
        "outside_mandate_handling": gettext_lazy("Enter how you will handle it."),
    }

    class Meta:
        model = OutsideMandate
        fields = ["outside_mandate", "outside_mandate_handling"]


def level_choices() -> list[tuple[str, str]]:
    """Return the five levels of the ladder, by their keys."""
    return [(level.key, level.name) for level in catalogue.levels().values()]


class LevelPartRow(RowForm):
    """A part of the dialogue with a level of its own; frozen with the decision."""

    name, title, plural = "part", gettext_lazy("Part"), gettext_lazy("Parts with a different level")
    add_label, kind_field = gettext_lazy("Add a part"), "level"
    empty = gettext_lazy("Only if residents have more or less influence over part of the question.")
    level = forms.ChoiceField(
        label=label(LevelPart, "level"), choices=lambda: [("", gettext_lazy("Choose")), *level_choices()]
    )
    layout = Layout("part", Asks("level", Unless(INFORMED, "promise")), Rest(), DROPPED)
    needs = {
        "part": gettext_lazy("Enter which part it is."),
        "level": gettext_lazy("Choose a level for the part."),
    }

    class Meta:
        model = LevelPart
        fields = ["part", "level", "promise"]

    def clean(self) -> dict[str, Any]:
        """Something is promised in a part, unless residents are only informed there."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("level", INFORMED) != INFORMED:
            self.need("promise", _("Enter what you promise for this part."))
        return cleaned


class InfluenceLevelForm(DecisionFields):
    """Inflytandenivå: the ladder, the motivation, and the promise in the participants' words."""

    level = forms.ChoiceField(label=label(InfluenceLevel, "level"), choices=level_choices, widget=forms.RadioSelect)
    level.face_template = "components/ladder.html"  # type: ignore[attr-defined]
    tables = [LevelPartRow]
    layout = Layout(Asks("level", Unless(INFORMED, "promise")), Rest(), Tables())
    needs = {
        "level": gettext_lazy("Choose a level."),
        "motivation": gettext_lazy("Enter why you are choosing this level."),
    }

    class Meta:
        model = InfluenceLevel
        fields = ["level", "motivation", "promise"]
        help_texts = {
            "promise": gettext_lazy("Participants will read this. Write so that a twelve-year-old can understand it.")
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["level"].hints = {  # type: ignore[attr-defined]
            level.key: _("Residents get to %(what)s") % {"what": level.residents_get_to}
            for level in catalogue.levels().values()
        }

    def clean(self) -> dict[str, Any]:
        """Whoever takes part is promised something; where residents are only informed nobody takes part."""
        cleaned = super().clean()
        if cleaned.get("level", INFORMED) != INFORMED:
            self.need("promise", _("Enter what you promise the participants."))
        return cleaned

    def prefill(self) -> dict[str, str]:
        """Offer the handbook's promise of the level that is chosen; nobody takes part where residents are only informed."""
        level = catalogue.levels().get(self.judged.get("level", ""))
        return {"promise": level.promise} if level and level.key != INFORMED else {}
