"""What one person does next in a case: the first of what waits, what was sent back, drafts, the step that nobody has begun.

``next_for`` looks at a case as loaded and at what waits in it, as it is stored, and writes nothing. It binds no form: what a
draft lacks was counted when it was saved. How it is said stands in ``dialog.cases.next``.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import islice

from dialog.models import Record, Wait
from dialog.process.access import Access
from dialog.process.audiences import is_for
from dialog.process.gate import Gate
from dialog.process.lacking import lacking
from dialog.process.phases import process
from dialog.process.register import step_or_kind_at
from dialog.process.step import Pointer, Step
from dialog.process.wait_kinds import KINDS
from dialog.rights import ADMIN, CIVIL_SERVANT, ELECTED, RESPONSIBLE, TEXT

MOST = 3  # so many things are said at once
NO_ELECTED = "no_elected_member"


class Why(Enum):
    """Why something is next, in the order in which it is said."""

    WAITS = "waits"  # for the person
    SENT_BACK = "returned"  # and her role may send it again
    DRAFT = "draft"  # her own
    POINTED_OUT = "pointed_out"  # by a step that knows of something to do in it
    OTHERS_DRAFT = "others_draft"  # others wrote last in it
    NO_ELECTED = "no_elected"  # nobody can approve or decide: before the next step once something waits for an answer
    NOT_BEGUN = "begin"  # the first step that nobody has written in
    POSTPONED = "postponed"  # waits for the person, and not before a later day
    OTHERS = "others"  # waits for others: said quietly, where there is room


@dataclass(frozen=True)
class Next:
    """One thing to do: why, in which step or row, and what it rests on. The first that is hers to do is ``filled``: the
    page's one filled button. One that ``is_read`` she reads: others write it.
    """

    why: Why
    step: Step | None = None
    record: Record | None = None
    wait: Wait | None = None
    pointer: Pointer | None = None
    filled: bool = False
    is_read: bool = False

    @property
    def place(self) -> tuple[str, str]:
        """Where it is, by step and row."""
        if self.wait:
            return self.wait.step, self.wait.row
        row = self.record.row if self.record else self.pointer.row if self.pointer else ""
        return self.step.key if self.step else "", row


def next_for(access: Access, waits: Sequence[Wait]) -> list[Next]:
    """Return at most three things that the person does next in a case, the first that fits filled; where there is room,
    what others answer.
    """
    shown = everything_for(access, waits)[:MOST]
    return shown if len(shown) == MOST else [*shown, *islice(of_others(access, waits), 1)]


def everything_for(access: Access, waits: Sequence[Wait]) -> list[Next]:
    """Return all that the person may do in a case, in order. In one that rests there is nothing; readers have nothing."""
    if is_resting(access):
        return []
    found: list[Next] = []
    places: set[tuple[str, str]] = set()
    for candidate in _candidates(access, waits):
        if candidate.place not in places or candidate.why in (Why.WAITS, Why.POSTPONED):
            places.add(candidate.place)
            found.append(candidate)
    first = next((one for one in found if _may_be_filled(one, found)), None)
    return [_filled(one) if one is first else one for one in found]


def is_hers(wait: Wait, access: Access) -> bool:
    """Say whether something that waits in a case is the person's; the administrator has what nobody is left for."""
    if wait.audience == RESPONSIBLE and ADMIN in access.capacities:
        return KINDS[wait.kind].else_administrator and not access.members_as(CIVIL_SERVANT)
    return is_for(access, wait)


def is_resting(access: Access) -> bool:
    """Say whether a case rests until a day that lies ahead."""
    return bool(access.case.paused_until and access.case.paused_until > access.today)


def onward(access: Access, waits: Sequence[Wait], step: Step) -> Next | None:
    """Return what comes after a step in its phase: the next thing that the person does there, else the step behind it that
    is not done, and after the last one the gate. None where nothing lies behind it.
    """
    phase = step.phase
    if phase is None:
        return None
    here = (one for one in everything_for(access, waits) if one.step and one.step.phase is phase)
    thing = next((one for one in here if one.place[0] != step.key and one.why is not Why.POSTPONED), None)
    if thing:
        return thing
    behind = [other for other in phase.steps if other.number > step.number] if step in phase.steps else []
    following = next(
        (other for other in behind if other.is_shown(access) and not access.is_done(other.key)), phase.gate
    )
    if following is None or following is step:
        return None
    return Next(Why.NOT_BEGUN, following, access.record(following.key), is_read=not _writes(access, following))


def _candidates(access: Access, waits: Sequence[Wait]) -> Iterator[Next]:
    """Yield everything that the person could do, in order."""
    due = sorted((wait for wait in waits if wait.since <= access.now), key=lambda wait: (wait.since, wait.pk or 0))
    mine = [wait for wait in due if is_hers(wait, access)]
    yield from (_waiting(wait, access) for wait in mine if wait.kind != NO_ELECTED and not _is_postponed(wait, access))
    yield from _sent_back(access)
    yield from _drafts(access)
    nobody_answers = [Next(Why.NO_ELECTED, wait=wait) for wait in mine if wait.kind == NO_ELECTED]
    if any(record.is_proposed for record in access.records.values()):
        yield from (*nobody_answers, *_not_begun(access))
    else:  # there is nothing to answer yet: first something is written
        yield from (*_not_begun(access), *nobody_answers)
    yield from (
        Next(Why.POSTPONED, process.find(wait.step), access.record(wait.step, wait.row), wait)
        for wait in mine
        if _is_postponed(wait, access)
    )


