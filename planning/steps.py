"""Planera, declared: the steps in reading order."""

from collections.abc import Iterator
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from dialog.acts.core import Attempt
from dialog.acts.course import close, what_stops_ending
from dialog.forms.answers import Answered
from dialog.forms.draft_form import Missing
from dialog.forms.step_form import StepForm
from dialog.models import Case, Decision
from dialog.process.access import Access, readable_cases
from dialog.process.conditions import Condition
from dialog.process.gate import Gate
from dialog.process.offers import rows_in_force
from dialog.process.phases import Phase, process
from dialog.process.reading import Reading
from dialog.process.register import Register
from dialog.process.results import goal_outcomes
from dialog.process.same_people import who_asks_them_too
from dialog.process.step import DecidedStep, WrittenStep
from dialog.rights import CIVIL_SERVANT, ELECTED, SHARED
from dialog.texts.kinds import InformationText, holds, is_published, publications
from handbook import catalogue
from planning import forms, front, models, reading, waits
from planning.forms.links import named_for
from planning.models import Link
from planning.pictures import Placed, answered_by_rows, matrix, placed
from planning.responsibility import Responsibility
from planning.same_people import groups_here
from planning.similar import similar_cases

__all__ = ["front", "waits"]  # imported because they register themselves


class PlanningHelp(WrittenStep):
    """Ta hjälp i planeringen."""

    key = "planning_help"
    shows_wording = False  # it comes before them
    title = _("Get help with the planning")
    spoken = _("the initial questions")
    begin_label = _("Answer %(what)s")
    role = CIVIL_SERVANT
    known_to_documents = True
    form = forms.PlanningHelpForm
    template = "planning/planning_help.html"

    def for_reader(self, answers: list[Answered], access: Access) -> list[Answered]:
        """With the names of linked cases that the person may know of."""
        return named_for(answers, access)

    def template_context(self, access: Access, form: StepForm | None) -> dict[str, Any]:
        """Cases that resemble this one; and where it is ended, with what it is instead, when it is no dialogue."""
        return {"similar": similar_cases(access), "end_url": self._end_url(access, form)}

    def _end_url(self, access: Access, form: StepForm | None) -> str:
        found = form.judged if form else models.PlanningHelp.objects.filter(case=access.case).values().first() or {}
        may = access.may("end_early_after_decision" if access.decisions else "end_early")
        if found.get("is_dialogue_answer") != "no" or access.case.closed_at or not may:
            return ""
        way = reverse("case_act", args=[access.case.pk, "end_early"])
        return f"{way}?{urlencode({'reason': found.get('instead') or ''})}"


class Purpose(WrittenStep):
    """Syftet med dialogen."""

    key = "purpose"
    title = _("The purpose of the dialogue")
    spoken = _("the purpose")
    answered = _("The purpose has been approved")
    role = ELECTED
    known_to_documents = True
    checklist = _("State the purpose of the dialogue")
    form = forms.PurposeForm
    wording_field = "purpose_wording"
    stays_open_on_track = True


class Question(WrittenStep):
    """Definiera frågan."""

    key = "question"
    title = _("Define the question")
    spoken = _("the question")
    answered = _("The question has been approved")
    role = ELECTED
    known_to_documents = True
    checklist = _("Define the question")
    form = forms.QuestionForm
    wording_field = "question_wording"
    template = "planning/question.html"
    stays_open_on_track = True

    def template_context(self, access: Access, form: StepForm | None) -> dict[str, Any]:
        """What the case is linked to, kept with the first step; a case that the person may not know of is left out."""
        rows = list(Link.objects.filter(case=access.case, dropped_because=""))
        cases = readable_cases(access.user).in_bulk([int(row.case_key) for row in rows if row.case_key])
        links = [(row, cases.get(int(row.case_key)) if row.case_key else None) for row in rows]
        shown = [(row, case) for row, case in links if case or row.kind == Link.Kind.DOCUMENT]
        return {"links": [{"row": row, "case": case} for row, case in shown]}


