"""What every act on a case does, in this order and in one transaction.

Lock the case; read the rights anew; compare the revision; change; keep at most one revision; one event; derive.
"""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import override

from dialog.acts.derived import store_derived, store_typed
from dialog.files.room import with_its_files
from dialog.forms.answers import Answered
from dialog.forms.draft_form import Missing
from dialog.forms.drafts import Draft
from dialog.forms.sending import mark_of
from dialog.forms.step_form import StepForm
from dialog.models import Case, Event, Person, Record, Revision
from dialog.process import references
from dialog.process.access import Access, allowed_acts, load, may_know_of, why_not
from dialog.process.act import ACTS, StepAct, Touches
from dialog.process.phases import process
from dialog.process.register import step_or_kind_at
from dialog.process.step import Step


class Refused(Exception):
    """The process does not allow the act. Its text says why, in words for whoever tried."""


class SentAgain(Exception):
    """The same words were sent twice: what they did is done once, in ``case``."""

    def __init__(self, act: str, case: Case) -> None:
        super().__init__(act)
        self.act, self.case = act, case


class Conflict(Exception):
    """Somebody else acted on the record since it was read."""

    def __init__(self, record: Record, seen: int) -> None:
        super().__init__(f"{record} has revision {record.revision}, {seen} was seen")
        self.record = record
        self.seen = seen


@dataclass
class Attempt:
    """One act at one record, from the lock to the event.

    ``data`` is the text that came along (None: none came), ``missing`` what stood in the way, ``happened`` whether
    anything changed. ``said`` is a mark of what was sent (``dialog.forms.sending``). A ``quiet`` act is one of very many:
    the case's history has told of them already today. A record that is ``gone`` is erased when the act is written down.
    """

    act: str
    access: Access
    step: Step
    record: Record
    by: Person
    at: dt.datetime
    data: Draft | None = None
    missing: list[Missing] = field(default_factory=list)
    happened: bool = False
    quiet: bool = False
    gone: bool = False
    note: str = ""
    version: int | None = None
    refers_to: set[tuple[str, str]] | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    said: str = ""
    event: Event | None = None  # what the history says of it, once it is written down
    _kept: Revision | None = None

    @property
    def declared(self) -> StepAct:
        """What there is to say of the act."""
        return ACTS[self.act]

    @cached_property
    def latest(self) -> Revision | None:
        """The last text of the record, kept by whichever act."""
        if not self.record.pk:
            return None
        return self.record.revisions.filter(number__isnull=False).order_by("-number").first()

    def standing(self) -> Draft:
        """Return the text that stands in the record now; before anybody has written, what the form begins with."""
        latest = self.latest
        if latest:
            return latest.data
        return self.step.begin(self.access, self.record.row)[0]

    @property
    def says_nothing_new(self) -> bool:
        """Whether what came along is what stands there, or what a form begins with when that is to be changed."""
        text = self.text()
        return text in (standing := self.standing(), self.step.begin_again(standing))

    def text(self) -> Draft:
        """Return the text that the act is about: what came along, else what stands there."""
        return self.standing() if self.data is None else self.data

    def form(self, *, final: bool = True) -> StepForm:
        """Return the step's form with all its demands, bound to the text that the act is about."""
        return self.step.make_form(self.text(), self.access, row=self.record.row, loud=True, final=final)

    def keep(self, *, version: int | None = None, answers: list[Answered] | None = None, sent: bool = False) -> None:
        """Keep the text as a revision when it changed, was sent, or gets a version; it counts as an act either way."""
        text, latest = self.text(), self.latest
        if latest is None:
            self.record.prefilled = self.step.begin(self.access, self.record.row)[1]
        if version or sent or latest is None or text != latest.data:
            self._kept = Revision(data=text, version=version, answers=answers, was_sent=sent, by=self.by, at=self.at)
            if version or sent:
                self._kept.words = {**self.access.case.words(), "by_title": self.by.title}
            self.version = version
            if self.record.row:
                with override(settings.LANGUAGE_CODE):
                    form = self.step.make_form(text, self.access, row=self.record.row)
                    self.record.heading, self.record.body = form.heading[:200], form.other_body
                if version:
                    self.record.heading_in_force = self.record.heading
        self.happened = True

    @property
    def is_of_text_alone(self) -> bool:
        """Whether the act has changed a draft and nothing else."""
        return self.declared.touches is Touches.TEXT and self.version is None and not self.gone

    @cached_property
    def is_sent_again(self) -> bool:
        """Whether this person has done the very same here before: the same act, with the same words."""
        record = self.record
        there = Event.objects.filter(case=self.access.case, step=record.step, row=record.row, by=self.by)
        return there.filter(act=self.act, said=self.said).exists()

    def stands_already(self, sentence: str, target: str) -> None:
        """Say that this is done already, in other words than these, which are not taken; the same once more is no matter."""
        if not self.is_sent_again:
            self.missing.append(Missing(sentence, target))

    def lacks(self, text: str, sentence: str, target: str) -> bool:
        """Say whether a text that the act needs is empty, and note what is missing."""
        if text.strip():
            return False
        self.missing.append(Missing(sentence, target))
        return True


def locked_for(act: str, case_pk: int, by: Person, at: dt.datetime | None) -> Access:
    """Lock a case for an act on the case itself, which the table gives ``by``. Raises Http404 or Refused."""
    access = load(by, case_pk, lock=True, at=at, act=act)
    if not access.may(act):
        raise Refused(_("Your role in the case does not allow you to do this."))
    return access