def _waiting(wait: Wait, access: Access) -> Next:
    return Next(Why.WAITS, process.find(wait.step), access.record(wait.step, wait.row), wait)


def of_others(access: Access, waits: Sequence[Wait]) -> Iterator[Next]:
    """Yield what waits for others, the oldest first; not what the body has put off to a later day."""
    due = sorted((wait for wait in waits if wait.since <= access.now), key=lambda wait: (wait.since, wait.pk or 0))
    for wait in due:
        if not is_resting(access) and not is_hers(wait, access) and not _is_postponed(wait, access):
            yield Next(Why.OTHERS, process.find(wait.step), access.record(wait.step, wait.row), wait, is_read=True)


def _is_postponed(wait: Wait, access: Access) -> bool:
    record = access.record(wait.step, wait.row)
    return bool(record and record.is_proposed and record.postponed_to and record.postponed_to > access.today)


def _written(access: Access) -> Iterator[tuple[Record, Step, Step]]:
    """Yield the records that somebody writes in, each with its step and with what is written, in process order."""
    order = {step.key: number for number, step in enumerate(process.steps())}
    for record in sorted(access.records.values(), key=lambda record: (order.get(record.step, 0), record.pk or 0)):
        step = process.find(record.step)
        thing = step_or_kind_at(step, record.row, record.kind) if step else None
        if step and thing and thing.phase and not isinstance(thing, Gate) and not thing.shut(access):
            yield record, step, thing


def _sent_back(access: Access) -> Iterator[Next]:
    """Yield what was sent back and the person's role may send again, the oldest first."""
    back = [
        (record, step)
        for record, step, thing in _written(access)
        if record.draft == Record.Draft.RETURNED and _may_send(access, thing)
    ]
    for record, step in sorted(back, key=lambda found: found[0].returned_at or access.now):
        yield Next(Why.SENT_BACK, step, record)


def _may_send(access: Access, thing: Step) -> bool:
    send = getattr(thing, "send_act", "")
    return bool(send) and access.may_at(send, thing.role)


def _drafts(access: Access) -> Iterator[Next]:
    """Yield the person's own drafts, those nearest to done first, and what steps point out; then what others write."""
    drafts = [
        (record, step, thing)
        for record, step, thing in _written(access)
        if record.draft == Record.Draft.WRITING and access.reads_drafts(thing, record.row)
    ]
    for record, step, _thing in sorted(
        (found for found in drafts if found[0].draft_by_id == access.user.pk and _writes(access, found[2], own=True)),
        key=lambda found: lacking(found[0]).n,
    ):
        yield Next(Why.DRAFT, step, record)
    for phase in process.phases:
        for step in phase.steps:
            if _writes(access, step) and not step.shut(access):
                yield from (Next(Why.POINTED_OUT, step, pointer=pointer) for pointer in step.points_out(access))
    for record, step, thing in drafts:
        if record.draft_by_id != access.user.pk and access.roles & {CIVIL_SERVANT, ELECTED}:
            yield Next(Why.OTHERS_DRAFT, step, record, is_read=not _writes(access, thing))


def _writes(access: Access, thing: Step, *, own: bool = False) -> bool:
    """Say whether the person is one who writes a step. An elected member approves: she is never told to write one, but may
    go on with what is her ``own``.
    """
    if isinstance(thing, Gate) or not (own or CIVIL_SERVANT in access.roles):
        return False
    if thing.role == TEXT:
        return CIVIL_SERVANT in access.roles
    return access.may_at("save_draft", thing.role)


def _not_begun(access: Access) -> Iterator[Next]:
    """Yield the first step in process order that nobody has begun and that the person writes."""
    if access.case.closed_at:
        return
    begun = {step for (step, _row), record in access.records.items() if record.version or record.is_written_on}
    begun |= {step for (step, row) in access.records if row}
    for phase in process.phases:
        for step in (*phase.steps, *phase.beside):
            if step.key in begun or access.is_done(step.key) or not step.is_shown(access) or step.shut(access):
                continue
            on_track = step.tells_instead or step.stays_open_when_held
            if _writes(access, step) and (on_track or not access.is_on_information_track):
                yield Next(Why.NOT_BEGUN, step)
                return


def _may_be_filled(one: Next, found: Iterable[Next]) -> bool:
    """Say whether a thing may have the page's filled button: what others write never while a draft of hers is there."""
    if one.is_read or one.why in (Why.POSTPONED, Why.OTHERS):
        return False
    has_draft = any(other.why is Why.DRAFT for other in found)
    return not (one.why is Why.OTHERS_DRAFT and has_draft)


def _filled(one: Next) -> Next:
    return Next(one.why, one.step, one.record, one.wait, one.pointer, filled=True, is_read=one.is_read)
