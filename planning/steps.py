"""Planera, declared: the steps in reading order."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dialog.access import ELECTED, SHARED
from dialog.engine.process import Phase, process
from dialog.engine.step import Decided, Written
from dialog.models import Decision
from planning import forms


class Purpose(Written):
    """Syftet med dialogen."""

    key = "purpose"
    title = _("The purpose of the dialogue")
    role = ELECTED
    checklist = _("State the purpose of the dialogue")
    form = forms.PurposeForm


class Question(Written):
    """Definiera frågan."""

    key = "question"
    title = _("Define the question")
    role = ELECTED
    checklist = _("Define the question")
    form = forms.QuestionForm


class Influenceable(Decided):
    """Är frågan påverkbar? A no leads to information instead of dialogue."""

    key = "influenceable"
    title = _("Can the question be influenced?")
    role = ELECTED
    checklist = _("Can the question be influenced?")
    requires = ("purpose", "question")
    form = forms.InfluenceableForm

    def deciding_fields(self) -> tuple[str, ...]:
        """The two answers, in the handbook's order."""
        return ("question_influenceable", "decision_makers_influenceable")

    def in_words(self, decision: Decision) -> str:
        """Yes, or what cannot be influenced."""
        if self.lets_go_on(decision):
            return gettext("Question and decision-makers can be influenced")
        if decision.answer["question_influenceable"] == "no":
            return gettext("The question cannot be influenced")
        return gettext("The decision-makers cannot be influenced")

    def lets_go_on(self, decision: Decision) -> bool:
        """Yes and yes."""
        return all(decision.answer[name] == "yes" for name in self.deciding_fields())


class Goals(Written):
    """Mål för invånardialogen."""

    key = "goals"
    title = _("Goals of the citizen dialogue")
    role = SHARED
    checklist = _("Set goals for the dialogue")
    requires = ("influenceable",)
    form = forms.GoalsForm


process.add(Phase("planning", _("Plan"), (Purpose(), Question(), Influenceable(), Goals())))
