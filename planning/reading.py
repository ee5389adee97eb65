"""How the finished steps of Planera are read: goals with what came out of them, groups by how they lie, who does what."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialog.forms.answers import Answered, RowAnswer, as_text, rows_of
from dialog.language.sentences import all_of, figures, in_letters
from dialog.process.offers import rows_in_force
from dialog.process.reading import Mark, Meter, Reading, ReadRow, in_a_line, rest_of, said_in
from dialog.process.results import Outcome, goal_outcomes
from planning.models import Goal, TargetGroup

if TYPE_CHECKING:
    from dialog.process.access import Access

VERDICTS = {
    "reached": ("check", "ok"),
    "partly": ("half", "ink"),
    "not_reached": ("circle", "ink"),
    "cannot_say": ("clock", "ink"),
}
PER_CENT = ("procent", "%", "per cent", "percent")


def goals(access: "Access", answers: list[Answered]) -> Reading:
    """Return the goals with what came out of each beside what was aimed for."""
    came, there = goal_outcomes(access), {goal.key: goal for goal in rows_in_force(access, "goal")}
    rows = [
        _goal(row, there[row["key"]], came.get(row["key"])) for row in rows_of(answers, "goal") if row["key"] in there
    ]
    live = [goal.key for goal in there.values() if not goal.dropped_because]
    return Reading({"goal": rows}, sums=_how_many_were_reached([came[key].reached for key in live if key in came]))


def _goal(row: RowAnswer, goal: Goal, came: Outcome | None) -> ReadRow:
    told = ["goal", "type", "indicators"]
    more: list[Any] = []
    if came:
        more = [
            {"key": "outcome", "label": _("Outcome"), "value": came.words if came.value is not None else ""},
            {"key": "served", "label": _("How the outcome served the purpose"), "value": came.served},
        ]
    big, beside, words, meter = _fact(goal, came)
    if goal.measure == Goal.Measure.QUANTITATIVE:
        told += ["measure", "unit", "baseline", "aim", "target"]
    return ReadRow(
        row["key"],
        row["heading"],
        kind=str(goal.get_type_display()),
        sub=in_a_line(*said_in(row, "indicators")),
        big=big,
        beside=beside,
        words=words,
        meter=meter,
        marks=(Mark(VERDICTS[came.reached][0], came.verdict, VERDICTS[came.reached][1]),)
        if came and came.reached
        else (),
        fold=_("How it is measured, and why"),
        rest=(*(answer for answer in more if answer["value"]), *rest_of(row, *told)),
        off=goal.dropped_because,
    )


def _fact(goal: Goal, came: Outcome | None) -> tuple[str, str, str, Meter | None]:
    """Return what a goal comes to: its number and what that is said beside, or its words, and the bar."""
    before = _("%(n)s before") % {"n": _number(goal.baseline)} if goal.baseline is not None else ""
    if came is None:
        words = _("Measured in words") if goal.measure == Goal.Measure.QUALITATIVE else ""
        return "", ", ".join(filter(None, [f"{_aim(goal)} {goal.unit}".strip(), before])), words, None
    beside = ", ".join(filter(None, [_aim(goal), before]))
    if came.value is None:
        return "", beside, came.words, None
    big = f"{_number(came.value)} {goal.unit}".strip()
    whole = 100 if goal.unit.lower().startswith(PER_CENT) else None
    has_bar = goal.target is not None or whole is not None
    said = ", ".join(filter(None, [big, _aim(goal)]))
    return big, beside, "", Meter(came.value, goal.target, said, whole=whole) if has_bar else None


def _aim(goal: Goal) -> str:
    """Return what is aimed for, as a floor or as a ceiling; empty where no number is."""
    if goal.target is None:
        return ""
    return (_("no more than %(n)s") if goal.is_ceiling else _("goal %(n)s")) % {"n": _number(goal.target)}


def _number(number: Decimal | None) -> str:
    if number is None:
        return ""
    return figures(int(number) if number == number.to_integral_value() else number.normalize())


def _how_many_were_reached(reached: list[str]) -> list[Mark]:
    """Return how many goals were reached, partly and not, in words."""
    said = (
        ("reached", lambda n: ngettext("one goal was achieved", "%(n)s goals were achieved", n)),
        ("partly", lambda n: ngettext("one was partly achieved", "%(n)s were partly achieved", n)),
        ("not_reached", lambda n: ngettext("one was not achieved", "%(n)s were not achieved", n)),
        ("cannot_say", lambda n: ngettext("it is too early to say for one", "it is too early to say for %(n)s", n)),
    )
    found: list[Mark] = []
    for code, words in said:
        if number := reached.count(code):
            told = words(number) % {"n": in_letters(number)}
            found.append(Mark(VERDICTS[code][0], told if found else told[0].upper() + told[1:], VERDICTS[code][1]))
    return found


def target_groups(access: "Access", answers: list[Answered]) -> Reading:
    """Return the groups with how large each is, and what makes it matter; the overall questions come after them."""
    there = {group.key: group for group in rows_in_force(access, "target_group")}
    rows = [
        _group(row, number, there[row["key"]])
        for number, row in enumerate(rows_of(answers, "target_group"), start=1)
        if row["key"] in there
    ]
    overall = [answer for answer in answers if "value" in answer]
    return Reading(
        {"target_group": rows},
        after="planning/read_overall.html",
        more={"overall": overall},
        told=frozenset(answer["key"] for answer in overall),
    )


def _group(row: RowAnswer, number: int, group: TargetGroup) -> ReadRow:
    marks = [
        Mark("flag", _("Must take part")) if group.must_take_part else None,
        Mark("warning", _("Hard to reach")) if group.hard_to_reach else None,
        Mark("megaphone", _("Already active")) if group.already_active else None,
    ]
    told = ["name", "affected_how", "affected", "engagement", "must_take_part", "hard_to_reach", "already_active"]
    told += ["estimated_size", "estimated_size_unit", "hard_to_reach_why"]
    how = _("Affected %(how)s") % {"how": all_of(said_in(row, "affected_how")).lower()} if group.affected_how else ""
    return ReadRow(
        row["key"],
        f"{number}. {row['heading']}",
        sub=in_a_line(how, group.hard_to_reach_why),
        big=figures(group.estimated_size) if group.estimated_size is not None else "",
        beside=str(group.get_estimated_size_unit_display()) if group.estimated_size is not None else "",
        marks=tuple(mark for mark in marks if mark),
        fold=_("How you will reach them, and what they need"),
        rest=rest_of(row, *told),
        off=group.dropped_because,
    )


def responsibility(access: "Access", answers: list[Answered]) -> Reading:
    """Return who owns the question and answers for it as a sentence, and the tasks as a table."""
    representing = [_representing(row) for row in rows_of(answers, "representative") if not row["dropped"]]
    tasks = [
        {
            "key": row["key"],
            "task": as_text(next(iter(said_in(row, "title")), "") or said_in(row, "kind")),
            "who": ", ".join(said_in(row, "who", "who_named")),
            "mandate": as_text(said_in(row, "mandate")),
            "due": as_text(said_in(row, "due")),
        }
        for row in rows_of(answers, "task")
        if not row["dropped"]
    ]
    return Reading(
        template="planning/read_responsibility.html",
        more={"representing": all_of(representing), "how_many": len(representing), "tasks": tasks},
        told=frozenset({"representative", "task"}),
    )


def _representing(row: RowAnswer) -> str:
    """Return the name of who represents the body, and that she speaks for it."""
    name = next(iter(said_in(row, "named", "person")), row["heading"])
    return _("%(name)s (spokesperson)") % {"name": name} if said_in(row, "spokesperson") else name
