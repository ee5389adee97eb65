"""The list of cases as its address asks for it: words, filters, sorting. What the address says wrongly is left out."""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case as When
from django.db.models import F, OrderBy, Q, QuerySet
from django.db.models import When as If
from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog import clock
from dialog.acts import words
from dialog.cases.inbox import waits_for
from dialog.models import Body, Case, Person
from dialog.process.access import followed_cases, readable_cases
from dialog.process.phases import process
from dialog.search.cases import search
from dialog.search.find import Search

WAITED = "waited"
EARLIER = re.compile(r"(?:19|20)[0-9]{2}")
# Column → what it sorts by. A minus in the address turns it round; «waited» is by itself the longest wait first.
SORTS: dict[str, tuple[Any, str]] = {
    "title": (gettext_lazy("Case"), "title"),
    "phase": (gettext_lazy("Phase"), "phase"),
    WAITED: (gettext_lazy("Waiting for"), "waits_since"),
    "body": (gettext_lazy("Committee"), "body__name"),
    "responsible": (gettext_lazy("Lead officer"), "responsible__name"),
    "changed": (gettext_lazy("Changed"), "changed_at"),
}
# Whom a case can be filtered by waiting for → the audiences of ``dialog.process.waits``.
WAITING = {
    "me": (gettext_lazy("Me"), ()),
    "elected": (gettext_lazy("Councillors"), ("elected", "elected_of_body", "members")),
    "civil_servant": (gettext_lazy("Officers"), ("civil_servant", "responsible", "person", "members")),
    "communicator": (gettext_lazy("Communications officers"), ("communicator",)),
    "support": (gettext_lazy("The development lead"), ("support",)),
    "nobody": (gettext_lazy("No one"), ()),
}
# Several phases that are asked for together: name in the address → what they are called, the condition on a case.
PHASES_TOGETHER = {
    "running": (gettext_lazy("All that are in progress"), Q(closed_at=None)),
    "ended": (gettext_lazy("Closed or information"), Q(phase__in=[*words.PHASES])),
}
WAITS_LONG = "long"
LONG = dt.timedelta(days=30)  # what has waited for longer is told of where cases are counted
WHOSE = {
    "mine": gettext_lazy("Cases I am part of"),
    "responsible": gettext_lazy("Cases I am lead officer for"),
    "waiting": gettext_lazy("Cases waiting for me"),
}
AT_HAND = ("phase", "body", "whose")  # the filters that are always in sight; the others are folded


@dataclass(frozen=True)
class Filter:
    """A choice above the list: its name in the address, what it is called, what may be chosen, what is."""

    name: str
    label: Any
    options: list[tuple[str, Any]]
    chosen: str

    @property
    def chosen_label(self) -> str:
        """What is chosen, in words; empty where nothing is."""
        return str(dict(self.options).get(self.chosen, ""))


def chips_of(filters: Iterable[Filter]) -> list[tuple[str, str]]:
    """Return the filters that are chosen, as name in the address and words; each can be taken away."""
    return [(one.name, f"{one.label}: {one.chosen_label}") for one in filters if one.chosen]


@dataclass(frozen=True)
class Further:
    """A filter that a phase adds: what may be chosen, and the condition on a case that a choice stands for."""

    name: str
    label: Any
    options: list[tuple[str, Any]]
    condition: Callable[[str], Q]


FURTHER: list[Callable[[], Further]] = []


def further_filter(function: Callable[[], Further]) -> Callable[[], Further]:
    """Add a filter to the list of cases, by what a phase knows of them. It is asked for anew on every page."""
    FURTHER.append(function)
    return function


def waits_long(now: dt.datetime) -> Q:
    """Return the condition that a case has waited for longer than most do, whoever it waits for; one that rests does not."""
    return Q(waits_since__lte=now - LONG) & ~rests(now)


def rests(now: dt.datetime) -> Q:
    """Return the condition that a case rests."""
    return Q(paused_until__gt=localdate(now), paused_until__isnull=False)


def _for_long() -> str:
    return _("Someone, for more than %(n)d days") % {"n": LONG.days}


def _in_process() -> When:
    """The place of a case's phase in the process: its key says nothing of it."""
    phases = [*(phase.key for phase in process.phases), *words.PHASES]
    return When(*(If(phase=key, then=place) for place, key in enumerate(phases)), default=len(phases))


@dataclass(frozen=True)
class Column:
    """A heading of the list: where its sorting leads, and how the list is sorted by it now."""

    key: str
    title: Any
    sort: str
    direction: str


class KeysFirst(Paginator):
    """Pages of which the keys are found first, the rows after: a database sorts keys, not whole cases with their texts."""

    def _get_page(self, object_list: Any, number: int, paginator: Paginator) -> Page:
        return Page(list(rows_of(object_list)), number, paginator)


