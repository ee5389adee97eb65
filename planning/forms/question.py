"""What the dialogue is about: the control questions, the purpose, the question."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.forms.draft_form import Missing
from dialog.forms.drafts import Draft
from dialog.forms.fields import YesNoField
from dialog.forms.layout import Asks, Layout, More, Rest, SideBySide, Tables, When, WhenAnswered
from dialog.forms.step_form import RowForm, StepForm
from dialog.language.labels import label
from planning.forms.links import LinkRow
from planning.models import OverallPurpose, PlanningHelp, PredefinedQuestion, Purpose, Question

if TYPE_CHECKING:
    from dialog.process.access import Access


class PlanningHelpForm(StepForm):
    """Ta hjälp i planeringen: three control questions, links, help asked for or declined."""

    is_dialogue_answer = YesNoField(label=label(PlanningHelp, "is_dialogue_answer"))
    similar_initiatives_answer = YesNoField(label=label(PlanningHelp, "similar_initiatives_answer"))
    done_before_answer = YesNoField(label=label(PlanningHelp, "done_before_answer"))
    tables = [LinkRow]
    in_sight = frozenset({"help_declined"})
    layout = Layout(
        Asks("is_dialogue_answer", When("yes", "is_dialogue_comment"), When("no", "instead")),
        Asks("similar_initiatives_answer", When("yes", "similar_initiatives_comment")),
        Asks("done_before_answer", When("yes", "done_before_comment")),
        Rest(),
        Tables(),
    )
    needs = {
        "is_dialogue_answer": gettext_lazy("Say whether this is a citizen dialogue."),
        "similar_initiatives_answer": gettext_lazy("Say whether there are similar initiatives in progress."),
        "done_before_answer": gettext_lazy("Say whether anything has been done in the area before."),
    }

    class Meta:
        model = PlanningHelp
        fields = [
            "is_dialogue_answer",
            "is_dialogue_comment",
            "instead",
            "similar_initiatives_answer",
            "similar_initiatives_comment",
            "done_before_answer",
            "done_before_comment",
            "help_declined",
        ]

    def clean(self) -> dict[str, Any]:
        """Help is asked for or declined; what is no dialogue is something else."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("is_dialogue_answer") == "no":
            self.need("instead", _("Enter what it is instead."))
        asked = self.access.case.help_requests.filter(step=self.step.key).exists()
        if not asked and not cleaned.get("help_declined"):
            self.add_error(
                "help_declined",
                forms.ValidationError(
                    _("Ask for help below, or tick the box to say that you do not need any."), code="required"
                ),
            )
        return cleaned

    def advice(self) -> list[Missing]:
        """Say where a case that is no dialogue may be ended."""
        if self.judged.get("is_dialogue_answer") == "no":
            return [
                Missing(_("This is not a citizen dialogue. You can close the case under “About the case”."), "instead")
            ]
        return []


class PredefinedQuestionRow(RowForm):
    """A question that needs an answer."""

    name, title, plural = "predefined_question", gettext_lazy("Question"), gettext_lazy("Questions that need an answer")
    add_label = gettext_lazy("Add a question")
    empty = gettext_lazy("Activities and contributions can then refer to the questions you write here.")
    needs = {"text": gettext_lazy("Enter the question.")}

    class Meta:
        model = PredefinedQuestion
        fields = ["text"]


class PurposeForm(StepForm):
    """Syftet med dialogen."""

    overall_purpose = forms.MultipleChoiceField(
        label=label(Purpose, "overall_purpose"),
        choices=OverallPurpose.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    tables = [PredefinedQuestionRow]
    layout = Layout(
        *["purpose", "overall_purpose", "use_of_result", "requested_by"],
        SideBySide("for_decision", "decision_by"),
        More("why_dialogue", "what_to_achieve"),
        Rest(),
        Tables(),
    )
    needs = {
        "purpose": gettext_lazy("Enter the purpose of the dialogue."),
        "overall_purpose": gettext_lazy("Choose at least one overall purpose."),
        "use_of_result": gettext_lazy("Enter how the result will be used."),
        "requested_by": gettext_lazy("Enter who is asking for the result."),
        "for_decision": gettext_lazy("Enter which decision the result is for."),
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

    @classmethod
    def begin_small(cls, access: "Access") -> Draft:
        """The body that decides is the one that asks for the result, unless somebody writes otherwise."""
        return {"requested_by": [access.case.body.name]}


class QuestionForm(StepForm):
    """Definiera frågan."""

    level_of_detail = forms.ChoiceField(
        label=label(Question, "level_of_detail"),
        choices=[("overview", gettext_lazy("In outline")), ("detailed", gettext_lazy("In detail"))],
        widget=forms.RadioSelect,
    )
    needed = YesNoField(label=label(Question, "needed"))
    needs = {"question": gettext_lazy("Enter the question in one sentence.")}
    layout = Layout(
        *["question", "in_scope", "out_of_scope"],
        Asks("needed", WhenAnswered("needed_why")),
        More("level_of_detail", "adjacent", Asks("history", WhenAnswered("history_effect"))),
        Tables(),
    )

    def clean_question(self) -> str:
        """One sentence is one line, however it was broken while it was typed."""
        return " ".join(self.cleaned_data["question"].split())

    class Meta:
        model = Question
        widgets = {"question": forms.Textarea(attrs={"rows": 2})}
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

    @classmethod
    def begin_small(cls, access: "Access") -> Draft:
        """The case is called by its question where it was begun with one."""
        title = access.case.title
        return {"question": [title]} if title.endswith("?") else {}
