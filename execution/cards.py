"""A method of the catalogue on the page of Välj metod: every reason for it and all that speaks against it, in words."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from dialog.language.dates import say
from dialog.language.sentences import all_of, figures
from execution.experience import Experience
from execution.in_force import level_name
from execution.misfits import misfits
from execution.ranking import Combination, Filters, Fit, Wanted
from handbook import catalogue


@dataclass(frozen=True)
class Card:
    """A method of the catalogue with every reason for it and all that speaks against it, in words.

    ``wanted`` is what somebody asks of a method.
    """

    fit: Fit
    last_day: dt.date | None
    experience: Experience | None = None
    times_chosen: int = 0
    wanted: Filters = field(default_factory=Filters)

    @property
    def method(self) -> catalogue.Method:
        """The method."""
        return self.fit.method

    @property
    def whom(self) -> str:
        """Which groups it reaches that must be reached and are not yet."""
        return _by_priority(self.fit.new_groups)

    @property
    def already(self) -> str:
        """Which groups it reaches that other methods reach already."""
        found = [group for group in self.fit.groups if group not in self.fit.new_groups]
        return _("Already reached by your methods: %(groups)s") % {"groups": _by_priority(found)} if found else ""

    @property
    def traits(self) -> str:
        """What is said of whom it reaches well, whoever the groups are."""
        return _("Often reaches %(whom)s.") % {"whom": all_of(self.method.reach_names)} if self.method.reaches else ""

    @property
    def begin_by(self) -> dt.date | None:
        """The last day on which the preparation can begin."""
        return self.last_day - dt.timedelta(weeks=self.method.weeks) if self.last_day else None

    @property
    def lead(self) -> str:
        """How long before the preparation must begin, seen from today."""
        before = _("%(weeks)s before") % {"weeks": self.method.lead_time}
        if self.fit.begins_now:
            return _("start now, %(before)s") % {"before": before}
        return before if self.fit.is_in_time else _("%(before)s: too late") % {"before": before}

    @property
    def reasons(self) -> list[str]:
        """What speaks for it."""
        found = [self.method.strengths]
        level, part = self.fit.situation.level, self.fit.part
        if level and self.method.fits(level) and not self.method.tool:
            found.append(_("Suits the level %(level)s.") % {"level": level_name(level)})
        elif part:
            found.append(
                _("Suits part of the dialogue, with the level %(level)s.")
                % {"level": level_name(self.fit.situation.parts[part])}
            )
        if self.begin_by and self.fit.is_in_time:
            found.append(_("There is time if you start by %(day)s.") % {"day": say(self.begin_by)})
        return found

    @property
    def warnings(self) -> list[str]:
        """What speaks against it."""
        found = [self.method.pitfalls, *misfits(self.fit)]
        crowded = [group for group in self.fit.wanted if group.is_first and (group.aim or 0) > self.method.group[1]]
        if crowded:
            facts = {"most": figures(self.method.group[1]), "groups": _numbers(crowded)}
            found.append(_("Has room for %(most)s at a time. You want to reach %(groups)s.") % facts)
        return found

    @property
    def misfits(self) -> list[str]:
        """In what it does not fit the case, or what somebody asks of it."""
        return misfits(self.fit, self.wanted)

    @property
    def in_a_line(self) -> str:
        """What is said of it where it is only named: its weak sides, else whom it reaches, else what it is."""
        return " ".join(self.misfits) or self.whom or self.method.what

    @property
    def coins(self) -> tuple[str, str]:
        """The cost as dots: those that are full, and the others."""
        return "●" * self.method.cost, "●" * (3 - self.method.cost)


@dataclass(frozen=True)
class Together:
    """A combination of methods that reaches everybody who must be reached, in words."""

    combination: Combination

    @property
    def lines(self) -> list[tuple[catalogue.Method, str]]:
        """Each method with whom it reaches."""
        return [
            (method, _("reaches %(groups)s.") % {"groups": all_of(group.name for group in groups)})
            for method, groups in self.combination.reached
        ]

    @property
    def terms(self) -> str:
        """What the methods take together."""
        methods = [fit.method for fit in self.combination.fits]
        weeks = max(methods, key=lambda method: method.weeks).lead_time
        costs = all_of(dict.fromkeys(str(method.cost_name) for method in methods))
        return _("Start %(weeks)s before. Cost: %(costs)s.") % {"weeks": weeks, "costs": costs}

    @property
    def slugs(self) -> str:
        """The methods, as the button says them."""
        return " ".join(fit.method.slug for fit in self.combination.fits)

    @property
    def button(self) -> str:
        """What the button is called."""
        return _("Add %(methods)s") % {"methods": all_of(fit.method.name for fit in self.combination.fits)}


def _by_priority(groups: Iterable[Wanted]) -> str:
    """Return the names of groups with the priority that they have."""
    found: dict[int | None, list[str]] = {}
    for group in groups:
        found.setdefault(group.priority, []).append(group.name)
    said = _("%(groups)s, priority %(n)s")
    return "; ".join(said % {"groups": all_of(names), "n": priority} for priority, names in found.items())


def _numbers(groups: Iterable[Wanted]) -> str:
    return all_of(_("%(n)s of %(group)s") % {"n": figures(group.aim or 0), "group": group.name} for group in groups)
