"""What waits for one person, over all cases: read from what ``store_derived`` stored."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Case as When
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models import When as If
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dialog import clock
from dialog.models import Decision, Membership, Person, Record, Seat, Wait, house
from dialog.models.case import holds_on
from dialog.process.access import Access
from dialog.process.addresses import url_of
from dialog.process.ahead import is_hers
from dialog.process.audiences import MEMBERS, SENDER, people_of
from dialog.process.phases import process
from dialog.process.register import step_or_kind_at
from dialog.process.step import Step
from dialog.process.wait_kinds import KINDS
from dialog.process.waits import morning
from dialog.rights import CIVIL_SERVANT, COMMUNICATOR, ELECTED, ELECTED_OF_BODY, RESPONSIBLE, SUPPORT, TEXT

MOST_COUNTED = 100  # the menu says «99+» of so many
DECISIONS = "decisions"  # the page of a case's decisions


def awake(now: dt.datetime) -> Q:
    """Return the condition that a wait's case does not rest: one that does reminds nobody before its day."""
    return Q(case__paused_until=None) | Q(case__paused_until__lte=timezone.localdate(now))


def waits_for(person: Person, now: dt.datetime | None = None, *, seats: Iterable[Seat] | None = None) -> QuerySet[Wait]:
    """Return what waits for a person now, the oldest first, and last what its body has put off to a day that lies ahead
    (``rests_until``); her ``seats`` where they have been read already.
    """
    now = now or clock.now()
    return told_to(person, _waiting(person, now, seats), now)


def told_to(person: Person, waits: QuerySet[Wait], now: dt.datetime) -> QuerySet[Wait]:
    """Return what waits for a person with all that an inbox says of it, in its order."""
    day = timezone.localdate(now)
    hers = person.memberships.holding(day).filter(case=OuterRef("case")).order_by("start")
    place = {"case": OuterRef("case"), "step": OuterRef("step"), "row": OuterRef("row")}
    put_off = Record.objects.filter(draft=Record.Draft.PROPOSED, postponed_to__gt=day, **place).values("postponed_to")
    return (
        waits.annotate(came=Subquery(hers.values("start")[:1]))
        .annotate(rests_until=When(If(kind="decision", then=Subquery(put_off[:1]))))
        .select_related("case", "case__body", "person")
        .order_by(When(If(kind="pause_over", then=0), If(rests_until__isnull=True, then=1), default=2), "since", "pk")
    )


def how_many_wait_for(person: Person, *, seats: Iterable[Seat] | None = None) -> int:
    """Return how many things wait for a person now, as every page says it, at most ``MOST_COUNTED``: who is a member of
    very many cases need not have them all counted on every page.
    """
    return len(_waiting(person, clock.now(), seats).order_by().values_list("pk")[:MOST_COUNTED])


def _waiting(person: Person, now: dt.datetime, seats: Iterable[Seat] | None) -> QuerySet[Wait]:
    """Return what waits, in no order.

    Memberships are a condition of the query, of which one holds in a case on a day: somebody may be a member of very many.
    """
    day = timezone.localdate(now)
    bodies = [seat.body_id for seat in (person.seats.all() if seats is None else seats) if seat.holds(day)]
    member = Q(case__memberships__person=person) & holds_on(day, "case__memberships__")
    mine = member & (_as_elected(person, bodies) | _as_servant(person))
    everywhere = Q(audience__in=[COMMUNICATOR] * person.is_communicator + [SUPPORT] * person.is_support)
    if person.is_administrator:
        everywhere |= _for_the_administrator(day)
    if person.is_communicator or person.is_support or person.is_administrator:
        mine = Q(pk__in=Wait.objects.filter(mine).order_by().values("pk")) | everywhere
    return Wait.objects.filter(mine, awake(now), since__lte=now)


def _sent_by(person: Person) -> Q:
    """Return the condition that something waits for who sent it, or stands in for who did, or for every member who works."""
    mine = Q(person=person) | Q(person=F("case__memberships__deputy_for__person"))
    return Q(audience=SENDER) & mine | Q(audience=MEMBERS)


