"""The acts on the course of a case: pause, end, open again, another body, another official, who may know of it."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog import clock
from dialog.acts.core import Refused, SentAgain, locked_for
from dialog.acts.derived import store_derived
from dialog.acts.members import grant, make_civil_servant, refuse_as_responsible
from dialog.forms.sending import mark_of
from dialog.language.sentences import day_in_the_house, in_the_house, paragraph
from dialog.models import Addition, Body, BodyReply, Case, Closing, DecisionFact, Event, Person, house
from dialog.process.access import Access, load
from dialog.process.act import act_on_case
from dialog.process.phases import process
from dialog.process.register import promising


@contextmanager
def case_act(
    act: str, case_pk: int, *, by: Person, at: dt.datetime | None = None, note: str = "", also: Any = None, **facts: Any
) -> Iterator[Access]:
    """Lock a case for an act that the table gives ``by``, write the event, derive. ``also`` is what else was sent.

    Raises Http404, Refused, or SentAgain where it is the last thing that was done to the case, once more.
    """
    with transaction.atomic():
        access = locked_for(act, case_pk, by, at)
        said = mark_of(act, by.pk, note, also, facts)
        last = Event.objects.filter(case=access.case, step="").first()
        if last and last.said == said:
            raise SentAgain(act, access.case)
        yield access
        access.case.save()
        Event.objects.create(case=access.case, act=act, by=by, at=access.now, note=note, facts=facts, said=said)
        store_derived(load(by, access.case.pk, at=access.now, act=act))


def _need(text: str, sentence: str) -> str:
    if not text.strip():
        raise Refused(sentence)
    return text.strip()


def _must_be_open(access: Access) -> None:
    if access.case.closed_at:
        raise Refused(_("The case is closed."))


@act_on_case(
    called=gettext_lazy("Pause the case"),
    happened=gettext_lazy("%(who)s paused the case"),
    done=gettext_lazy("The case is paused until %(until)s."),
    icon="pause",
)
def pause(case_pk: int, *, by: Person, until: dt.date, reason: str, at: dt.datetime | None = None) -> None:
    """Let a case rest until a day (vilande): no reminders, nothing locked, first in the inbox that day."""
    reason = _need(reason, _("Enter why the case is being paused."))
    day = {"until": until.isoformat(), "title": day_in_the_house(until)}
    with case_act("pause", case_pk, by=by, at=at, note=reason, **day) as access:
        _must_be_open(access)
        if until <= access.today:
            raise Refused(_("Choose a date in the future."))
        access.case.paused_until, access.case.paused_reason = until, reason


@act_on_case(
    called=gettext_lazy("Resume the case"),
    happened=gettext_lazy("%(who)s resumed the case"),
    done=gettext_lazy("The case has been resumed."),
    icon="arrow-right",
)
def resume(case_pk: int, *, by: Person, at: dt.datetime | None = None) -> None:
    """Take up a case that rested."""
    with case_act("resume", case_pk, by=by, at=at) as access:
        access.case.paused_until, access.case.paused_reason = None, ""


def what_stops_ending(access: Access) -> list[str]:
    """Return what must be done before the case may be ended early (a round to participants, where one was held)."""
    return [sentence for step in process.steps() for sentence in step.stops_ending(access)]


@act_on_case(
    called=gettext_lazy("Close the case early, before the first decision"),
    happened=gettext_lazy("%(who)s closed the case early"),
    done=gettext_lazy("The case has been closed."),
    icon="cross-circle",
)
@act_on_case(
    "end_early_after_decision",
    called=gettext_lazy("Close the case early, after a decision"),
    happened=gettext_lazy("%(who)s closed the case early"),
    done=gettext_lazy("The case has been closed."),
    icon="cross-circle",
)
def end_early(
    case_pk: int, *, by: Person, reason: str, continues_in: int | None = None, at: dt.datetime | None = None
) -> None:
    """Close a case before it was carried through (avbrutet), with the reason and the case that it goes on in.

    A civil servant may until the first decision; afterwards an elected member of the owning body.
    """
    reason = _need(reason, _("Enter why the case is being closed."))
    decided = load(by, case_pk, at=at).decisions
    act = "end_early_after_decision" if decided else "end_early"
    with case_act(act, case_pk, by=by, at=at, note=reason) as access:
        _must_be_open(access)
        if stops := what_stops_ending(access):
            raise Refused(" ".join(stops))
        going_on = load(by, continues_in, at=at).case if continues_in else None
        if going_on == access.case:
            raise Refused(_("A case cannot continue in itself."))
        close(access, Case.Outcome.ENDED_EARLY, reason=reason, continues_in=going_on)


def close(access: Access, outcome: Case.Outcome, *, reason: str = "", continues_in: Case | None = None) -> None:
    """Close the case of an act that is under way; the caller saves the case and writes the event."""
    case = access.case
    for step in process.steps():
        step.closing(access)
    case.closed_at, case.outcome = access.now, outcome
    case.paused_until, case.paused_reason = None, ""
    Closing.objects.create(
        case=case, outcome=outcome, reason=reason, continues_in=continues_in, by=access.user, at=access.now
    )


@act_on_case(
    called=gettext_lazy("Reopen a closed case"),
    happened=gettext_lazy("%(who)s reopened the case"),
    done=gettext_lazy("The case is open again."),
    icon="arrow-right",
)
def reopen(case_pk: int, *, by: Person, reason: str, at: dt.datetime | None = None) -> None:
    """Open a closed case again, with a reason: its last gate is to be confirmed anew."""
    reason = _need(reason, _("Enter why the case is being reopened."))
    with case_act("reopen", case_pk, by=by, at=at, note=reason) as access:
        if not access.case.closed_at:
            raise Refused(_("The case is open."))
        open_again(access, reason)


def open_again(access: Access, reason: str) -> None:
    """Undo the closing of the case of an act that is under way, and the mark of the last gate."""
    case = access.case
    case.closed_at, case.outcome = None, ""
    last = case.closings.last()
    if last:
        last.reopened_at, last.reopened_by, last.reopened_because = access.now, access.user, reason
        last.reopened_by_name = access.user.name
        last.save(update_fields=["reopened_at", "reopened_by", "reopened_by_name", "reopened_because"])
    gate = next((phase.gate for phase in process.phases if phase.closes_case), None)
    record = access.record(gate.key) if gate else None
    if record and record.done:
        record.done = False
        record.save(update_fields=["done"])


HANDED_OVER = gettext_lazy("The case has been handed over to %(body)s.")


@act_on_case(
    called=gettext_lazy("Hand over to another committee, before the first decision"),
    happened=gettext_lazy("%(who)s handed the case over to another committee"),
    done=HANDED_OVER,
    icon="swap",
    gives_to_a_body=True,
)
@act_on_case(
    "hand_over_to_body",
    called=gettext_lazy("Hand over to another committee, after a decision"),
    happened=gettext_lazy("%(who)s handed the case over to another committee"),
    done=HANDED_OVER,
    icon="swap",
    gives_to_a_body=True,
)
@act_on_case(
    "move_on",
    called=gettext_lazy("Move the case on when the committee no longer exists"),
    happened=gettext_lazy("%(who)s moved the case on because its committee no longer exists"),
    done=HANDED_OVER,
    icon="swap",
    gives_to_a_body=True,
)
def change_body(
    case_pk: int,
    *,
    by: Person,
    body: Body,
    reason: str = "",
    on: dt.date | None = None,
    section: str = "",
    at: dt.datetime | None = None,
) -> None:
    """Give the case to another body. Until the first decision the responsible official does; afterwards an elected member
    of the old body hands it over with a reason, with the meeting's day and § as a decision has. When the old body has
    ended, the responsible official or the administrator moves it on, a closed one too. Old decisions keep the old name.
    """
    act = act_of_changing_body(load(by, case_pk, at=at, act="move_on"))
    if act != "change_body":
        reason = _need(reason, _("Enter why the case is being handed over."))
    with case_act(act, case_pk, by=by, at=at, note=reason, body=body.pk, title=body.name) as access:
        if act != "move_on":
            _must_be_open(access)
        if not house.bodies(access.today).filter(pk=body.pk).exists():
            raise Refused(_("That committee no longer exists."))
        if act == "hand_over_to_body":
            _keep_handing_over(access, body, reason, on, section)
        access.case.body = body
        access.case.other_bodies.remove(body)  # the owning body is none of the others


def _keep_handing_over(access: Access, to: Body, reason: str, on: dt.date | None, section: str) -> None:
    """Keep that the body handed the case over at a meeting: it stands beside its decisions. Raises Refused."""
    if on is None:
        raise Refused(_("Enter the date of the meeting."))
    if on > access.today:
        raise Refused(_("The meeting has not taken place yet."))
    last = access.decisions[0]
    reply = BodyReply.objects.create(
        case=access.case,
        kind=BodyReply.Kind.HANDED_OVER,
        step=last.step,
        row=last.row,
        body=access.case.body,
        date=on,
        to=to,
        comment=reason,
        recorded_by=access.user,
        recorded_at=access.now,
    )
    if section.strip():
        text = paragraph(section)
        DecisionFact.objects.create(
            reply=reply, kind=DecisionFact.Kind.SECTION, text=text, by=access.user, at=access.now
        )


def act_of_changing_body(access: Access) -> str:
    """Return by which act a case gets another body as it is today: a row of the table of rights."""
    if access.case.body.has_ended(access.today):
        return "move_on"
    return "hand_over_to_body" if access.decisions else "change_body"


@transaction.atomic
def move_all_on(body: Body, *, by: Person, to: Body, reason: str, at: dt.datetime | None = None) -> int:
    """Move all open cases of a body that has ended on to another in one act, as far as they are ``by``'s to move.

    Returns how many there were.
    """
    cases = movable(body, by, localdate(at or clock.now()))
    for case_pk in cases:
        change_body(case_pk, by=by, body=to, reason=reason, at=at)
    return len(cases)


def movable(body: Body, by: Person, day: dt.date) -> list[int]:
    """Return the open cases of a body that has ended which somebody may move on: hers, or all for the administrator."""
    if not body.has_ended(day):
        return []
    return _of_hers(Case.objects.filter(body=body, closed_at=None), by, "move_on")


def takeable(left: Person, by: Person) -> list[int]:
    """Return the open cases of a responsible official who has left for which somebody may name another."""
    if house.is_official(left):
        return []
    return _of_hers(Case.objects.filter(responsible=left, closed_at=None), by, "change_responsible")


def _of_hers(cases: QuerySet[Case], by: Person, act: str) -> list[int]:
    """Return which of some cases the table gives somebody an act on, in a lasting order."""
    if not by.is_administrator:
        cases = cases.filter(memberships__person=by).distinct()
    found = list(cases.order_by("pk").values_list("pk", flat=True))
    return [pk for pk in found if by.is_administrator or load(by, pk).may(act)]


@transaction.atomic
def replace_responsible(left: Person, *, by: Person, responsible: Person, at: dt.datetime | None = None) -> int:
    """Name another responsible official in all open cases of one who has left, as far as they are ``by``'s to change.

    Returns how many there were.
    """
    cases = takeable(left, by)
    for case_pk in cases:
        change_responsible(case_pk, by=by, responsible=responsible, at=at)
    return len(cases)


@act_on_case(
    called=gettext_lazy("Change the lead officer"),
    happened=gettext_lazy("%(who)s changed the lead officer"),
    done=gettext_lazy("%(responsible)s is now the lead officer."),
    icon="briefcase",
)
def change_responsible(case_pk: int, *, by: Person, responsible: Person, at: dt.datetime | None = None) -> None:
    """Name another responsible official, who becomes the case's civil servant in the same act."""
    with case_act("change_responsible", case_pk, by=by, at=at, person=responsible.pk, title=responsible.name) as access:
        refuse_as_responsible(responsible, access.today)
        make_civil_servant(access, responsible)
        access.case.responsible = responsible
        grant(access.case, access.today)


