"""What is in force of the steps of Följa upp."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialog.models import Answers, Row


class Compilation(Answers):
    """Sammanställ underlaget: the held activities where nothing was said that could be written down (step 1)."""

    none_came_in = models.JSONField(_("Nothing was received from"), default=list, blank=True)


class Analysis(Answers):
    """The answer to the dialogue's question (step 2)."""

    answer = models.TextField(_("The answer to the question"), blank=True)


class Conclusion(Row):
    """A conclusion: what residents say, what it rests on, and what becomes of it.

    It rests on the contributions that are listed one by one; where none are, on all that are about its themes. Those that
    are ``quotations`` speak for it in reports and to residents: somebody chose each of them.
    """

    class Becomes(models.TextChoices):
        """What becomes of a conclusion."""

        TAKEN_UP = "taken_up", _("Taken forward")
        PARTLY = "partly", _("Partly")
        LATER = "later", _("Later")
        ELSEWHERE = "elsewhere", _("Elsewhere")
        NOT = "not", _("Not taken forward")
        UNDECIDED = "undecided", _("Not decided")

    short = models.CharField(_("Heading"), max_length=80, blank=True)
    conclusion = models.TextField(_("What do residents say?"), blank=True)
    themes = models.JSONField(_("Themes the conclusion is based on"), default=list, blank=True)
    contributions = models.JSONField(_("Individual contributions the conclusion is based on"), default=list, blank=True)
    quotations = models.JSONField(_("Quotations in reports and feedback"), default=list, blank=True)
    becomes = models.CharField(_("What will happen to it?"), max_length=10, choices=Becomes, blank=True)
    what = models.TextField(_("What will be done?"), blank=True)
    reason = models.TextField(_("Why?"), blank=True)
    who = models.JSONField(_("Who will do it?"), default=list, blank=True)
    who_named = models.JSONField(_("People without an account"), default=list, blank=True)
    due = models.DateField(_("By when?"), null=True, blank=True)
    votes_received = models.PositiveIntegerField(_("Residents' votes"), null=True, blank=True)
    cost = models.PositiveIntegerField(_("Cost in kronor"), null=True, blank=True)
    votes_for = models.PositiveIntegerField(_("The committee's votes for"), null=True, blank=True)
    votes_against = models.PositiveIntegerField(_("The committee's votes against"), null=True, blank=True)
    votes_abstained = models.PositiveIntegerField(_("Abstained"), null=True, blank=True)

    def __str__(self) -> str:
        return self.short or self.conclusion

    @property
    def measure(self) -> str:
        """What is done about it; empty where nothing is decided, or where it is not taken up."""
        return "" if self.becomes in (self.Becomes.NOT, self.Becomes.UNDECIDED) else self.what

    @property
    def is_promised(self) -> bool:
        """Whether something is promised for a day: then somebody has to tell what became of it."""
        return self.due is not None and self.becomes not in (self.Becomes.NOT, self.Becomes.UNDECIDED)


class Presentation(Row):
    """The result was presented to a body, which decided on it or noted it. The decision itself is a ``Decision``."""

    class Kind(models.TextChoices):
        """What the body did."""

        DECIDED = "decided", _("Decided")
        NOTED = "noted", _("Noted")

    kind = models.CharField(max_length=8, choices=Kind, default=Kind.NOTED)
    body = models.CharField(_("Committee"), max_length=20, blank=True)
    body_name = models.CharField(max_length=120, blank=True, help_text="The body's name as it was that day.")
    date = models.DateField(_("Date of the meeting"), null=True, blank=True)
    section = models.CharField(_("Minute number (§)"), max_length=40, blank=True)
    note = models.TextField(_("What was said and noted?"), blank=True)
    answer = models.CharField(_("What has been decided?"), max_length=300, blank=True)
    motivation = models.TextField(_("Reasons"), blank=True)

    class Meta(Row.Meta):
        ordering = ["date", "pk"]

    def __str__(self) -> str:
        return f"{self.body_name} {self.date}"


