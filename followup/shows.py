"""What the pages of Följa upp show besides their forms."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dialog.engine.forms import StepForm
from dialog.models import Decision, DecisionFact, Publication, Record
from execution.models import Said
from followup import tally
from followup.comparison import comparison
from followup.forms.process_analysis import EIGHT, goals_in_force
from followup.in_force import activities
from followup.models import Compilation, Conclusion, Contribution, GoalOutcome, Presentation
from followup.suggestions import suggested_values
from followup.told import answer_in_force, conclusions_in_force, presentations_in_force
from followup.trace import traces
from planning.models import Goal, PredefinedQuestion, Purpose, Question

if TYPE_CHECKING:
    from dialog.access import Access
    from dialog.engine.register import Kept

FEW = 5
# What becomes of a conclusion: the sign beside its words, and the class that colours it.
FATES = {
    Conclusion.Becomes.TAKEN_UP: ("check", "yes"),
    Conclusion.Becomes.PARTLY: ("half", ""),
    Conclusion.Becomes.LATER: ("calendar", ""),
    Conclusion.Becomes.ELSEWHERE: ("hand-over", ""),
    Conclusion.Becomes.NOT: ("cross-circle", ""),
    Conclusion.Becomes.UNDECIDED: ("circle", "open"),
}


@dataclass(frozen=True)
class NewMaterial:
    """Contributions that came in after a step was done: how many, and some of them."""

    number: int
    some: list[Contribution]
    since: dt.datetime


def new_material(access: "Access", step: str) -> NewMaterial | None:
    """Return what came in after a step was done; while it is not, after the compilation was. None for nothing."""
    own, compiled = access.record(step), access.record("compilation")
    record = own if own and own.done else compiled
    if record is None or not record.done or record.in_force_at is None:
        return None
    later = Contribution.objects.filter(case=access.case, added_at__gt=record.in_force_at)
    number = later.count()
    return NewMaterial(number, list(later[:FEW]), record.in_force_at) if number else None


def compilation(access: "Access") -> dict[str, Any]:
    """How far the coding has come, the themes by weight, what each activity gave, and what came in later."""
    counted, gave = tally.by_theme(access), tally.contributions_of(access.case.pk)
    compiled = Compilation.objects.filter(case=access.case).first()
    none_came_in = set(compiled.none_came_in) if compiled else set()
    themes = [(theme, counted.get(theme.key, tally.Tally())) for theme in tally.themes_in_force(access)]
    return {
        "purpose": Purpose.objects.filter(case=access.case).first(),
        "questions": PredefinedQuestion.objects.filter(case=access.case, dropped_because=""),
        "progress": tally.progress(access.case.pk),
        "themes": themes,
        "heaviest": max((count.all for theme, count in themes), default=0),
        "activities": [
            {
                "activity": one,
                "number": gave.get(one.key, 0),
                "nothing": one.key in none_came_in or one.said == Said.NOTHING,
            }
            for one in activities(access).values()
            if not one.is_cancelled or gave.get(one.key)
        ],
        "without_activity": gave.get("", 0),
        "new_material": new_material(access, "compilation"),
    }


def analysis(step: "Kept", access: "Access") -> dict[str, Any]:
    """Question and answer, what becomes of each conclusion with the way back to its voices, and the presentations."""
    conclusions = conclusions_in_force(access)
    there = tally.voices(access)
    fates = [
        (value, label, *FATES[Conclusion.Becomes(value)], sum(one.becomes == value for one in conclusions))
        for value, label in Conclusion.Becomes.choices
    ]
    question = Question.objects.filter(case=access.case).first()
    shown = presentations(access)
    return {
        "question": question.question if question else "",
        "answer": answer_in_force(access),
        "traces": [
            (trace, *FATES[Conclusion.Becomes(trace.conclusion.becomes)]) for trace in traces(access, conclusions)
        ],
        "fates": fates,
        "count": tally.tally(there.values()),
        "presentations": shown,
        "decided": next((one for one in reversed(shown) if one["decision"]), None),
        "unfinished": [record for record in step.rows(access) if not record.version],
        "lacking": list(step.lacks(access)),
        "new_material": new_material(access, step.key),
    }


def presentations(access: "Access") -> list[dict[str, Any]]:
    """Return the presentations with the decision that each led to, and its paragraph as it is known today."""
    made = {row: decision for (step, row), decision in access.in_force.items() if step == "analysis"}
    facts = DecisionFact.objects.filter(decision__in=made.values(), kind=DecisionFact.Kind.SECTION)
    sections = {fact.decision_id: fact.text for fact in facts}
    return [
        {"presentation": one, "decision": made.get(one.key), "section": _section(one, made.get(one.key), sections)}
        for one in presentations_in_force(access)
    ]


def _section(one: Presentation, decision: Decision | None, sections: dict[int, str]) -> str:
    return one.section or (sections.get(decision.pk, "") if decision else "")


def process_analysis(access: "Access", form: StepForm | None) -> dict[str, Any]:
    """The eight questions, the goals with their outcomes and what is suggested, and the plan beside what happened."""
    goals = goals_in_force(access)
    outcomes = {one.goal: one for one in GoalOutcome.objects.filter(case=access.case)}
    return {
        "eight": _eight(form) if form else [],
        "goals": _goals(form, goals, access) if form else [],
        "outcomes": [{"goal": goal, "outcome": outcomes.get(key)} for key, goal in goals.items()],
        "comparison": comparison(access),
        "new_material": new_material(access, "process_analysis"),
    }


def _eight(form: StepForm) -> list[dict[str, Any]]:
    """Return the eight questions with their fields, and whether something is still to be written."""
    found = []
    for number, name in enumerate(EIGHT, start=1):
        fields = [form[f"{name}_{part}"] for part in ("answer", "reasoning") if f"{name}_{part}" in form.fields]
        answer = form.read(f"{name}_answer") if f"{name}_answer" in form.fields else None
        found.append(
            {
                "number": number,
                "question": fields[0].label,
                "fields": fields,
                "answer": answer,
                "remains": any(field.remains for field in fields),
                "open": any(field.errors for field in fields),
            }
        )
    return found


def _goals(form: StepForm, goals: dict[str, Goal], access: "Access") -> list[dict[str, Any]]:
    """Return the rows of the goals with what is suggested for each."""
    suggested = suggested_values(access)
    found = []
    for number, row in enumerate(form.rows["goal_outcome"], start=1):
        key = (row.draft.get("goal") or [""])[0]
        found.append(
            {
                "number": number,
                "row": row,
                "goal": goals[key],
                "suggested": suggested.get(key),
                "path": f"goal_outcome-{row.key}-value",
            }
        )
    return found


def publication(step: "Kept", access: "Access") -> dict[str, Any]:
    """Where and when each text was published, and what came in after the step was done."""
    records: list[Record] = list(step.rows(access))
    published: dict[int, list[Publication]] = {}
    for one in Publication.objects.filter(record__in=records).select_related("by"):
        published.setdefault(one.record_id, []).append(one)
    return {
        "published": [(record, published[record.pk]) for record in records if record.pk in published],
        "lacking": list(step.lacks(access)),
        "new_material": new_material(access, step.key),
    }
