"""Beslutsunderlag: one proposed decision on a page or two, for the meeting papers of the body that is to decide.

Who proposes what, why, on which purpose and question, what participants are promised, and what happens afterwards.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from dialog.language import dates
from dialog.models import Decision, Record, Revision
from dialog.process.access import Access
from dialog.process.decision_form import DecisionFields
from dialog.process.phases import process
from dialog.process.register import step_or_kind_at
from dialog.process.step import DecidedStep
from reports.answers import Answers, best_answers, latest_text
from reports.blocks import Block, Fact, Facts, Notice, Paragraph, Quote, prose
from reports.decision_words import afterwards, ladder_of, proposal, who_decides
from reports.document import Document, NothingToReport, Section
from reports.publisher import publisher
from reports.then import case_then

OWN_PLACE = {
    "motivation",
    "promise",
    "body",
    *DecisionFields.decision_fields,
}  # answers that do not stand among the others


@dataclass(frozen=True)
class Prepared:
    """A decision that is being prepared: the step or row it is made in, its record, and the text that stands there."""

    step: DecidedStep
    record: Record
    text: Revision

    @property
    def part(self) -> str:
        """The part of the report that it is: the step's key, or the row's."""
        return self.record.row or self.step.key

    @property
    def title(self) -> str:
        """What is decided: the step, or the row by what it is called in its register."""
        return self.record.heading or str(self.step.title)


def exists(access: Access) -> bool:
    """Say whether a decision is being prepared."""
    return any(True for _step, _record in written_on(access))


def written_on(access: Access) -> Iterator[tuple[DecidedStep, Record]]:
    """Yield what is decided and is being prepared, with its record."""
    for record in access.records.values():
        step = process.find(record.step)
        step_or_kind = step_or_kind_at(step, record.row, record.kind) if step else None
        if isinstance(step_or_kind, DecidedStep) and record.is_written_on:
            yield step_or_kind, record


def prepared(access: Access) -> list[Prepared]:
    """Return the decisions that are being prepared; those that wait for the body's answer first, in process order."""
    order = {step.key: number for number, step in enumerate(process.steps())}
    found = [Prepared(step, record, text) for step, record in written_on(access) if (text := latest_text(record))]
    return sorted(found, key=lambda paper: (not paper.record.is_proposed, order[paper.record.step], paper.record.pk))


def parts(access: Access) -> list[tuple[str, str]]:
    """Return the decisions that are being prepared, as key and title."""
    return [(paper.part, paper.title) for paper in prepared(access)]


def build(access: Access, part: str = "") -> Document:
    """Return the basis for the decision of the step or row ``part``, or for the one that is nearest to being decided.

    What is a draft, or rests on a purpose or question that nobody has approved, is marked as a draft.
    """
    found = [paper for paper in prepared(access) if part in ("", paper.part)]
    if not found:
        raise NothingToReport(_("No decision is being prepared. Write a proposal in the step the decision is about."))
    with override(settings.LANGUAGE_CODE):
        return _Basis(access, found[0]).document()