def _as_elected(person: Person, bodies: list[int]) -> Q:
    """Return the condition that something waits for an elected member; without a seat today nothing does."""
    if not bodies:
        return Q(pk__in=[])
    of_body = Q(body=None, case__body__in=bodies) | Q(body__in=bodies)
    waits = Q(audience=ELECTED) | Q(audience=ELECTED_OF_BODY) & of_body | _sent_by(person)
    return Q(case__memberships__role=ELECTED) & waits


def _as_servant(person: Person) -> Q:
    """Return the condition that something waits for a civil servant; without a department nothing does.

    What waits for the responsible official waits for who stands in for her too; when she has left, for all the others.
    """
    if not house.is_official(person):
        return Q(pk__in=[])
    responsible = Q(case__responsible=person) | Q(case__responsible=F("case__memberships__deputy_for__person"))
    waits = Q(audience=RESPONSIBLE) & (responsible | _has_left) | Q(audience=CIVIL_SERVANT) | _sent_by(person)
    return Q(case__memberships__role=CIVIL_SERVANT) & waits


# The responsible official has left: as ``house.is_official`` says it.
_has_left = (
    Q(case__responsible__is_active=False)
    | Q(case__responsible__department=None)
    | Q(case__responsible__is_administrator=True)
)


def _for_the_administrator(day: dt.date) -> Q:
    """Return the condition that nobody is left in a case who could do what waits for its responsible official."""
    others = (
        Membership.objects.holding(day)
        .filter(case=OuterRef("case"), role=CIVIL_SERVANT, person__is_active=True)
        .exclude(person__department=None)
    )
    return Q(
        ~Exists(others), audience=RESPONSIBLE, kind__in=[kind.key for kind in KINDS.values() if kind.else_administrator]
    )


@dataclass(frozen=True)
class Item:
    """One thing that waits: what to do, where, since when; ``heading`` is what the row is called, where it is about one, or
    the meeting. ``title`` says it in one sentence; ``about`` is the heading, where it is not in there.
    """

    wait: Wait
    what: str
    where: str
    url: str
    heading: str = ""
    came: dt.date | None = None
    spoken: str = ""

    @property
    def title(self) -> str:
        """What is to be done, with what: «Svara på förslaget om syftet»."""
        kind = KINDS[self.wait.kind]
        if kind.about and self.spoken:
            return str(kind.about) % {"what": self.spoken}
        return f"{self.what}: {self.where}" if self.where else self.what

    @property
    def about(self) -> str:
        """The heading, where the title does not name it."""
        return "" if self.heading and self.heading in self.title else self.heading

    @property
    def button(self) -> str:
        """What the button says that leads there."""
        return str(KINDS[self.wait.kind].button)

    @property
    def since(self) -> dt.datetime:
        """Since when it waits for whom it is shown: for a newcomer from the day she came."""
        return max(self.wait.since, morning(self.came)) if self.came else self.wait.since


def item(wait: Wait, heading: str = "", reader: Person | None = None, came: dt.date | None = None) -> Item:
    """Return what stands in the inbox for a wait. Only who reads drafts may read the ``heading`` of a draft.

    ``came`` is the day on which those came for whom it waits.
    """
    step, what = process.find(wait.step), str(KINDS[wait.kind].sentence)
    if "%(who)s" in what:
        what %= {"who": wait.person or ""}
    where = str(step.title) if step else ""
    return Item(wait, what, where, _address(wait, reader), heading, came, spoken_of(wait, step, heading))


def spoken_of(wait: Wait, step: Step | None, heading: str) -> str:
    """Return what a wait is about, as it is called inside a sentence: by the word of its step or kind; by its name a row
    that has no such word, and a publication text, of which there are many.
    """
    if step is None:
        return ""
    thing = step_or_kind_at(step, wait.row, wait.row_kind) or step
    if wait.row and heading and (not thing.spoken or thing.role == TEXT):
        return _("“%(title)s”") % {"title": heading}
    return thing.in_a_sentence


