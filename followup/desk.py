"""The contributions of a case as an address asks for them: words, filters, pages, and the one that lies open."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.cases.listing import Filter, chips_of
from dialog.language.understood import name_of_number
from dialog.search.find import Search
from execution.models.in_force import activities
from followup.codebook import Codebook, codebook, codebook_of
from followup.in_force import groups
from followup.models import Conclusion, Contribution, ContributionTheme, Stance
from followup.models.contribution import Contributions
from planning.models import PredefinedQuestion

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from dialog.process.access import Access

A_PAGE = 25
NONE = "none"
UNFIT = "unfit"
MOST_PICKED = 2000
MARKS = {
    "duplicates": gettext_lazy("Duplicates"),
    "masked": gettext_lazy("Hidden"),
    "new": gettext_lazy("Received after the step was done"),
}


class Desk:
    """The contributions that one address asks for, in the order of their numbers."""

    def __init__(self, access: "Access", asked: QueryDict) -> None:
        self.access, self.asked = access, asked
        self.words = asked.get("q", "").strip()[:200]
        self.on_page: set[int] = set()

    @cached_property
    def questions(self) -> dict[str, str]:
        """The questions that need answers, by key."""
        return dict(PredefinedQuestion.objects.filter(case=self.access.case).values_list("key", "text"))

    @cached_property
    def groups(self) -> dict[str, str]:
        """The target groups by key."""
        return {group.key: group.name for group in groups(self.access)}

    @cached_property
    def activities(self) -> dict[str, str]:
        """The activities by key, the earliest first."""
        return {key: str(activity) for key, activity in activities(self.access).items()}

    @property
    def book(self) -> Codebook:
        """The themes of the case, as a tree."""
        return codebook(self.access)

    @cached_property
    def filters(self) -> list[Filter]:
        """The filters, in their order on the page."""
        none = (NONE, _("None"))
        themes = [(theme.key, theme.name) for theme in self.book.in_force.values()]
        unread = [(NONE, _("Without a theme")), (UNFIT, _("Read, but no theme fits"))]
        offered: list[tuple[str, Any, list[tuple[str, Any]]]] = [
            ("theme", gettext_lazy("Theme"), [*unread, *themes]),
            ("activity", gettext_lazy("Activity"), [none, *self.activities.items()]),
            ("question", gettext_lazy("Question"), [none, *self.questions.items()]),
            ("group", gettext_lazy("Target group"), [none, *self.groups.items()]),
            ("kind", gettext_lazy("Type"), list(Contribution.Kind.choices)),
            ("stance", gettext_lazy("For or against"), [none, *Stance.choices]),
            ("mark", gettext_lazy("Marked"), list(MARKS.items())),
        ]
        return [Filter(name, label, options, self._chosen(name, options)) for name, label, options in offered]

    def _chosen(self, name: str, options: list[tuple[str, Any]]) -> str:
        chosen = self.asked.get(name, "")
        if name == "theme":
            chosen = self.book.now(chosen)  # an address may name a theme that was merged
        return chosen if chosen in {key for key, _label in options} else ""

    @cached_property
    def conclusion(self) -> Conclusion | None:
        """The conclusion whose voices are asked for."""
        key = self.asked.get("conclusion", "")[:8]
        return Conclusion.objects.filter(case=self.access.case, key=key).first() if key else None

    @property
    def there(self) -> Contributions:
        """The contributions of the case that the person may read."""
        return Contribution.objects.filter(case=self.access.case).for_reader(is_member=self.access.is_member)

    @cached_property
    def search(self) -> Search:
        """What is looked for, among the contributions that the person may read."""
        return Search(self.there, name_of_number(self.words), self.access.case.pk)

    @cached_property
    def found(self) -> QuerySet[Contribution]:
        """The contributions that are asked for, of those that are the person's to read."""
        found = self.there
        number = name_of_number(self.words)
        for condition in self.search.conditions:
            is_number = number.isdecimal() and len(number) < 9
            found = found.filter(condition | Q(number=int(number)) if is_number else condition)
        chosen = {a_filter.name: a_filter.chosen for a_filter in self.filters if a_filter.chosen}
        for name, key in chosen.items():
            found = found.filter(self._stands(key, chosen) if name == "stance" else self._condition(name, key))
        return found.filter(voices_of(self.conclusion)) if self.conclusion else found

    def _condition(self, name: str, chosen: str) -> Q:
        if name == "theme":
            return self._about(chosen)
        if name == "mark":
            return self._marked(chosen)
        field = {"group": "target_group"}.get(name, name)
        return Q(**{field: "" if chosen == NONE else chosen})

    def _about(self, theme: str) -> Q:
        if theme == UNFIT:
            return Q(fits_no_theme=True)
        if theme == NONE:
            return ~Q(pk__in=self.there.read().values("pk"))
        return Q(pk__in=self._coded({"theme": theme}).values("contribution"))

    def _coded(self, chosen: dict[str, str]) -> "QuerySet[ContributionTheme]":
        """Return that contributions are about the chosen theme or what lies under it, or about any theme."""
        coded = ContributionTheme.objects.filter(theme__case=self.access.case, theme__dropped_because="")
        below = self.book.below(chosen.get("theme", ""))
        return coded.filter(theme__key__in=below) if below else coded

    def _stands(self, stance: str, chosen: dict[str, str]) -> Q:
        """Return the condition for standing so to the chosen theme, or to any; or that it says nowhere how it stands."""
        coded = self._coded(chosen)
        if stance == NONE:
            return ~Q(pk__in=coded.exclude(stance="").values("contribution"))
        return Q(pk__in=coded.filter(stance=stance).values("contribution"))

    def _marked(self, mark: str) -> Q:
        if mark == "duplicates":
            return Q(duplicate_of__isnull=False)
        if mark == "masked":
            return Q(is_masked=True)
        record = self.access.record("compilation")
        since = record.in_force_at if record and record.done else None
        return Q(added_at__gt=since) if since else Q(pk=None)

    @cached_property
    def picked(self) -> list[int]:
        """The numbers that are ticked, as the address says: it keeps them while one goes on and filters."""
        said = ".".join(self.asked.getlist("pick"))[: MOST_PICKED * 10].split(".")
        numbers = (int(number) for number in said if number.isascii() and number.isdecimal() and len(number) < 10)
        return list(dict.fromkeys(number for number in numbers if number))[:MOST_PICKED]

    @property
    def picks_every(self) -> bool:
        """Whether everything that is found is ticked, however many there are."""
        return "every" in self.asked

    @property
    def asked_besides(self) -> list[tuple[str, str]]:
        """What the address asks for besides ticks and page, as name and value."""
        lists = ((name, values) for name, values in self.asked.lists() if name not in ("pick", "every", "page"))
        return [(name, value) for name, values in lists for value in values]

    def with_picked(self, numbers: "Sequence[int]", *, every: bool = False) -> str:
        """Return the address's question with other ticks, beginning with its sign; empty where nothing is asked."""
        kept = self.asked.copy()
        for name in ("page", "pick", "every"):
            kept.pop(name, None)
        if every:
            kept["every"] = "1"
        elif numbers:
            kept["pick"] = ".".join(map(str, numbers))
        return f"?{kept.urlencode()}" if kept else ""

    def toggled(self, number: int) -> str:
        """Return the address's question with one more tick, or one less."""
        left = [other for other in self.picked if other != number]
        return self.with_picked(left if number in self.picked else [*left, number])

    @property
    def elsewhere(self) -> list[int]:
        """Those that are ticked and do not stand on the page of the list that is shown."""
        return [number for number in self.picked if number not in self.on_page]

    @cached_property
    def taken(self) -> QuerySet[Contribution]:
        """What is ticked, of that which the person may read."""
        return self.found if self.picks_every else self.there.filter(number__in=self.picked)

    @property
    def chips(self) -> list[tuple[str, str]]:
        """What is chosen, as name in the address and words; each can be taken away."""
        chosen = chips_of(self.filters)
        if self.conclusion:
            chosen.append(("conclusion", _("Conclusion: %(name)s") % {"name": self.conclusion}))
        return [("q", _("Search terms: %(words)s") % {"words": self.words}), *chosen] if self.words else chosen

    def place(self, number: int | None) -> "Place":
        """Return the page of the list on which a contribution lies, or the page that the address asks for."""
        before = self.found.filter(number__lt=number).count() if number else 0
        counts = {"all": self._total(), "before": before}
        asked = self.asked.get("page", "")
        page = counts["before"] // A_PAGE + 1 if number else (int(asked) if asked.isdecimal() and len(asked) < 7 else 1)
        found = Place(self.found, counts["all"], max(1, min(page, -(-counts["all"] // A_PAGE))), number)
        self.on_page = {row.number for row in found.page}
        return found

    def _total(self) -> int:
        """Return how many are asked for; those that hold words are counted without reading them, where one reads all."""
        narrowed = any(a_filter.chosen for a_filter in self.filters) or self.conclusion
        if self.words and self.access.is_member and not narrowed and not name_of_number(self.words).isdecimal():
            counted = self.search.count
            return self.found.count() if counted is None else counted
        return self.found.count()


class Place:
    """A page of the list, and what lies before and after the contribution that is open."""

    def __init__(self, found: QuerySet[Contribution], total: int, page: int, number: int | None) -> None:
        first = (page - 1) * A_PAGE
        rows = list(found.order_by("number")[max(first - 1, 0) : first + A_PAGE + 1])
        shown = rows[1:] if first else rows
        self.paginator = Counted(total)
        self.page = Page(shown[:A_PAGE], page, self.paginator)
        self.total = total
        self.number = number or (shown[0].number if shown else None)
        numbers = [row.number for row in rows]
        earlier = [other for other in numbers if self.number is not None and other < self.number]
        self.later = [other for other in numbers if self.number is not None and other > self.number]
        self.previous, self.next = (earlier[-1] if earlier else None), (self.later[0] if self.later else None)
        self.rank = first + 1 + [row.number for row in shown].index(self.number) if self.number in numbers else None

    def pass_over(self, read_by_others: "Collection[int]") -> None:
        """Let the next be one that nobody else reads just now, where there is any nearby."""
        free = (number for number in self.later if number not in read_by_others)
        self.next = next(free, self.next)


class Counted(Paginator):
    """A paginator that knows already how many there are."""

    def __init__(self, total: int) -> None:
        super().__init__(range(0), A_PAGE)
        self.total = total

    @property
    def count(self) -> int:
        """How many there are in all."""
        return self.total


def voices_of(conclusion: Conclusion) -> Q:
    """Return the condition for the contributions that a conclusion rests on."""
    if conclusion.contributions:
        return Q(number__in=conclusion.contributions)
    themes = codebook_of(conclusion.case_id).covered(conclusion.themes)
    coded = ContributionTheme.objects.filter(theme__case=conclusion.case_id, theme__key__in=themes)
    return Q(pk__in=coded.values("contribution"))
