"""What somebody does next in a case, in words: title, detail, where, and what the button says (``dialog.process.ahead``)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dialog.cases.inbox import item_in
from dialog.language.dates import say
from dialog.language.sentences import full_stop
from dialog.models import Seat, Wait, house
from dialog.process import ahead
from dialog.process.access import Access
from dialog.process.addresses import url_of
from dialog.process.ahead import Next, Why
from dialog.process.audiences import audience_name, others_name
from dialog.process.gate import Gate
from dialog.process.lacking import lacking
from dialog.process.once import once
from dialog.process.register import step_or_kind_at
from dialog.process.step import Step
from dialog.process.wait_kinds import KINDS
from dialog.rights import ELECTED, ELECTED_OF_BODY, SHARED

SIGNS = {
    Why.WAITS: "clock",
    Why.SENT_BACK: "back",
    Why.DRAFT: "half",
    Why.OTHERS_DRAFT: "half",
    Why.POINTED_OUT: "circle",
    Why.POSTPONED: "calendar",
    Why.OTHERS: "clock",
}


@dataclass(frozen=True)
class NextThing:
    """One thing to do: what, what is to be known of it, where it is done and what the button says.

    ``kind`` is the wait's, else why it is next. ``is_waiting``: somebody waits for it since ``since``, which is the one
    meaning of amber; ``is_back``: it was sent back. ``is_filled``: it is the next thing for this person, the one filled
    button of the page. What ``is_read`` others write. ``seats`` are those of the body whose holders can
    be added to the case there and then.
    """

    kind: str
    title: str
    url: str
    button: str
    detail: str = ""
    sign: str = "half"
    step: str = ""
    row: str = ""
    is_waiting: bool = False
    is_filled: bool = False
    since: dt.datetime | None = None
    seats: tuple[Seat, ...] = ()
    is_back: bool = False
    is_read: bool = False


@once
def stored_waits(access: Access) -> list[Wait]:
    """Return what waits in the case by now, the oldest first, as it is stored."""
    found = Wait.objects.filter(case=access.case, since__lte=access.now).select_related("person", "body")
    for wait in found:
        wait.case = access.case
    return sorted(found, key=lambda wait: (wait.since, wait.pk))


def waiting(access: Access) -> list[Wait]:
    """Return what waits in the case by now, the oldest first; nothing in one that rests."""
    return [] if ahead.is_resting(access) else stored_waits(access)


def next_for(access: Access) -> list[NextThing]:
    """Return what the person does next in the case, at most three things; the first that fits has the filled button."""
    return [_told(one, access) for one in ahead.everything_for(access, waiting(access))[: ahead.MOST]]


def others_answer(access: Access) -> NextThing | None:
    """Return the oldest thing that others answer in the case, with their names; None where nobody else is waited for, and
    for who is no member.
    """
    theirs = next(ahead.of_others(access, waiting(access)), None) if access.is_member else None
    return _of_others(theirs, access) if theirs else None


def next_after(access: Access, step: Step) -> NextThing | None:
    """Return where one goes on after a step: what comes next for this person in its phase, else the step behind it that is
    not done, after the last one the gate. None where nothing lies behind it.
    """
    thing = ahead.onward(access, waiting(access), step)
    return _told(thing, access) if thing else None


def _told(one: Next, access: Access) -> NextThing:
    told = {
        Why.WAITS: _of_wait,
        Why.POSTPONED: _of_wait,
        Why.SENT_BACK: _of_returned,
        Why.DRAFT: _of_draft,
        Why.OTHERS_DRAFT: _of_draft,
        Why.POINTED_OUT: _of_pointer,
        Why.NO_ELECTED: _of_no_elected,
        Why.NOT_BEGUN: _of_step,
        Why.OTHERS: _of_others,
    }
    return told[one.why](one, access)


def _thing(one: Next, title: str, url: str, button: str, parts: Sequence[str] = (), **more: Any) -> NextThing:
    """Return a thing with what all of them have: its place, and what is known of it as one text."""
    step, row = one.place
    detail = " ".join(full_stop(part) for part in parts if part)
    given = {"kind": one.wait.kind if one.wait else one.why.value, "sign": SIGNS.get(one.why, "circle"), **more}
    return NextThing(
        title=title,
        url=url,
        button=button,
        detail=detail,
        step=step,
        row=row,
        is_filled=one.filled,
        is_read=one.is_read,
        **given,
    )


def _of_wait(one: Next, access: Access) -> NextThing:
    assert one.wait
    item, wait, record = item_in(one.wait, access), one.wait, one.record
    is_due, is_back = one.why is Why.WAITS, wait.kind in ("sent_back", "withdrawn")
    sent_by = known_name(access, record.sent_by_id) if record and record.is_proposed else ""
    others = others_name(access, wait) if wait.audience in (ELECTED, ELECTED_OF_BODY) else ""
    parts = [
        item.about,
        _("%(who)s sent it") % {"who": sent_by} if sent_by else "",
        _("%(who)s can also answer") % {"who": others} if others else "",
    ]
    sign = {"sign": "back"} if is_back and is_due else {}
    button = str(KINDS[wait.kind].button)
    return _thing(
        one,
        item.title,
        item.url,
        button,
        parts,
        is_waiting=is_due,
        is_back=is_back and is_due,
        since=item.since,
        **sign,
    )


def _of_others(one: Next, access: Access) -> NextThing:
    assert one.wait
    item = item_in(one.wait, access)
    facts = {"who": audience_name(access, one.wait), "what": item.spoken or item.what}
    title = str(KINDS[one.wait.kind].by_others) % facts
    return _thing(
        one, title, _place(one, access), str(KINDS[one.wait.kind].read), [item.about], is_waiting=True, since=item.since
    )


def _of_returned(one: Next, access: Access) -> NextThing:
    when = one.record and one.record.returned_at
    parts = [_number(one), _("Came back %(when)s") % {"when": say(when)} if when else ""]
    title = _("Change %(what)s and send it again") % {"what": _what(one, access)}
    return _thing(one, title, _place(one, access), _("Open the draft"), parts, is_back=True)


def _of_draft(one: Next, access: Access) -> NextThing:
    record, what = one.record, _what(one, access)
    assert record and one.step
    thing = step_or_kind_at(one.step, record.row, record.kind) or one.step
    lacks = lacking(record)
    remains = lacks.in_words(thing)
    who = known_name(access, record.draft_by_id) if one.why is Why.OTHERS_DRAFT else ""
    if one.is_read:
        role = _("You can also read, ask and write") if thing.role in (SHARED, ELECTED) else _("You can read and ask")
        title = _("%(who)s is writing %(what)s") % {"who": who or _("Someone"), "what": what}
        return _thing(one, title, _place(one, access), _("Read the draft"), [_number(one), role, _sentence(remains)])
    last = (
        _("%(who)s wrote most recently, %(when)s") % {"who": who, "when": say(record.draft_at)}
        if who and record.draft_at
        else ""
    )
    can_be_sent = bool(getattr(thing, "send_act", ""))
    whole = _("Everything is filled in and can be sent") if can_be_sent else _("Everything is filled in")
    button = _("Open %(what)s") if one.why is Why.OTHERS_DRAFT else _("Continue with %(what)s")
    title = _("Finish %(what)s") % {"what": what}
    parts = [_number(one), last, _sentence(remains) or whole]
    place = _place(one, access)
    url = f"{place}?row={lacks.row}" if lacks.row else place
    return _thing(one, title, url, button % {"what": what}, parts)


def _of_pointer(one: Next, access: Access) -> NextThing:
    assert one.pointer
    pointer = one.pointer
    return _thing(one, pointer.title, pointer.url, pointer.button, [_number(one), pointer.detail])


def _of_no_elected(one: Next, access: Access) -> NextThing:
    url = reverse("step", args=[access.case.pk, "facts"]) + "?do=add_member#case-act-add_member"
    members = {membership.person_id for membership in access.members}
    seats = house.could_join(access.case.body_id, access.today, members)
    detail = _("No one can approve or decide until someone from %(body)s joins the case") % {"body": access.case.body}
    return _thing(
        one,
        _("Invite a councillor"),
        url,
        _("Someone else") if seats else _("Invite"),
        [detail],
        sign="circle",
        seats=tuple(seats),
    )


def _of_step(one: Next, access: Access) -> NextThing:
    step, what = one.step, _what(one, access)
    assert step and step.phase
    url = url_of(access.case.pk, step.key)
    if isinstance(step, Gate):
        return _thing(one, str(step.title), url, _("Open"))
    if one.is_read or one.record:
        words = _("Read %(what)s") if one.is_read else _("Open %(what)s")
        return _thing(one, f"{step.number}. {step.title}", url, words % {"what": what})
    before = [
        other.number for other in step.phase.steps if other.number < step.number and not access.is_done(other.key)
    ]
    is_free = bool(before) and not any(step.blocks(access))
    free = _("You do not need to have finished step %(n)s") % {"n": before[-1]} if is_free else ""
    title = _("Start with %(what)s") % {"what": what}
    return _thing(one, title, url, str(step.begin_label) % {"what": what}, [_number(one), free])


def _what(one: Next, access: Access) -> str:
    """Return what a thing is called inside a sentence: a step or kind of row by its word there, a row by its name."""
    assert one.step
    record = one.record
    if record is None or not record.row:
        return one.step.in_a_sentence
    thing = step_or_kind_at(one.step, record.row, record.kind) or one.step
    heading = record.called(reads_drafts=access.reads_drafts(thing, record.row))
    return _("“%(title)s”") % {"title": heading} if heading and not thing.spoken else thing.in_a_sentence


def _number(one: Next) -> str:
    """Return which step it is in."""
    return _("Step %(n)s") % {"n": one.step.number} if one.step and one.step.number else ""


def _place(one: Next, access: Access) -> str:
    """Return where a thing is: its row, its step, or the page about the case."""
    step, row = one.place
    step = step or (KINDS[one.wait.kind].where.step if one.wait else "") or "facts"
    return url_of(access.case.pk, step, row, one.record.kind if one.record else "")


def _sentence(words: str) -> str:
    return full_stop(f"{words[:1].upper()}{words[1:]}")


def known_name(access: Access, pk: int | None) -> str:
    """Return the name of somebody who is or was a member of the case; empty for others."""
    return next((member.person.name for member in access.memberships if member.person_id == pk), "")