class _Basis:
    """The basis for the decision of one step, put together part by part."""

    def __init__(self, access: Access, found: Prepared) -> None:
        self.access, self.step, self.record, self.text = access, found.step, found.record, found.text
        self.written_on = timezone.localdate(self.text.at)
        form = self.step.make_form(self.text.data, access, row=self.record.row)
        self.then = case_then(access.case, self.text)
        self.body = form.other_body.name if form.other_body else self.then.body
        self.answers = Answers(form.all_answers(), form, finished=self.record.is_proposed)
        self.purpose, self.question = best_answers("purpose", access), best_answers("question", access)
        self.decision = Decision(
            case=access.case,
            step=self.step.key,
            row=self.record.row,
            answer={name: form.judged.get(name) or "" for name in self.step.deciding_fields()},
        )
        self.publisher = publisher()

    def document(self) -> Document:
        case = self.access.case
        return Document(
            kind=_("Decision document"),
            title=self.then.title,
            language=settings.LANGUAGE_CODE,
            municipality=self.publisher,
            case_title=self.then.title,
            registry_number=case.registry_number or "",
            created=self.written_on.isoformat(),
            draft=not all(source.finished for source in (self.answers, self.purpose, self.question)),
            facts=tuple(self.facts()),
            sections=tuple(section for section in self.sections() if section.blocks),
        )

    def facts(self) -> Iterator[Fact]:
        case, record = self.access.case, self.record
        if case.registry_number:
            yield Fact(_("Registry number"), case.registry_number)
        yield Fact(_("Decision-making committee"), self.body)
        yield Fact(pgettext("decision basis", "Concerns"), str(self.step.title))
        label = _("Proposal from") if record.is_proposed else _("Draft by")
        yield Fact(label, ", ".join(filter(None, (self.text.by_name, self.then.by_title, _day(self.written_on)))))
        if record.postponed_to:
            yield Fact(_("Postponed to"), _day(record.postponed_to))

    def sections(self) -> Iterator[Section]:
        yield Section(tuple(self.proposed()))
        yield Section(tuple(self.replaced()), _("Replaces an earlier decision"))
        yield Section(prose(self.answers.text("motivation")), _("Reasons"))
        yield Section((Facts(tuple(self.wording())),), _("Purpose and question"))
        yield Section(tuple(self.promise()), _("What participants are promised"))
        others = self.answers.facts(leave_out={*OWN_PLACE, *self.step.deciding_fields()})
        more = (*((Facts(others),) if others else ()), *self.answers.tables())
        yield Section(more, _("More about the proposal"))
        yield Section((Facts(afterwards(self.step)), Paragraph(self.origin(), "closing")), _("What happens next"))

    def proposed(self) -> Iterator[Block]:
        """The sentence to be decided, and the answers that make it up where the step asks more than one question."""
        who = who_decides(self.body, self.answers.value("made_by") or Decision.MadeBy.BODY)
        yield Notice(proposal(who, self.step, self.decision), _("Proposed decision"))
        deciding = self.step.deciding_fields()
        if len(deciding) > 1 and (answers := self.answers.facts(only=deciding)):
            yield Facts(answers)

    def replaced(self) -> Iterator[Block]:
        """The decision in force that this one would take the place of, and why."""
        old = self.access.in_force.get((self.step.key, self.record.row))
        if not old:
            return
        answer = self.step.in_words(old)
        decided = _("%(body)s, %(date)s: %(answer)s") % {
            "body": old.maker,
            "date": _day(old.date),
            "answer": answer,
        }
        reason = self.answers.text("supersede_reason")
        yield Facts(
            (Fact(_("Current today"), decided), *([Fact(_("Why it is being replaced"), reason)] if reason else []))
        )

    def wording(self) -> Iterator[Fact]:
        """Purpose and question as they are in force, and the decision that the result is meant for."""
        yield self.quoted(_("Purpose"), self.purpose, "purpose")
        yield self.quoted(_("Question"), self.question, "question")
        if use := self.purpose.text("use_of_result"):
            yield Fact(_("Use of the result"), use)
        decision, when = self.purpose.text("for_decision"), self.purpose.text("decision_by")
        if decision or when:
            yield Fact(_("For the decision"), ", ".join(filter(None, (decision, when.replace(" ", "\xa0")))))

    def quoted(self, label: str, source: Answers, key: str) -> Fact:
        text = source.text(key)
        if not text:
            return Fact(label, _("Not written yet."))
        return Fact(label, text if source.finished else (text, _("A draft that has not been approved.")))

    def promise(self) -> Iterator[Block]:
        if promised := self.answers.text("promise"):
            yield Quote(promised)
        if picture := ladder_of(self.decision, self.publisher):
            yield picture

    def origin(self) -> str:
        """Which text this is, for whoever holds two printouts in hand."""
        facts = {"date": dates.exact(self.text.at).replace(" ", "\xa0"), "number": self.text.number}
        if self.record.is_proposed:
            return (
                _("This document shows the proposal as it was sent in Dialog on %(date)s (number %(number)s).") % facts
            )
        return _("This document shows a draft as it was saved in Dialog on %(date)s (number %(number)s).") % facts


def _day(day: dt.date) -> str:
    """A date that is not broken over two lines."""
    return dates.say_date(day).replace(" ", "\xa0")
