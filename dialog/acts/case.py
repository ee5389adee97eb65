"""To begin a case: anew, or as a copy of an earlier one."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dialog import clock
from dialog.access import Access, load
from dialog.acts.core import Refused
from dialog.acts.members import grant
from dialog.acts.settle import settle
from dialog.engine.process import process
from dialog.models import Body, Case, Event, Membership, Person


@transaction.atomic
def create_case(
    *, by: Person, title: str, body: Body, responsible: Person, at: dt.datetime | None = None, **facts: Any
) -> Case:
    """Begin a case and return it (steps.md, Roles).

    Whoever creates it becomes a member: as elected official with a seat today, else as civil servant. The responsible
    official named becomes its civil servant in the same act. Raises Refused for an administrator in either part.
    """
    if by.is_administrator:
        raise Refused(_("An administrator takes no part in cases."))
    if responsible.is_administrator or not responsible.is_active:
        raise Refused(_("%(person)s cannot be responsible for a case.") % {"person": responsible})
    now = at or clock.now()
    case = Case.objects.create(
        title=title,
        body=body,
        responsible=responsible,
        created_by=by,
        created_at=now,
        changed_at=now,
        edition=facts.pop("edition", None) or process.current_edition(),
        **facts,
    )
    day = localdate(now)
    has_seat = any(seat.holds(day) for seat in by.seats.all())
    roles = {by: Membership.Role.ELECTED if has_seat else Membership.Role.CIVIL_SERVANT}
    roles[responsible] = Membership.Role.CIVIL_SERVANT
    for person, role in roles.items():
        Membership.objects.create(case=case, person=person, role=role, start=day)
    grant(case, day)
    Event.objects.create(case=case, act="create_case", by=by, at=now)
    settle(load(by, case.pk, at=now))
    return case
