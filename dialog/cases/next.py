"""What somebody does next in a case: at most three things, the first of them with the page's one filled button.

In this order: what waits for her; what was sent back and she may propose; her own drafts, the one that is nearest to done
first; drafts that others wrote last; the next step that nobody has begun. A gate whose lines are met waits for somebody: it
comes with the first. Nothing here binds a form: what remains in a draft is stored (``Record.lacking``).
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialog.cases.inbox import Item, items
from dialog.language.dates import say
from dialog.language.sentences import in_letters
from dialog.models import Person, Record, Wait, house
from dialog.process.access import Access, allowed_acts
from dialog.process.addresses import url_of
from dialog.process.audiences import audience_name, is_for, people_of
from dialog.process.once import once
from dialog.process.phases import process
from dialog.process.register import Register, step_or_kind_at
from dialog.process.step import Step
from dialog.process.waits import KINDS
from dialog.rights import CIVIL_SERVANT, ELECTED, ELECTED_OF_BODY, GATE

MOST = 3
HALF, CIRCLE, CLOCK = "half", "circle", "clock"


@dataclass(frozen=True)
class NextThing:
    """One thing to do: what, what is to be known of it, where it is done and what the button says.

    ``is_waiting``: somebody waits for it since ``since``, which is the one meaning of amber. ``is_filled``: it is the next
    thing for this person. ``people`` can be chosen there and then (who of the body could be added to the case).
    """

    kind: str
    title: str
    url: str
    button: str
    detail: str = ""
    sign: str = HALF
    step: str = ""
    row: str = ""
    is_waiting: bool = False
    is_filled: bool = False
    since: dt.datetime | None = None
    people: tuple[Person, ...] = ()


@once
def waiting(access: Access) -> list[Wait]:
    """Return what waits in the case by now, the oldest first, as it is stored; nothing in one that rests."""
    if access.case.paused_until and access.case.paused_until > access.today:
        return []
    found = Wait.objects.filter(case=access.case, since__lte=access.now).select_related("person", "body")
    return sorted(found, key=lambda wait: (wait.since, wait.pk))


def next_for(access: Access) -> list[NextThing]:
    """Return what the person does next in the case, at most three things; the first has the filled button."""
    found: list[NextThing] = []
    for thing in _in_order(access):
        if all((thing.step, thing.row) != (one.step, one.row) or not thing.step for one in found):
            found.append(replace(thing, is_filled=not found))
        if len(found) == MOST:
            break
    return found


def others_answer(access: Access) -> NextThing | None:
    """Return the oldest thing that others answer in the case, with their names; None where nobody else is waited for."""
    theirs = [wait for wait in waiting(access) if not is_for(access, wait)]
    if not (theirs and access.is_member):
        return None
    (item,) = items(theirs[:1], reads_drafts=access.is_member)
    item = replace(item, came=_came(theirs[0], access))
    facts = {"who": audience_name(access, theirs[0]), "what": _what(item) or item.what}
    return NextThing(
        theirs[0].kind,
        str(KINDS[theirs[0].kind].by_others) % facts,
        item.url,
        _("Read"),
        sign=CLOCK,
        step=theirs[0].step,
        is_waiting=True,
        since=item.since,
    )


def _came(wait: Wait, access: Access) -> dt.date | None:
    """Return the day on which the first of those came for whom an elected's answer waits: before, nobody was there."""
    if wait.audience not in (ELECTED, ELECTED_OF_BODY):
        return None
    able = {person.pk for person in people_of(access, wait)}
    return min((one.start for one in access.members if one.person_id in able), default=None)


def next_after(access: Access, step: Step) -> NextThing | None:
    """Return where one goes on after a step: what comes next for this person in its phase, else the next step there that is
    not done, else its gate, else what comes next anywhere.
    """
    things = [thing for thing in _in_order(access) if thing.step != step.key]
    if phase := step.phase:
        here = {one.key for one in (*phase.steps, *([phase.gate] if phase.gate else []))}
        if thing := next((thing for thing in things if thing.step in here), None):
            return thing
        later = [one for one in phase.steps[_place(phase.steps, step) :] if not access.is_done(one.key)]
        gate = [phase.gate] if phase.gate and phase.gate is not step and not access.is_done(phase.gate.key) else []
        for one in (*later, *gate):
            if one is not step and one.is_shown(access) and not one.shut(access):
                return _of_step(one, access)
    return next(iter(things), None)


def _place(steps: Iterable[Step], step: Step) -> int:
    keys = [one.key for one in steps]
    return keys.index(step.key) + 1 if step.key in keys else 0


def _in_order(access: Access) -> Iterator[NextThing]:
    """Yield everything that the person could do next, in order."""
    mine = [wait for wait in waiting(access) if is_for(access, wait)]
    postponed = [wait for wait in mine if _is_postponed(wait, access)]
    now = [wait for wait in mine if wait not in postponed]
    yield from _waits(now, access)
    if not access.is_working:
        return
    yield from _sent_back(access)
    yield from _drafts(access)
    yield from _not_begun(access)
    yield from (replace(thing, is_waiting=False) for thing in _waits(postponed, access))


def _is_postponed(wait: Wait, access: Access) -> bool:
    record = access.record(wait.step, wait.row)
    return bool(record and record.postponed_to and record.postponed_to > access.today)


