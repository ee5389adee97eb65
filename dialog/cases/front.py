"""A case's first page: where it stands, phase by phase, for the person who opens it."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialog.cases.moments import decisions_with_facts
from dialog.cases.standing import Standing
from dialog.language.dates import say
from dialog.language.sentences import figures as figures_of
from dialog.language.sentences import first_sentence, in_letters, in_stretches
from dialog.models import Decision, Person
from dialog.process.access import Access
from dialog.process.audiences import names_of
from dialog.process.conditions import Met, conditions_shown
from dialog.process.front import (
    Document,
    Figure,
    Informing,
    Measure,
    Reach,
    Result,
    documents,
    figures,
    informing,
    measures,
    reaches,
    results,
)
from dialog.process.phases import process
from dialog.process.state import PhaseState, StepState, map_of
from dialog.rights import ELECTED_OF_BODY


@dataclass(frozen=True)
class StepLine:
    """A step as it stands on the page: its state, and that in words."""

    state: StepState
    words: str

    @property
    def tone(self) -> str:
        """The class that colours the words: amber while somebody is waited for, or has something to attend to."""
        if self.state.code in ("waiting", "done_waiting") or self.state.remark:
            return "wait-text"
        return "back" if self.state.code == "returned" else ""


@dataclass(frozen=True)
class PhaseLines:
    """A phase as it stands on the page: its steps, its gate in words, and what opened or closed it."""

    state: PhaseState
    steps: list[StepLine]
    gate: str
    conditions: list[Met]

    @property
    def key(self) -> str:
        """The phase's key."""
        return self.state.phase.key

    @property
    def is_confirmed(self) -> bool:
        """Whether its gate is confirmed."""
        return bool(self.state.gate and self.state.gate.is_done)

    @property
    def summary(self) -> str:
        """What is said beside its name: that it was confirmed, else how far it has come."""
        return self.gate if self.is_confirmed else self.state.summary.removesuffix(".")

    @property
    def icon(self) -> str:
        """The sign of that."""
        if self.is_confirmed:
            return "check"
        return "half" if self.state.is_open else "lock"

    @property
    def halves(self) -> int:
        """How many steps stand in the first of two columns."""
        return (len(self.steps) + 1) // 2

    @property
    def has_empty_cell(self) -> bool:
        """Whether the second column is one step shorter."""
        return len(self.steps) % 2 == 1


FATES = ("late", "partly", "coming", "settled")


@dataclass(frozen=True)
class Promise:
    """A promised measure and how it stands: late, done in part, coming, or settled."""

    measure: Measure
    fate: str

    @property
    def sign(self) -> str:
        """The sign of that."""
        return {"late": "clock", "partly": "half", "coming": "circle", "settled": "check"}[self.fate]

    @property
    def tone(self) -> str:
        """The class that colours the sign: amber is what somebody is waited for."""
        return {"late": "wait", "settled": "ok"}.get(self.fate, "")


@dataclass(frozen=True)
class ReachLine:
    """A group as a bar: how many came, of the largest number among all groups."""

    reach: Reach
    most: int

    @property
    def came(self) -> str:
        """How wide the bar is."""
        return f"{95 * self.reach.came / self.most:.1f}%"

    @property
    def aim(self) -> str:
        """Where the mark of the aim stands."""
        return f"{95 * self.reach.aimed / self.most:.1f}%"

    @property
    def words(self) -> str:
        """The same in words: «16 of 57», «none of 25»."""
        if not self.reach.aimed:
            return figures_of(self.reach.came)
        came = figures_of(self.reach.came) if self.reach.came else _("none")
        return _("%(came)s of %(aimed)s") % {"came": came, "aimed": figures_of(self.reach.aimed)}