class ProcessAnalysis(Answers):
    """Analysera genomförandet: how the dialogue was carried out (step 3). Reasoning on eight questions."""

    methods_answer = models.CharField(_("Did we choose the right methods and tools?"), max_length=10, blank=True)
    methods_reasoning = models.TextField(_("In what way?"), blank=True)
    reached_answer = models.CharField(_("Did we reach the residents who are affected?"), max_length=10, blank=True)
    reached_reasoning = models.TextField(_("In what way?"), blank=True)
    everyone_heard_answer = models.CharField(
        _("Were all those who wanted to take part able to do so, and be heard?"), max_length=10, blank=True
    )
    everyone_heard_reasoning = models.TextField(_("In what way?"), blank=True)
    goals_answer = models.CharField(
        _("Did we have the right goals, and did we achieve them?"), max_length=10, blank=True
    )
    goals_reasoning = models.TextField(_("In what way?"), blank=True)
    quality_answer = models.CharField(_("Was the result of the quality we expected?"), max_length=10, blank=True)
    quality_reasoning = models.TextField(_("In what way?"), blank=True)
    relevance_answer = models.CharField(_("Was the result relevant to the question?"), max_length=10, blank=True)
    relevance_reasoning = models.TextField(_("In what way?"), blank=True)
    influence_on_decisions_reasoning = models.TextField(_("How did the dialogue influence the decisions?"), blank=True)
    new_knowledge_answer = models.CharField(
        _("Did councillors, residents and officers gain new knowledge?"), max_length=10, blank=True
    )
    new_knowledge_reasoning = models.TextField(_("Which?"), blank=True)
    could_have_been_different_text = models.TextField(_("What could we have done differently?"), blank=True)
    experience_participants = models.TextField(_("How did participants experience the dialogue?"), blank=True)
    experience_elected = models.TextField(_("How did councillors experience the dialogue?"), blank=True)
    compared_with_plan_text = models.TextField(_("What was different from the plan, and why?"), blank=True)


class GoalOutcome(Row):
    """What came out of a goal of the dialogue (the handbook's template of goals, its last column)."""

    class Reached(models.TextChoices):
        """Whether the goal was reached. Some goals are measured long after the dialogue."""

        REACHED = "reached", _("Achieved")
        PARTLY = "partly", _("Partly achieved")
        NOT_REACHED = "not_reached", _("Not achieved")
        CANNOT_SAY = "cannot_say", _("Too early to say")

    goal = models.CharField(max_length=8, blank=True)
    outcome = models.TextField(_("What was the outcome?"), blank=True)
    value = models.DecimalField(_("Measured value"), max_digits=14, decimal_places=2, null=True, blank=True)
    reached = models.CharField(_("Was the goal achieved?"), max_length=12, choices=Reached, blank=True)
    served_purpose = models.TextField(_("How did it contribute to the purpose?"), blank=True)

    def __str__(self) -> str:
        return self.outcome


class Learning(Answers):
    """Gemensamt lärande: the six sections of the summary report, and the conversation that they come from (step 4)."""

    process = models.TextField(_("The process in brief"), blank=True)
    results = models.TextField(_("The most important results and conclusions"), blank=True)
    use_in_governance = models.TextField(_("How the results were used in governance"), blank=True)
    methods = models.TextField(_("The methods, and how they worked for the question and the target group"), blank=True)
    worked_well = models.TextField(_("What worked well"), blank=True)
    worked_less_well = models.TextField(_("What worked less well"), blank=True)
    conversation_on = models.DateField(_("When was the conversation held?"), null=True, blank=True)
    conversation_with = models.JSONField(_("Who took part?"), default=list, blank=True)
    conversation_with_named = models.JSONField(_("Others who took part"), default=list, blank=True)


class NextTime(Row):
    """Something to do, or to do differently, next time."""

    text = models.TextField(_("Next time"), blank=True)

    def __str__(self) -> str:
        return self.text


class FollowupGate(Answers):
    """The reflection at the third gate: Är utvärderingen klar?"""

    result_as_expected = models.CharField(_("Was the result as you expected?"), max_length=10, blank=True)
    reflection = models.TextField(_("Reflection"), blank=True)


class PrincipleReflection(Row):
    """A reflection on one of the five principles of citizen dialogue, in the light of the dialogue that was held."""

    principle = models.CharField(max_length=40, blank=True)
    reflection = models.TextField(_("How did it go?"), blank=True)

    def __str__(self) -> str:
        return self.reflection