def _waits(waits: list[Wait], access: Access) -> Iterator[NextThing]:
    for item in items(waits, access.user):
        kind, about = item.wait.kind, _what(item)
        people = _could_be_added(access) if kind == "no_elected_member" else ()
        yield NextThing(
            kind,
            _("%(act)s: %(what)s") % {"act": item.what, "what": about} if about else item.what,
            item.url,
            _("Open"),
            sign=CLOCK,
            step=item.wait.step,
            row=item.wait.row,
            is_waiting=True,
            since=item.since,
            people=people,
        )


def _what(item: Item) -> str:
    """Return what something that waits is about: the row by its name, else the step."""
    return item.heading if item.wait.row and item.heading else item.where


def _could_be_added(access: Access) -> tuple[Person, ...]:
    """Return who sits in the body today and is no member of the case."""
    here = {membership.person_id for membership in access.members}
    seats = house.seated(access.today).filter(body=access.case.body_id, person__is_active=True).select_related("person")
    return tuple({seat.person_id: seat.person for seat in seats if seat.person_id not in here}.values())


def _records(access: Access) -> Iterator[tuple[Record, Step]]:
    """Yield the records on which something is written, with what they are: a step, or a kind of row."""
    for record in access.records.values():
        declared = process.find(record.step)
        if declared and record.is_written_on and (step := step_or_kind_at(declared, record.row, record.kind)):
            yield record, step


def _sent_back(access: Access) -> Iterator[NextThing]:
    for record, step in _records(access):
        if record.draft == Record.Draft.RETURNED and "propose" in allowed_acts(step, record, access):
            title = _("Revise what was sent back: %(what)s") % {"what": record.heading or step.title}
            yield _of_record(record, step, "returned", title, _("Open"))


def _drafts(access: Access) -> Iterator[NextThing]:
    """Yield her own drafts, those with least left first; then what others wrote last, for civil servants."""
    writing = [
        (record, step)
        for record, step in _records(access)
        if record.draft == Record.Draft.WRITING and "save_draft" in allowed_acts(step, record, access)
    ]
    mine = [pair for pair in writing if pair[0].draft_by_id == access.user.pk]
    theirs = [pair for pair in writing if pair not in mine and CIVIL_SERVANT in access.roles]
    for record, step in sorted(mine, key=lambda pair: pair[0].lacking.get("things", 0)):
        title = _("Finish: %(what)s") % {"what": record.heading or step.title}
        yield _of_record(record, step, "draft", title, _("Go on"))
    names = access.people(record.draft_by_id for record, _step in theirs)
    for record, step in theirs:
        who = names.get(record.draft_by_id or 0)
        thing = _of_record(record, step, "others_draft", record.heading or str(step.title), _("Open"))
        last = _("%(who)s wrote last, %(when)s.") % {"who": who, "when": say(record.draft_at)} if who else ""
        yield replace(thing, detail=f"{_number(process.find(record.step))} {last}".strip())


def _of_record(record: Record, step: Step, kind: str, title: str, button: str) -> NextThing:
    detail = f"{_number(process.find(record.step))} {said_of_lacking(record)}".strip()
    url = url_of(record.case_id, record.step, record.row, record.kind)
    return NextThing(kind, title, url, button, detail, step=record.step, row=record.row)


def _number(step: Step | None) -> str:
    return _("Step %(n)s.") % {"n": step.number} if step and step.number else ""


def said_of_lacking(record: Record) -> str:
    """Return what remains in a draft, in words: «Två saker återstår, båda i mål 3.»"""
    things, rows = record.lacking.get("things", 0), record.lacking.get("rows", [])
    if not things:
        return _("Nothing remains.")
    said = ngettext("%(n)s thing remains", "%(n)s things remain", things) % {"n": in_letters(things)}
    said = said[0].upper() + said[1:]
    if len(rows) != 1 or not rows[0]:
        return f"{said}."
    row = rows[0][0].lower() + rows[0][1:]
    inside = {1: _("in %(row)s"), 2: _("both in %(row)s")}.get(things, _("all in %(row)s")) % {"row": row}
    return f"{said}, {inside}."


def _not_begun(access: Access) -> Iterator[NextThing]:
    """Yield the next step that nobody has begun, in process order. Elected officials are never told to write one."""
    if CIVIL_SERVANT not in access.roles or access.case.closed_at:
        return
    for step in process.steps():
        if step.phase is None or step.role == GATE or not step.number or not _is_untouched(step, access):
            continue
        acts = allowed_acts(step, None, access)
        if acts & {"save_draft", "mark_done"} and step.phase.opens(access) and not step.shut(access):
            yield _of_step(step, access)
            return


def _is_untouched(step: Step, access: Access) -> bool:
    if isinstance(step, Register) and any(step.rows(access)):
        return False
    return access.record(step.key) is None


def _of_step(step: Step, access: Access) -> NextThing:
    assert step.phase is not None
    before = [one for one in step.phase.steps[: _place(step.phase.steps, step) - 1] if not access.is_done(one.key)]
    free = before and not any(step.blocks(access)) and not access.record(step.key)
    detail = _("You need not be done with step %(n)s.") % {"n": before[-1].number} if free and step.number else ""
    title = f"{step.number}. {step.title}" if step.number else str(step.title)
    url = reverse("step", args=[access.case.pk, step.key])
    return NextThing(
        "begin", title, url, _("Begin") if not access.record(step.key) else _("Open"), detail, CIRCLE, step.key
    )
