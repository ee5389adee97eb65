"""How the analysis of how a dialogue was carried out is read: eight verdicts, the goals, and where it left the plan."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialog.forms.answers import Answered, as_text, value_of
from dialog.language.sentences import figures, in_letters
from dialog.process.reading import Mark, Reading
from dialog.process.results import Outcome, goal_outcomes
from execution.models.in_force import activities
from followup.comparison import Compared, comparison
from followup.forms.process_analysis import EIGHT, title_of
from followup.in_force import goals, heads
from planning.models import Goal

if TYPE_CHECKING:
    from dialog.process.access import Access

SIGNS = {
    "yes": ("check", "ok"),
    "partly": ("half", "ink"),
    "no": ("cross-circle", "ink"),
    "cannot_say": ("clock", "ink"),
}
LAST = frozenset(
    {"could_have_been_different_text", "experience_participants", "experience_elected", "compared_with_plan_text"}
)
CONVERSATION = frozenset({"conversation_on", "conversation_with", "conversation_with_named"})
# What the trace of a conclusion tells below its answers.
TRACED = frozenset(
    {"becomes", "what", "reason", "who", "who_named", "due", "themes", "contributions", "votes_received", "cost"}
)
REACHED = {"reached": "yes", "partly": "partly", "not_reached": "no", "cannot_say": "cannot_say"}


@dataclass(frozen=True)
class Judged:
    """One of the eight questions, with the verdict where it asks for one, and the reasoning."""

    question: Any
    verdict: Mark | None
    reasoning: str


@dataclass(frozen=True)
class GoalJudged:
    """A goal: what was wanted, what came out, and whether that was enough."""

    goal: str
    wanted: str
    came: str
    verdict: Mark | None
    is_counted: bool = False


def process_analysis(access: "Access", answers: list[Answered]) -> Reading:
    """Return the eight questions with their verdicts, the goals as a table, and the plan beside what happened."""
    said, came = heads(access).process_analysis, goal_outcomes(access)
    codes = {name: getattr(said, f"{name}_answer", "") for name in EIGHT}
    beside = comparison(access)
    eight = [
        Judged(
            title_of(name),
            _mark(codes[name], as_text(value_of(answers, f"{name}_answer"))),
            as_text(value_of(answers, f"{name}_reasoning")),
        )
        for name in EIGHT
    ]
    there = goals(access)
    return Reading(
        sums=[
            *_verdicts(list(codes.values())),
            *_reached([one.reached for key, one in came.items() if key in there], len(there)),
        ],
        template="followup/read_process_analysis.html",
        more={
            "eight": [one for one in eight if one.verdict or one.reasoning],
            "judged_goals": [_goal(goal, came.get(key)) for key, goal in there.items()],
            "confirmation": beside.confirmation,
            "differing": [line for line in beside.lines if line.differs],
            "as_planned": [line for line in beside.lines if not line.differs],
            "activities_in_all": _activities(access),
            "compared_activities": beside.activities,
        },
        told=frozenset({"goal_outcome", *(f"{name}_{part}" for name in EIGHT for part in ("answer", "reasoning"))}),
        folds=((_("What could have been done differently, and how it was experienced"), LAST),),
    )


def _mark(code: str, words: str) -> Mark | None:
    return Mark(SIGNS[code][0], words, SIGNS[code][1]) if code in SIGNS else None


def _goal(goal: Goal, came: Outcome | None) -> GoalJudged:
    wanted = _counted(goal, goal.target) if goal.target is not None else _("in words")
    if goal.target is not None and goal.is_ceiling:
        wanted = _("no more than %(n)s") % {"n": wanted}
    reached = _mark(REACHED.get(came.reached, ""), came.verdict) if came else None
    if came is None:
        return GoalJudged(goal.goal, wanted, "–", reached)
    is_counted = came.value is not None
    return GoalJudged(goal.goal, wanted, _counted(goal, came.value) if is_counted else came.words, reached, is_counted)


def _counted(goal: Goal, number: Any) -> str:
    whole = int(number) if number == number.to_integral_value() else number.normalize()
    return f"{figures(whole)} {goal.unit}".strip()


def _verdicts(codes: list[str]) -> list[Mark]:
    """Return how many questions were answered with yes, partly, no, and that it cannot be said yet."""
    words = {
        "yes": lambda n: ngettext("one yes", "%(n)s yes", n),
        "partly": lambda n: ngettext("one partly", "%(n)s partly", n),
        "no": lambda n: ngettext("one no", "%(n)s no", n),
        "cannot_say": lambda n: ngettext("one cannot be answered yet", "%(n)s cannot be answered yet", n),
    }
    found: list[Mark] = []
    for code, said in words.items():
        if number := codes.count(code):
            told = said(number) % {"n": in_letters(number)}
            found.append(Mark(SIGNS[code][0], told if found else told[0].upper() + told[1:], SIGNS[code][1]))
    return found


def _reached(codes: list[str], how_many: int) -> list[Mark]:
    if not codes:
        return []
    reached = codes.count("reached")
    if how_many == 1:
        return [Mark("", _("the goal was achieved") if reached else _("the goal was not fully achieved"), "")]
    numbers = {"n": in_letters(reached), "all": in_letters(how_many)}
    said = ngettext("one of %(all)s goals achieved", "%(n)s of %(all)s goals achieved", reached)
    return [Mark("", said % numbers, "")]


def _activities(access: "Access") -> Compared | None:
    """Return the activities as one line of the comparison: how many there were to be, and what became of them."""
    there = list(activities(access).values())
    if not there:
        return None
    held = sum(activity.is_held for activity in there)
    cancelled = sum(activity.is_cancelled for activity in there)
    planned = len(there) - held - cancelled
    told = [
        ngettext("%(n)d was held", "%(n)d were held", held) % {"n": held},
        ngettext("%(n)d was cancelled", "%(n)d were cancelled", cancelled) % {"n": cancelled} if cancelled else "",
        ngettext("%(n)d is still planned", "%(n)d are still planned", planned) % {"n": planned} if planned else "",
    ]
    return Compared(_("Activities"), figures(len(there)), ", ".join(filter(None, told)), differs=held < len(there))


def conclusion() -> Reading:
    """Return a conclusion as what residents say; what becomes of it, why, and on whose words it rests, its trace tells."""
    return Reading(told=TRACED)


def learning() -> Reading:
    """Return the sections of the report as they are, and the conversation that they come from folded."""
    return Reading(folds=((_("The conversation it is based on"), CONVERSATION),))
