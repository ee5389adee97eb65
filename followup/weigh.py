"""Väg ihop: what contributions are about, who brings up what, and those for beside those against.

Everything is counted where it is asked for, so it agrees with the list that each figure leads to. A part of the voices
that is smaller than ``SMALLEST`` is not shown by itself, and neither is what it could be computed from.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.language.letters import in_order
from dialog.pictures import Picture, Standing, stances
from execution.models.in_force import activities, methods
from followup.codebook import codebook
from followup.desk import NONE, Desk
from followup.in_force import groups
from followup.models import Contribution, Stance, Theme
from followup.models.contribution import Contributions
from followup.tally import SMALLEST
from planning.models import PredefinedQuestion, TargetGroup

if TYPE_CHECKING:
    from dialog.process.access import Access

# Up to this share of a column's voices a cell has this shade.
SHADES = ((0.1, ""), (0.2, "w1"), (0.3, "w2"), (0.4, "w3"), (1.0, "w4"))
DIMENSIONS: dict[str, Promise] = {
    "group": gettext_lazy("Target group"),
    "activity": gettext_lazy("Activity"),
    "question": gettext_lazy("Question"),
    "method": gettext_lazy("Method"),
    "age": gettext_lazy("Age group"),
}
FIELDS = {
    "group": "target_group",
    "activity": "activity",
    "question": "question",
    "method": "activity",
    "age": "target_group",
}
LINKS = ("group", "activity", "question")  # the desk has a filter of that name


@dataclass(frozen=True)
class Weighed:
    """A theme with how many are about it or what lies under it, and how they stand."""

    theme: Theme
    all: int
    supporting: int
    opposing: int
    neither: int

    @property
    def name(self) -> str:
        """What the theme is called."""
        return self.theme.name

    @property
    def smaller_side(self) -> int:
        """How many are on the side that has fewer."""
        return min(self.supporting, self.opposing)


@dataclass(frozen=True)
class Column:
    """One part of the voices: of a target group, an activity, a question, a method, an age group, or of none."""

    key: str
    name: str
    all: int


@dataclass(frozen=True)
class Cell:
    """How many of a part of the voices are about a theme, how dark that is, and where they are read."""

    number: int
    shade: str
    address: str


class Weighing:
    """The voices of a case weighed as an address asks for it."""

    def __init__(self, access: "Access", asked: QueryDict) -> None:
        self.access, self.asked = access, asked
        self.book = codebook(access)

    # What is asked for

    @cached_property
    def counts_persons(self) -> bool:
        """Whether persons are counted: only where it is known of every contribution whose it is."""
        return self.asked.get("count") == "persons" and self.knows_persons

    @cached_property
    def knows_persons(self) -> bool:
        """Whether every contribution says which of them came from the same person."""
        there = Contribution.objects.filter(case=self.access.case)
        return there.exists() and not there.filter(respondent="").exists()

    @cached_property
    def shows_below(self) -> bool:
        """Whether what lies under themes is shown too."""
        return self.asked.get("themes") == "all" and self.has_below

    @cached_property
    def has_below(self) -> bool:
        """Whether any theme lies under another."""
        return len(self.book.children("")) < len(self.book.in_force)

    @property
    def by(self) -> str:
        """What the voices are parted by."""
        return self.asked.get("by", "") if self.asked.get("by", "") in DIMENSIONS else "group"

    @property
    def dimensions(self) -> list[tuple[str, Promise]]:
        """What they can be parted by."""
        return list(DIMENSIONS.items())

    @cached_property
    def questions(self) -> dict[str, str]:
        """The questions that need answers, by key."""
        return dict(PredefinedQuestion.objects.filter(case=self.access.case).values_list("key", "text"))

    @cached_property
    def question(self) -> str:
        """The question whose answers alone are parted; empty for all voices."""
        key = self.asked.get("question", "")
        return key if key in self.questions and self.by != "question" else ""

    # What is counted

    @property
    def there(self) -> Contributions:
        """The voices that the person may read."""
        return Contribution.objects.filter(case=self.access.case).for_reader(is_member=self.access.is_member)

    def _count(self, condition: Q | None = None) -> Count:
        return Count("respondent" if self.counts_persons else "pk", distinct=True, filter=condition)

    @cached_property
    def total(self) -> int:
        """How many there are in all."""
        return int(self.there.aggregate(all=self._count())["all"])

    @cached_property
    def themes(self) -> list[Theme]:
        """The themes that are weighed."""
        keys = self.book.in_force if self.shows_below else self.book.children("")
        return [self.book.in_force[key] for key in keys]

    def _about(self, theme: Theme, stance: str = "") -> Q:
        """Return that a contribution is about a theme or what lies under it, and stands so to it."""
        about = Q(coded__theme__case=self.access.case, coded__theme__key__in=self.book.below(theme.key))
        return about & Q(coded__stance=stance) if stance else about

    @cached_property
    def weighed(self) -> list[Weighed]:
        """The themes with how many are about each, the heaviest first; in one query."""
        sides = ("", Stance.FOR, Stance.AGAINST, Stance.NEITHER)
        counts = {
            f"n{number}_{side}": self._count(self._about(theme, str(side)))
            for number, theme in enumerate(self.themes)
            for side in sides
        }
        found = self.there.aggregate(**counts) if counts else {}
        weighed = [
            Weighed(theme, *(found[f"n{number}_{side}"] for side in sides)) for number, theme in enumerate(self.themes)
        ]
        return sorted(weighed, key=lambda one: -one.all)

    @property
    def picture(self) -> Picture:
        """The themes as bars on both sides of a line."""
        return stances([Standing(one.name, one.all, one.supporting, one.opposing, one.neither) for one in self.weighed])

    @cached_property
    def duplicates(self) -> int:
        """How many are another voice taken down twice."""
        return self.there.filter(duplicate_of__isnull=False).count()

    @cached_property
    def unfit(self) -> int:
        """How many were read without a theme that fits."""
        return self.there.filter(fits_no_theme=True).count()

    @cached_property
    def unread(self) -> int:
        """How many nobody has read yet; for members."""
        return self.total - self.there.read().count() if self.access.is_member and not self.counts_persons else 0

    # Who brings up what

    @cached_property
    def _parts(self) -> dict[str, str]:
        """The parts that voices can be in, by key, with their names."""
        if self.by == "group":
            return {group.key: group.name for group in groups(self.access)}
        if self.by == "age":
            return {group.key: group.name for group in groups(self.access) if group.kind == TargetGroup.Kind.AGE}
        if self.by == "question":
            return self.questions
        held = activities(self.access)
        if self.by == "activity":
            return {key: str(activity) for key, activity in held.items()}
        return {method.key: str(method) for method in methods(self.access)}

    def _part_of(self, value: str) -> str:
        """Return which part a voice is in, by what stands in its field."""
        if self.by in LINKS:
            return value
        if self.by == "method":
            activity = activities(self.access).get(value)
            value = activity.method if activity else ""
        return value if value in self._parts else ""

    @cached_property
    def _crossed(self) -> dict[str, Counter[str]]:
        """How many voices are in each part and about each theme, by part and theme; all of a part under an empty key."""
        keys = [one.theme.key for one in self.weighed]
        counts = {f"n{number}": self._count(self._about(self.book.all[key])) for number, key in enumerate(keys)}
        found: Any = self.there.filter(question=self.question) if self.question else self.there
        crossed: dict[str, Counter[str]] = {}
        rows: Iterable[Mapping[str, Any]] = (
            found.order_by().values(FIELDS[self.by]).annotate(all=self._count(), **counts)
        )
        for row in rows:
            part = crossed.setdefault(self._part_of(row[FIELDS[self.by]]), Counter())
            part.update({"": row["all"]} | {key: row[f"n{number}"] for number, key in enumerate(keys)})
        return crossed

    @cached_property
    def _columns(self) -> list[Column]:
        none = _("Not stated")
        found = [Column(key, self._parts.get(key, none), counts[""]) for key, counts in self._crossed.items()]
        return sorted((one for one in found if one.all), key=lambda one: (not one.key, -one.all, in_order(one.name)))

    @cached_property
    def hidden(self) -> list[Column]:
        """The parts that are not shown by themselves: too small ones, and where there is one alone the next with it."""
        small = [one for one in self._columns if one.all < SMALLEST]
        if len(small) == 1:
            others = [one for one in self._columns if one.all >= SMALLEST]
            small += sorted(others, key=lambda one: one.all)[:1]
        return small

    @property
    def columns(self) -> list[Column]:
        """The parts that are shown."""
        hidden = {one.key for one in self.hidden}
        return [one for one in self._columns if one.key not in hidden]

    @property
    def parted_total(self) -> int:
        """How many voices are parted."""
        return sum(one.all for one in self._columns)

    @cached_property
    def cross(self) -> list[tuple[Theme, int, str, list[Cell]]]:
        """Each theme with all of its voices and their address, and a cell for each part that is shown."""
        return [
            (
                one.theme,
                sum(counts[one.theme.key] for counts in self._crossed.values()),
                self.address(theme=one.theme.key, question=self.question),
                [self._cell(one.theme, column) for column in self.columns],
            )
            for one in self.weighed
        ]

    def _cell(self, theme: Theme, column: Column) -> Cell:
        number = self._crossed[column.key][theme.key]
        share = number / column.all
        shade = "w0" if not number else next(shade for most, shade in SHADES if share < most or most == 1.0)
        link = ""
        if self.by in LINKS and number and not self.counts_persons:
            link = self.address(theme=theme.key, question=self.question, **{self.by: column.key or NONE})
        return Cell(number, shade, link)

    def address(self, **chosen: str) -> str:
        """Return where the voices of a choice are read."""
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in chosen.items() if value})
        return f"{reverse('contributions', args=[self.access.case.pk])}?{query.urlencode()}"

    # Both sides

    @cached_property
    def two_sided(self) -> list[Weighed]:
        """The themes that somebody is for or against, the most contested first."""
        found = [one for one in self.weighed if one.supporting or one.opposing]
        return sorted(found, key=lambda one: (-one.smaller_side, -one.all))

    @cached_property
    def side_by_side(self) -> Weighed | None:
        """The theme whose sides are shown: the one that is asked for, else the most contested."""
        asked = self.asked.get("theme", "")
        return next((one for one in self.weighed if one.theme.key == asked), None) or next(iter(self.two_sided), None)

    def desk(self, stance: str, words: str) -> Desk:
        """Return the voices of the theme that stand so to it, as the desk finds them."""
        assert self.side_by_side is not None
        query = QueryDict(mutable=True)
        query.update({"theme": self.side_by_side.theme.key, "stance": stance or NONE, "q": words})
        return Desk(self.access, query)
