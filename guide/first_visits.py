"""What is said to somebody who meets a page for the first time: once for each role and page, and never two at once.

It is shown until it is put away, at most on five days. So a page that shows it writes once a day that it did; a page
where it has been seen writes nothing, and nothing depends on the writing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dialog import clock
from dialog.models import Membership, Person
from guide.roles import roles_of

DAYS = 5  # on which it is shown at most


@dataclass(frozen=True)
class Once:
    """A few sentences on a page: a heading, what waits there, and where to go on as (name of an address, words)."""

    text: Promise
    title: Promise = field(default_factory=lambda: _("Welcome, %(name)s"))
    icon: str = "flag"
    links: tuple[tuple[str, Promise], ...] = ()
    while_reading: "Once | None" = None  # what is said instead to who has a part in cases and writes in none of them


# By page and role; of several roles the first that has something to say there speaks: what is hers alone before what all
# who have a department are told.
ONCE: dict[str, dict[str, Once]] = {
    "inbox": {
        "elected": Once(
            _(
                "This is what the committee needs to answer, oldest first. Open it, read it and answer: most things "
                "take three taps. You can always send something back with a question."
            ),
        ),
        "support": Once(
            _("Requests for help arrive here. You edit the handbook under Handbook, and Overview shows all dialogues.")
        ),
        "communicator": Once(
            _("The texts waiting for you are under Texts. Nothing goes out to residents before you have read it."),
            links=(("communication", _("Go to the texts")),),
        ),
        "admin": Once(
            _(
                "You manage committees, people and roles, and the pages about Dialog. You do not make any "
                "decisions in cases."
            ),
            links=(("admin:index", _("Organisation")), ("help", _("Help"))),
        ),
        "civil_servant": Once(
            _(
                "This is what is waiting for you. In a case, what you can do next is always at the top. Everything "
                "you write is saved automatically."
            ),
            links=(("new_case", _("Start a case")), ("help", _("Help"))),
            while_reading=Once(
                _(
                    "The cases you are following are under My cases. You can read, ask and comment in them. In a case "
                    "of your own, you write too."
                ),
                icon="eye",
                links=(("new_case", _("Start a case")), ("help", _("Help"))),
            ),
        ),
        "reader": Once(
            _("The cases you can follow are under My cases. You can read, ask and comment, but not change anything."),
            icon="eye",
        ),
    },
    "case": {
        "reader": Once(
            _(
                "You are following this case. You can read, ask and comment. You cannot change anything, even by "
                "mistake."
            ),
            icon="eye",
        ),
        "member": Once(
            _(
                "You go through three phases: planning, dialogue and follow-up. Each phase ends with a councillor "
                "confirming it. What you can do is always at the top of this page."
            ),
            _("How a dialogue works"),
            links=(("help", _("Read more in Help")),),
        ),
    },
    "decide": {
        "elected": Once(
            _(
                "Dialog does not make decisions for you. The minute number (§) can wait. If something is wrong, you "
                "can enter a correction."
            ),
            _("You record what the committee decided"),
            icon="town-hall",
        )
    },
    "communication": {
        "communicator": Once(
            _(
                "The oldest text is first. What you change is shown as residents will read it. When you have "
                "approved a text and published it, you enter its address."
            )
        )
    },
    "overview": {
        role: Once(
            _(
                "Each figure leads to the cases behind it. Cases you do not have permission to read are never "
                "named here."
            ),
            _("Figures that lead further"),
        )
        for role in ("support", "civil_servant", "elected", "communicator", "admin")
    },
}


@dataclass(frozen=True)
class Shown:
    """What is said on a page, with the key by which it is put away."""

    key: str
    once: Once
    person: Person

    @property
    def title(self) -> str:
        """The heading, with the reader's own name."""
        return str(self.once.title) % {"name": self.person.get_short_name()}


def first_visit(request: HttpRequest, page: str, roles: Iterable[str] | None = None) -> Shown | None:
    """Return what is said to the reader on a page, and note that she has met it today; None where she knows it.

    ``roles`` are those that count on the page; unless they are told, those that she has in the house.
    """
    person: Any = request.user
    if not person.is_authenticated or request.method != "GET" or hasattr(request, "first_visit"):
        return None
    held = roles_of(person) if roles is None else list(roles)
    role = next((role for role in ONCE[page] if role in held), None)
    key = f"{page}.{role}"
    if role is None or not _is_open(person, key):
        return None
    _note(person, key)
    request.first_visit = key  # type: ignore[attr-defined]
    once = ONCE[page][role]
    return Shown(key, once.while_reading if once.while_reading and _only_reads(person) else once, person)


def _only_reads(person: Person) -> bool:
    """Say whether somebody follows cases, and writes in none of them."""
    roles = set(Membership.objects.filter(person=person).holding(clock.today()).values_list("role", flat=True))
    return roles == {Membership.Role.READER}


def _is_open(person: Person, key: str) -> bool:
    """Say whether something is still said: neither put away nor met on as many days as is enough."""
    days, last = _met(person, key)
    return days < DAYS or (days == DAYS and last == clock.today().isoformat())


def _met(person: Person, key: str) -> tuple[int, str]:
    days, last = person.seen.get(key, (0, ""))
    return days, last


def _note(person: Person, key: str) -> None:
    """Write that it was met today, where it has not been. A page is shown all the same where nothing can be written."""
    days, last = _met(person, key)
    today = clock.today().isoformat()
    if last == today:
        return
    seen = {**person.seen, key: [days + 1, today]}
    try:
        with transaction.atomic():
            Person.objects.filter(pk=person.pk).update(seen=seen)
    except DatabaseError:
        return
    person.seen = seen


def put_away(person: Person, key: str) -> None:
    """Say something no more to somebody."""
    with transaction.atomic():
        locked = Person.objects.select_for_update().get(pk=person.pk)
        locked.seen[key] = [DAYS + 1, clock.today().isoformat()]
        locked.save(update_fields=["seen"])


def say_again(person: Person) -> None:
    """Say everything to somebody as if she met it for the first time."""
    Person.objects.filter(pk=person.pk).update(seen={})


def is_known(key: str) -> bool:
    """Say whether there is something of that key."""
    page, _dot, role = key.partition(".")
    return role in ONCE.get(page, {})
