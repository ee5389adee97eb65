"""What Planera holds, as blocks of documents: the plan and the summary report tell it in the same words."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from dialog.language.dates import say_period
from dialog.models import Case
from dialog.pictures import GoalOutcome, Picture, Quadrant, target_groups
from handbook import catalogue
from planning.models import Goal
from reports.answers import Answers, SaidRow
from reports.blocks import Block, Entry, Fact, Facts, ListBlock, Quote, Subheading, Table, prose
from reports.document import Municipality
from reports.then import CaseThen


def purpose_blocks(purpose: Answers) -> Iterator[Block]:
    """Yield the purpose, what it serves, and the questions that need answers."""
    if text := purpose.text("purpose"):
        yield Quote(text)
    if facts := purpose.facts(leave_out={"purpose"}):
        yield Facts(facts)
    if rows := purpose.rows("predefined_question"):
        yield Subheading(_("Questions that need an answer"))
        yield ListBlock(tuple(row.text("text") for row in rows), ordered=True)


def question_blocks(question: Answers) -> Iterator[Block]:
    """Yield the question in one sentence, and where it ends."""
    if text := question.text("question"):
        yield Quote(text)
    if facts := question.facts(leave_out={"question"}):
        yield Facts(facts)


def responsibility_blocks(responsibility: Answers, case: CaseThen) -> Iterator[Block]:
    """Yield who owns the question, who represents the body, and who does what."""
    representatives = [_representative(row) for row in responsibility.rows("representative")]
    yield Facts(
        (
            Fact(_("Decision-making committee"), case.body),
            *([Fact(_("Representatives"), tuple(representatives))] if representatives else []),
            Fact(_("Lead officer for the case"), ", ".join(filter(None, (case.responsible, case.responsible_title)))),
        )
    )
    if tasks := responsibility.rows("task"):
        yield Table(
            head=(_("Task"), _("Who will do it"), _("Mandate"), _("Due by")),
            rows=tuple(
                (
                    row.text("title") or row.text("kind"),
                    ", ".join([*row.texts("who"), *row.texts("who_named")]),
                    row.text("mandate"),
                    row.text("due").replace(" ", "\xa0"),
                )
                for row in tasks
            ),
            caption=_("Tasks"),
            layout="tasks",
        )
    yield from prose(responsibility.text("note"))


def _representative(row: SaidRow) -> str:
    name = row.text("person") or row.text("named")
    return _("%(name)s, spokesperson") % {"name": name} if row.value("spokesperson") else name


def goals_table(goals: Answers) -> Table:
    """Return the goals in the handbook's template."""
    return Table(
        head=(_("Goal"), _("Indicators"), _("Target"), _("How the data is collected")),
        rows=tuple(
            (
                Entry(_serves(row), lead=row.text("goal"), above=row.text("type")),
                "\n".join(row.texts("indicators")),
                target_of(row),
                "\n".join(
                    filter(
                        None,
                        (
                            row.text("data_collection_how"),
                            row.text("data_collection_who"),
                            row.text("data_collection_when"),
                        ),
                    )
                ),
            )
            for row in goals.rows("goal")
        ),
        layout="goals",
    )


def _serves(row: SaidRow) -> str:
    """How a goal serves the purpose, and what it is tied to beyond the dialogue, each with what it is."""
    tied = {
        _("Direction goal: %(goal)s"): row.text("tied_to_direction_goal"),
        _("Agenda 2030: %(goal)s"): row.text("tied_to_agenda_2030"),
        _("Principle: %(goal)s"): row.text("tied_to_principle"),
    }
    said = [row.text("serves"), *(words % {"goal": goal} for words, goal in tied.items() if goal)]
    return "\n".join(part for part in said if part)


def target_of(row: SaidRow) -> str:
    """Return what a goal aims at: its number with unit and where it begins, or that it is judged in words."""
    if row.value("measure") == Goal.Measure.QUALITATIVE:
        return row.text("measure")
    parts = []
    if row.text("target"):
        parts.append(" ".join(filter(None, (row.text("aim").lower(), row.text("target"), row.text("unit")))))
    if row.text("baseline"):
        parts.append(_("from %(n)s") % {"n": row.text("baseline")})
    return ", ".join(parts)


