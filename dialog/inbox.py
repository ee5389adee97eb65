"""What waits for one person, over all cases: read from what ``settle`` stored."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Case as When
from django.db.models import Q, QuerySet
from django.db.models import When as If
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dialog import clock
from dialog.engine.addresses import url_of
from dialog.engine.process import process
from dialog.models import Case, DecisionFact, Person, Record, Seat, Wait
from dialog.rights import CIVIL_SERVANT, COMMUNICATOR, ELECTED, ELECTED_OF_BODY, RESPONSIBLE, SUPPORT
from dialog.waits import MEMBERS, SENDER, SENTENCES


def cases_of(person: Person, now: dt.datetime) -> QuerySet[Case]:
    """Return the cases that a person is a member of today, in any role."""
    return Case.objects.filter(_holds("memberships", person, timezone.localdate(now)))


def _holds(path: str, person: Person, day: dt.date) -> Q:
    """Return the condition that a membership is the person's and holds on a day, as ``Membership.holds`` says it."""
    member = Q(**{f"{path}__person": person, f"{path}__start__lte": day})
    return member & (Q(**{f"{path}__end": None}) | Q(**{f"{path}__end__gte": day}))


def resting(now: dt.datetime) -> Q:
    """Return the condition that a wait's case rests: it reminds nobody before its day."""
    return Q(case__paused_until__gt=timezone.localdate(now))


def waits_for(person: Person, now: dt.datetime | None = None, *, seats: Iterable[Seat] | None = None) -> QuerySet[Wait]:
    """Return what waits for a person now, the oldest first; her ``seats`` where they have been read already.

    Memberships are a condition of the query, of which one holds in a case on a day: somebody may be a member of very many.
    """
    now = now or clock.now()
    day = timezone.localdate(now)
    bodies = [seat.body_id for seat in (person.seats.all() if seats is None else seats) if seat.holds(day)]
    as_elected, as_servant = Q(case__memberships__role=ELECTED), Q(case__memberships__role=CIVIL_SERVANT)
    mine = _holds("case__memberships", person, day) & (
        (Q(audience=SENDER, person=person) | Q(audience=MEMBERS)) & (as_elected | as_servant)
        | as_servant & (Q(audience=RESPONSIBLE, case__responsible=person) | Q(audience=CIVIL_SERVANT))
        | as_elected & Q(audience=ELECTED)
        | as_elected & Q(audience=ELECTED_OF_BODY, body=None, case__body__in=bodies)
        | as_elected & Q(audience=ELECTED_OF_BODY, body__in=bodies)
    )
    everywhere = [COMMUNICATOR] * person.is_communicator + [SUPPORT] * person.is_support
    if everywhere:
        mine = Q(pk__in=Wait.objects.filter(mine).order_by().values("pk")) | Q(audience__in=everywhere)
    return (
        Wait.objects.filter(mine, since__lte=now)
        .exclude(resting(now))
        .select_related("case", "case__body")
        .order_by(When(If(kind="pause_over", then=0), default=1), "since", "pk")
    )


@dataclass(frozen=True)
class Item:
    """One thing that waits: what to do, where, since when; ``heading`` is what the row is called, where it is about one."""

    wait: Wait
    what: str
    where: str
    url: str
    heading: str = ""


def item(wait: Wait, heading: str = "") -> Item:
    """Return what stands in the inbox for a wait. Only who reads drafts may read the ``heading``."""
    step = process.find(wait.step)
    return Item(wait, str(SENTENCES[wait.kind]), str(step.title) if step else "", _address(wait), heading)


def _address(wait: Wait) -> str:
    """Return where one does what waits."""
    if wait.kind in DecisionFact.Kind.values:
        fact = urlencode({"step": wait.step, "row": wait.row, "add": wait.kind})
        return f"{reverse('decisions', args=[wait.case_id])}?{fact}#add"
    if not process.find(wait.step):
        return reverse("case", args=[wait.case_id])
    return url_of(wait.case_id, wait.step, wait.row, wait.row_kind)


def items(waits: Iterable[Wait]) -> list[Item]:
    """Return what stands in her own inbox for what waits for somebody: which row it is about, until when it is postponed."""
    found = list(waits)
    about = Record.objects.filter(case__in={one.case_id for one in found if one.row or one.kind == "decision"})
    headings = {
        (one.case_id, one.step, one.row): _("postponed to %(day)s") % {"day": date_format(one.postponed_to)}
        if one.postponed_to
        else one.heading
        for one in about.filter(~Q(row="") | Q(postponed_to__isnull=False))
    }
    return [item(one, headings.get((one.case_id, one.step, one.row), "")) for one in found]
