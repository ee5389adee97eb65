"""How far the chosen methods reach each group, as rings: what is expected, and who has come, of those aimed for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialog.language.sentences import figures
from execution.choosing import situation_of
from execution.experience import counted_here
from execution.forms.methods import MethodRow
from execution.models.counting import reached
from execution.ranking import Wanted

if TYPE_CHECKING:
    from dialog.process.access import Access


@dataclass(frozen=True)
class Ring:
    """How many of a group the chosen methods are expected to reach, and how many came, of those one wants to reach."""

    group: Wanted
    came: int

    @property
    def aim(self) -> int:
        """How many one wants to reach; where nobody has said, those that are expected."""
        return self.group.aim or self.group.expected

    @property
    def planned(self) -> int:
        """The share that is expected, in per cent and at most all."""
        return _share(self.group.expected, self.aim)

    @property
    def part(self) -> int:
        """The share that came, in per cent and at most all."""
        return _share(self.came, self.aim)

    @property
    def number(self) -> str:
        """What stands in the ring: how many are expected, or that nobody has said."""
        return figures(self.group.expected) if self.group.expected or not self.group.methods else "?"

    @property
    def words(self) -> str:
        """What the ring says."""
        if not self.group.methods:
            said = _("no method reaches them yet")
        elif not self.aim:
            said = _("reached, but no one has said how many")
        else:
            facts = {"expected": figures(self.group.expected), "aim": figures(self.aim)}
            said = _("%(expected)s expected out of %(aim)s") % facts
        came = ngettext("%(n)s has come", "%(n)s have come", self.came) % {"n": figures(self.came)}
        return f"{said}, {came}" if self.came else said


def _share(number: int, of: int) -> int:
    return min(round(100 * number / of), 100) if of else 0


def rings_of(access: "Access", rows: Iterable[MethodRow]) -> list[Ring]:
    """Return a ring for each group that must be reached, and for others that one wants to reach, the most important first.

    ``rows`` are the methods as somebody writes them.
    """
    came = reached(counted_here(access).values())
    groups = situation_of(access, rows).groups
    shown = [group for group in groups if group.is_first or group.methods or group.aim]
    return [Ring(group, came.get(group.key, 0)) for group in sorted(shown, key=lambda group: group.priority or 9)]
