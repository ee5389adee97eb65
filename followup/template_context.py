"""What the pages of Följa upp show besides their forms."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Window
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from dialog.forms.draft_form import Missing
from dialog.forms.step_form import StepForm
from dialog.models import Decision, DecisionFact, Publication, Record, Revision
from dialog.pictures import Picture
from dialog.pictures import Theme as ThemePicture
from dialog.pictures import themes as themes_by_weight
from dialog.process.offers import rows_in_force
from dialog.process.phases import process
from execution.models import Said
from execution.models.in_force import activities
from followup import tally
from followup.comparison import comparison
from followup.forms.process_analysis import EIGHT, WORDS_ONLY, fields_of, unanswered
from followup.in_force import goals, heads
from followup.models import Conclusion, Contribution, Presentation, Proposal
from followup.result_as_text import conclusions_in_force, presentations_in_force
from followup.suggestions import suggested_values
from followup.trace import traces
from planning.models import PredefinedQuestion

if TYPE_CHECKING:
    from dialog.process.access import Access
    from dialog.process.register import Register

FEW = 5
GOALS_AT_ONCE = 1  # whose fields are in sight
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
    """Contributions that came in after a step was done: which step, how many came in, and some of them."""

    done: str
    number: int
    some: Sequence[Contribution]
    since: dt.datetime


def new_material(access: "Access", step: str) -> NewMaterial | None:
    """Return what came in after a step was done; while it is not, after the compilation was. None for nothing."""
    own, compiled = access.record(step), access.record("compilation")
    record = own if own and own.done else compiled
    if record is None or not record.done or record.in_force_at is None:
        return None
    title = str(process.step(record.step).title)
    later = Contribution.objects.filter(case=access.case, added_at__gt=record.in_force_at)
    some = list(later.annotate(number_of_all=Window(Count("pk")))[:FEW])
    return NewMaterial(title, some[0].number_of_all, some, record.in_force_at) if some else None


def compilation(access: "Access") -> dict[str, Any]:
    """How far the coding has come, the themes by weight, what each activity gave, and what came in later."""
    weights, gave = tally.by_theme(access), tally.by_activity(access.case.pk)
    themes = [(theme, weights[theme.key]) for theme in tally.themes_in_force(access)]
    shown = [activity for activity in activities(access).values() if not activity.is_cancelled or activity.key in gave]
    silent = _silent(access) if any(activity.is_held and activity.key not in gave for activity in shown) else set()
    return {
        "purpose": heads(access).purpose,
        "questions": PredefinedQuestion.objects.filter(case=access.case, dropped_because=""),
        "progress": sum(gave.values(), tally.Progress()),
        "themes": themes,
        "heaviest": max((count.all for theme, count in themes), default=0),
        "activities": [
            {
                "activity": activity,
                "number": gave[activity.key].all if activity.key in gave else 0,
                "nothing": activity.key in silent or activity.said == Said.NOTHING,
            }
            for activity in shown
        ],
        "without_activity": gave[""].all if "" in gave else 0,
        "silent_activities": any(activity.is_held and activity.key not in gave for activity in shown),
        "fields_template": "followup/compilation_fields.html",
        "new_material": new_material(access, "compilation"),
    }


def _silent(access: "Access") -> set[str]:
    """Return the activities of which the compilation says that nothing came in."""
    compiled = heads(access).compilation
    return set(compiled.none_came_in) if compiled else set()


def analysis(step: "Register", access: "Access") -> dict[str, Any]:
    """Question and answer, what becomes of each conclusion with the way back to its voices, and the presentations."""
    conclusions = conclusions_in_force(access)
    there = tally.voices(access)
    fates = [
        (
            value,
            label,
            *FATES[Conclusion.Becomes(value)],
            sum(conclusion.becomes == value for conclusion in conclusions),
        )
        for value, label in Conclusion.Becomes.choices
    ]
    shown = presentations(access)
    return {
        "question": heads(access).asked,
        "answer": heads(access).answer,
        "traces": [
            (trace, *FATES[Conclusion.Becomes(trace.conclusion.becomes)]) for trace in traces(access, conclusions)
        ],
        "fates": fates,
        "dropped": [conclusion for conclusion in rows_in_force(access, "conclusion") if conclusion.dropped_because],
        "count": tally.tally(there.values()),
        "presentations": shown,
        "decided": next((presented for presented in reversed(shown) if presented["decision"]), None),
        "unfinished": [record for record in step.shown_rows(access) if not record.version],
        "picture": _weights(access),
        "new_material": new_material(access, step.key),
        "proposals": Proposal.objects.filter(case=access.case).count(),
    }


def _weights(access: "Access") -> Picture | None:
    """Return the picture of the themes by weight; None while nothing is coded."""
    weights = tally.by_theme(access)
    found = [
        ThemePicture(theme.name, weights[theme.key].all, theme.stands_for, weights[theme.key].duplicates)
        for theme in tally.themes_in_force(access)
    ]
    return themes_by_weight(found) if any(theme.count for theme in found) else None


def presentations(access: "Access") -> list[dict[str, Any]]:
    """Return the presentations with the decision that each led to, and its paragraph as it is known today."""
    made = {row: decision for (step, row), decision in access.in_force.items() if step == "analysis"}
    facts = DecisionFact.objects.filter(decision__in=made.values(), kind=DecisionFact.Kind.SECTION)
    sections = {fact.decision_id: fact.text for fact in facts if fact.decision_id}
    return [
        {
            "presentation": presentation,
            "decision": made.get(presentation.key),
            "section": _section(presentation, made.get(presentation.key), sections),
        }
        for presentation in presentations_in_force(access)
    ]


def _section(presentation: Presentation, decision: Decision | None, sections: dict[int, str]) -> str:
    return presentation.section or (sections.get(decision.pk, "") if decision else "")


def process_analysis(access: "Access", form: StepForm | None) -> dict[str, Any]:
    """What stands beside the form while it is written: the eight questions, the goals with what is suggested, the plan; each
    is worked out in the part that shows it.
    """
    record = access.record("process_analysis")
    return {
        **({"eight": _eight(form), "goals": SimpleLazyObject(lambda: _goals(form, access))} if form else {}),
        **(
            {"comparison": SimpleLazyObject(lambda: comparison(access))}
            if form or not (record and record.version)
            else {}
        ),
        "fields_template": "followup/process_analysis_fields.html",
        "new_material": new_material(access, "process_analysis"),
    }


def _eight(form: StepForm) -> list[dict[str, Any]]:
    """Return the eight questions with their fields, and whether something is still to be written."""
    found, left = [], unanswered(form)
    for number, name in enumerate(EIGHT, start=1):
        fields = [form[field] for field in fields_of(name)]
        question = fields[0].label
        for field, called in zip(reversed(fields), (_("What are your reasons?"), _("Your answer")), strict=False):
            field.label = called  # the question stands above it
        answer = None if name == WORDS_ONLY else form.read(f"{name}_answer")
        found.append(
            {
                "id": f"question-{number}",
                "number": number,
                "question": question,
                "in_words": name == WORDS_ONLY,
                "fields": fields,
                "answer": answer,
                "remains": name in left,
                "is_next": left[:1] == [name],
            }
        )
    return found


def _goals(form: StepForm, access: "Access") -> list[dict[str, Any]]:
    """Return the rows of the goals with what is suggested for each."""
    suggested, there = suggested_values(access), goals(access)
    left = [row.key for row in form.rows["goal_outcome"] if row.lacks]
    found = []
    for number, row in enumerate(form.rows["goal_outcome"], start=1):
        key = (row.draft.get("goal") or [""])[0]
        found.append(
            {
                "number": number,
                "row": row,
                "is_open": row.key in left[:GOALS_AT_ONCE],
                "goal": there[key],
                "suggested": suggested.get(key),
                "path": f"goal_outcome-{row.key}-value",
            }
        )
    return found


def publication(step: "Register", access: "Access") -> dict[str, Any]:
    """Where and when each text was published, as it was called then, and what came in after the step was done."""
    records: dict[int, Record] = {record.pk: record for record in step.rows(access)}
    found = Publication.objects.filter(record__in=records).select_related("by")
    versions = Revision.objects.filter(record__in=records, version__isnull=False)
    called = {
        (revision.record_id, revision.version): _title(step, records[revision.record_id], revision, access)
        for revision in versions
    }
    return {
        "published": [(called[publication.record_id, publication.version], publication) for publication in found],
        "new_material": new_material(access, step.key),
    }


def _title(step: "Register", record: Record, text: Revision, access: "Access") -> str:
    return step.by_kind[record.kind].make_form(text.data, access, row=record.row).heading


def with_lacks(step: "Register", access: "Access", form: StepForm | None) -> dict[str, list[Missing]]:
    """Return what remains of a register's head and of its rows, for members; nothing when it is done."""
    if access.is_done(step.key) or not access.is_member:
        return {}
    return {"remaining": [*(form.remaining if form else ()), *step.lacks(access)]}
