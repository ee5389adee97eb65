"""Registers of participants' contact details: begun, filled, and disposed of. No event says who stands in one."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from dialog.acts.core import Refused, Turn, beside
from dialog.engine.draft_form import Missing
from dialog.engine.drafts import new_key
from execution.models import ContactDetail, ContactRegister


@beside
def keep_register(turn: Turn, *, register: str = "", **facts: Any) -> None:
    """Begin a register, or change what it is for: ``activities``, ``legal_basis``, ``purpose``, ``disposal_date``."""
    found = _register(turn, register) if register else ContactRegister(case=turn.access.case, key=new_key())
    if facts["disposal_date"] <= turn.access.today:
        turn.missing.append(Missing(_("Choose a day that is still to come."), "disposal_date"))
        return
    for name, value in facts.items():
        setattr(found, name, value)
    found.by, found.at = turn.by, turn.at
    found.save()
    _happened(turn, found)


@beside
def add_contacts(turn: Turn, *, register: str, people: Sequence[tuple[str, str]] = ()) -> None:
    """Add participants to a register, each with a name and how to reach them."""
    found = _register(turn, register)
    if not people:
        turn.missing.append(Missing(_("Write at least one person."), "people"))
        return
    ContactDetail.objects.bulk_create(ContactDetail(register=found, name=name, contact=way) for name, way in people)
    _count(found)
    _happened(turn, found, added=len(people))


@beside
def remove_contact(turn: Turn, *, register: str, detail: int) -> None:
    """Erase one participant from a register."""
    found = _register(turn, register)
    if found.details.filter(pk=detail).delete()[0]:
        _count(found)
        _happened(turn, found, removed=1)


@beside
def dispose_register(turn: Turn, *, register: str, decision: str = "") -> None:
    """Erase everybody in a register, with the disposal decision that it follows. How many they were stays."""
    found = _register(turn, register, disposed_too=True)
    if found.disposed_on or turn.lacks(decision, _("Write which disposal decision it follows."), "decision"):
        return
    found.details.all().delete()
    found.disposed_on, found.disposed_by, found.disposal_decision = turn.access.today, turn.by, decision[:200]
    found.save(update_fields=["disposed_on", "disposed_by", "disposal_decision"])
    turn.note = decision
    _happened(turn, found)


def _register(turn: Turn, key: str, *, disposed_too: bool = False) -> ContactRegister:
    found = ContactRegister.objects.filter(case=turn.access.case, key=key).first()
    if found is None or (found.disposed_on and not disposed_too):
        raise Refused(_("There is no such register."))
    return found


def _count(register: ContactRegister) -> None:
    register.number_of_people = register.details.count()
    register.save(update_fields=["number_of_people"])


def _happened(turn: Turn, register: ContactRegister, **facts: int) -> None:
    turn.facts |= {"register": register.key, "people": register.number_of_people, **facts}
    turn.happened = True


def is_due(register: ContactRegister, day: dt.date) -> bool:
    """Say whether a register is to be disposed of by a day."""
    return register.disposed_on is None and register.disposal_date <= day
