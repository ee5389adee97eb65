"""How the methods of the catalogue went in the municipality's own closed dialogues."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from dialog.models import Case
from dialog.process.access import readable_cases
from dialog.process.once import once
from execution.models import Activity, ChosenMethod
from execution.models.counting import Counted, Total, count_in, totals

if TYPE_CHECKING:
    from dialog.process.access import Access

LATEST = 100  # closed dialogues that are looked through: what went before them is told by none who remembers it


@dataclass(frozen=True)
class Experience:
    """How a method went in the latest closed dialogue that used it, and how many of the latest ones did."""

    case: Case
    held: list[Counted]
    dialogues: int

    @property
    def total(self) -> Total | None:
        """What came of what was expected, in the first unit that anybody counted in."""
        return next((total for total in totals(self.held) if total.actual), None)

    @property
    def share(self) -> float | None:
        """How large a part of those expected came; None where nobody expected or counted."""
        total = self.total
        return total.actual / total.expected if total and total.is_expected and total.expected else None

    @property
    def said(self) -> str:
        """What the latest activity says of how it went."""
        texts = [counted.activity.experience for counted in self.held if counted.activity.experience]
        return texts[-1] if texts else ""


@dataclass(frozen=True)
class _Known:
    """What is read of one's own dialogue and of the closed ones together."""

    experiences: dict[str, Experience]
    counted: dict[str, Counted]
    methods: list[ChosenMethod]


@once
def _known(access: "Access") -> _Known:
    """Read the methods, the activities and what was counted there, each in one query."""
    own = access.case.pk
    held = Activity.objects.filter(case=OuterRef("pk"), status=Activity.Status.HELD)
    closed = readable_cases(access.user).filter(Exists(held), closed_at__isnull=False).exclude(pk=own)
    latest = closed.order_by("-closed_at", "-pk").values("pk")[:LATEST]
    used = Q(case__in=latest, dropped_because="") & ~Q(method=ChosenMethod.OWN)
    found = ChosenMethod.objects.filter(used | Q(case=own)).select_related("case__area")
    rows = list(found.order_by("-case__closed_at", "-case", "position", "pk"))
    there, here = ([row for row in rows if (row.case_id == own) is is_own] for is_own in (False, True))
    elsewhere = Q(case__in={row.case_id for row in there}, status=Activity.Status.HELD)
    counts = count_in(Activity.objects.filter(elsewhere | Q(case=own)))
    counted = {found.activity.key: found for found in counts if found.activity.case_id == own}
    return _Known(_latest(there, counts), counted, here)


def experiences(access: "Access") -> dict[str, Experience]:
    """Return how each method went, by its slug; of the closed dialogues that the person may read."""
    return _known(access).experiences


def counted_here(access: "Access") -> dict[str, Counted]:
    """Return what was counted at each activity of the case, by the activity's key."""
    return _known(access).counted


def methods_here(access: "Access") -> list[ChosenMethod]:
    """Return the methods that are in force in the case."""
    return _known(access).methods


def _latest(rows: list[ChosenMethod], counts: list[Counted]) -> dict[str, Experience]:
    """Return what is known of each method, of rows of which those of the latest closed case stand first."""
    held: dict[tuple[int, str], list[Counted]] = {}
    for counted in counts:
        held.setdefault((counted.activity.case_id, counted.activity.method), []).append(counted)
    found: dict[str, dict[Case, list[Counted]]] = {}
    for row in rows:
        if (row.case_id, row.key) in held:
            found.setdefault(row.method, {}).setdefault(row.case, []).extend(held[row.case_id, row.key])
    return {slug: Experience(*next(iter(cases.items())), len(cases)) for slug, cases in found.items()}