def rows_of(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Return some cases in their order with body and responsible, which a database joins to those alone."""
    found = Case.objects.filter(pk__in=cases.values("pk")).select_related("body", "responsible")
    return found.order_by(*cases.query.order_by)


class Listing:
    """The cases that a person may read, as one address asks for them."""

    def __init__(self, person: Person, asked: QueryDict, now: dt.datetime | None = None) -> None:
        self.person, self.asked, self.now = person, asked, now or clock.now()
        self.words = asked.get("q", "").strip()[:200]

    @cached_property
    def filters(self) -> list[Filter]:
        """The filters, in their order on the page."""
        phases = [
            *((phase.key, phase.title) for phase in process.phases),
            *words.PHASES.items(),
            *((key, label) for key, (label, _condition) in PHASES_TOGETHER.items()),
        ]
        waits = [*((key, label) for key, (label, codes) in WAITING.items()), (WAITS_LONG, _for_long())]
        bodies = [(str(body.pk), body.name) for body in Body.objects.all()]
        found: list[tuple[str, Any, list[tuple[str, Any]]]] = [
            ("phase", gettext_lazy("Phase"), phases),
            ("body", gettext_lazy("Committee"), bodies),
            ("waits", gettext_lazy("Waiting for"), waits),
            ("whose", gettext_lazy("Whose"), list(WHOSE.items())),
            ("year", gettext_lazy("Started"), self._years("year")),
            ("closed", gettext_lazy("Closed in"), self._years("closed")),
            ("outcome", gettext_lazy("Outcome"), list(Case.Outcome.choices)),
            *((further.name, further.label, further.options) for further in self.further.values()),
        ]
        return [Filter(name, label, options, self._valid(name, options)) for name, label, options in found]

    @property
    def at_hand(self) -> list[Filter]:
        """The filters that are always in sight."""
        found = {a_filter.name: a_filter for a_filter in self.filters}
        return [found[name] for name in AT_HAND]

    @property
    def folded(self) -> list[Filter]:
        """The other filters."""
        return [a_filter for a_filter in self.filters if a_filter.name not in AT_HAND]

    @property
    def opens_folded(self) -> bool:
        """Whether one of the folded filters is chosen."""
        return any(a_filter.chosen for a_filter in self.folded)

    @cached_property
    def further(self) -> dict[str, Further]:
        """What the phases add, by name."""
        return {further.name: further for further in (function() for function in FURTHER)}

    def _years(self, name: str) -> list[tuple[str, str]]:
        """The last years, and an earlier one where the address asks for it by this name."""
        years = [str(year) for year in range(self.now.year, self.now.year - 8, -1)]
        asked = self.asked.get(name, "")
        earlier = [asked] if EARLIER.fullmatch(asked) and asked < years[-1] else []
        return [(year, year) for year in [*years, *earlier]]

    def _valid(self, name: str, options: list[tuple[str, Any]]) -> str:
        chosen = self.asked.get(name, "")
        return chosen if chosen in {key for key, label in options} else ""

    @property
    def sort(self) -> str:
        """The column that the list is sorted by, with a minus where it is turned round."""
        asked = self.asked.get("sort", WAITED)
        return asked if asked.removeprefix("-") in SORTS else WAITED

    def columns(self) -> list[Column]:
        """Return the headings: each leads to its own sorting, and to the other way round when it is the one."""
        current, found = self.sort, []
        for key, (title, _column) in SORTS.items():
            turned = f"-{key}" if current == key else key
            direction = {key: "ascending", f"-{key}": "descending"}.get(current, "")
            found.append(Column(key, title, turned, direction))
        return found

    @cached_property
    def search(self) -> Search:
        """What is looked for, among the cases that the person may read."""
        return search(readable_cases(self.person), self.words)

    def cases(self) -> QuerySet[Case]:
        """Return the cases, filtered and sorted."""
        found = self.search.found
        for a_filter in self.filters:
            if a_filter.chosen:
                found = found.filter(self._condition(a_filter))
        key = self.sort.removeprefix("-")
        field = _in_process() if key == "phase" else F(SORTS[key][1])
        # Said of a column that is never empty, it would keep a database from reading its index backwards.
        nulls_last = True if key == WAITED else None
        order: OrderBy = field.desc(nulls_last=nulls_last) if self.sort != key else field.asc(nulls_last=nulls_last)
        return found.order_by(order, "-changed_at", "pk")

    def _condition(self, a_filter: Filter) -> Q:
        chosen = a_filter.chosen
        if a_filter.name in self.further:
            return self.further[a_filter.name].condition(chosen)
        if a_filter.name == "phase" and chosen in PHASES_TOGETHER:
            return PHASES_TOGETHER[chosen][1]
        if a_filter.name == "waits":
            return self._waiting(chosen)
        if a_filter.name == "whose" and chosen == "waiting":
            return self._waiting("me")
        if a_filter.name == "whose":
            mine = Q(pk__in=followed_cases(self.person).values("pk"))
            return mine if chosen == "mine" else Q(responsible=self.person)
        if a_filter.name == "year":
            return Q(created_at__year=int(chosen))
        if a_filter.name == "closed":
            return Q(closed_at__year=int(chosen))
        return Q(**{a_filter.name: int(chosen) if a_filter.name == "body" else chosen})

    def _waiting(self, chosen: str) -> Q:
        if chosen == "me":
            return Q(pk__in=waits_for(self.person, self.now).values("case"))
        if chosen == WAITS_LONG:
            return waits_long(self.now)
        if chosen == "nobody":
            return Q(waits_since=None) | Q(waits_since__gt=self.now)
        return Q(waits_since__lte=self.now, waits_for__in=WAITING[chosen][1])

    @property
    def chips(self) -> list[tuple[str, str]]:
        """The filters that are chosen, as name in the address and words; each can be taken away."""
        chosen = chips_of(self.filters)
        return [("q", _("Search terms: %(words)s") % {"words": self.words}), *chosen] if self.words else chosen
