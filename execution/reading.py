"""How the finished steps of Genomföra are read: methods with what came out of them, groups by whether they were reached."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from dialog.forms.answers import Answer, Answered, RowAnswer, rows_of
from dialog.language.sentences import figures, in_letters
from dialog.process.reading import Mark, Meter, Reading, ReadRow, in_a_line, rest_of, said_in
from execution.in_force import live_groups, means, must_be_reached
from execution.models import ChosenMethod, GroupParticipation, Reached, Unit
from execution.models.counting import Counted, about, aimed_for
from execution.models.in_force import counted
from execution.models.in_force import methods as methods_in_force

if TYPE_CHECKING:
    from dialog.process.access import Access

PEOPLE = (Unit.PARTICIPANTS, Unit.VOTERS)
# In this order they are read: those that were not reached first.
REACHED = {
    Reached.NO: Mark("cross-circle", pgettext_lazy("group", "Not reached")),
    Reached.PARTLY: Mark("half", pgettext_lazy("group", "Partly reached")),
    Reached.NOT_YET: Mark("clock", Reached.NOT_YET.label),
    Reached.YES: Mark("check", pgettext_lazy("group", "Reached"), "ok"),
}
# The same in a column with a head of its own.
SHORT = {
    Reached.NO: Mark("cross-circle", Reached.NO.label),
    Reached.PARTLY: Mark("half", Reached.PARTLY.label),
    Reached.NOT_YET: Mark("clock", pgettext_lazy("group", "Not known yet")),
    Reached.YES: Mark("check", Reached.YES.label, "ok"),
}


@dataclass(frozen=True)
class GridCell:
    """A method and a group: how many came, in words; that somebody was awaited and nobody came (``is_missed``)."""

    label: str
    words: str = ""
    is_aimed_at: bool = False
    is_missed: bool = False


@dataclass(frozen=True)
class GridLine:
    """A method with what it gave of each group."""

    name: str
    cells: list[GridCell]


@dataclass(frozen=True)
class Grid:
    """Methods by groups: what came, or what is expected as long as nothing was held; what was aimed for in all; and the
    groups with priority that no method reaches (``left_out``).
    """

    groups: list[str]
    lines: list[GridLine]
    aimed: list[str]
    was_held: bool
    has_uncounted: bool
    has_missed: bool
    left_out: list[str]


def methods(access: "Access", answers: list[Answered]) -> Reading:
    """Return the methods: a grid of what each gave of each group, and what came of those who were aimed for."""
    there = {method.key: method for method in methods_in_force(access)}
    activities = _by_method(counted(access).values())
    all_groups = {group.key for group in live_groups(access)}
    rows = [
        _method(row, there[row["key"]], activities.get(row["key"], []), all_groups)
        for row in rows_of(answers, "method")
        if row["key"] in there
    ]
    grid = _grid(access, [method for method in there.values() if not method.dropped_because], activities)
    return Reading({"method": rows}, template="execution/read_methods.html" if grid else "", more={"grid": grid})


def _by_method(all_counted: Iterable[Counted]) -> dict[str, list[Counted]]:
    found: dict[str, list[Counted]] = {}
    for one in all_counted:
        found.setdefault(one.activity.method, []).append(one)
    return found


def _grid(access: "Access", there: list[ChosenMethod], activities: Mapping[str, list[Counted]]) -> Grid | None:
    groups, reaching = live_groups(access), [method for method in there if not method.is_tool]
    if not groups or not reaching:
        return None
    was_held = any(one.activity.is_held for found in activities.values() for one in found)
    lines = [
        GridLine(
            str(method),
            [
                _cell(method, group.key, group.name, activities.get(method.key, []), was_held=was_held)
                for group in groups
            ],
        )
        for method in reaching
    ]
    aimed = aimed_for(reaching)
    cells = [cell for line in lines for cell in line.cells]
    return Grid(
        [group.name for group in groups],
        lines,
        [figures(aimed[group.key]) if group.key in aimed else "–" for group in groups],
        was_held,
        has_uncounted=was_held and any(cell.words == "–" for cell in cells),
        has_missed=any(cell.is_missed for cell in cells),
        left_out=[
            group.name
            for group in groups
            if must_be_reached(group) and not any(group.key in method.target_groups for method in reaching)
        ],
    )


def _cell(method: ChosenMethod, group: str, name: str, there: list[Counted], *, was_held: bool) -> GridCell:
    """Return what a method gave of a group. Where it was held and nobody counted that group, nothing is claimed."""
    expected = method.expected.get(group)
    is_aimed_at = group in method.target_groups
    held = [one for one in there if one.activity.is_held]
    came = [one.by_target_group[group] for one in held if group in one.by_target_group]
    if came:
        return GridCell(name, figures(sum(came)), is_aimed_at, is_missed=is_aimed_at and not sum(came))
    if not is_aimed_at:
        return GridCell(name)
    if held and _nobody_came(held):
        return GridCell(name, "0", is_aimed_at, is_missed=True)
    if not was_held:
        return GridCell(name, figures(expected) if expected else pgettext("group", "yes"), is_aimed_at)
    if there and not held and all(one.activity.is_cancelled for one in there):
        return GridCell(name, "0", is_aimed_at, is_missed=True)
    return GridCell(name, "–" if held else "", is_aimed_at)


def _nobody_came(held: list[Counted]) -> bool:
    counts = [count.number for one in held for count in one.actual]
    return bool(counts) and not any(counts)


def _method(row: RowAnswer, method: ChosenMethod, there: list[Counted], all_groups: set[str]) -> ReadRow:
    big, beside, meter = _came_of_aimed(method, there)
    reaches_all = len(all_groups) > 1 and all_groups <= set(method.target_groups)
    groups = [_("All groups")] if reaches_all else said_in(row, "target_groups")
    went = [one.activity.experience for one in there if one.activity.is_held and one.activity.experience]
    rest = rest_of(row, "method", "own_name", "tool", "target_groups", "part", "time")
    if went:
        rest = (*rest, {"key": "experience", "label": _("How it worked"), "value": "\n".join(dict.fromkeys(went))})
    return ReadRow(
        row["key"],
        row["heading"],
        kind=_("Tool") if method.is_tool else "",
        sub=in_a_line(groups, said_in(row, "part"), said_in(row, "time")),
        big=big,
        beside=beside,
        meter=meter,
        fold=_("Why, and how it went") if went else _("Why"),
        rest=rest,
        off=method.dropped_because,
    )


def _came_of_aimed(method: ChosenMethod, there: list[Counted]) -> tuple[str, str, Meter | None]:
    """Return how many came to what a method led to, of how many, and the bar; until something is held, what is expected."""
    unit = _counted_in(method, there)
    aim = sum(method.expected.values()) if unit == (method.expected_unit or Unit.PARTICIPANTS) else 0
    aim = aim or sum(
        count.number for one in there for count in one.expected if count.unit == unit and not one.activity.is_cancelled
    )
    of = _("of %(n)s %(unit)s") % {"n": figures(aim), "unit": unit.label} if aim else ""
    held = [one for one in there if one.activity.is_held]
    if held:
        return _came(held, unit, aim, _beside(of or str(unit.label), _called_off(there)))
    if there and all(one.activity.is_cancelled for one in there):
        return (
            (_("no one"), _beside(of, _called_off(there)), _bar(0, aim, unit))
            if aim
            else ("", _called_off(there), None)
        )
    return (figures(aim), _("%(unit)s expected") % {"unit": unit.label}, None) if aim else ("", "", None)


def _counted_in(method: ChosenMethod, there: list[Counted]) -> Unit:
    """Return the unit of what came: the one that was aimed for; else one in which people were counted, as the one that was
    aimed for is by itself; else the first in which the activities were.
    """
    units = [count.unit for one in there if one.activity.is_held for count in one.actual]
    aimed = Unit(method.expected_unit or Unit.PARTICIPANTS)
    return next((unit for unit in (aimed, *PEOPLE) if unit in units), units[0] if units else aimed)


def _came(held: list[Counted], unit: Unit, aim: int, beside: str) -> tuple[str, str, Meter | None]:
    counts = [count for one in held for count in one.actual if count.unit == unit]
    if not counts:
        return "", _("No one has counted"), None
    number, is_exact = sum(count.number for count in counts), all(count.exact is not False for count in counts)
    big = about(number, is_exact=is_exact, is_sum=len(counts) > 1) if number else _("no one")
    return big, beside, _bar(number, aim, unit) if aim else None


def _called_off(there: list[Counted]) -> str:
    number = sum(one.activity.is_cancelled for one in there)
    return ngettext("one was cancelled", "%(n)s were cancelled", number) % {"n": in_letters(number)} if number else ""


def _beside(*parts: str) -> str:
    """Return what stands behind a number."""
    return ", ".join(filter(None, parts))


def _bar(number: int, aim: int, unit: Unit) -> Meter:
    said = _("%(came)s out of %(aim)s %(unit)s") % {"came": figures(number), "aim": figures(aim), "unit": unit.label}
    return Meter(number, aim, said, fill="fill-do")


# What the page of an activity tells above its answers: what it is called, when and where, how many came of how many.
ABOVE = frozenset({"title", "first_day", "last_day", "from_time", "to_time", "place"}) | {
    f"{which}_{what}" for which in ("expected", "actual") for what in ("count", "unit")
}
PREPARED = frozenset({"method", "area", "link", "open_to", "registration", "predefined_questions"}) | {
    f"{what}{named}" for what in ("leads", "documents") for named in ("", "_named")
}
WHO_CAME = frozenset({"expected_exact", "actual_exact", "by_target_group", "by_age", "also_counted"}) | {
    f"by_gender_{gender}" for gender in ("women", "men", "other", "undisclosed")
}


def activity() -> Reading:
    """Return an activity as what was promised, what was said and how it went; how it was prepared and who came is folded."""
    return Reading(
        told=ABOVE, folds=((_("How it was set up"), PREPARED), (_("Who came, as far as you know"), WHO_CAME))
    )


def participation(access: "Access", answers: list[Answered]) -> Reading:
    """Return the groups by whether they were reached, those that were not first."""
    there = {one.key: one for one in GroupParticipation.objects.filter(case=access.case)}
    reaching = means(access)
    rows = [
        _group(row, there.get(row["key"]), [one.name for one in reaching if row["key"] in one.groups])
        for row in rows_of(answers, "group")
    ]
    order = list(REACHED)
    turn = {key: order.index(Reached(one.reached)) for key, one in there.items() if one.reached}
    reached = {key: SHORT[Reached(one.reached)] for key, one in there.items() if one.reached}
    return Reading(
        {"group": sorted(rows, key=lambda row: (bool(row.off), turn.get(row.key, len(order))))},
        template="execution/read_coverage.html" if live_groups(access) else "",
        more={"reached": reached},
    )


def _group(row: RowAnswer, said: GroupParticipation | None, methods: list[str]) -> ReadRow:
    reached = REACHED.get(Reached(said.reached)) if said and said.reached else None
    channels, rest = (
        said_in(row, "channels", "own_channel"),
        rest_of(row, "channels", "own_channel", "reached", "what_then"),
    )
    if not (channels or rest or reached):
        return ReadRow(row["key"], row["heading"], sub=in_a_line(methods, _("Nothing written yet")), slim=True)
    by: list[Answer] = [{"key": "methods", "label": _("Method"), "value": methods}] if methods else []
    return ReadRow(
        row["key"],
        row["heading"],
        sub=in_a_line(channels),
        text=said.what_then if said else "",
        marks=(reached,) if reached else (),
        fold=_("The five aspects"),
        rest=(*by, *rest),
        off=_("The group no longer applies.") if row["dropped"] else "",
        slim=bool(said and said.reached == Reached.YES and not said.what_then and not row["dropped"]),
    )
