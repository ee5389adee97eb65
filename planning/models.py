"""What is in force of the steps of Planera."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialog.models import Answers, Row
from handbook import catalogue


class OverallPurpose(models.TextChoices):
    """The three overall purposes of citizen dialogues in the municipality (handbook, Syftet med dialogen)."""

    BETTER_SERVICES = "better_services", _("Residents' knowledge, ideas and experience for better services")
    EQUAL_PARTICIPATION = (
        "equal_participation",
        _("Participation on equal terms in the development of the municipality"),
    )
    TRUST = "trust", _("Trust in the democratic system")


class PlanningHelp(Answers):
    """The control questions before time is spent on planning (step 1)."""

    is_dialogue_answer = models.CharField(_("Is this a citizen dialogue?"), max_length=3, blank=True)
    is_dialogue_comment = models.TextField(_("Comment"), blank=True)
    instead = models.TextField(_("What is it instead?"), blank=True)
    similar_initiatives_answer = models.CharField(
        _("Are there similar initiatives in progress?"), max_length=3, blank=True
    )
    similar_initiatives_comment = models.TextField(_("Which?"), blank=True)
    done_before_answer = models.CharField(_("Has anything been done in the area before?"), max_length=3, blank=True)
    done_before_comment = models.TextField(_("What was done, and what came of it?"), blank=True)
    help_declined = models.BooleanField(_("We do not need help with the planning"), default=False)


class Link(Row):
    """An earlier or parallel initiative: a case, or a document from before the software, and how it belongs here."""

    class Kind(models.TextChoices):
        """What is linked."""

        CASE = "case", _("A case in Dialog")
        DOCUMENT = "document", _("A document")

    kind = models.CharField(_("What is it?"), max_length=10, choices=Kind, blank=True)
    case_key = models.CharField(_("Which case?"), max_length=20, blank=True)
    title = models.CharField(_("The document's title"), max_length=200, blank=True)
    address = models.CharField(_("Where it can be found"), max_length=300, blank=True)
    date = models.DateField(_("From"), null=True, blank=True)
    relation = models.TextField(_("How is it related to this dialogue?"), blank=True)

    def __str__(self) -> str:
        return self.title or self.relation


class Purpose(Answers):
    """Why the dialogue is held, and what its result will be used for (step 2)."""

    purpose = models.TextField(_("The purpose of the dialogue"), blank=True)
    overall_purpose = models.JSONField(_("Which overall purposes does it serve?"), default=list, blank=True)
    why_dialogue = models.TextField(_("Why a dialogue?"), blank=True)
    what_to_achieve = models.TextField(_("What should be achieved?"), blank=True)
    use_of_result = models.TextField(_("How will the result be used?"), blank=True)
    requested_by = models.CharField(_("Who is asking for the result?"), max_length=200, blank=True)
    for_decision = models.CharField(_("For which decision?"), max_length=200, blank=True)
    decision_by = models.DateField(_("When will that decision be made?"), null=True, blank=True)


class PredefinedQuestion(Row):
    """A question that needs an answer; activities and contributions point to it."""

    text = models.CharField(_("Question"), max_length=300, blank=True)

    def __str__(self) -> str:
        return self.text


class Question(Answers):
    """The question in one sentence, and where it ends (step 3)."""

    question = models.CharField(_("The question in one sentence"), max_length=300, blank=True)
    in_scope = models.TextField(_("What does the question include?"), blank=True)
    out_of_scope = models.TextField(_("What does it not include?"), blank=True)
    level_of_detail = models.CharField(_("In outline or in detail?"), max_length=10, blank=True)
    adjacent = models.TextField(_("What is happening in related areas?"), blank=True)
    history = models.TextField(_("What has happened so far?"), blank=True)
    history_effect = models.TextField(_("How does that affect what residents think?"), blank=True)
    needed = models.CharField(_("Is this dialogue needed?"), max_length=3, blank=True)
    needed_why = models.TextField(_("Why?"), blank=True)


class Responsibility(Answers):
    """Who owns the question and who does what (step 4). Body and responsible official are the case's own facts."""

    note = models.TextField(_("Anything else about the responsibilities"), blank=True)


