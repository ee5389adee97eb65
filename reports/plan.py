"""Planen: what was planned, as it stood when the planning was confirmed; before that, the planning as it is in force.

Nothing in it is a draft of anybody's: whoever may read the case may read its plan.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import cast

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from dialog.language import dates
from dialog.models import Case, Decision, GateConfirmation
from dialog.process.access import Access
from dialog.process.gate import Gate
from dialog.process.phases import process
from reports.answers import Answers, answers_in, in_force, version_of
from reports.blocks import Block, Entry, Fact, Facts, Figure, ListBlock, Paragraph, Quote, Table, prose
from reports.decision_words import level_ladder
from reports.decisions import decisions_table, wording
from reports.document import Document, NothingToReport, Section
from reports.further import further_sections, further_steps
from reports.planning_parts import (
    goals_table,
    groups_table,
    matrix,
    parts_table,
    period,
    purpose_blocks,
    question_blocks,
    responsibility_blocks,
)
from reports.publisher import publisher
from reports.then import case_then

DECIDED = ("influenceable", "influence_level")


def exists(access: Access) -> bool:
    """Say whether any step of Planera has come so far that it counts."""
    phase = process.step("planning_gate").phase
    steps = phase.all_steps() if phase else ()
    return any(record.version for step in steps if (record := access.record(step.key)))


def build(access: Access, part: str = "") -> Document:
    """Return the plan of a case. Raises NothingToReport where nothing is planned yet."""
    with override(settings.LANGUAGE_CODE):
        if part or not exists(access):
            raise NothingToReport(_("Nothing has been planned yet. The plan starts with the first step that is done."))
        return _Plan(access).document()


class _Plan:
    """The plan of one case, put together part by part."""

    def __init__(self, access: Access) -> None:
        self.access, self.case = access, access.case
        self.gate = cast(Gate, process.step("planning_gate"))
        self.confirmation: GateConfirmation | None = self.gate.confirmation(access)
        self.publisher = publisher()
        number = self.confirmation.version if self.confirmation else 0
        self.then = case_then(self.case, version_of(access.record(self.gate.key), number) if number else None)

    def said(self, key: str) -> Answers:
        """What a step said when the planning was confirmed; before that, what it says in force."""
        record = self.access.record(key)
        if self.confirmation is None or record is None:
            return in_force(key, self.access)
        number = self.confirmation.copy.get(str(record.pk), 0)
        return answers_in(version_of(record, number) if number else None, process.step(key), self.access)

    @cached_property
    def steps(self) -> dict[str, Answers]:
        """What every step of Planera says, by its key."""
        phase = self.gate.phase
        assert phase is not None
        return {step.key: self.said(step.key) for step in phase.all_steps() if step.form and step is not self.gate}

    @cached_property
    def decisions(self) -> list[Decision]:
        """The decisions that the plan rests on, the earliest first."""
        wanted = {key: answers.text_of.version for key in DECIDED if (answers := self.steps[key]).text_of}
        found = Decision.objects.filter(case=self.case, step__in=wanted, row="")
        found = found.select_related("supersedes").prefetch_related("facts", "supersedes__facts")
        return sorted(
            (decision for decision in found if decision.version == wanted[decision.step]),
            key=lambda decision: (decision.date, decision.pk),
        )

    def document(self) -> Document:
        texts = [answers.text_of for answers in self.steps.values() if answers.text_of]
        last = self.confirmation.at if self.confirmation else max(text.at for text in texts)
        return Document(
            kind=_("The plan for the dialogue"),
            title=self.then.title,
            language=settings.LANGUAGE_CODE,
            municipality=self.publisher,
            case_title=self.then.title,
            registry_number=self.case.registry_number or "",
            date=dates.say_date(timezone.localdate(last)),
            created=timezone.localdate(last).isoformat(),
            draft=self.confirmation is None and not self.access.is_over,
            facts=tuple(self.facts()),
            sections=tuple(section for section in self.sections() if section.blocks),
        )

    def facts(self) -> Iterator[Fact]:
        case = self.case
        if case.registry_number:
            yield Fact(_("Registry number"), case.registry_number)
        yield Fact(_("Decision-making committee"), self.then.body)
        yield Fact(_("Lead officer for the case"), self.then.responsible)
        if level := self.steps["influence_level"].text("level"):
            yield Fact(_("Level of influence"), level)
        if period(case):
            yield Fact(_("The dialogue is in progress"), period(case))
        if self.confirmation:
            yield Fact(_("Confirmed"), confirmed(self.confirmation))
        if self.ending():
            yield Fact(_("How it ended"), self.ending())

    def sections(self) -> Iterator[Section]:
        steps = self.steps
        yield self.section("purpose", _("Purpose"), purpose_blocks(steps["purpose"]))
        yield self.section("question", _("Question"), question_blocks(steps["question"]))
        yield Section(tuple(self.decided()), _("What has been decided"))
        yield self.section("influence_level", _("Level of influence and promise"), self.level())
        yield self.section("goals", _("Goals"), [goals_table(steps["goals"])])
        yield self.section("target_groups", _("Target groups"), self.groups())
        yield self.section(
            "responsibility",
            _("Who does what"),
            responsibility_blocks(steps["responsibility"], self.then),
        )
        yield from further_sections((step, steps[step.key]) for step in further_steps(map(process.step, steps)))
        yield Section(tuple(self.checked()), str(self.gate.title))
        yield Section(tuple(self.changed()), _("Changed after the confirmation"))

    def section(self, key: str, heading: str, blocks: Iterator[Block] | Sequence[Block]) -> Section:
        """A section of one step; where the step has no version, it says so, or why it was passed without one."""
        if self.steps[key].finished:
            return Section(tuple(blocks), heading)
        reason = self.exceptions.get(key)
        words = _("Passed with an exception: %(reason)s") % {"reason": reason} if reason else self.not_done()
        return Section((Paragraph(words, "closing"),), heading)

    def decided(self) -> Iterator[Block]:
        if not self.decisions:
            yield Paragraph(_("The committee has not decided anything yet."), "closing")
        else:
            yield decisions_table(self.decisions)
            purpose, question = self.steps["purpose"].text("purpose"), self.steps["question"].text("question")
            yield from wording(self.decisions, purpose, question)
        if facts := self.steps["outside_mandate"].facts():
            yield Facts(facts)

    def level(self) -> Iterator[Block]:
        level = self.steps["influence_level"]
        if promise := level.text("promise"):
            yield Quote(promise, _("The promise to the participants"))
        if picture := level_ladder(level.value("level") or "", _("Level decided"), self.publisher):
            yield picture
        yield from prose(level.text("motivation"))
        if table := parts_table(level):
            yield table

    def groups(self) -> Iterator[Block]:
        groups = self.steps["target_groups"]
        if groups.rows("target_group"):
            picture = matrix(groups, self.publisher)
            yield from (Figure.of(picture), groups_table(groups))
        if facts := groups.facts():
            yield Facts(facts)

    def checked(self) -> Iterator[Block]:
        """The checklist, what was let through with which reason, the reflection, and who confirmed."""
        reasons = self.exceptions
        lines = self.gate.lines(self.access)
        yield Table(
            head=(_("Line in the checklist"), _("State")),
            rows=tuple((str(line.sentence), self.state(line.is_done, reasons.get(line.key, ""))) for line in lines),
            layout="half-and-half",
        )
        record = self.access.record(self.gate.key)
        number = self.confirmation.version if self.confirmation else 0
        said = answers_in(version_of(record, number), self.gate, self.access)
        if facts := said.facts(leave_out={"reflection"}):
            yield Facts(facts)
        if said.text("reflection"):
            yield Quote(said.text("reflection"), _("Reflection"))
        if self.confirmation:
            yield Paragraph(_("Confirmed by %(who)s.") % {"who": confirmed(self.confirmation)})

    def state(self, is_done: bool, reason: str) -> Entry:
        """How a line was met: done, passed with its reason, or not yet."""
        if reason:
            return Entry(reason, lead=_("Exception"))
        if is_done or self.confirmation:
            return Entry(_("Done"), sign="done")
        return Entry(self.not_done())

    def not_done(self) -> str:
        """What is said of what is not done: where the planning ended before it was confirmed it never will be."""
        return _("Was not finished.") if self.access.is_over else _("Not done yet.")

    def ending(self) -> str:
        """How the planning, or the dialogue, ended without being carried through; empty where it was, or goes on."""
        if self.access.is_on_information_track:
            return _("The committee decided to inform residents instead.")
        ended = self.case.outcome not in ("", Case.Outcome.COMPLETED)
        return str(self.case.get_outcome_display()) if ended else ""

    @cached_property
    def exceptions(self) -> dict[str, str]:
        """The reasons of the exceptions by line: as they were confirmed, else as they are written."""
        if self.confirmation:
            kept = self.confirmation.exceptions
            return {
                answer["line"]: _("%(reason)s (%(who)s)") % {"reason": answer["reason"], "who": answer["by"]}
                for answer in kept
            }
        phase = self.gate.phase.key if self.gate.phase else ""
        return {
            exception.step: _("%(reason)s (%(who)s)") % {"reason": exception.reason, "who": exception.by_name}
            for exception in self.access.exceptions
            if exception.phase == phase
        }

    def changed(self) -> Iterator[Block]:
        """What was put in force after the confirmation: the confirmation still holds, whoever reads sees what is new."""
        if self.confirmation is None:
            return
        changed = [
            _("%(step)s, %(day)s")
            % {"step": change["step"].title, "day": dates.say_date(timezone.localdate(change["record"].in_force_at))}
            for change in self.gate.changed_since(self.confirmation, self.access)
            if change["record"].in_force_at
        ]
        if changed:
            yield Paragraph(_("The plan shows what was confirmed. These steps have a newer version in Dialog:"))
            yield ListBlock(tuple(changed))


def confirmed(confirmation: GateConfirmation) -> str:
    """Return who confirmed a gate and when: «Karin Lund, 21 oktober 2025, § 108»."""
    when = dates.say_date(timezone.localdate(confirmation.at))
    return ", ".join(part.replace(" ", "\xa0") for part in (confirmation.by_name, when, confirmation.section) if part)