def as_outcome(row: SaidRow, **outcome: object) -> GoalOutcome:
    """Return a goal as the picture of goals shows it, with what came out of it."""
    return GoalOutcome(
        goal=row.text("goal"),
        kind=row.text("type"),
        unit=row.text("unit"),
        baseline=row.value("baseline"),
        target=row.value("target"),
        **outcome,  # type: ignore[arg-type]
    )


def matrix(groups: Answers, municipality: Municipality) -> Picture:
    """Return the target-group matrix: a group lies where its answers put it, and says its priority if that is another."""
    placed: dict[int, list[str]] = {number: [] for number in catalogue.priorities()}
    unplaced: list[str] = []
    for row in groups.rows("target_group"):
        box, priority = getattr(row.form, "matrix_priority", None), priority_of(row)
        name = row.text("name")
        if priority != box:
            name = _("%(group)s, priority %(n)d") % {"group": name, "n": priority}
        (placed[box] if box else unplaced).append(name)
    quadrants = [
        Quadrant(
            _("Priority %(n)d") % {"n": priority.number}, tuple(placed[priority.number]), first=priority.number == 1
        )
        for affected in ("high", "low")
        for engagement in ("low", "high")
        for priority in catalogue.priorities().values()
        if (priority.affected, priority.engagement) == (affected, engagement)
    ]
    return target_groups(
        quadrants,
        unplaced=unplaced,
        title=_("The target groups by how affected and how active they are."),
        palette=municipality.palette,
    )


def priority_of(row: SaidRow) -> int | None:
    """Return the priority of a target group: its own, else the matrix's."""
    return getattr(row.form, "shown_priority", None)


def groups_table(groups: Answers) -> Table:
    """Return the target groups with their place in the matrix, how they are reached, and what they need."""
    return Table(
        head=(_("Group"), _("Affected"), _("Activity"), _("Priority"), _("How we reach them"), _("What they need")),
        rows=tuple(
            (
                Entry(_about(row), lead=row.text("name"), above=_kind(row)),
                row.text("affected").lower(),
                row.text("engagement").lower(),
                _priority(row),
                "\n".join(filter(None, (row.text("how_to_reach"), row.text("hard_to_reach_why")))),
                "\n".join(filter(None, (row.text("needs"), row.text("perspective")))),
            )
            for row in groups.rows("target_group")
        ),
        layout="groups",
    )


def _kind(row: SaidRow) -> str:
    return ", ".join(filter(None, (row.text("kind"), row.text("area"))))


def _about(row: SaidRow) -> str:
    """How many they are, how they are affected, and whether the dialogue stands or falls with them."""
    size = " ".join(filter(None, (row.text("estimated_size"), row.text("estimated_size_unit"))))
    how = row.text("affected_how").lower()
    said = [
        _("About %(size)s.") % {"size": size} if row.text("estimated_size") else "",
        _("Affected: %(how)s.") % {"how": how} if how else "",
        _("Must take part.") if row.value("must_take_part") else "",
        _("Hard to reach.") if row.value("hard_to_reach") else "",
    ]
    return " ".join(part for part in said if part)


def _priority(row: SaidRow) -> Entry:
    own = row.text("priority_motivation") if row.value("priority") else ""
    return Entry(own, lead=str(priority_of(row) or ""))


def parts_table(level: Answers) -> Table | None:
    """Return the parts of the dialogue that have a level of their own."""
    rows = level.rows("part")
    if not rows:
        return None
    return Table(
        head=(_("Part"), _("Level"), _("Promise")),
        rows=tuple((row.text("part"), row.text("level"), row.text("promise")) for row in rows),
        caption=_("Parts with a different level"),
        layout="dated",
    )


def period(case: Case) -> str:
    """Return when the dialogue is held: «4 november – 10 december 2025»; empty where nobody has said."""
    days = [day for day in (case.dialogue_from, case.dialogue_to) if day]
    return say_period(days[0], days[-1]) if days else ""
