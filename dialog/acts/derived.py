"""The only writer of what is stored for lists; everything here can be derived again, and a command does so."""

import datetime as dt
from collections.abc import Collection
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.db.models.signals import post_save
from django.dispatch import receiver

from dialog import clock
from dialog.forms.drafts import Draft
from dialog.machine.queue import tell_worker
from dialog.models import Body, Case, Person, Record, Seat, Wait
from dialog.process.access import Access, load_for_house
from dialog.process.lacking import judge_drafts
from dialog.process.phases import process
from dialog.process.waits import NAMES_PEOPLE, Waiting, morning, what_waits
from dialog.search import index
from dialog.search.cases import text_to_search

# What is stored of a case for lists.
STORED = ["phase", "waits_for", "waits_since", "waits_kind", "waits_step", "changed_at", "search_text"]

# An act that is told of another time (a demonstration, an import) is not mailed about when it is written down.
OF_NOW = dt.timedelta(minutes=1)


def store_derived(access: Access, written: Collection[Record] | None = None) -> None:
    """Store a case's phase, what waits in it, for whom and since when, after an act; mail tells of what is new.

    ``written``: the records of which a draft may lack something else than before, where not all are to be judged again.
    """
    judge_drafts(access, written)
    found_by = access.case.search_text
    waiting = _derive(access, changed_at=access.now)
    access.case.save(update_fields=STORED)
    _keep_words(access.case, found_by)
    new, _gone = _store_waits(access.case, waiting)
    due = [wait.pk for wait in new if wait.since <= access.now]
    if due and abs(clock.now() - access.now) < OF_NOW:
        tell_worker("tell_what_waits", due, by=access.user.pk)


def store_typed(access: Access, record: Record, text: Draft) -> None:
    """Store what follows from a draft that was written on and stands as it stood before: what it lacks, and when. Nothing
    begins to wait, or ends, because somebody goes on writing.
    """
    judge_drafts(access, [record], {record.pk: text})
    access.case.changed_at = access.now
    access.case.save(update_fields=["changed_at"])


@transaction.atomic
def derive_again(case_pk: int) -> bool:
    """Derive again what is stored of a case, and say whether anything differed. Nobody is told of it here."""
    access = load_for_house(case_pk, lock=True)
    case = access.case
    stored = [getattr(case, name) for name in STORED]
    last = case.events.aggregate(last=Max("at"))["last"]
    drafts = judge_drafts(access)
    waiting = _derive(access, changed_at=last or case.created_at)
    differs = stored != [getattr(case, name) for name in STORED]
    if differs:
        case.save(update_fields=STORED)
    _keep_words(case, stored[STORED.index("search_text")])
    new, gone = _store_waits(case, waiting)
    return any((differs, drafts, new, gone))


def derive_cases_again(cases: QuerySet[Case]) -> None:
    """Derive again what is stored of some cases, because something outside them that it rests on has changed."""
    for pk in cases.order_by("pk").values_list("pk", flat=True).distinct():
        derive_again(pk)


@receiver(post_save, sender=Seat)
def seat_changed(instance: Seat, **_kwargs: object) -> None:
    """Derive the cases of a body again when one of their members gets a seat in it, or the days of one change."""
    open_cases = Case.objects.filter(body=instance.body_id, closed_at=None)
    derive_cases_again(open_cases.filter(_about(instance.person)))


def _about(person: Person) -> Q:
    """Return the condition that something in a case rests on what somebody is in the house."""
    hers = Q(responsible=person) | Q(pk__in=person.memberships.values("case"))
    return reduce(or_, (condition(person) for condition in NAMES_PEOPLE), hers)


@receiver(post_save, sender=Body)
def body_changed(instance: Body, **_kwargs: object) -> None:
    """Derive the cases of a body again when it changes, and those in which something lies before it: once it has ended
    they wait to be moved on, or for another body to be chosen.
    """
    derive_cases_again(Case.objects.filter(Q(body=instance) | Q(records__body=instance), closed_at=None))


@receiver(post_save, sender=Person)
def person_changed(instance: Person, created: bool, **_kwargs: object) -> None:
    """Derive somebody's cases again when she leaves her department or her account is closed, or she comes back."""
    if not created and instance.standing != instance.standing_before:
        derive_cases_again(Case.objects.filter(_about(instance), closed_at=None))
        instance.standing_before = instance.standing


def _since(oldest: Waiting, case: Case) -> dt.datetime:
    """Return since when a case waits, as lists are in order of it: one that rests waits for nobody before its pause ends."""
    return max(oldest.since, morning(case.paused_until)) if case.paused_until else oldest.since


def _derive(access: Access, *, changed_at: dt.datetime) -> list[Waiting]:
    """Set what is derived on the case, unsaved, and return what waits in it."""
    case, waiting = access.case, what_waits(access)
    oldest = waiting[0] if waiting else None
    case.phase = derive_phase(access)
    case.waits_for, case.waits_since = (oldest.audience, _since(oldest, case)) if oldest else ("", None)
    case.waits_kind, case.waits_step = (oldest.kind, oldest.step) if oldest else ("", "")
    case.changed_at = changed_at
    case.search_text = text_to_search(case)
    return waiting


def _keep_words(case: Case, before: str) -> None:
    """Keep the words that a case is found by, where they are others than before."""
    if not case.is_indexed or case.search_text != before:
        index.keep_of(case, None)


def _store_waits(case: Case, waiting: list[Waiting]) -> tuple[list[Wait], list[int]]:
    """Write the waits that are new and erase those that are no more; return the new rows and the keys of the erased."""
    stored = {_as_waiting(wait): wait for wait in Wait.objects.filter(case=case)}
    gone = [wait.pk for known, wait in stored.items() if known not in waiting]
    if gone:
        Wait.objects.filter(pk__in=gone).delete()
    new = [Wait(case=case, **vars(wait)) for wait in waiting if wait not in stored]
    return (Wait.objects.bulk_create(new) if new else []), gone


def derive_phase(access: Access) -> str:
    """Return the phase shown: the first that the case has not left; on the information track none of them."""
    if access.case.closed_at:
        return "closed"
    if access.is_on_information_track:
        return "information"
    return next((phase.key for phase in process.phases if not phase.over(access)), process.phases[-1].key)


def _as_waiting(wait: Wait) -> Waiting:
    place = (wait.step, wait.row, wait.person_id, wait.row_kind, wait.body_id)
    return Waiting(wait.since, wait.kind, wait.audience, *place)