class Influenceable(DecidedStep):
    """Är frågan påverkbar? A no leads to information instead of dialogue."""

    key = "influenceable"
    title = _("Can the question be influenced?")
    spoken = _("whether the question can be influenced")
    begin_label = _("Prepare the decision")
    role = ELECTED
    known_to_documents = True
    checklist = _("Can the question be influenced?")
    requires = ("purpose", "question")
    form = forms.InfluenceableForm
    template = "planning/influenceable.html"
    stays_open_on_track = True

    def template_context(self, access: Access, form: StepForm | None) -> dict[str, Any]:
        """What stands beside the decision: what the body has no mandate over."""
        return {"outside": models.OutsideMandate.objects.filter(case=access.case).first()}

    def deciding_fields(self) -> tuple[str, ...]:
        """The two answers, in the handbook's order."""
        return ("question_influenceable", "decision_makers_influenceable")

    def in_words(self, decision: Decision) -> str:
        """Yes, or what cannot be influenced."""
        if self.lets_go_on(decision):
            return gettext("The question and the decision-makers can be influenced")
        if decision.answer["question_influenceable"] == "no":
            return gettext("The question cannot be influenced")
        return gettext("The decision-makers cannot be influenced")

    def holds(self, decision: Decision) -> str:
        """That it can be influenced, or what cannot."""
        return gettext("The question can be influenced") if self.lets_go_on(decision) else self.in_words(decision)

    def in_brief(self, decision: Decision) -> str:
        """Yes or no, in a word."""
        return gettext("can be influenced") if self.lets_go_on(decision) else gettext("cannot be influenced")

    def matter(self, decision: Decision) -> str:
        """What a no means to residents."""
        if self.lets_go_on(decision):
            return super().matter(decision)
        if decision.answer["question_influenceable"] == "no":
            return " " + gettext("that residents cannot influence the question")
        return " " + gettext("that the decision-makers cannot be influenced")

    def lets_go_on(self, decision: Decision) -> bool:
        """Yes and yes."""
        return all(decision.answer[name] == "yes" for name in self.deciding_fields())


class OutsideMandate(WrittenStep):
    """What may come up outside the body's mandate: stands with Är frågan påverkbar?, outside the decision."""

    key = "outside_mandate"
    title = _("Outside the committee's mandate")
    spoken = _("what is outside the mandate")
    role = SHARED
    known_to_documents = True
    form = forms.OutsideMandateForm
    is_part_of = "influenceable"
    stays_open_on_track = True

    def shut(self, access: Access) -> str:
        """It is no part of a new yes that is prepared: in a closed case it is only read."""
        return gettext("The case is closed.") if access.case.closed_at else super().shut(access)


class Goals(WrittenStep):
    """Mål för invånardialogen."""

    key = "goals"
    title = pgettext_lazy("step", "Goals")
    spoken = _("the goals")
    role = SHARED
    known_to_documents = True
    checklist = _("Set goals for the dialogue")
    requires = ("influenceable",)
    form = forms.GoalsForm
    template = "planning/goals.html"
    copied = True

    def template_context(self, access: Access, form: StepForm | None) -> dict[str, Any]:
        """What came out of each goal, beside the goals while they are changed: it is written in follow-up."""
        outcomes = goal_outcomes(access) if form else {}
        goals = models.Goal.objects.filter(case=access.case) if outcomes else ()
        return {"outcomes": [(goal.goal, outcomes[goal.key]) for goal in goals if goal.key in outcomes]}

    def reading(self, access: Access, answers: list[Answered]) -> Reading:
        """The goals with what came out of each."""
        return reading.goals(access, answers)


class InfluenceLevel(DecidedStep):
    """Inflytandenivå. The level Information leads to information instead of dialogue."""

    key = "influence_level"
    title = _("Level of influence")
    spoken = _("the level of influence")
    begin_label = _("Prepare the decision")
    role = ELECTED
    known_to_documents = True
    checklist = _("Decide on the level of influence")
    requires = ("influenceable",)
    of_the_answer: ClassVar[tuple[str, ...]] = ("motivation", "promise")
    form = forms.InfluenceLevelForm
    template = "planning/influence_level.html"
    opens_texts = True
    stays_open_on_track = True

    def template_context(self, access: Access, form: StepForm | None) -> dict[str, Any]:
        """The ladder: what each level is like, and methods that fit it."""
        return {"levels": list(catalogue.levels().values())}

    def deciding_fields(self) -> tuple[str, ...]:
        """The level; the promise goes with it and is not what a correction has to repeat."""
        return ("level",)

    def in_words(self, decision: Decision) -> str:
        """The level's name."""
        return catalogue.levels()[decision.answer["level"]].name

    def holds(self, decision: Decision) -> str:
        """The level, as a sentence."""
        return gettext("The level is %(level)s") % {"level": self.in_words(decision)}

    def leads_to(self, decision: Decision) -> list[str]:
        """Where the promise to those who take part stands from now on."""
        promise = gettext("The promise is included in the text for residents and at every activity")
        return [promise] if self.lets_go_on(decision) else []

    def matter(self, decision: Decision) -> str:
        """What the level Information means to residents."""
        if self.lets_go_on(decision):
            return super().matter(decision)
        return " " + gettext("to inform residents about the question instead of holding a dialogue")

    def lets_go_on(self, decision: Decision) -> bool:
        """Every level but Information."""
        return decision.answer["level"] != models.INFORMED


