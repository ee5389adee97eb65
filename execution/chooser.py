"""The catalogue as the page of Välj metod shows it: who is reached, what fits, what speaks against it, side by side."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialog.language.dates import say
from dialog.language.sentences import all_of, in_letters
from execution.cards import Card, Together
from execution.choosing import people_expected, situation_of
from execution.comparing import Line, side_by_side
from execution.experience import counted_here, experiences
from execution.forms.methods import MethodRow, MethodsForm
from execution.in_force import level_name
from execution.ranking import OPEN, Filters, Fit, Situation, combine, rank
from handbook import catalogue

if TYPE_CHECKING:
    from dialog.process.access import Access

COMPARED = (2, 3)  # how many methods can stand side by side
FILTERS = ("level", "group", "weeks", "cost", "mode", "size", "trait", "all")
LOW = 1  # the cost that one filters by
IN_SIGHT = 4  # cards; the other methods are listed by name


@dataclass(frozen=True)
class Chosen:
    """A chosen method in the list of them."""

    row: MethodRow
    number: int
    groups: str
    people: int
    held: dt.date | None

    @property
    def lacks(self) -> bool:
        """Whether something remains to be filled in."""
        return not self.row.is_dropped and any(True for _lack in self.row.sentences())


@dataclass(frozen=True)
class Chip:
    """A filter: a link that adds it, or takes it away."""

    words: str
    address: str
    is_on: bool
    would_fit: int = 0


class Chooser:
    """The catalogue on the page of a step that is being written, as one address asks for it."""

    def __init__(self, access: "Access", form: MethodsForm, asked: QueryDict, address: str = "") -> None:
        self.access, self.form, self.asked, self.address = access, form, asked, address
        self.situation: Situation = situation_of(access, form.live)
        tried = {slug: experience.dialogues for slug, experience in experiences(access).items()}
        self.fits = rank(catalogue.methods().values(), self.situation, tried)

    @cached_property
    def chosen(self) -> list[Chosen]:
        """The methods that were chosen."""
        names = {group.key: group.name for group in self.situation.groups}
        activities = [counted.activity for counted in counted_here(self.access).values()]
        held = {activity.method: activity.first_day for activity in activities if activity.is_held}
        rows = self.form.rows[MethodRow.name]
        return [
            Chosen(
                row,
                number,
                all_of(names[key] for key in row.judged.get("target_groups", ()) if key in names),
                sum(people_expected(row).values()),
                held.get(row.key),
            )
            for number, row in enumerate(rows, start=1)
            if isinstance(row, MethodRow)
        ]

    # What is asked for

    @cached_property
    def is_asked(self) -> bool:
        """Whether somebody has asked for anything; else the case itself does."""
        return any(name in self.asked for name in FILTERS)

    @cached_property
    def filters(self) -> Filters:
        """What a method must be; what the address says wrongly is left out."""
        if not self.is_asked:
            return Filters.of(self.situation)
        keys = {group.key for group in self.situation.groups} | {OPEN}
        return Filters(
            levels=_known(self.asked.getlist("level"), catalogue.levels()),
            groups=_known(self.asked.getlist("group"), keys),
            weeks=_number(self.asked.get("weeks", "")),
            cost=_number(self.asked.get("cost", "")),
            mode=next(iter(_known([self.asked.get("mode", "")], ("physical", "digital"))), ""),
            size=next(iter(_known([self.asked.get("size", "")], ("small", "large"))), ""),
            traits=_known(self.asked.getlist("trait"), catalogue.REACHES),
        )

    def address_of(self, filters: Filters | None) -> str:
        """Return the address of the page with those filters; None for how it begins."""
        query = QueryDict(mutable=True)
        for name in ("change", "open"):
            if name in self.asked:
                query[name] = self.asked.get(name, "")
        if filters is not None:
            said = {
                "level": filters.levels,
                "group": filters.groups,
                "weeks": () if filters.weeks is None else (str(filters.weeks),),
                "cost": () if filters.cost is None else (str(filters.cost),),
                "mode": (filters.mode,) if filters.mode else (),
                "size": (filters.size,) if filters.size else (),
                "trait": filters.traits,
            }
            for name, values in said.items():
                if values:
                    query.setlist(name, list(values))
            if not any(said.values()):
                query["all"] = "1"
        return f"{self.address}?{query.urlencode()}#catalogue" if query else f"{self.address}#catalogue"

    @property
    def asked_for(self) -> list[tuple[str, str]]:
        """What was asked for in the address, as names and values."""
        return [(name, text) for name in ("change", *FILTERS) for text in self.asked.getlist(name)]

    @property
    def back(self) -> str:
        """The address of the catalogue with what was asked for."""
        return self._address(self.asked_for)

    @property
    def saved_at(self) -> str:
        """The address at which the form is saved: what was asked for stays."""
        return self.back

    @property
    def own_address(self) -> str:
        """The address on which one writes a method of one's own."""
        return self._address([*self.asked_for, ("own", "1")])

    @property
    def writes_own(self) -> bool:
        """Whether a method of one's own is to be written."""
        return "own" in self.asked

    def _address(self, asked: list[tuple[str, str]]) -> str:
        return f"{self.address}?{urlencode(asked)}" if asked else self.address

    @cached_property
    def chips(self) -> list[Chip]:
        """The filters that are on, and those that are mostly wanted."""
        return [chip for chip in self._chips if chip.is_on]

    @cached_property
    def further_chips(self) -> list[Chip]:
        """The filters that are off."""
        return [chip for chip in self._chips if not chip.is_on]

    @cached_property
    def _chips(self) -> list[Chip]:
        return [self._chip(words, other, is_on) for words, other, is_on in self._offered_filters()]

    def _chip(self, words: str, other: Filters, is_on: bool) -> Chip:
        would_fit = sum(other.let(fit) and not fit.method.tool for fit in self.fits) if is_on else 0
        return Chip(words, self.address_of(other), is_on, would_fit)

    def _offered_filters(self) -> Iterable[tuple[str, Filters, bool]]:
        """Yield each filter in words, the filters that it leads to, and whether it is on."""
        now, here = self.filters, self.situation
        for level in dict.fromkeys(filter(None, [here.level, *here.parts.values(), *now.levels])):
            on = level in now.levels
            yield (
                _("Suits %(level)s") % {"level": level_name(level)},
                replace(now, levels=_toggled(now.levels, level)),
                on,
            )
        names = {group.key: group.name for group in here.groups if group.is_first or group.key in now.groups}
        if len(here.left_out) > 1 or OPEN in now.groups:
            names = {OPEN: _("someone no method reaches yet"), **names}
        for key, name in names.items():
            yield (
                _("Reaches %(group)s") % {"group": name},
                replace(now, groups=_toggled(now.groups, key)),
                key in now.groups,
            )
        weeks = here.weeks if now.weeks is None else now.weeks
        if weeks is not None:
            words = ngettext("Enough time: no more than %(n)d week", "Enough time: no more than %(n)d weeks", weeks) % {
                "n": weeks
            }
            yield words, replace(now, weeks=weeks if now.weeks is None else None), now.weeks is not None
        yield _("Low cost"), replace(now, cost=LOW if now.cost is None else None), now.cost is not None
        for mode, words in (("digital", _("Digital")), ("physical", _("In person"))):
            yield words, replace(now, mode="" if now.mode == mode else mode), now.mode == mode
        for size, words in (("small", _("Up to 30 people")), ("large", _("100 people or more"))):
            yield words, replace(now, size="" if now.size == size else size), now.size == size
        for trait, whom in catalogue.REACHES.items():
            words = _("Often reaches %(whom)s") % {"whom": whom}
            yield words, replace(now, traits=_toggled(now.traits, trait)), trait in now.traits

    # What is found

    @cached_property
    def times_chosen(self) -> dict[str, int]:
        """How often each method stands among the chosen ones, by its slug."""
        found: dict[str, int] = {}
        for row in self.form.live:
            slug = row.judged.get("method", "")
            found[slug] = found.get(slug, 0) + 1
        return found

    def card(self, fit: Fit) -> Card:
        """Return the card of a method."""
        last = self.access.case.dialogue_to if self.situation.weeks is not None else None
        slug = fit.method.slug
        tried = experiences(self.access).get(slug)
        return Card(fit, last, tried, self.times_chosen.get(slug, 0), self.filters)

    @cached_property
    def shows_all(self) -> bool:
        """Whether nothing is filtered away."""
        return self.filters == Filters()

    @cached_property
    def cards(self) -> list[Card]:
        """The methods that fit what is asked for, the best first; those that are chosen already only where all are shown."""
        found = [fit for fit in self._offered if self.filters.let(fit)]
        return [self.card(fit) for fit in found]

    @cached_property
    def others(self) -> list[Card]:
        """The methods that fit less well: first those of which least is to be said against. They say what it is."""
        found = [self.card(fit) for fit in self._offered if not self.filters.let(fit)]
        return sorted(found, key=lambda card: len(card.misfits))

    @property
    def _offered(self) -> list[Fit]:
        usable = [fit for fit in self.fits if not fit.method.tool]
        return [fit for fit in usable if self.shows_all or fit.method.slug not in self.times_chosen]

    @property
    def first(self) -> list[Card]:
        """The cards in sight: the best of those that fit, and where none does, those that come closest."""
        return (self.cards or self.others)[:IN_SIGHT]

    @property
    def lists(self) -> list[tuple[str, list[Card], bool]]:
        """All other methods by name: what each list is called, what stands in it, and whether it is open."""
        more, others = (self.cards[IN_SIGHT:], self.others) if self.cards else ([], self.others[IN_SIGHT:])
        said_more = ngettext("%(n)s more suitable", "%(n)s more suitable", len(more)) % {"n": in_letters(len(more))}
        said_others = ngettext("%(n)s less suitable", "%(n)s less suitable", len(others)) % {
            "n": in_letters(len(others))
        }
        if self.shows_all:
            said_more = ngettext("%(n)s more method", "%(n)s more methods", len(more)) % {"n": in_letters(len(more))}
        found = [(said_more, more, self.shows_all), (said_others, others, False)]
        return [(capfirst(said), cards, is_open) for said, cards, is_open in found if cards]

    @property
    def heading(self) -> str:
        """How many methods are shown, as a heading."""
        count = len(self.cards)
        if not count:
            return _("No method is suitable in every way")
        if self.shows_all:
            said = _("All %(n)s methods")
        elif self.times_chosen:
            said = ngettext("%(n)s more method is suitable", "%(n)s more methods are suitable", count)
        else:
            said = ngettext("%(n)s method is suitable", "%(n)s methods are suitable", count)
        return capfirst(said % {"n": in_letters(count)})

    @cached_property
    def tools(self) -> list[Card]:
        """The tools, which support methods and count for no group."""
        return [self.card(fit) for fit in self.fits if fit.method.tool]

    @property
    def tool_names(self) -> str:
        """What the tools are called."""
        return all_of(card.method.name for card in self.tools)

    @property
    def is_done(self) -> bool:
        """Whether the next thing is to finish: methods are chosen, all are reached, nothing remains."""
        return bool(self.form.live) and not self.situation.left_out and not self.form.remaining

    @property
    def best(self) -> str:
        """The method whose button is the filled one; none where none fits, or to finish is the next thing."""
        return self.cards[0].method.slug if self.cards and not self.is_done else ""

    @property
    def total(self) -> int:
        """How many methods there are."""
        return sum(not fit.method.tool for fit in self.fits)

    @property
    def everything(self) -> str:
        """The address on which nothing is filtered away."""
        return self.address_of(Filters())

    @property
    def as_it_begins(self) -> str:
        """The address on which the case itself says what is wanted."""
        return self.address_of(None)

    @cached_property
    def together(self) -> list[Together]:
        """Combinations of methods that reach everybody who must be reached and is not."""
        fits = [fit for fit in self.fits if not fit.method.tool and fit.method.slug not in self.times_chosen]
        return [Together(combination) for combination in combine(fits, self.situation)]

    @property
    def lead(self) -> str:
        """The level and the time that is left, in a sentence or two."""
        level, weeks, last = self.situation.level, self.situation.weeks, self.access.case.dialogue_to
        found = [_("The level is %(level)s.") % {"level": level_name(level)}] if level else []
        if weeks is not None:
            left = ngettext(
                "There is %(n)s week left of the dialogue.", "There are %(n)s weeks left of the dialogue.", weeks
            )
            said = left % {"n": in_letters(weeks)} if weeks else _("The dialogue ends within a week.")
            found.append(capfirst(said))
        elif last:
            found.append(_("The last day of the dialogue was %(day)s.") % {"day": say(last)})
        else:
            found.append(_("No one has said when the dialogue ends."))
        return " ".join(found)

    @cached_property
    def compared(self) -> list[Card]:
        """The methods that are to stand side by side; none where fewer or more are asked for than can."""
        slugs = [slug for text in self.asked.getlist("compare") for slug in text.split(",")]
        found = {fit.method.slug: fit for fit in self.fits}
        cards = [self.card(found[slug]) for slug in dict.fromkeys(slugs) if slug in found]
        return cards if COMPARED[0] <= len(cards) <= COMPARED[1] else []

    @property
    def is_miscompared(self) -> bool:
        """Whether somebody wanted to compare, and chose too few methods or too many."""
        return "compare" in self.asked and not self.compared

    @property
    def side_by_side(self) -> list[Line]:
        """The table of what is compared."""
        return side_by_side(self.compared)


def _known(texts: Iterable[str], among: Iterable[str]) -> tuple[str, ...]:
    there = set(among)
    return tuple(text for text in dict.fromkeys(texts) if text in there)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else None


def _toggled(chosen: tuple[str, ...], one: str) -> tuple[str, ...]:
    return tuple(other for other in chosen if other != one) if one in chosen else (*chosen, one)
