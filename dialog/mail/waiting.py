"""Telling people by mail what waits for them: once each, never whoever made it wait, in one letter for all of it.

What waits stands in ``Wait`` (``dialog.acts.derived``), for whom is asked of the inbox, and who knows already stands in
``Told``; so a letter may be asked for as often as one likes, by an act, by the clock, or again after a failure.
"""

import datetime as dt
import logging
from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialog import clock
from dialog.acts.words import event
from dialog.cases.inbox import awake, items, waits_for
from dialog.language.letters import isolated
from dialog.mail import sending as mail
from dialog.models import Case, Department, Event, Person, Told, Wait
from dialog.process.access import followed_cases
from dialog.rights import SUPPORT

logger = logging.getLogger(__name__)

HOUR = dt.timedelta(hours=1)  # what comes within an hour of a letter stands in the next one
LOST = dt.timedelta(minutes=15)  # a letter that has been under way for so long was lost with its worker


@dataclass(frozen=True)
class Line:
    """One thing of a letter. ``title`` and ``by`` are empty where the reader's mail must not name them."""

    what: str
    where: str
    heading: str
    title: str
    name: str
    number: str
    by: str
    waited: str
    address: str


def tell(waits: Collection[int] | None = None, *, by: int | None = None) -> int:
    """Send letters about these waits, else about all that is due, and return how many were sent.

    ``by`` made them wait: she is not told, now or later.
    """
    now = clock.now()
    if waits is not None and by is not None:
        _knows_already(Person.objects.get(pk=by), waits, now)
    sent = sum(_tell_person(person, waits, now) for person in _who_may_be_told(waits))
    return sent + _tell_department(waits, now)


def _who_may_be_told(waits: Collection[int] | None) -> QuerySet[Person]:
    people = Person.objects.filter(is_active=True, wants_mail=True).exclude(email="")
    if waits is None:
        return people
    cases = Wait.objects.filter(pk__in=waits).values("case")
    members = Person.objects.filter(memberships__case__in=cases).values("pk")
    return people.filter(Q(pk__in=members) | Q(is_communicator=True) | Q(is_support=True) | Q(is_administrator=True))


def _among(found: QuerySet[Wait], waits: Collection[int] | None) -> QuerySet[Wait]:
    return found if waits is None else found.filter(pk__in=waits)


def _knows_already(person: Person, waits: Collection[int], now: dt.datetime) -> None:
    hers = _untold(_among(waits_for(person, now), waits), person, now)
    Told.objects.bulk_create(Told(wait=wait, person=person, at=now, is_over=True) for wait in hers)


def _untold(found: QuerySet[Wait], person: Person | None, now: dt.datetime) -> QuerySet[Wait]:
    told = Told.objects.filter(Q(is_over=True) | Q(at__gt=now - LOST), wait=OuterRef("pk"), person=person)
    return found.filter(~Exists(told))


@transaction.atomic
def _claim(found: QuerySet[Wait], person: Person | None, now: dt.datetime) -> list[Wait]:
    """Take the waits that nobody has told this person of, so that no other worker writes the same letter."""
    if person and _has_just_had_one(Person.objects.select_for_update(no_key=True).get(pk=person.pk), now):
        return []
    waits = list(_untold(found, person, now))
    Told.objects.filter(wait__in=waits, person=person).delete()
    Told.objects.bulk_create(Told(wait=wait, person=person, at=now) for wait in waits)
    return waits


def _has_just_had_one(person: Person, now: dt.datetime) -> bool:
    """Say whether a letter went to somebody within the hour, or is under way: what waits now stands in the next one."""
    if person.last_letter_at and now - HOUR < person.last_letter_at <= now:
        return True
    return Told.objects.filter(person=person, is_over=False, at__gt=now - LOST).exists()


def _tell_person(person: Person, waits: Collection[int] | None, now: dt.datetime) -> int:
    found = _claim(_among(waits_for(person, now), waits), person, now)
    return _write(found, person, [person.email], now)


def _tell_department(waits: Collection[int] | None, now: dt.datetime) -> int:
    """Tell the department that owns the handbook, at its address, that somebody asks for help."""
    to = list(Department.objects.filter(owns_handbook=True).exclude(email="").values_list("email", flat=True))
    asked = _among(Wait.objects.filter(awake(now), audience=SUPPORT, since__lte=now), waits)
    asked = asked.select_related("case")
    return _write(_claim(asked, None, now), None, to, now) if to else 0


def _write(waits: list[Wait], person: Person | None, to: list[str], now: dt.datetime) -> int:
    """Write and send one letter about waits, and note that it went. What could not be sent is told another time."""
    if not waits:
        return 0
    mine = Told.objects.filter(wait__in=waits, person=person)
    try:
        with translation.override(settings.LANGUAGE_CODE):
            lines = _lines(waits, set(followed_cases(person).values_list("pk", flat=True)) if person else set(), person)
            words = _words(lines, person)
        mail.send("waiting", to, person=person, lines=lines, **words)
    except Exception:
        logger.exception("A letter about what waits could not be sent")
        mine.delete()
        return 0
    mine.update(is_over=True)
    if person:
        Person.objects.filter(pk=person.pk).update(last_letter_at=now)
    return 1


def _lines(waits: list[Wait], member_of: set[int], person: Person | None) -> list[Line]:
    """Return what a letter says of the waits. Of a case for members only others read no more than that it is one."""
    happened = _what_happened(waits)
    lines = []
    for shown in items(waits, person, reads_drafts=False):
        wait, case = shown.wait, shown.wait.case
        named = case.visibility == Case.Visibility.OPEN or case.pk in member_of
        by = happened.get((case.pk, wait.step, wait.row, wait.since))
        lines.append(
            Line(
                what=shown.title if named else shown.what,
                where="" if named else shown.where,
                heading=shown.about if named else "",
                title=case.title if named else "",
                name=case.name if named else "",
                number=(case.registry_number or "") if named else "",
                by=event(by) if by and named else "",
                waited=_waited(shown.since),
                address=mail.address(shown.url),
            )
        )
    return lines


def _what_happened(waits: list[Wait]) -> dict[tuple[int, str, str, dt.datetime], Event]:
    """Return the act that made each wait wait: the one of that moment at that place, where there is one."""
    events = Event.objects.filter(
        case__in=[wait.case_id for wait in waits], at__in=[wait.since for wait in waits]
    ).select_related("by")
    return {(event.case_id, event.step, event.row, event.at): event for event in events}


def _waited(since: dt.datetime) -> str:
    days = (clock.today() - timezone.localdate(since)).days
    if days <= 0:
        return _("Waiting since today")
    return ngettext("Waiting for %(n)d day", "Waiting for %(n)d days", days) % {"n": days}


def _words(lines: list[Line], person: Person | None) -> dict[str, str]:
    """Return what stands above the lines, and in the list of letters."""
    things = ngettext("%(n)d thing is waiting for you", "%(n)d things are waiting for you", len(lines)) % {
        "n": len(lines)
    }
    names = ", ".join(dict.fromkeys(isolated(line.name) for line in lines if line.name))
    subject = _("Waiting for you: %(what)s") % {"what": lines[0].what} if len(lines) == 1 else things
    greeting = _("Hello %(name)s.") % {"name": person.get_short_name()} if person else _("Hello.")
    return {"subject": f"{subject} ({names})" if names else subject, "heading": things, "greeting": greeting}