@act_on_case(
    called=gettext_lazy("Decide who can read the case"),
    happened=gettext_lazy("%(who)s changed who can read the case"),
    done=gettext_lazy("From now on: %(visibility)s."),
    icon="eye",
)
def set_visibility(case_pk: int, *, by: Person, visibility: str, at: dt.datetime | None = None) -> None:
    """Say whether everybody in the house may know of the case, or its members alone."""
    title = in_the_house(dict(Case.Visibility.choices).get(visibility, ""))
    with case_act("set_visibility", case_pk, by=by, at=at, visibility=visibility, title=title) as access:
        if visibility not in Case.Visibility.values:
            raise Refused(_("That is not one of the choices."))
        access.case.visibility = visibility


@act_on_case(
    called=gettext_lazy("Make a dialogue small or standard"),
    happened=gettext_lazy("%(who)s set the size of the dialogue"),
    done=gettext_lazy("From now on: %(size)s. Nothing you have written has changed."),
    icon="swap",
)
def set_size(case_pk: int, *, by: Person, size: str, at: dt.datetime | None = None) -> None:
    """Make a dialogue a small one, or an ordinary one again: what is written stays as it is, and so does what is asked."""
    title = in_the_house(dict(Case.Size.choices).get(size, ""))
    with case_act("set_size", case_pk, by=by, at=at, size=size, title=title) as access:
        _must_be_open(access)
        if size not in Case.Size.values:
            raise Refused(_("That is not one of the choices."))
        access.case.size = size


