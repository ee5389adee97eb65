"""Analysera genomförandet: eight questions, what came out of each goal, and the plan beside what happened."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from dialog.forms.drafts import Draft
from dialog.forms.fields import OfferedChoiceField
from dialog.forms.step_form import RowForm, StepForm
from dialog.language.labels import label
from followup.in_force import goals
from followup.models import GoalOutcome, ProcessAnalysis
from followup.suggestions import suggested_values
from planning.models import Goal

if TYPE_CHECKING:
    from dialog.process.access import Access

ANSWERS = [
    ("yes", gettext_lazy("Yes")),
    ("partly", gettext_lazy("Partly")),
    ("no", gettext_lazy("No")),
    ("cannot_say", gettext_lazy("Cannot be said yet")),
]
# The handbook's eight questions; the seventh is answered with words alone.
EIGHT = (
    "methods",
    "reached",
    "everyone_heard",
    "goals",
    "quality",
    "relevance",
    "influence_on_decisions",
    "new_knowledge",
)
WORDS_ONLY = "influence_on_decisions"


def title_of(question: str) -> Any:
    """Return one of the questions, as it is asked."""
    return label(ProcessAnalysis, f"{question}_reasoning" if question == WORDS_ONLY else f"{question}_answer")


def answer_field(question: str) -> forms.ChoiceField:
    """Return the field that answers one of the questions with yes, partly, no, or that it cannot be said yet."""
    name = f"{question}_answer"
    return forms.ChoiceField(label=label(ProcessAnalysis, name), choices=ANSWERS, widget=forms.RadioSelect)


class GoalOutcomeRow(RowForm):
    """What came out of one goal. There is a row for every goal in force, and none is added by hand."""

    name, title, plural = "goal_outcome", gettext_lazy("Goal"), gettext_lazy("The goals: what came out?")
    add_label, heading_field, fixed, written_in_list = "", "goal", True, True
    goal = OfferedChoiceField("goal", widget=forms.HiddenInput)
    reached = forms.ChoiceField(
        label=label(GoalOutcome, "reached"),
        choices=[("", gettext_lazy("Choose")), *GoalOutcome.Reached.choices],
    )
    needs = {
        "outcome": gettext_lazy("Write what came out of the goal."),
        "reached": gettext_lazy("Say whether the goal was reached."),
    }

    class Meta:
        model = GoalOutcome
        fields = ["goal", "outcome", "value", "reached", "served_purpose"]
        widgets = {"outcome": forms.Textarea(attrs={"rows": 2}), "served_purpose": forms.Textarea(attrs={"rows": 2})}


class ProcessAnalysisForm(StepForm):
    """Analysera genomförandet."""

    methods_answer = answer_field("methods")
    reached_answer = answer_field("reached")
    everyone_heard_answer = answer_field("everyone_heard")
    goals_answer = answer_field("goals")
    quality_answer = answer_field("quality")
    relevance_answer = answer_field("relevance")
    new_knowledge_answer = answer_field("new_knowledge")
    tables = [GoalOutcomeRow]
    needs = {
        **{
            f"{question}_answer": format_lazy(
                "{} – {}", title_of(question), gettext_lazy("answer, if only that it cannot be said yet")
            )
            for question in EIGHT
            if question != WORDS_ONLY
        },
        **{
            f"{question}_reasoning": format_lazy("{} – {}", title_of(question), gettext_lazy("reason"))
            for question in EIGHT
        },
    }

    class Meta:
        model = ProcessAnalysis
        fields = [
            *(
                f"{question}_{part}"
                for question in EIGHT
                for part in ("answer", "reasoning")
                if (question, part) != (WORDS_ONLY, "answer")
            ),
            "could_have_been_different_text",
            "experience_participants",
            "experience_elected",
            "compared_with_plan_text",
        ]

    def __init__(self, draft: Draft, access: "Access", **options: Any) -> None:
        super().__init__(draft, access, **options)
        self.draft = with_every_goal(self.draft, goals(self.access))

    @classmethod
    def blank(cls, access: "Access") -> Draft:
        """Begin with a row for each goal."""
        return with_every_goal(super().blank(access), goals(access))

    def suggestions(self) -> dict[str, str]:
        """Offer counted participants as the measured value of the goals that count them."""
        counted = suggested_values(self.access)
        return {
            f"goal_outcome-{row.key}-value": counted[goal].value
            for row in self.rows["goal_outcome"]
            if (goal := (row.draft.get("goal") or [""])[0]) in counted
        }


def with_every_goal(draft: Draft, there: dict[str, Goal]) -> Draft:
    """Return a draft with a row for each goal: one that was set since begins empty, one that is no more is left out.

    A new row has its goal's own key.
    """
    rows = [row for row in draft.get("goal_outcome", ()) if (row.get("goal") or [""])[0] in there]
    written = {row["goal"][0] for row in rows}
    rows += [{"row": [key], "goal": [key]} for key in there if key not in written]
    rest = {name: texts for name, texts in draft.items() if name != "goal_outcome"}
    return {**rest, "goal_outcome": rows} if rows else rest