class Representative(Row):
    """An elected official who represents the body in the dialogue; one of them is its spokesperson."""

    person = models.CharField(_("Who?"), max_length=20, blank=True)
    named = models.CharField(_("Or someone without an account"), max_length=120, blank=True)
    spokesperson = models.BooleanField(_("Spokesperson"), default=False)

    def __str__(self) -> str:
        return self.named or self.person


class Task(Row):
    """A task in the dialogue: who does it, with which mandate, by when."""

    class Kind(models.TextChoices):
        """The handbook's tasks, and one's own."""

        PLANNING = "planning", _("Planning")
        EXECUTION = "execution", _("Implementation")
        DOCUMENTATION = "documentation", _("Documentation")
        COMMUNICATION = "communication", _("Communication")
        ANALYSIS = "analysis", _("Analysis")
        FOLLOW_UP_WORK = "follow_up_work", _("Follow-up work")
        OWN = "own", _("A task of your own")

    kind = models.CharField(_("Task"), max_length=20, choices=Kind, blank=True)
    title = models.CharField(_("Name of the task"), max_length=120, blank=True)
    who = models.JSONField(_("Who will do it?"), default=list, blank=True)
    who_named = models.JSONField(_("People without an account"), default=list, blank=True)
    mandate = models.TextField(_("With which mandate?"), blank=True)
    due = models.DateField(_("Due by"), null=True, blank=True)

    def __str__(self) -> str:
        return self.title or self.get_kind_display()


class Influenceable(Answers):
    """Whether question and decision-makers can be influenced (step 5); the decision itself is a Decision."""

    question_influenceable = models.CharField(_("Can the question be influenced?"), max_length=3, blank=True)
    decision_makers_influenceable = models.CharField(
        _("Can we as decision-makers be influenced?"), max_length=3, blank=True
    )
    motivation = models.TextField(_("Reasons"), blank=True)


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

        QUANTITATIVE = "quantitative", _("In numbers or percentages")
        QUALITATIVE = "qualitative", _("In words and experience")

    class Aim(models.TextChoices):
        """What the target is: the least that is wanted, or the most that may be."""

        AT_LEAST = "at_least", _("At least")
        AT_MOST = "at_most", _("No more than")

    goal = models.TextField(_("Goal"), blank=True)
    type = models.CharField(_("Type of goal"), max_length=12, choices=Type, blank=True)
    serves = models.TextField(_("How does it contribute to the purpose and the question?"), blank=True)
    measure = models.CharField(_("How is the goal measured?"), max_length=12, choices=Measure, blank=True)
    unit = models.CharField(_("Unit"), max_length=40, blank=True)
    baseline = models.DecimalField(_("Baseline"), max_digits=14, decimal_places=2, null=True, blank=True)
    aim = models.CharField(_("The target is"), max_length=8, choices=Aim, blank=True)
    target = models.DecimalField(_("Target"), max_digits=14, decimal_places=2, null=True, blank=True)
    indicators = models.JSONField(_("Indicators"), default=list, blank=True)
    data_collection_how = models.TextField(_("How is the data collected?"), blank=True)
    data_collection_who = models.JSONField(_("Who collects it?"), default=list, blank=True)
    data_collection_when = models.CharField(_("When?"), max_length=120, blank=True)
    tied_to_direction_goal = models.CharField(_("Linked to a direction goal"), max_length=40, blank=True)
    tied_to_agenda_2030 = models.PositiveSmallIntegerField(_("Linked to an Agenda 2030 goal"), null=True, blank=True)
    tied_to_principle = models.CharField(_("Linked to a principle"), max_length=40, blank=True)

    def __str__(self) -> str:
        return self.goal

    @property
    def is_ceiling(self) -> bool:
        """Whether less is better: as the goal says; where it does not say, the time and money that it may take, and what is
        to become less than it was.
        """
        if self.aim:
            return self.aim == self.Aim.AT_MOST
        if self.type == self.Type.RESOURCE:
            return True
        return self.baseline is not None and self.target is not None and self.target < self.baseline


class OutsideMandate(Answers):
    """What may come up that the body has no mandate over (step 5): editable as long as the case is open."""

    outside_mandate = models.TextField(_("What might come up that is outside the committee's control?"), blank=True)
    outside_mandate_handling = models.TextField(_("How will you handle it?"), blank=True)