@act_on_case(
    called=gettext_lazy("Let the case follow the latest edition of the handbook"),
    happened=gettext_lazy("%(who)s let the case follow the latest edition of the handbook"),
    done=gettext_lazy("The case now follows the latest edition."),
    icon="replace",
)
def follow_edition(case_pk: int, *, by: Person, at: dt.datetime | None = None) -> None:
    """Let a case follow the newest edition of the handbook instead of the one it began with."""
    newest = process.current_edition()
    with case_act("follow_edition", case_pk, by=by, at=at, edition=str(newest), title=str(newest)) as access:
        _must_be_open(access)
        if not newest or (access.case.edition and access.case.edition >= newest):
            raise Refused(_("The case already follows the latest edition."))
        access.case.edition = newest


@act_on_case(
    called=gettext_lazy("Add to a closed case"),
    happened=gettext_lazy("%(who)s added a note to the closed case"),
    done=gettext_lazy("Your addition has been saved in the case."),
    icon="plus",
)
def add_to_closed(
    case_pk: int,
    *,
    by: Person,
    kind: str,
    text: str,
    rows: Sequence[str] = (),
    settled: bool = False,
    at: dt.datetime | None = None,
) -> None:
    """Add something to a closed case, with date and name; nothing that stands there changes.

    What became of a promised measure names the rows that promised it, and may settle them.
    """
    text = _need(text, _("Enter what you want to add."))
    also = (sorted(rows), settled)
    with case_act("add_to_closed", case_pk, by=by, at=at, note=text, also=also, kind=kind) as access:
        if not access.case.closed_at:
            raise Refused(_("The case is open, so write in its steps instead."))
        if kind not in Addition.Kind.values:
            raise Refused(_("That is not one of the choices."))
        about = [key for _kind, choices in promising(access) for key, _label in choices if key in rows]
        Addition.objects.create(
            case=access.case, kind=kind, text=text, rows=about, settled=settled and bool(about), by=by, at=access.now
        )
