"""Analysera genomförandet: eight questions, what came out of each goal, and the plan beside what happened."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dialog.forms.chapters import Chapter
from dialog.forms.drafts import Draft
from dialog.forms.fields import OfferedChoiceField
from dialog.forms.layout import Included, Layout, More
from dialog.forms.step_form import RowForm, StepForm
from dialog.language.labels import label
from dialog.language.sentences import in_letters
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
    ("cannot_say", gettext_lazy("Too early to say")),
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

    name, title, plural = "goal_outcome", gettext_lazy("Goal"), gettext_lazy("The goals: how did they turn out?")
    add_label, heading_field, fixed, written_in_list = "", "goal", True, True
    goal = OfferedChoiceField("goal", widget=forms.HiddenInput)
    reached = forms.ChoiceField(
        label=label(GoalOutcome, "reached"),
        choices=GoalOutcome.Reached.choices,
        widget=forms.RadioSelect,
    )
    needs = {
        "outcome": gettext_lazy("Enter what the outcome of the goal was."),
        "reached": gettext_lazy("Say whether the goal was achieved."),
    }

    class Meta:
        model = GoalOutcome
        fields = ["goal", "outcome", "value", "reached", "served_purpose"]
        widgets = {"outcome": forms.Textarea(attrs={"rows": 2}), "served_purpose": forms.Textarea(attrs={"rows": 2})}


def fields_of(question: str) -> list[str]:
    """Return the names of the fields in which one of the questions is answered."""
    return [f"{question}_reasoning"] if question == WORDS_ONLY else [f"{question}_answer", f"{question}_reasoning"]


def unanswered(form: StepForm) -> list[str]:
    """Return the questions in which something is missing, in their order."""
    return [
        question for question in EIGHT if any(form[name].remains or name in form.errors for name in fields_of(question))
    ]


def next_unanswered(form: StepForm, number: int) -> int:
    """Return the number of the next question after one that is not answered, else of the first such; 0 for none."""
    left = [EIGHT.index(question) + 1 for question in unanswered(form)]
    return next((one for one in left if one > number), left[0] if left else 0)


def answered_in_words(form: StepForm) -> str:
    """Say how many of the questions are answered: «1 av 8 besvarade»."""
    return _("%(n)d of %(all)d answered") % {"n": len(EIGHT) - len(unanswered(form)), "all": len(EIGHT)}


def to_reason_about(form: StepForm) -> str:
    """Say how many questions remain: «sju frågor att resonera om»; empty for none."""
    left = len(unanswered(form))
    said = ngettext("one question to give reasons for", "%(n)s questions to give reasons for", left)
    return said % {"n": in_letters(left)} if left else ""


def goals_in_words(form: StepForm) -> str:
    """Say how many of the goals have an outcome: «0 av 3 har utfall»."""
    rows = form.rows["goal_outcome"]
    done = sum(not row.lacks for row in rows)
    return _("%(n)d of %(all)d have an outcome") % {"n": done, "all": len(rows)} if rows else _("no goals")


def without_outcome(form: StepForm) -> str:
    """Say how many goals remain: «tre mål utan utfall»; empty for none."""
    left = sum(bool(row.lacks) for row in form.rows["goal_outcome"])
    said = ngettext("one goal without an outcome", "%(n)s goals without an outcome", left)
    return said % {"n": in_letters(left)} if left else ""


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
    layout = Layout(
        Chapter(
            "questions",
            gettext_lazy("Eight questions"),
            Included("followup/eight_questions.html", *(name for question in EIGHT for name in fields_of(question))),
            More("could_have_been_different_text", "experience_participants", "experience_elected"),
            progress=answered_in_words,
            lacks=to_reason_about,
        ),
        Chapter(
            "goals",
            gettext_lazy("The goals"),
            Included("followup/goal_outcomes.html", of_tables=["goal_outcome"]),
            progress=goals_in_words,
            lacks=without_outcome,
            button=gettext_lazy("Save the goals"),
        ),
        Chapter(
            "plan",
            gettext_lazy("The plan and what happened"),
            Included("followup/comparison.html"),
            "compared_with_plan_text",
            progress=lambda form: _("nothing that has to be filled in"),
            finishes=True,
        ),
    )
    needs = {
        **{
            f"{question}_answer": format_lazy(
                "{} – {}", title_of(question), gettext_lazy("answer, even if it is only that it is too early to say")
            )
            for question in EIGHT
            if question != WORDS_ONLY
        },
        **{
            f"{question}_reasoning": format_lazy("{} – {}", title_of(question), gettext_lazy("give a reason"))
            for question in EIGHT
        },
    }

    class Meta:
        model = ProcessAnalysis
        fields = [
            *(name for question in EIGHT for name in fields_of(question)),
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