class TargetGroups(WrittenStep):
    """Målgruppsanalys."""

    key = "target_groups"
    title = _("Target group analysis")
    spoken = _("the target groups")
    role = SHARED
    known_to_documents = True
    checklist = _("Analyse the target groups")
    requires = ("influenceable",)
    form = forms.TargetGroupsForm
    template = "planning/target_groups.html"
    copied = True

    def template_context(self, access: Access, form: StepForm | None) -> dict[str, Any]:
        """The matrix, and what answers the overall questions: of the rows while they are written, else of those in force."""
        shared = {"same_people": who_asks_them_too(access, groups_here(access, form))}
        if form is None:
            there = rows_in_force(access, "target_group")
            live = [vars(group) for group in there if not group.dropped_because]
            return {"matrix": matrix(placed(there)), "rows_answer": answered_by_rows(live), **shared}
        rows: Any = [(n, row) for n, row in enumerate(form.rows["target_group"], start=1) if not row.is_dropped]
        return {
            "matrix": matrix(
                [Placed(row.key, n, row.heading, row.matrix_priority, row.shown_priority) for n, row in rows]
            ),
            "rows_answer": answered_by_rows([row.judged for _n, row in rows]),
            **shared,
        }

    def reading(self, access: Access, answers: list[Answered]) -> Reading:
        """The groups with how large each is and what makes it matter."""
        return reading.target_groups(access, answers)


class Information(Register):
    """Information i stället för dialog: shown only while a no, or the level Information, is in force."""

    key = "information"
    title = _("Information instead of dialogue")
    spoken = _("the information to residents")
    role = CIVIL_SERVANT
    known_to_documents = True
    kinds = (InformationText(),)
    tells_instead = True
    stays_open_on_track = True
    template = "planning/information.html"

    def is_shown(self, access: Access) -> bool:
        """Only on the information track."""
        return access.is_on_information_track

    def shut(self, access: Access) -> str:
        """Why nothing can be written: the case is closed, or a dialogue is held."""
        if not access.is_on_information_track:
            published = any(publications(access, record) for record in self.rows(access) if record.version)
            held = gettext("There will be a dialogue, so nothing is written here.")
            stays = gettext("The text that was published is kept.")
            return f"{held} {stays}" if published else held
        return gettext("The case is closed.") if access.case.closed_at else super().shut(access)

    def template_context(self, access: Access, form: StepForm | None) -> dict[str, Any]:
        """The decisions that lead here."""
        decisions = access.decisions_in_force.values()
        stopping = [decision for decision in decisions if not process.step(decision.step).lets_go_on(decision)]
        return {"stopping": stopping}

    def lacks(self, access: Access) -> Iterator[Missing]:
        """The text must be published, and whoever took part in a dialogue must have been answered."""
        if not self.is_told(access):
            yield Missing(gettext("The information must be published before the step is done."), "texts")
        for sentence in what_stops_ending(access):
            yield Missing(sentence, "texts")

    def at_button(self, access: Access) -> Iterator[tuple[str, str]]:
        """Yield what the steps say that are still open because a dialogue was held: the case is closed with this."""
        for step in process.steps():
            if step.stays_open_when_held and not step.shut(access):
                yield from step.at_button(access)

    def is_told(self, access: Access) -> bool:
        """Say whether a text is published as it holds now."""
        return any(holds(record, access) and is_published(record, access) for record in self.rows(access))

    def after(self, act: str, attempt: Attempt) -> None:
        """Published and done, it closes the case as informed. A new yes takes the mark away: another no needs a new text."""
        record = attempt.access.record(self.key)
        if act == "decide" and record and record.done and not attempt.access.is_on_information_track:
            record.done = False
            record.save(update_fields=["done"])
        if act == "mark_done" and attempt.step is self:
            close(attempt.access, Case.Outcome.INFORMED)
            attempt.access.case.save()


class PlanningGate(Gate):
    """Har vi planerat klart?"""

    key = "planning_gate"
    title = _("Have we finished planning?")
    known_to_documents = True
    form = forms.PlanningGateForm
    answered = _("The planning has been confirmed")
    confirm_label = _("Confirm that we have finished planning")
    confirmed_text = _("The plan is saved as it is now, and the dialogue phase is open.")
    opens_text = _(
        "When you confirm, the dialogue phase opens. Nothing is locked: anything you change later is marked."
    )


PLANNING = process.add(
    Phase(
        "planning",
        pgettext_lazy("phase", "Planning"),
        (
            PlanningHelp(),
            Purpose(),
            Question(),
            Responsibility(),
            Influenceable(),
            Goals(),
            InfluenceLevel(),
            TargetGroups(),
        ),
        gate=PlanningGate(),
        beside=(OutsideMandate(), Information()),
        over=lambda access: access.is_done("planning_gate"),
        conditions=(
            Condition(_("The question and the decision-makers can be influenced"), ("influenceable",)),
            Condition(_("The question and the target group are clear"), ("question", "target_groups")),
            Condition(_("The result has been requested and will be used"), ("purpose",)),
        ),
        colour="plan",
        planned_to="dialogue_from",
    )
)
