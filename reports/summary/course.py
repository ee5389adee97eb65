"""How it went: question and purpose, the promise, the work from start to end, whom one wanted to reach, who came."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from dialog.pictures import MapPhase, MapStep, Moment, Period, Turnout, participants, phases_of, process_map, timeline
from dialog.process.state import map_of
from reports.answers import SaidRow
from reports.blocks import Block, Fact, Facts, Figure, Paragraph, Quote, Subheading, Table, prose
from reports.decision_words import level_ladder
from reports.decisions import in_short
from reports.planning_parts import matrix, parts_table, priority_of
from reports.summary.material import Material


def chapter(material: Material) -> Iterator[Block]:
    """Yield the chapter, each part as far as there is something to tell."""
    yield from prose(material.learning.text("process"))
    yield from question(material)
    yield from promise(material)
    yield from work(material)
    yield from wanted(material)
    yield from came(material)


def question(material: Material) -> Iterator[Block]:
    """Yield the question, the purpose, and what the result was meant for."""
    purpose, asked = material.said("purpose"), material.said("question")
    if not (purpose.finished or asked.finished):
        return
    yield Subheading(_("The question and its purpose"))
    if asked.text("question"):
        yield Quote(asked.text("question"))
    yield from prose(purpose.text("purpose"))
    facts = [
        Fact(label, text)
        for label, text in (
            (_("The result was to be used for"), purpose.text("use_of_result")),
            (_("Requested by"), purpose.text("requested_by")),
            (_("For the decision"), purpose.text("for_decision")),
            (_("Not part of the question"), asked.text("out_of_scope")),
        )
        if text
    ]
    if facts:
        yield Facts(tuple(facts))


def promise(material: Material) -> Iterator[Block]:
    """Yield the level of influence and what participants were promised."""
    level = material.said("influence_level")
    if not level.finished:
        return
    yield Subheading(_("What we promised"))
    if level.text("promise"):
        yield Quote(level.text("promise"))
    yield from prose(level.text("motivation"))
    label = material.figure()
    if picture := level_ladder(level.value("level") or "", _("Level decided"), material.publisher, label):
        yield picture
    if table := parts_table(level):
        yield table


def work(material: Material) -> Iterator[Block]:
    """Yield the work from start to end, with the decisions on the way; while it goes on, how far it has come."""
    moments = [
        Moment(decision.date, " ".join(filter(None, (decision.section.replace(" ", "\xa0"), in_short(decision)))))
        for decision in material.decisions
    ]
    days = material.days
    if days:
        n = len(material.counted)
        words = ngettext("%(n)d activity", "%(n)d activities", n) % {"n": n}
        moments.append(Moment(days[0], words, until=days[-1]))
    if material.case.closed_at is None:
        picture = process_map(list(settled(material)), palette=material.publisher.palette)
        yield Figure.of(picture, material.figure())
    if moments:
        picture = timeline(
            list(periods(material)),
            moments,
            title=_("The work from start to finish."),
            palette=material.publisher.palette,
        )
        yield Figure.of(picture, material.figure())


def settled(material: Material) -> Iterator[MapPhase]:
    """Yield the phases with what is done: not everybody who makes the report sees what is drafted or waits."""
    for phase in phases_of(map_of(material.access)):
        yield replace(
            phase, steps=tuple(MapStep(step.title, "done" if step.sign == "done" else "empty") for step in phase.steps)
        )


def periods(material: Material) -> Iterator[Period]:
    """Yield the phases with their days: each ends at its gate, follow-up begins when the last activity was held; none
    before the one before it.
    """
    begun, days = material.began, material.days
    gates = {phase: timezone.localdate(gate.at) for phase, gate in material.gates.items()}
    planned = gates.get("planning")
    yield Period(pgettext("phase", "Planning"), begun, planned or material.ended, "plan")
    if planned:
        over = gates.get("execution") or (days[-1] if days else material.ended)
        yield Period(pgettext("phase", "Dialogue"), planned, max(planned, over), "do")
    if planned and days and material.ended > days[-1]:
        yield Period(pgettext("phase", "Follow-up"), max(days[-1], planned), material.ended, "follow")


def wanted(material: Material) -> Iterator[Block]:
    """Yield whom the dialogue was to reach, and the way to them."""
    groups = material.said("target_groups")
    rows = groups.rows("target_group")
    if not rows:
        return
    yield Subheading(_("Who we wanted to reach"))
    yield from prose(groups.text("most_affected"))
    channels = {row.key: ", ".join(_channels(row)) for row in material.said("participation").rows("group")}
    label = material.figure()
    yield Figure.of(matrix(groups, material.publisher), label)
    yield Table(
        head=(_("Group"), _("Affected"), _("Activity"), _("Priority"), _("How we invited them")),
        rows=tuple(_group(row, channels.get(row.key, "")) for row in rows),
        caption=_("The same information as %(figure)s, with how to reach each group.") % {"figure": label.lower()},
    )


def _channels(row: SaidRow) -> Iterator[str]:
    yield from row.texts("channels")
    if own := row.text("own_channel"):
        yield own


def _group(row: SaidRow, channels: str) -> tuple[str, ...]:
    return (
        row.text("name"),
        row.text("affected").lower(),
        row.text("engagement").lower(),
        str(priority_of(row) or ""),
        channels or row.text("how_to_reach"),
    )


def came(material: Material) -> Iterator[Block]:
    """Yield who took part, beside those aimed for."""
    if not material.counted:
        return
    yield Subheading(_("Who came"))
    analysis = material.process_analysis
    if analysis:
        yield from prose(analysis.reached_reasoning)
    found = [
        Turnout(name, material.aimed.get(key), material.came.get(key)) for key, name in material.group_names.items()
    ]
    if not material.came:
        yield Paragraph(_("No one counted participants by target group."))
        return
    # Voters and answers may be counted by group too; then the groups do not add up to the participants.
    adds_up = material.participants is not None and sum(material.came.values()) <= material.participants
    everybody = Turnout(_("Everyone"), sum(material.aimed.values()) or None, material.participants)
    picture = participants(
        found,
        everyone=everybody if adds_up else None,
        title=_("Participants by target group: those we wanted to reach and those who came."),
        palette=material.publisher.palette,
    )
    label = material.figure()
    yield Figure.of(picture, label)
    yield Table.of(
        picture,
        caption=_("The same information as %(figure)s.") % {"figure": label.lower()},
        summed=adds_up,
        layout="counted",
    )
