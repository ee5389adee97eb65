"""Registers of participants' contact details: begun, filled, and disposed of. No event says who stands in one."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.acts.core import Attempt, Refused
from dialog.forms.draft_form import Missing
from dialog.forms.drafts import new_key
from dialog.process.act import Button, Touches, act
from execution.models import ContactDetail, ContactRegister

PAGE = "contact_register"  # contact details have pages of their own


@act(
    called=gettext_lazy("Create or change a contact register"),
    happened=gettext_lazy("%(who)s saved a contact register in “%(step)s”"),
    done=gettext_lazy("The register has been saved."),
    icon="document",
    touches=Touches.THING,
    page=PAGE,
    reads=None,
    button=Button(gettext_lazy("Save the register"), template="execution/register_form.html"),
)
def keep_register(attempt: Attempt, *, register: str = "", **facts: Any) -> None:
    """Begin a register, or change what it is for: ``activities``, ``legal_basis``, ``purpose``, ``disposal_date``.

    A new one has the key of the page that it was begun on: the same page sent again changes it and begins no second one.
    """
    there = ContactRegister.objects.filter(case=attempt.access.case, key=register or (register := new_key()))
    found = _register(attempt, register) if there.exists() else ContactRegister(case=attempt.access.case, key=register)
    if facts["disposal_date"] <= attempt.access.today:
        attempt.missing.append(Missing(_("Choose a date in the future."), "disposal_date"))
        return
    changed = {name: value for name, value in facts.items() if getattr(found, name) != value}
    if found.pk and not changed:
        return
    for name, value in changed.items():
        setattr(found, name, value)
    found.by, found.at = attempt.by, attempt.at
    found.save()
    _happened(attempt, found)


@act(
    called=gettext_lazy("Add people to a contact register"),
    happened=gettext_lazy("%(who)s added people to a contact register in “%(step)s”"),
    done=None,  # its page says how many
    icon="plus",
    touches=Touches.THING,
    page=PAGE,
    reads=None,
    button=Button(gettext_lazy("Add"), template="execution/register.html"),
)
def add_contacts(attempt: Attempt, *, register: str, people: Sequence[tuple[str, str]] = ()) -> None:
    """Add participants to a register, each with a name and how to reach them; who stands there word for word, once."""
    found = _register(attempt, register)
    if not people:
        attempt.missing.append(Missing(_("Enter at least one person."), "people"))
        return
    there = set(found.details.values_list("name", "contact"))
    new = [fromkey for fromkey in dict.fromkeys(people) if fromkey not in there]
    attempt.facts["known"] = len(people) - len(new)
    if not new:
        return
    ContactDetail.objects.bulk_create(ContactDetail(register=found, name=name, contact=way) for name, way in new)
    _count(found)
    _happened(attempt, found, added=len(new))


@act(
    called=gettext_lazy("Remove someone from a contact register"),
    happened=gettext_lazy("%(who)s removed someone from a contact register in “%(step)s”"),
    done=gettext_lazy("The person has been removed."),
    icon="trash",
    touches=Touches.THING,
    page=PAGE,
    reads=None,
    button=Button(None, template="execution/register.html"),  # its sign alone, with whom it erases
)
def remove_contact(attempt: Attempt, *, register: str, detail: int) -> None:
    """Erase one participant from a register."""
    found = _register(attempt, register)
    if found.details.filter(pk=detail).delete()[0]:
        _count(found)
        _happened(attempt, found, removed=1)


@act(
    called=gettext_lazy("Correct someone's details in a contact register"),
    happened=gettext_lazy("%(who)s corrected details in a contact register in “%(step)s”"),
    done=gettext_lazy("The details have been corrected."),
    icon="pencil",
    touches=Touches.THING,
    page=PAGE,
    reads=None,
    button=Button(gettext_lazy("Save the correction"), template="execution/register.html"),
)
def correct_contact(attempt: Attempt, *, register: str, detail: int, called: str = "", contact: str = "") -> None:
    """Mend a participant's name, or how to reach her. How it stood before is kept nowhere."""
    found = _register(attempt, register).details.filter(pk=detail).first()
    if found is None:
        raise Refused(_("That person is not in the register."))
    name, contact = called.strip(), contact.strip()
    if attempt.lacks(contact, _("Enter how to contact the person."), f"contact-{detail}"):
        return
    if len(name) > 120 or len(contact) > 200:
        line = f"{name} {contact}"[:60]
        attempt.missing.append(Missing(_("This line is too long: %(line)s") % {"line": line}, f"contact-{detail}"))
        return
    if (found.name, found.contact) != (name, contact):
        found.name, found.contact = name, contact
        found.save(update_fields=["name", "contact"])
        _happened(attempt, found.register, corrected=1)


@act(
    called=gettext_lazy("Dispose of a contact register"),
    happened=gettext_lazy("%(who)s disposed of a contact register in “%(step)s”"),
    done=gettext_lazy("The contact details have been disposed of."),
    icon="trash",
    touches=Touches.THING,
    page=PAGE,
    reads=None,
    button=Button(gettext_lazy("Remove everyone"), template="execution/register.html"),
)
def dispose_register(attempt: Attempt, *, register: str, decision: str = "") -> None:
    """Erase everybody in a register, with the disposal decision that it follows. How many they were stays."""
    found = _register(attempt, register, disposed_too=True)
    if attempt.lacks(decision, _("Enter which disposal decision you are following."), "decision"):
        return
    if found.disposed_on:
        attempt.stands_already(_("The register has already been disposed of."), "decision")
        return
    found.details.all().delete()
    found.disposed_on, found.disposed_by, found.disposal_decision = attempt.access.today, attempt.by, decision[:200]
    found.save(update_fields=["disposed_on", "disposed_by", "disposal_decision"])
    attempt.note = decision
    _happened(attempt, found)


def _register(attempt: Attempt, key: str, *, disposed_too: bool = False) -> ContactRegister:
    found = ContactRegister.objects.filter(case=attempt.access.case, key=key).first()
    if found is None or (found.disposed_on and not disposed_too):
        raise Refused(_("That register does not exist."))
    return found


def _count(register: ContactRegister) -> None:
    register.number_of_people = register.details.count()
    register.save(update_fields=["number_of_people"])


def _happened(attempt: Attempt, register: ContactRegister, **facts: int) -> None:
    attempt.facts |= {"register": register.key, "people": register.number_of_people, **facts}
    attempt.happened = True


def is_due(register: ContactRegister, day: dt.date) -> bool:
    """Say whether a register is to be disposed of by a day."""
    return register.disposed_on is None and register.disposal_date <= day
