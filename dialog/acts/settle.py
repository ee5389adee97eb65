"""The only writer of what is stored for lists; everything here can be derived again, and a command does so."""

from dialog.access import Access
from dialog.engine.process import process
from dialog.models import Wait
from dialog.search import text_to_search
from dialog.waits import Waiting, what_waits

# What is stored of a case for lists.
STORED = ["phase", "waits_for", "waits_since", "waits_kind", "waits_step", "changed_at", "search_text"]


def settle(access: Access) -> None:
    """Store a case's phase, what waits in it, for whom and since when, after an act."""
    case, waiting = access.case, what_waits(access)
    oldest = waiting[0] if waiting else None
    case.phase = derive_phase(access)
    case.waits_for, case.waits_since = (oldest.audience, oldest.since) if oldest else ("", None)
    case.waits_kind, case.waits_step = (oldest.kind, oldest.step) if oldest else ("", "")
    case.changed_at = access.now
    case.search_text = text_to_search(case)
    case.save(update_fields=STORED)
    stored = {_as_waiting(wait): wait for wait in Wait.objects.filter(case=case)}
    gone = [wait.pk for known, wait in stored.items() if known not in waiting]
    if gone:
        Wait.objects.filter(pk__in=gone).delete()
    new = [one for one in waiting if one not in stored]
    if new:
        Wait.objects.bulk_create(Wait(case=case, **vars(one)) for one in new)


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
