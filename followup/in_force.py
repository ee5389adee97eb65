"""What is in force of the earlier phases, as the steps of Följa upp ask for it again and again."""

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery

from dialog.models import Case
from dialog.process.access import Access
from dialog.process.offers import rows_in_force
from dialog.process.once import once
from execution.models import GroupParticipation
from execution.models.in_force import activities
from followup.models import Analysis, Compilation, ProcessAnalysis
from planning.models import Goal, Purpose, Question, TargetGroup


@dataclass(frozen=True)
class Heads:
    """What is in force of some written steps; None where nothing is yet."""

    purpose: Purpose | None
    question: Question | None
    compilation: Compilation | None
    analysis: Analysis | None
    process_analysis: ProcessAnalysis | None

    @property
    def asked(self) -> str:
        """The dialogue's question in one sentence."""
        return self.question.question if self.question else ""

    @property
    def scope(self) -> str:
        """What belongs to the question."""
        return self.question.in_scope if self.question else ""

    @property
    def answer(self) -> str:
        """The answer to it."""
        return self.analysis.answer if self.analysis else ""


@once
def heads(access: Access) -> Heads:
    """Return the written steps that others read again and again, in one query."""
    names = ("purpose", "question", "compilation", "analysis", "processanalysis")
    case = Case.objects.select_related(*names).get(pk=access.case.pk)
    return Heads(*(getattr(case, name, None) for name in names))


@once
def groups(access: Access) -> list[Any]:
    """Return the target groups in force, those that were dropped too, in the order of the analysis.

    ``reached`` says of each what the work with participation found: yes, no, or nothing yet.
    """
    said = GroupParticipation.objects.filter(case=OuterRef("case"), key=OuterRef("key")).values("reached")[:1]
    found = TargetGroup.objects.filter(case=access.case).annotate(reached=Subquery(said))
    return list(found)


def goals(access: Access) -> dict[str, Goal]:
    """Return the goals in force that were not dropped, by key."""
    return {goal.key: goal for goal in rows_in_force(access, "goal") if not goal.dropped_because}


def is_begun(access: Access) -> bool:
    """Say whether an activity was held: from then on there is something to follow up."""
    return access.is_done("planning_gate") and any(activity.is_held for activity in activities(access).values())
