"""Methods and how they worked, what worked well and less well, what to do next time, and what was passed by."""

import datetime as dt
from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialog.language.dates import say_date
from dialog.language.sentences import all_of
from dialog.pictures import GroupOfMethods, methods_by_groups
from dialog.process.phases import process
from execution.models import ChosenMethod
from execution.models.counting import Counted, about, totals
from reports.blocks import Block, Box, Entry, Figure, ListBlock, Paragraph, Subheading, Table, prose
from reports.planning_parts import priority_of
from reports.summary.front import say
from reports.summary.material import Material


def methods(material: Material) -> Iterator[Block]:
    """Yield the methods, how much was done with each, and whom each was for."""
    yield from prose(material.learning.text("methods"))
    reaching = [method for method in material.methods if not method.is_tool]
    if not reaching:
        return
    groups = [
        GroupOfMethods(
            row.text("name"),
            priority_of(row),
            {
                place: method.expected.get(row.key)
                for place, method in enumerate(reaching)
                if row.key in method.target_groups
            },
        )
        for row in material.said("target_groups").rows("target_group")
    ]
    if groups:
        picture = methods_by_groups(
            [str(method) for method in reaching],
            groups,
            title=_(
                "The methods and the target groups they were meant to reach, with how many people we expected "
                "from each."
            ),
            palette=material.publisher.palette,
        )
        yield Figure.of(picture, material.figure())
    yield Table(
        head=(_("Method"), _("Scope"), _("Time and resources"), _("Why this method")),
        rows=tuple(
            (
                str(method),
                _extent(method, material.counted),
                "\n".join(filter(None, (method.time, method.resources))),
                method.why,
            )
            for method in material.methods
        ),
        caption=_("Methods, their scope and why they were chosen."),
        layout="told",
    )


def _extent(method: ChosenMethod, counted: list[Counted]) -> str:
    """How often a method was used, and with how many."""
    held = [counted_activity for counted_activity in counted if counted_activity.activity.method == method.key]
    if not held:
        return _("a tool") if method.is_tool else _("not used")
    times = ngettext("%(n)d occasion", "%(n)d occasions", len(held)) % {"n": len(held)}
    return "\n".join([times, *(f"{total.came} {total.unit.label}" for total in totals(held) if total.actual)])


def worked_well(material: Material) -> Iterator[Block]:
    """Yield what worked well, and how those who were there experienced it."""
    yield from prose(material.learning.text("worked_well"))
    if analysis := material.process_analysis:
        for heading, text in (
            (_("How participants experienced the dialogue"), analysis.experience_participants),
            (_("How councillors experienced the dialogue"), analysis.experience_elected),
        ):
            if text:
                yield Subheading(heading)
                yield from prose(text)


def worked_less_well(material: Material) -> Iterator[Block]:
    """Yield what worked less well, what differed from the plan, and what to do next time."""
    yield from prose(material.learning.text("worked_less_well"))
    if analysis := material.process_analysis:
        for heading, text in (
            (_("What we could have done differently"), analysis.could_have_been_different_text),
            (_("The plan and what happened"), analysis.compared_with_plan_text),
        ):
            if text:
                yield Subheading(heading)
                yield from prose(text)
    next_time = [row.text("text") for row in material.learning.rows("next_time")]
    if next_time:
        yield Box((ListBlock(tuple(next_time)),), _("Next time"))


def exceptions(material: Material) -> Iterator[Block]:
    """Yield what was passed at the gates without being done, with the reasons."""
    rows = [
        (_sentence(exception["line"], gate.phase), exception["reason"], exception["by"])
        for gate in material.gates.values()
        for exception in gate.exceptions
    ]
    if rows:
        yield Paragraph(_("These lines in the handbook's checklists were passed without being done."))
        yield Table(
            head=(_("Line in the checklist"), _("Reason"), _("Written by")),
            rows=tuple(rows),
            caption=_("Exceptions and their reasons."),
        )


def _sentence(line: str, phase: str) -> str:
    """What a line of a checklist asks: of a step, or what only the gate asks."""
    step = process.find(line)
    return (
        str(step.checklist or step.title) if step else _("A line in the checklist after %(phase)s") % {"phase": phase}
    )


def activities(material: Material) -> Iterator[Block]:
    """Yield the list of the activities: when, where, how many were expected and came, and how it went."""
    if not material.counted:
        return
    yield Table(
        head=(_("Day"), _("Activity"), _("Expected"), _("Came"), _("Contributions"), _("How it worked")),
        rows=tuple(_activity(counted, material) for counted in material.counted),
        caption=_("The activities that were held."),
        numeric=(2, 3, 4),
        layout="activities",
    )


def _activity(counted: Counted, material: Material) -> tuple[str | Entry, ...]:
    activity = counted.activity
    return (
        _when(activity.first_day, activity.last_day),
        Entry(activity.place, lead=activity.title),
        _counts(counted.expected),
        _counts(counted.actual),
        say(material.contributions_by_activity.get(activity.key, 0)),
        activity.experience,
    )


def _when(first: dt.date | None, last: dt.date | None) -> str:
    """A day, or the first and the last of a period, the year said once where it is the same."""
    if first is None:
        return ""
    if last in (None, first):
        return _in_short(first, "j M Y")
    return f"{_in_short(first, 'j M' if first.year == last.year else 'j M Y')}\xa0–\n{_in_short(last, 'j M Y')}"


def _in_short(day: dt.date, form: str) -> str:
    return date_format(day, form).lower().replace(" ", "\xa0")


def _counts(counts) -> str:
    """Numbers with their units where they are not participants, and «about» where they are not exact."""
    said = []
    for count in counts:
        number = about(count.number, is_exact=count.exact is not False)
        said.append(number if count.unit == "participants" else f"{number} {count.unit.label}")
    return "\n".join(said) or "–"


def colophon(material: Material) -> Iterator[Block]:
    """Yield who wrote the report, which handbook it follows, and whom to ask."""
    case, learning = material.case, material.learning
    who = [*learning.texts("conversation_with"), *learning.texts("conversation_with_named")]
    said = []
    if who:
        words = _("The report is based on a conversation between %(who)s.") % {"who": all_of(who)}
        if day := learning.text("conversation_on"):
            words = _("The report is based on a conversation on %(day)s between %(who)s.") % {
                "day": day,
                "who": all_of(who),
            }
        said.append(words)
    if case.edition:
        said.append(_("The report follows the edition of the handbook from %(day)s.") % {"day": say_date(case.edition)})
    said.append(_("The report does not contain any contact details for participants."))
    if material.contact:
        said.append(_("Questions? %(contact)s") % {"contact": material.contact})
    yield Paragraph(" ".join(said), "closing")