def _address(wait: Wait, reader: Person | None) -> str:
    """Return where one does what waits, the page and the part of it; an administrator does it in Organisation, where she
    does not read the case.
    """
    if reader and reader.is_administrator:
        return reverse("admin:dialog_case_change", args=[wait.case_id])
    where = KINDS[wait.kind].where
    asked = {"do": where.opened} if where.opened else {"change": "1"} if where.changes else {}
    if _is_of_a_meeting(wait):
        address = reverse(DECISIONS, args=[wait.case_id])
        asked = {"step": wait.step, "row": wait.row, "add": wait.kind}
    elif where.page:
        address = reverse(where.page, args=[wait.case_id, wait.row])
    elif where.begins and not wait.row:
        address = reverse("new_row", args=[wait.case_id, wait.step, where.begins])
    else:
        address = url_of(wait.case_id, wait.step or where.step, wait.row, wait.row_kind)
    return f"{address}{'?' if asked else ''}{urlencode(asked)}#{where.part}"


def items(
    waits: Iterable[Wait],
    reader: Person | None = None,
    *,
    reads_drafts: bool = True,
    records: Iterable[Record] | None = None,
) -> list[Item]:
    """Return what stands in an inbox for what waits: which row or meeting it is about, until when it is postponed.

    Who does not read drafts reads what a row is called in force. ``records`` are those of the places where something
    waits, where they have been read already.
    """
    found = list(waits)
    rows, meetings = _rows(_about(found) if records is None else records, reads_drafts), _meetings(found)
    return [
        item(
            wait,
            (meetings if _is_of_a_meeting(wait) else rows).get((wait.case_id, wait.step, wait.row), ""),
            reader,
            getattr(wait, "came", None),
        )
        for wait in found
    ]


def item_in(wait: Wait, access: Access) -> Item:
    """Return what stands of a wait on a page of its own case: all that it is about has been loaded already."""
    heading, record = "", access.record(wait.step, wait.row)
    if _is_of_a_meeting(wait):
        if decision := access.in_force.get((wait.step, wait.row)):
            heading = _meeting(decision)
    elif record and record.is_proposed and record.postponed_to:
        heading = _("postponed to %(day)s") % {"day": date_format(record.postponed_to)}
    elif record and record.row:
        heading = record.called(reads_drafts=access.is_member)
    return item(wait, heading, access.user, _came(wait, access))


def _came(wait: Wait, access: Access) -> dt.date | None:
    """Return the day on which the first of those came for whom it waits, or the person where it waits for her: before,
    nobody was there. None where nobody in the case is meant.
    """
    if is_hers(wait, access):
        return min((membership.start for membership in access.mine), default=None)
    if wait.audience not in (ELECTED, ELECTED_OF_BODY):
        return None
    able = {person.pk for person in people_of(access, wait)}
    return min((membership.start for membership in access.members if membership.person_id in able), default=None)


def _meeting(decision: Decision) -> str:
    """Return the meeting that a decision was made at: the body and the day."""
    return f"{decision.body_name}, {date_format(decision.date, 'DATE_FORMAT')}"


def _is_of_a_meeting(wait: Wait) -> bool:
    return KINDS[wait.kind].where.page == DECISIONS


Headings = dict[tuple[int, str, str], str]


def _about(waits: list[Wait]) -> QuerySet[Record]:
    found = Record.objects.filter(case__in={wait.case_id for wait in waits if wait.row or wait.kind == "decision"})
    return found.filter(~Q(row="") | Q(postponed_to__isnull=False))


def _rows(about: Iterable[Record], reads_drafts: bool) -> Headings:
    return {
        (record.case_id, record.step, record.row): _("postponed to %(day)s") % {"day": date_format(record.postponed_to)}
        if record.postponed_to
        else record.called(reads_drafts=reads_drafts)
        for record in about
    }


def _meetings(waits: list[Wait]) -> Headings:
    """The body and the day of each decision that lacks something."""
    cases = {wait.case_id for wait in waits if _is_of_a_meeting(wait)}
    made = Decision.objects.filter(case__in=cases, superseded_by=None) if cases else ()
    return {(decision.case_id, decision.step, decision.row): _meeting(decision) for decision in made}
