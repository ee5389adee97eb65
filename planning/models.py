"""What is in force of the steps of Planera."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialog.models import Answers, Row


class OverallPurpose(models.TextChoices):
    """The three overall purposes of citizen dialogues in the municipality (handbook, Syftet med dialogen)."""

    BETTER_SERVICES = "better_services", _("Residents' competence, ideas and experience for better services")
    EQUAL_PARTICIPATION = "equal_participation", _("Participation on equal terms in how the municipality develops")
    TRUST = "trust", _("Trust in the democratic system")


class Purpose(Answers):
    """Why the dialogue is held, and what its result will be used for (step 2)."""

    purpose = models.TextField(_("The purpose of the dialogue"), blank=True)
    overall_purpose = models.JSONField(_("Which overall purposes does it serve?"), default=list, blank=True)
    why_dialogue = models.TextField(_("Why a dialogue?"), blank=True)
    what_to_achieve = models.TextField(_("What is to be achieved?"), blank=True)
    use_of_result = models.TextField(_("How will the result be used?"), blank=True)
    requested_by = models.CharField(_("Who asks for the result?"), max_length=200, blank=True)
    for_decision = models.CharField(_("For which decision?"), max_length=200, blank=True)
    decision_by = models.DateField(_("When is that decision made?"), null=True, blank=True)


class PredefinedQuestion(Row):
    """A question that needs an answer; activities and contributions point to it."""

    text = models.CharField(_("Question"), max_length=300, blank=True)

    def __str__(self) -> str:
        return self.text


class Question(Answers):
    """The question in one sentence, and where it ends (step 3)."""

    question = models.CharField(_("The question in one sentence"), max_length=300, blank=True)
    in_scope = models.TextField(_("What belongs to the question?"), blank=True)
    out_of_scope = models.TextField(_("What does not?"), blank=True)
    level_of_detail = models.CharField(_("Overview or detailed?"), max_length=10, blank=True)
    adjacent = models.TextField(_("What is under way in adjacent areas?"), blank=True)
    history = models.TextField(_("What has happened in the question before?"), blank=True)
    history_effect = models.TextField(_("How does that colour residents' attitude?"), blank=True)
    needed = models.CharField(_("Is this dialogue needed?"), max_length=3, blank=True)
    needed_why = models.TextField(_("Why?"), blank=True)


class Influenceable(Answers):
    """Whether question and decision-makers can be influenced (step 5); the decision itself is a Decision."""

    question_influenceable = models.CharField(_("Can the question be influenced?"), max_length=3, blank=True)
    decision_makers_influenceable = models.CharField(
        _("Can we as decision-makers be influenced?"), max_length=3, blank=True
    )
    motivation = models.TextField(_("Motivation"), blank=True)


class Goal(Row):
    """A goal of the dialogue, in the handbook's template (step 6). Its outcome is written in follow-up."""

    class Type(models.TextChoices):
        """The handbook's four types of goals."""

        OVERALL = "overall", _("Overall goal")
        RESOURCE = "resource", _("Resource goal")
        PROCESS = "process", _("Process goal")
        RESULT = "result_goal", _("Result goal")

    class Measure(models.TextChoices):
        """How one sees whether the goal was reached."""

        QUANTITATIVE = "quantitative", _("In numbers")
        QUALITATIVE = "qualitative", _("In words and experience")

    goal = models.TextField(_("Goal"), blank=True)
    type = models.CharField(_("Type of goal"), max_length=12, choices=Type, blank=True)
    serves = models.TextField(_("How does it serve the purpose and the question?"), blank=True)
    measure = models.CharField(_("How is the goal measured?"), max_length=12, choices=Measure, blank=True)
    unit = models.CharField(_("Unit"), max_length=40, blank=True)
    baseline = models.DecimalField(_("Baseline"), max_digits=14, decimal_places=2, null=True, blank=True)
    target = models.DecimalField(_("Target"), max_digits=14, decimal_places=2, null=True, blank=True)
    indicators = models.JSONField(_("Indicators"), default=list, blank=True)
    data_collection_how = models.TextField(_("How is the data collected?"), blank=True)
    data_collection_who = models.JSONField(_("Who collects it?"), default=list, blank=True)
    data_collection_when = models.CharField(_("When?"), max_length=120, blank=True)
    tied_to_direction_goal = models.CharField(_("Tied to a direction goal"), max_length=40, blank=True)
    tied_to_agenda_2030 = models.PositiveSmallIntegerField(_("Tied to an Agenda 2030 goal"), null=True, blank=True)
    tied_to_principle = models.CharField(_("Tied to a principle"), max_length=40, blank=True)

    def __str__(self) -> str:
        return self.goal
