"""Who may do what to a case: what the table of rights means on a day, and the loader of a case with the right to it.

Memberships and seats are the truth, judged by the day. Nothing here asks Django's or guardian's ``has_perm``: those say
yes to every superuser, and an administrator may not decide.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from guardian.shortcuts import get_objects_for_user

from dialog import clock
from dialog.models import Case, Decision, GateException, HelpRequest, Membership, Person, Record, Revision, Seat, house
from dialog.process import offers, people, references
from dialog.process.phases import process
from dialog.process.standing import Standing
from dialog.rights import (
    CASE_RIGHTS,
    COMMUNICATOR,
    STEP_RIGHTS,
    SUPPORT,
    TEXT,
)

if TYPE_CHECKING:
    from dialog.process.step import Step


@dataclass
class Access(Standing):
    """A case as one person meets it on one day: what is loaded once and asked by rules, forms and pages.

    Everything that acts judge is in here, so that ``allowed_acts`` can be a pure function.
    """

    records: dict[tuple[str, str], Record]
    decisions: list[Decision]
    kept: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    def forget(self) -> None:
        """Forget what was worked out, because an act has changed what it was worked out from."""
        for name in [*vars(self)]:
            if isinstance(getattr(type(self), name, None), cached_property):
                del self.__dict__[name]
        self.kept.clear()

    @property
    def is_open_to_user(self) -> bool:
        """Whether the case is open in the house, and the person belongs to it."""
        return self.case.visibility == Case.Visibility.OPEN and house.belongs(self.user, self.today, self.seats)

    def may_at(self, act: str, step_role: str, body: int | None = None) -> bool:
        """Say whether the table gives the person that act at a step of that role; ``body`` decides there if another does."""
        found = self.capacities if body is None else self.capacities_before(body)
        return bool(found & STEP_RIGHTS[act].get(step_role, set()))

    def may(self, act: str) -> bool:
        """Say whether the table gives the person that act on the case."""
        return bool(self.capacities & CASE_RIGHTS[act])

    def record(self, step: str, row: str = "") -> Record | None:
        """Return the case's record of a step, or of a row of a register."""
        return self.records.get((step, row))

    def is_done(self, step: str) -> bool:
        """Say whether a step is done; gates, checklists and conditions never ask less."""
        record = self.record(step)
        return bool(record and record.done)

    @cached_property
    def in_force(self) -> dict[tuple[str, str], Decision]:
        """The decision in force of each decided step, and of each row that a body decided: none supersedes it."""
        superseded = {decision.supersedes_id for decision in self.decisions}
        return {(decision.step, decision.row): decision for decision in self.decisions if decision.pk not in superseded}

    @property
    def decisions_in_force(self) -> dict[str, Decision]:
        """The decision in force of each decided step."""
        return {step: decision for (step, row), decision in self.in_force.items() if not row}

    @cached_property
    def exceptions(self) -> list[GateException]:
        """The exceptions that members have written for the gates."""
        return list(GateException.objects.filter(case=self.case).select_related("by"))

    @cached_property
    def is_on_information_track(self) -> bool:
        """Whether a decision is in force after which residents are informed instead of asked."""
        return any(
            not step.lets_go_on(decision)
            for key, decision in self.decisions_in_force.items()
            if (step := process.find(key))
        )

    @property
    def was_held(self) -> bool:
        """Whether an activity was held: who took part is owed an answer, whatever the body decides afterwards."""
        return process.was_held(self)

    @property
    def is_over(self) -> bool:
        """Whether the dialogue goes no further: the case is closed, or residents are informed instead."""
        return bool(self.case.closed_at) or self.is_on_information_track

    def versions(self, steps: Iterable[str]) -> dict[str, Revision]:
        """Return the version in force of each of the steps that has one."""
        wanted = {record.pk: record for step in steps if (record := self.record(step)) and record.version}
        found = Revision.objects.filter(record__in=wanted).exclude(version=None)
        return {
            wanted[revision.record_id].step: revision
            for revision in found
            if revision.version == wanted[revision.record_id].version
        }

    def referred_to(self, *tables: str) -> set[tuple[str, str]]:
        """Return the rows of some tables, by table and key, that something in the case refers to, read once; see
        ``dialog.process.references``.
        """
        return references.referred_to(self, tables)

    def choices(self, source: str) -> list[tuple[str, str]]:
        """Return what a field may offer, as (key, label), read once; see ``dialog.process.offers``."""
        return offers.offered(self, source)

    def picks(self, source: str, chosen: Iterable[str]) -> people.Picks:
        """Return whom a field shows to be chosen; see ``dialog.process.people``."""
        return people.picks(self, source, chosen)

    def expect_people(self, keys: Iterable[str]) -> None:
        """Read together whoever a form names; see ``dialog.process.people``."""
        people.read_at_once(self, keys)

    def name_of_gone(self, source: str, key: str) -> str:
        """Return what a choice is called that is not offered any more; see ``dialog.process.offers``."""
        return offers.name_of_gone(self, source, key)

    @cached_property
    def asked_at(self) -> frozenset[tuple[str, str]]:
        """Where in the case the person is asked for help, as (step, row): for support, while the question is open."""
        if SUPPORT not in self.capacities:
            return frozenset()
        asked = HelpRequest.objects.filter(case=self.case, answered_at=None)
        return frozenset(asked.values_list("step", "row"))

    def reads_drafts(self, step: "Step", row: str = "") -> bool:
        """Whether drafts, proposals and comments of a step or a row are for the person, the only judge of it: a member;
        the communicators, of a text that was handed over; support, of the very thing that it is asked about.
        """
        if self.is_member or (step.role == TEXT and self.reads_text(self.record(step.key, row))):
            return True
        return (step.key, row) in self.asked_at

    def reads_text(self, record: Record | None) -> bool:
        """Whether what is written in a publication text is for the person: members, and the communicators from the day
        that it was handed over; what is changed afterwards is the civil servants' again until they hand it over.
        """
        if self.is_member or COMMUNICATOR not in self.capacities:
            return self.is_member
        return record is not None and not record.is_unsent

    def people(self, ids: Iterable[int | None]) -> dict[int, Person]:
        """Return the people with those ids, for names on a page; members are known already."""
        wanted = {pk for pk in ids if pk}
        known = {
            membership.person_id: membership.person for membership in self.memberships if membership.person_id in wanted
        }
        unknown = wanted - known.keys()
        return known | Person.objects.in_bulk(unknown) if unknown else known