INFORMED = "information"  # the level at which residents are told, and nobody takes part


class InfluenceLevel(Answers):
    """How much influence residents get, and what they are promised (step 7); the decision itself is a Decision."""

    level = models.CharField(_("How much influence will residents have?"), max_length=20, blank=True)
    motivation = models.TextField(_("Reasons"), blank=True)
    promise = models.TextField(_("What do we promise the participants?"), blank=True)


class LevelPart(Row):
    """A part of the dialogue with another level than the whole."""

    part = models.CharField(_("Which part?"), max_length=200, blank=True)
    level = models.CharField(_("Level"), max_length=20, blank=True)
    promise = models.TextField(_("What do we promise for this part?"), blank=True)

    def __str__(self) -> str:
        return self.part


class TargetGroupAnalysis(Answers):
    """The three overall questions of the target-group analysis, and what is asked about children (step 8)."""

    most_affected = models.TextField(_("Who is most affected?"), blank=True)
    hardest_to_reach = models.TextField(_("Who is hardest to reach?"), blank=True)
    already_active = models.TextField(_("Who is already active, and how do they see the question?"), blank=True)
    missing_perspectives = models.TextField(_("Which perspectives are missing?"), blank=True)
    children_affected = models.CharField(_("Are children affected?"), max_length=3, blank=True)
    children_heard = models.TextField(_("How will they be heard?"), blank=True)


class TargetGroup(Row):
    """A group that the dialogue should reach, placed in the matrix affected × engagement."""

    class Kind(models.TextChoices):
        """What holds the group together."""

        AGE = "age", _("Age group")
        AREA = "area", _("Area")
        INTEREST = "interest", _("Interest group")
        OTHER = "other", _("Other")

    class Unit(models.TextChoices):
        """What the size of the group counts."""

        PERSONS = "persons", _("people")
        HOUSEHOLDS = "households", _("households")

    name = models.CharField(_("Who are they?"), max_length=120, blank=True)
    kind = models.CharField(_("What type of group is it?"), max_length=10, choices=Kind, blank=True)
    area = models.CharField(_("Area"), max_length=80, blank=True)
    affected_how = models.JSONField(_("How are they affected?"), default=list, blank=True)
    affected = models.CharField(_("How strongly are they affected?"), max_length=4, blank=True)
    engagement = models.CharField(_("How active are they in questions like this?"), max_length=4, blank=True)
    priority = models.PositiveSmallIntegerField(
        _("A different priority from the one in the matrix"), null=True, blank=True
    )
    priority_motivation = models.TextField(_("Why a different priority?"), blank=True)
    must_take_part = models.BooleanField(_("Must take part for the dialogue to be credible"), default=False)
    hard_to_reach = models.BooleanField(_("Hard to reach"), default=False)
    hard_to_reach_why = models.TextField(_("Why are they hard to reach?"), blank=True)
    how_to_reach = models.TextField(_("How will you reach them?"), blank=True)
    already_active = models.BooleanField(_("Already active on the question"), default=False)
    perspective = models.TextField(_("How do they see the question?"), blank=True)
    estimated_size = models.PositiveIntegerField(_("About how many people are there?"), null=True, blank=True)
    estimated_size_unit = models.CharField(
        _("Counted in"), max_length=10, choices=Unit, blank=True, default=Unit.PERSONS
    )
    needs = models.TextField(_("What do they need to be able to take part?"), blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def matrix_priority(self) -> int | None:
        """What the matrix gives for how affected and how active the group is; None where it is not placed."""
        if not (self.affected and self.engagement):
            return None
        return catalogue.priority_of(self.affected, self.engagement)

    @property
    def given_priority(self) -> int | None:
        """The priority that holds: the group's own, else the matrix's; None where there is neither."""
        return self.priority or self.matrix_priority


class PlanningGate(Answers):
    """The reflection at the first gate: Har vi planerat klart?"""

    parts_done = models.CharField(_("Are all parts of the planning done?"), max_length=3, blank=True)
    working_group_prepared = models.CharField(_("Is the working group prepared?"), max_length=3, blank=True)
    reflection = models.TextField(_("Reflection"), blank=True)
