"""The forms of Planera."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.engine.decision_form import DecisionFields
from dialog.engine.fields import LinesField, OfferedChoicesField, YesNoField
from dialog.engine.forms import Missing, RowForm, StepForm, TablesForm
from planning.models import Goal, Influenceable, OverallPurpose, PredefinedQuestion, Purpose, Question


class PredefinedQuestionRow(RowForm):
    """A question that needs an answer."""

    name, title, plural = "predefined_question", gettext_lazy("Question"), gettext_lazy("Questions that need answers")
    add_label = gettext_lazy("Add a question")
    empty = gettext_lazy("Activities and contributions can point to the questions that you write here.")
    needs = {"text": gettext_lazy("Write the question.")}

    class Meta:
        model = PredefinedQuestion
        fields = ["text"]


class PurposeForm(StepForm):
    """Syftet med dialogen."""

    overall_purpose = forms.MultipleChoiceField(
        label=Purpose._meta.get_field("overall_purpose").verbose_name,
        choices=OverallPurpose.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    tables = [PredefinedQuestionRow]
    needs = {
        "purpose": gettext_lazy("Write the purpose of the dialogue."),
        "overall_purpose": gettext_lazy("Choose at least one overall purpose."),
        "use_of_result": gettext_lazy("Write how the result will be used."),
        "requested_by": gettext_lazy("Write who asks for the result."),
        "for_decision": gettext_lazy("Write for which decision the result is asked for."),
    }

    class Meta:
        model = Purpose
        fields = [
            "purpose",
            "overall_purpose",
            "why_dialogue",
            "what_to_achieve",
            "use_of_result",
            "requested_by",
            "for_decision",
            "decision_by",
        ]


class QuestionForm(StepForm):
    """Definiera frågan."""

    level_of_detail = forms.ChoiceField(
        label=Question._meta.get_field("level_of_detail").verbose_name,
        choices=[("overview", gettext_lazy("Overview")), ("detailed", gettext_lazy("Detailed"))],
        widget=forms.RadioSelect,
    )
    needed = YesNoField(label=Question._meta.get_field("needed").verbose_name)
    needs = {"question": gettext_lazy("Write the question in one sentence.")}

    class Meta:
        model = Question
        fields = [
            "question",
            "in_scope",
            "out_of_scope",
            "level_of_detail",
            "adjacent",
            "history",
            "history_effect",
            "needed",
            "needed_why",
        ]


class InfluenceableForm(DecisionFields, StepForm):
    """Är frågan påverkbar? Two questions in this order; a first no ends it."""

    question_influenceable = YesNoField(label=Influenceable._meta.get_field("question_influenceable").verbose_name)
    decision_makers_influenceable = YesNoField(
        label=Influenceable._meta.get_field("decision_makers_influenceable").verbose_name,
        help_text=gettext_lazy("Answered when the first answer is yes."),
    )
    needs = {"question_influenceable": gettext_lazy("Answer whether the question can be influenced.")}

    class Meta:
        model = Influenceable
        fields = ["question_influenceable", "decision_makers_influenceable", "motivation"]

    def clean(self) -> dict[str, Any]:
        """A yes leads to the second question; a no needs its motivation."""
        cleaned = super().clean()
        first, second = cleaned.get("question_influenceable"), cleaned.get("decision_makers_influenceable")
        if first == "yes":
            self.need("decision_makers_influenceable", _("Answer whether you as decision-makers can be influenced."))
        if first == "no":
            cleaned["decision_makers_influenceable"] = second = ""
        if "no" in (first, second):
            self.need("motivation", _("A no needs its motivation."))
        return cleaned


class GoalRow(RowForm):
    """One goal of the dialogue."""

    name, title, plural, least = "goal", gettext_lazy("Goal"), gettext_lazy("Goals"), 1
    add_label, heading_field, kind_field = gettext_lazy("Add a goal"), "goal", "type"
    empty = gettext_lazy("Few goals are better than many. Begin with what the dialogue should result in.")
    type = forms.ChoiceField(
        label=Goal._meta.get_field("type").verbose_name, choices=Goal.Type.choices, widget=forms.RadioSelect
    )
    measure = forms.ChoiceField(
        label=Goal._meta.get_field("measure").verbose_name, choices=Goal.Measure.choices, widget=forms.RadioSelect
    )
    indicators = LinesField(
        label=Goal._meta.get_field("indicators").verbose_name,
        help_text=gettext_lazy("What shows that you are on the way? One a line."),
    )
    data_collection_who = OfferedChoicesField("people", label=Goal._meta.get_field("data_collection_who").verbose_name)
    needs = {
        "goal": gettext_lazy("Write the goal."),
        "type": gettext_lazy("Choose the type of goal."),
        "indicators": gettext_lazy("Write at least one indicator."),
        "data_collection_how": gettext_lazy("Write how the data is collected."),
    }

    class Meta:
        model = Goal
        fields = [
            "type",
            "goal",
            "serves",
            "measure",
            "unit",
            "baseline",
            "target",
            "indicators",
            "data_collection_how",
            "data_collection_who",
            "data_collection_when",
        ]


class GoalsForm(TablesForm):
    """Mål för invånardialogen."""

    tables = [GoalRow]

    def advice(self) -> list[Missing]:
        """Hint at a missing result goal: goals that only count people say nothing of what came out."""
        kinds = [row.judged.get("type") for row in self.rows["goal"] if not row.is_dropped]
        if kinds and Goal.Type.RESULT not in kinds:
            return [Missing(_("No goal says what the dialogue should result in."), "goal-add")]
        return []