class Front:
    """The first page of a case. What it reads is read once, however much there is."""

    def __init__(self, access: Access) -> None:
        self.access, self.case = access, access.case

    @cached_property
    def map(self) -> list[PhaseState]:
        """The whole process as the case stands in it."""
        return map_of(self.access)

    @cached_property
    def people(self) -> dict[int, Person]:
        """Who did what the map tells of."""
        states = [state for phase in self.map for state in (*phase.steps, phase.gate) if state]
        return self.access.people(state.by_id for state in states)

    @cached_property
    def standing(self) -> Standing:
        """How each step stands, in words."""
        return Standing(self.access, self.people)

    @cached_property
    def conditions(self) -> list[Met]:
        """The conditions for a dialogue."""
        return conditions_shown(self.access)

    @property
    def broken(self) -> list[Met]:
        """The conditions that were met when the planning was confirmed, and are no more."""
        return [met for met in self.conditions if met.is_broken(self.access)]

    @cached_property
    def phases(self) -> list[PhaseLines]:
        """Every phase, in order."""
        decisions_with_facts(self.access)
        return [self._lines(phase) for phase in self.map]

    @cached_property
    def open_phase(self) -> PhaseLines | None:
        """The phase in which the case is: the first that it has neither confirmed nor left; none in one that is over."""
        if self.access.is_over:
            return None
        going_on = [lines for lines in self.phases if lines.state.is_open and not lines.is_confirmed]
        here = [lines for lines in going_on if not lines.state.phase.over(self.access)]
        return next(iter(here or going_on), None)

    @property
    def other_phases(self) -> list[PhaseLines]:
        """The phases beside that; where residents are informed instead, those that began."""
        others = [lines for lines in self.phases if lines is not self.open_phase]
        if self.access.is_on_information_track:
            return [lines for lines in others if lines.state.is_open]
        return others

    def _lines(self, phase: PhaseState) -> PhaseLines:
        met = [one for one in self.conditions if one.condition in phase.phase.conditions]
        steps = [StepLine(state, self.standing.of(state)) for state in phase.steps]
        return PhaseLines(phase, steps, self._said_of_gate(phase, bool(met)), met)

    def _said_of_gate(self, phase: PhaseState, has_conditions: bool) -> str:
        gate = phase.gate
        if gate is None:
            return ""
        if gate.is_done:
            if gate.by_id == self.access.user.pk:
                return _("Confirmed %(when)s by you") % {"when": say(gate.at)}
            return _("Confirmed %(when)s by %(who)s") % {"when": say(gate.at), "who": self.standing.who(gate.by_id)}
        if self.access.is_over:
            return _("Was not confirmed")
        if has_conditions and not phase.done:
            return _(
                "Three conditions must be met before you invite residents. They are shown in steps %(first)s to "
                "%(last)s."
            ) % {
                "first": phase.counted[0].step.number,
                "last": phase.counted[-1].step.number,
            }
        able = self.access.receivers(ELECTED_OF_BODY)
        facts = {"who": names_of(able), "body": self.case.body}
        left = [state.step.number for state in phase.counted if state.step.checklist and not state.is_done]
        if not able:
            return _("To be confirmed by a councillor from %(body)s. No one has joined yet.") % facts
        if not left or not phase.is_open:
            return _("Confirmed by %(who)s.") % facts
        said = ngettext(
            "To be confirmed by %(who)s when step %(steps)s is done.",
            "To be confirmed by %(who)s when steps %(steps)s are done.",
            len(left),
        )
        return said % {**facts, "steps": in_stretches(left)}

    @property
    def conditions_are_new(self) -> bool:
        """Whether nothing is done yet: then nobody is told that a condition is not met."""
        return not any(state.is_done for phase in self.map for state in phase.counted)

    @cached_property
    def shelf(self) -> list[Document]:
        """What of the case is read as a whole."""
        return sorted(documents.of(self.access), key=lambda document: document.place)

    @cached_property
    def ended(self) -> Decision | None:
        """The decision after which residents are informed instead of asked."""
        found = self.access.decisions_in_force.items()
        return next(
            (decision for key, decision in found if (step := process.find(key)) and not step.lets_go_on(decision)), None
        )

    @property
    def said_of_end(self) -> str:
        """That decision as a sentence, with its paragraph."""
        if not (self.ended and (step := process.find(self.ended.step))):
            return ""
        said = step.as_sentence(self.ended).removesuffix(".")
        return f"{', '.join(filter(None, [said, self.ended.section]))}."

    @property
    def why_it_ended(self) -> str:
        """The reasons of that decision, as they begin: the rest stands with it."""
        return first_sentence(self.ended.motivation) if self.ended else ""

    @cached_property
    def told_instead(self) -> list[Informing]:
        """The texts that tell residents why they are not asked."""
        return informing.of(self.access)

    @cached_property
    def promised(self) -> list["Promise"]:
        """What was promised, in a case that is closed: first what should have been done and of which nothing is told, then
        what is done in part, then what is to come, last what is done.
        """
        if not self.case.closed_at:
            return []
        found = [Promise(measure, self._fate(measure)) for measure in measures.of(self.access)]
        return sorted(found, key=lambda one: (FATES.index(one.fate), one.measure.due or dt.date.max))

    def _fate(self, measure: Measure) -> str:
        if measure.is_settled:
            return "settled"
        if measure.told:
            return "partly"
        return "late" if measure.due and measure.due < self.access.today else "coming"

    @property
    def late(self) -> int:
        """How many promises should have been kept by now, and nobody has told whether they were."""
        return sum(one.fate == "late" for one in self.promised)

    @property
    def said_of_promises(self) -> str:
        """How much was promised, and of how much of it nobody has told what it came to."""
        number, late = len(self.promised), self.late
        said = [ngettext("%(n)s action.", "%(n)s actions.", number) % {"n": in_letters(number)}]
        if late:
            said.append(
                ngettext(
                    "%(n)s should have been done by now, but no one has recorded what came of it.",
                    "%(n)s should have been done by now, but no one has recorded what came of them.",
                    late,
                )
                % {"n": in_letters(late)}
            )
        return " ".join(one[0].upper() + one[1:] for one in said)

    @cached_property
    def result(self) -> Result | None:
        """What came out, in a case that is closed."""
        return next(iter(results.of(self.access)), None)

    @cached_property
    def report(self) -> Document | None:
        """The document in which the result is read, where there is one."""
        return next((document for document in self.shelf if document.is_the_result), None)

    @cached_property
    def figures(self) -> list[Figure]:
        """The numbers of the material."""
        return figures.of(self.access)

    @cached_property
    def reaches(self) -> list["ReachLine"]:
        """How many came of each group that must be reached; none where the case is over."""
        found = [] if self.access.is_over else reaches.of(self.access)
        most = max((max(reach.came, reach.aimed) for reach in found), default=0)
        return [ReachLine(reach, most) for reach in found] if most else []

    @cached_property
    def last_done(self) -> list[StepState]:
        """What came into force last, for who only reads."""
        done = [state for phase in self.map for state in phase.steps if state.is_done and state.at]
        return sorted(done, key=lambda state: state.at or self.access.now, reverse=True)[:2]

    @property
    def comes_next(self) -> StepState | None:
        """The step that is to come into force next."""
        lines = self.open_phase
        return next((line.state for line in lines.steps if not line.state.is_done), None) if lines else None
