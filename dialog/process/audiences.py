"""Who somebody is that something waits for: names before roles, wherever they are known."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dialog.language.sentences import in_letters, one_of
from dialog.models import Person
from dialog.process.once import once
from dialog.rights import (
    ADMIN,
    CIVIL_SERVANT,
    COMMUNICATOR,
    ELECTED,
    ELECTED_OF_BODY,
    RESPONSIBLE,
    SUPPORT,
)

if TYPE_CHECKING:
    from dialog.models import Wait
    from dialog.process.access import Access

SENDER = "person"  # one named person: who sent what came back
MEMBERS = "members"  # civil servants and elected officials of the case
FEW = 3  # so many names are said; of more two, and how many there are besides
SAID_OF_MANY = 2

# What an audience is called where nobody can be named: in the table of rights, and over many cases.
AUDIENCES = {
    ELECTED: gettext_lazy("the councillors"),
    ELECTED_OF_BODY: gettext_lazy("the committee's councillors"),
    CIVIL_SERVANT: gettext_lazy("the officers"),
    MEMBERS: gettext_lazy("the members of the case"),
    RESPONSIBLE: gettext_lazy("the lead officer"),
    SUPPORT: gettext_lazy("the development lead"),
    COMMUNICATOR: gettext_lazy("the communications team"),
    SENDER: gettext_lazy("the person who sent it"),
    ADMIN: gettext_lazy("the administrator"),
}


def people_of(access: "Access", wait: "Wait", working: list[Person] | None = None) -> list[Person]:
    """Return who can do today what waits in a case, each once; nobody where nobody can. ``working``: the communicators and
    the department that owns the handbook, where they have been read already.
    """
    audience = wait.audience
    if audience == SENDER:
        return _standing_for(access, wait.person) if wait.person else []
    if audience == RESPONSIBLE:
        return access.acting_responsible()
    if audience == MEMBERS:
        found = [*access.receivers(CIVIL_SERVANT), *access.receivers(ELECTED)]
        return list({person.pk: person for person in found}.values())
    if audience in (COMMUNICATOR, SUPPORT):
        flag = {COMMUNICATOR: "is_communicator", SUPPORT: "is_support"}[audience]
        found = _of_the_house(access) if working is None else working
        return [person for person in found if getattr(person, flag)]
    return access.receivers(audience, wait.body_id)


def _standing_for(access: "Access", person: Person) -> list[Person]:
    """Return somebody, and who stands in for her today."""
    deputies = [member.person for member in access.members if person.pk in member.acts_for]
    return list({one.pk: one for one in (person, *deputies)}.values())


@once
def _of_the_house(_access: "Access") -> list[Person]:
    """Those, read once for a case."""
    return of_the_house()


def of_the_house() -> list[Person]:
    """Return the communicators and the department that owns the handbook: what waits for them is in no one's case."""
    working = Person.objects.filter(is_active=True).order_by("name")
    return list(working.filter(is_communicator=True) | working.filter(is_support=True))


def others_name(access: "Access", wait: "Wait") -> str:
    """Return who can answer something that waits besides the person who asks; empty where nobody else can."""
    return names_of([person for person in people_of(access, wait) if person.pk != access.user.pk])


def you_or_others(access: "Access", wait: "Wait", working: list[Person] | None = None) -> str:
    """Return who can answer something that waits for the person who asks, where she is not the only one: «du eller Tomas
    Brodd»; empty where nobody else can.
    """
    others = [person.name for person in people_of(access, wait, working) if person.pk != access.user.pk]
    return _few([_("you"), *others], one_of) if others else ""


def audience_name(access: "Access", wait: "Wait", working: list[Person] | None = None) -> str:
    """Return for whom something waits in a case, by name: «Karin Lund eller Tomas Brodd»; that nobody can, where nobody is
    left. Never the role, which says nothing of whom one could ask.
    """
    if found := people_of(access, wait, working):
        return names_of(found)
    if wait.audience == ELECTED_OF_BODY:
        body = access.case.body if wait.body_id in (None, access.case.body_id) else wait.body
        return _("no one from %(body)s") % {"body": body}
    if wait.audience == ELECTED:
        return _("no one, because the case has no councillor")
    return str(AUDIENCES[ADMIN]) if wait.audience == RESPONSIBLE else _("no one")


def names_of(people: list[Person], *, joined: Callable[[list[str]], str] = one_of) -> str:
    """Return names of which one is enough: up to three of them, else two and how many there are besides. Where all are
    meant they are ``joined`` otherwise.
    """
    return _few([person.name for person in people], joined)


def _few(people: list[str], joined: Callable[[list[str]], str]) -> str:
    names = list(dict.fromkeys(people))
    if len(names) <= FEW:
        return joined(names)
    rest = len(names) - SAID_OF_MANY
    said = ngettext("%(names)s and %(n)s more", "%(names)s and %(n)s more", rest)
    return said % {"names": ", ".join(names[:SAID_OF_MANY]), "n": in_letters(rest)}


def first_of(names: str) -> str:
    """Return names of which one is enough as a narrow place has room for: «Karin Lund m.fl.»."""
    first = names.split(", ")[0].split(f" {_('or')} ")[0]
    return first if first == names else _("%(name)s and others") % {"name": first}


def is_for(access: "Access", wait: "Wait") -> bool:
    """Say whether what waits in a case waits for the person, as the inbox asks it over all cases."""
    if wait.audience == SENDER:
        hers = {person for membership in access.mine for person in membership.acts_for}
        return access.is_working and wait.person_id in hers
    if wait.audience == MEMBERS:
        return access.is_working
    body = wait.body_id or access.case.body_id
    return wait.audience in access.capacities_before(body)