def run(
    name: str,
    case_pk: int,
    step_key: str,
    *,
    by: Person,
    revision: int | None = None,
    row: str = "",
    kind: str = "",
    data: Draft | None = None,
    at: dt.datetime | None = None,
    **facts: Any,
) -> Attempt:
    """Carry out the act ``name`` at a step of a case and return the turn.

    ``row`` names a row of a register, ``kind`` what kind of row a new one is. ``revision`` is the number of the last act
    that whoever acts has seen (None only for commands). Raises Http404 for whoever may not know of the case, Refused where
    table or state forbid it, Conflict where somebody acted meanwhile. An act that finds something missing keeps the text
    and says so in ``attempt.missing``; one that changes nothing writes nothing. Only commands may pass ``at``: membership,
    seat and "not in the future" are judged by it.
    """
    with with_its_files():
        # Whether a communicator holds what she acts on is the table's business, below.
        access = load(by, case_pk, lock=True, at=at, for_texts=bool(row))
        record = access.record(step_key, row) or Record(case=access.case, step=step_key, row=row, kind=kind)
        step = step_or_kind_at(process.step(step_key), row, record.kind)
        if not may_know_of(access, step):
            raise Http404
        if step is None:
            raise Refused(_("That entry does not exist."))
        said = mark_of(name, None if ACTS[name].is_beside else data, facts)
        attempt = Attempt(name, access, step, record, by, access.now, data, said=said)
        # Whoever may not act here does not learn either that somebody else has.
        if not access.may_at(name, step.role, record.body_id):
            raise Refused(why_not(step, name, access, record.body_id))
        stood = _waits_as(record)
        possible = name in allowed_acts(step, record if record.pk else None, access)
        if not attempt.declared.is_beside and revision is not None and record.pk and revision != record.revision:
            if _is_repeated(attempt, revision):
                return attempt
            # Who answers a proposal must have read the last text; who writes may also send what stands there already.
            is_other = data is None or attempt.declared.answers or data != attempt.standing()
            if is_other and (possible or _meets_the_other(attempt)):
                raise Conflict(record, revision)
        if not possible:
            raise Refused(why_not(step, name, access, record.body_id))
        attempt.declared.carry_out(attempt, **facts)
        if attempt.happened:
            write_down(attempt)
            access.forget()
            for other in process.steps():
                other.after(name, attempt)
            _store_what_follows(attempt, stood)
    return attempt


def _store_what_follows(attempt: Attempt, stood: tuple[Any, ...]) -> None:
    """Store what lists read of the case after an act; ``stood`` is how its record stood before."""
    if attempt.is_of_text_alone and stood == _waits_as(attempt.record):
        store_typed(attempt.access, attempt.record, attempt.text())
    else:
        store_derived(attempt.access, _written_in(attempt))


def _waits_as(record: Record) -> tuple[Any, ...]:
    """Return all of a record that anything that waits goes by: not its text, and not who wrote it when."""
    return record.pk, record.draft, record.version, record.done, record.sent_at, record.sent_by_id, record.body_id


def _written_in(attempt: Attempt) -> list[Record] | None:
    """Return the records of which a draft may lack something else after an act; None for all of them: what came in force,
    or was changed beside a text, may be chosen elsewhere.
    """
    touches = attempt.declared.touches
    if attempt.version or touches is Touches.THING:
        return None
    return [attempt.record] if touches is Touches.TEXT else []


def _meets_the_other(attempt: Attempt) -> bool:
    """Say whether somebody who came too late for an act is to see what was done instead: where she reads what is being
    written, and the place is not shut to everybody.
    """
    is_shut = attempt.access.case.closed_at or attempt.step.shut(attempt.access)
    return attempt.access.reads_drafts(attempt.step, attempt.record.row) and not is_shut


def _is_repeated(attempt: Attempt, seen: int) -> bool:
    """Say whether the act is the last one once more (a double click): the same act, person and words, one act ago."""
    last = (
        Event.objects.filter(
            case=attempt.access.case, step=attempt.record.step, row=attempt.record.row, revision__isnull=False
        )
        .order_by("-pk")
        .first()
    )
    return (
        last is not None
        and seen + 1 == attempt.record.revision == last.revision
        and (last.act, last.by_id, last.said) == (attempt.act, attempt.by.pk, attempt.said)
    )


def write_down(attempt: Attempt) -> None:
    """Store the record of an act that changed something, its text, and what the history tells of it."""
    record = attempt.record
    if attempt.gone:
        del attempt.access.records[(record.step, record.row)]
        record.delete()
    elif not attempt.declared.is_beside:
        record.revision += 1
        record.save()
        attempt.access.records[(record.step, record.row)] = record
    elif attempt.declared.touches is Touches.THING and record.pk:
        record.beside_at, record.beside_by = attempt.at, attempt.by
        record.save(update_fields=["beside_at", "beside_by"])
    if attempt.refers_to is not None:
        references.store(record, attempt.refers_to)
    if attempt._kept:
        attempt._kept.record, attempt._kept.number = record, record.revision
        attempt._kept.save()
        attempt.latest = attempt._kept
    if attempt.quiet:
        return
    titles = [record.heading if record.row else "", attempt.facts.pop("title", "")]
    # Where something stood in the way of the act, the text alone was kept.
    attempt.event = Event.objects.create(
        case=attempt.access.case,
        act="save_draft" if attempt.missing else attempt.act,
        step=record.step,
        row=record.row,
        revision=None if attempt.declared.is_beside else record.revision,
        version=attempt.version,
        note=attempt.note,
        facts=({"title": ", ".join(filter(None, titles))} if any(titles) else {}) | attempt.facts,
        said=attempt.said,
        by=attempt.by,
        at=attempt.at,
    )