def load(
    user: Person,
    case_pk: int,
    *,
    lock: bool = False,
    at: dt.datetime | None = None,
    act: str = "",
    for_texts: bool = False,
) -> Access:
    """Load a case with the right to it. Raises Http404 for whoever may not know of it, as for a case that is not there.

    Whom the table gives ``act`` on the case may load it for that: an administrator its people, though she does not read it.
    ``for_texts``: communicators see the publication texts of every case, from the level decision on.
    """
    access = _load(user, case_pk, lock=lock, at=at)
    allowed = can_read(access) or (act and access.may(act)) or (for_texts and can_read_texts(access))
    if not allowed:
        raise Http404
    return access


def load_for_house(case_pk: int, *, lock: bool = False) -> Access:
    """Load a case for what nobody asks for: to derive again what is stored of it. No right is judged by this."""
    case = Case.objects.select_related("responsible").get(pk=case_pk)
    return _load(case.responsible, case_pk, lock=lock, at=None)


def _load(user: Person, case_pk: int, *, lock: bool, at: dt.datetime | None) -> Access:
    cases = Case.objects.select_related("body", "responsible", "area", "initiative_body")
    if lock:
        cases = cases.select_for_update(of=("self",))
    try:
        case = cases.get(pk=case_pk)
    except (Case.DoesNotExist, OverflowError):
        raise Http404 from None
    memberships = list(Membership.objects.filter(case=case).select_related("person", "deputy_for__person"))
    people = {user.pk, *(membership.person_id for membership in memberships)}
    return Access(
        user=user,
        case=case,
        now=at or clock.now(),
        memberships=memberships,
        everybodys_seats=list(Seat.objects.filter(person__in=people)),
        records={(record.step, record.row): record for record in Record.objects.filter(case=case)},
        decisions=list(Decision.objects.filter(case=case)),
    )


def may_know_of(access: Access, step: "Step | None") -> bool:
    """Say whether the person may know of something in the case at all: of a publication text the communicators, too."""
    return can_read(access) or (step is not None and step.role == TEXT and can_read_texts(access))


def can_read_texts(access: Access) -> bool:
    """Say whether the person sees the case's publication texts as a communicator."""
    steps = (process.find(key) for key in access.decisions_in_force)
    decided = any(step and step.opens_texts for step in steps) or access.is_on_information_track
    return COMMUNICATOR in access.capacities and (decided or access.is_open_to_user)


def can_read(access: Access) -> bool:
    """Say whether the person may know of the case at all: a member, whoever belongs here when it is open, or support."""
    return access.may("read") or access.is_open_to_user


def followed_cases(user: Person) -> QuerySet[Case]:
    """Return the cases that the person is a member of today, in any role: guardian's copy of the memberships."""
    found: QuerySet[Case] = get_objects_for_user(
        user, "dialog.follow_case", klass=Case, use_groups=False, with_superuser=False, accept_global_perms=False
    )
    return found


def readable_cases(user: Person) -> QuerySet[Case]:
    """Return the cases that the person may know of: the one choice for lists, search, queues and letters."""
    if user.is_support:
        return Case.objects.all()
    mine = Q(pk__in=followed_cases(user).values("pk"))
    if not house.belongs(user, clock.today()):
        return Case.objects.filter(mine)
    return Case.objects.filter(Q(visibility=Case.Visibility.OPEN) | mine)


def open_cases() -> QuerySet[Case]:
    """Return the cases that are open in the house: those that may be named on a paper that leaves it."""
    return Case.objects.filter(visibility=Case.Visibility.OPEN)


@offers.offer("cases")
def other_cases(access: Access) -> offers.Choices:
    """The other cases that the person may know of."""
    found = readable_cases(access.user).exclude(pk=access.case.pk).order_by("title")
    return [(str(pk), title) for pk, title in found.values_list("pk", "title")]


def allowed_acts(step: "Step", record: Record | None, access: Access) -> frozenset[str]:
    """Return what the person may do at a step now: the table's rights that the step's state permits."""
    body = record.body_id if record else None
    return frozenset(act for act in step.possible_acts(record, access) if access.may_at(act, step.role, body))


def why_not(step: "Step", act: str, access: Access, body: int | None = None) -> str:
    """Return why an act at a step is refused, as a sentence for whoever tried it; ``body`` decides there if another does."""
    if reason := step.shut(access):
        return reason
    if not access.may_at(act, step.role, body):
        return _("Your role in the case does not allow you to do this.")
    return _("This cannot be done while the step is in its current state.")
