"""What the administrator of a new installation does first: a list that ticks itself off, and is gone when all is done.

Each line asks the data, so it stays true whoever does it and wherever. The order is that in which one thing needs another.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dialog import clock
from dialog.models import Body, Case, Department, Municipality, Person, Seat
from guide.models import Wording
from guide.statements import unwritten
from handbook.models import Contact, Edition

DONE = "guide.first_steps.done"
DONE_SECONDS = 24 * 60 * 60


@dataclass(frozen=True)
class FirstStep:
    """One thing to do: what, why or how, where it is done, and whether it is."""

    title: Promise
    how: Promise
    where: Callable[[], str]
    is_done: Callable[[], bool]

    @property
    def url(self) -> str:
        """Where it is done, or where one reads how."""
        return self.where()


def at(url_name: str, *args: str) -> Callable[[], str]:
    """Return what gives the address of a page when it is asked for."""
    return lambda: reverse(url_name, args=args)


def at_unwritten_page() -> str:
    """Return where the first page about Dialog that nobody has written is written."""
    return reverse("statement_edit", args=[next(iter(unwritten()), Wording.Page.ACCESSIBILITY)])


def _municipality() -> bool:
    return Municipality.objects.exclude(name="").exclude(email="").exists()


def _departments() -> bool:
    return Department.objects.filter(owns_handbook=True).exists()


def _bodies() -> bool:
    return Body.objects.filter(Q(ended_on=None) | Q(ended_on__gte=clock.today())).exists()


def _people() -> bool:
    today = clock.today()
    held = Seat.objects.filter(Q(end=None) | Q(end__gte=today), start__lte=today, person__is_active=True)
    return (
        held.exists()
        and Person.objects.filter(is_active=True, is_administrator=False).exclude(department=None).exists()
    )


def _roles() -> bool:
    active = Person.objects.filter(is_active=True)
    return active.filter(is_communicator=True).exists() and active.filter(is_support=True).exists()


def _pages() -> bool:
    return not unwritten()


def _invited() -> bool:
    others = Person.objects.filter(is_active=True, is_administrator=False)
    return others.exclude(last_login=None).exists() or Case.objects.exists()


def _handbook() -> bool:
    return Edition.objects.published().exists() and Contact.objects.exists()


FIRST_STEPS = [
    FirstStep(
        _("Enter the municipality"),
        _("Name, email and phone number are shown on pages and in documents. Colour and logo can wait."),
        at("admin:dialog_municipality_changelist"),
        _municipality,
    ),
    FirstStep(
        _("Add the departments"),
        _("Mark the one that owns the handbook. Requests for help are sent there."),
        at("admin:dialog_department_changelist"),
        _departments,
    ),
    FirstStep(
        _("Add the committees"),
        _("Council, executive board and committees. A case belongs to the committee that decides on it."),
        at("admin:dialog_body_changelist"),
        _bodies,
    ),
    FirstStep(
        _("Add people with their seats and departments"),
        _("A seat makes someone a councillor, a department makes them an officer. No one gets an email yet."),
        at("admin:dialog_person_changelist"),
        _people,
    ),
    FirstStep(
        _("Appoint a communications officer and a development lead"),
        _(
            "The communications officer approves all texts for residents. The development lead looks after the "
            "handbook and answers requests for help."
        ),
        at("admin:dialog_person_changelist"),
        _roles,
    ),
    FirstStep(
        _("Write the pages about Dialog"),
        _(
            "Accessibility, personal data and who to ask. The first two are required by law. The parts in italics "
            "are things only you know."
        ),
        at_unwritten_page,
        _pages,
    ),
    FirstStep(
        _("Invite them"),
        _("Each of them gets an email with a link for choosing a password. This is done when the first has signed in."),
        at("admin:dialog_person_invite"),
        _invited,
    ),
    FirstStep(
        _("Make the handbook your own"),
        _(
            "The development lead enters the vision, the policy and who to ask. If there is no handbook, it can be "
            "loaded on the server."
        ),
        at("help_page", "utvecklingsledare"),
        _handbook,
    ),
    FirstStep(
        _("The first case"),
        _("It is started by an officer or a councillor, not by you."),
        at("cases"),
        Case.objects.exists,
    ),
]


@dataclass(frozen=True)
class Line:
    """A step as the list shows it; ``is_next`` is the first that is not done."""

    step: FirstStep
    is_done: bool
    is_next: bool


def lines() -> list[Line]:
    """Return the list with what is done; empty when all is, which is remembered for a day."""
    if cache.get(DONE):
        return []
    done = [step.is_done() for step in FIRST_STEPS]
    if all(done):
        cache.set(DONE, True, DONE_SECONDS)
        return []
    first = done.index(False)
    return [Line(step, done[n], n == first) for n, step in enumerate(FIRST_STEPS)]
