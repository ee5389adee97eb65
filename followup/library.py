"""Lärdomar: what closed dialogues taught, found by method, target group, theme, level and year."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import or_
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialog.cases.listing import Filter, chips_of
from dialog.models import Case, Decision, GateException, Person
from dialog.process.access import readable_cases
from dialog.process.phases import process
from dialog.search.swedish import COMMON, stems
from execution.models import ChosenMethod
from followup.models import Learning, NextTime, Theme
from handbook import catalogue
from planning.models import INFORMED, InfluenceLevel, LevelPart, TargetGroup

SECTIONS = ("process", "results", "use_in_governance", "methods", "worked_well", "worked_less_well")
# What can be looked for in words: name in the address → what it is called.
WORDS = {
    "q": gettext_lazy("Search terms"),
    "group": gettext_lazy("Target group"),
    "theme": gettext_lazy("Theme"),
}


@dataclass
class Lesson:
    """What one closed dialogue taught, with what it is found by and what was let through its gates with a reason."""

    case: Case
    learning: Learning
    level: str = ""
    methods: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)
    next_time: list[str] = field(default_factory=list)
    exceptions: list[tuple[str, str]] = field(default_factory=list)

    @property
    def ending(self) -> str:
        """How the case ended, where the dialogue was not carried through."""
        return "" if self.case.outcome == Case.Outcome.COMPLETED else self.case.get_outcome_display()


def lesson_cases(person: Person) -> QuerySet[Case]:
    """Return the closed cases whose learning is in force and which the person may read, the latest closed first."""
    closed = readable_cases(person).filter(closed_at__isnull=False, learning__isnull=False)
    return closed.select_related("learning", "body").order_by("-closed_at", "-pk")


class Library:
    """The lessons that a person may read, as one address asks for them. What the address says wrongly is left out."""

    def __init__(self, person: Person, asked: QueryDict) -> None:
        self.asked = asked
        self.all = lesson_cases(person)
        self.words = {name: asked.get(name, "").strip()[:200] for name in WORDS}

    @cached_property
    def word_fields(self) -> list[tuple[str, Any, str]]:
        """The fields for words: name in the address, what it is called, what stands in it."""
        return [(name, label, self.words[name]) for name, label in WORDS.items()]

    @cached_property
    def filters(self) -> list[Filter]:
        """The choices above the list."""
        methods = [(slug, method.name) for slug, method in catalogue.methods().items()]
        years = [str(moment.year) for moment in self.all.order_by().datetimes("closed_at", "year", order="DESC")]
        offered: list[tuple[str, Any, list[tuple[str, Any]]]] = [
            ("method", gettext_lazy("Method"), [*methods, (ChosenMethod.OWN, _("Your own method"))]),
            ("kind", gettext_lazy("Type of group"), list(TargetGroup.Kind.choices)),
            ("level", gettext_lazy("Level"), [(key, level.name) for key, level in catalogue.levels().items()]),
            ("year", gettext_lazy("Closed"), [(year, year) for year in years]),
        ]
        return [Filter(name, label, options, self._chosen(name, options)) for name, label, options in offered]

    def _chosen(self, name: str, options: list[tuple[str, Any]]) -> str:
        chosen = self.asked.get(name, "")
        return chosen if chosen in {key for key, _label in options} else ""

    @cached_property
    def found(self) -> QuerySet[Case]:
        """The cases whose lessons are asked for."""
        found = self.all.filter(about(self.words["q"]))
        kind = next(a_filter.chosen for a_filter in self.filters if a_filter.name == "kind")
        if self.words["group"] or kind:
            of_kind = Q(kind=kind) if kind else Q()
            found = found.filter(has(TargetGroup, holds(self.words["group"], "name") & of_kind))
        if self.words["theme"]:
            found = found.filter(has(Theme, holds(self.words["theme"], "name", "stands_for")))
        for a_filter in self.filters:
            if a_filter.chosen and a_filter.name != "kind":
                found = found.filter(_condition(a_filter.name, a_filter.chosen))
        return found

    @property
    def is_searched(self) -> bool:
        """Whether something is looked for besides whom to reach and by which method."""
        words = any(text for name, text in self.words.items() if name != "group")
        return words or any(a_filter.chosen for a_filter in self.filters if a_filter.name != "method")

    @property
    def chips(self) -> list[tuple[str, str]]:
        """What is chosen, as name in the address and words; each can be taken away."""
        typed = [(name, f"{label}: {words}") for name, label, words in self.word_fields if words]
        return [*typed, *chips_of(self.filters)]


def holds(words: str, *fields: str) -> Q:
    """Return the condition that each word, cut to its stem, stands in one of the fields."""
    found = Q()
    for stem in stems(words):
        found &= reduce(or_, [Q(**{f"{name}__says": stem}) for name in fields])
    return found


def about(words: str) -> Q:
    """Return the condition that a case's lesson, or the case itself, holds each of the words."""
    found = Q()
    for stem in stems(words):
        said = holds(stem, *(f"learning__{name}" for name in SECTIONS))
        found &= Q(search_text__contains=stem) | said | has(NextTime, holds(stem, "text"))
    return found


def has(rows: type[Any], condition: Q) -> Q:
    """Return the condition that a case has a row in force that fits."""
    return Q(Exists(rows.objects.filter(condition, case=OuterRef("pk"), dropped_because="")))


def _condition(name: str, chosen: str) -> Q:
    if name == "method":
        return has(ChosenMethod, Q(method=chosen))
    if name == "level":
        held_on = Decision.objects.filter(case=OuterRef("pk"), step="influence_level", answer__level=chosen)
        ended = Q(Exists(held_on), influencelevel__level=INFORMED)
        return Q(influencelevel__level=chosen) | has(LevelPart, Q(level=chosen)) | ended
    return Q(closed_at__year=int(chosen))


def lessons(cases: Iterable[Case]) -> list[Lesson]:
    """Return the lessons of some cases with everything that stands beside them. Six queries whatever their number."""
    found = {case.pk: Lesson(case, case.learning) for case in cases}
    levels = catalogue.levels()
    for pk, level in levels_held_on(found).items():
        found[pk].level = levels[level].name if level in levels else ""
    for method in _rows(ChosenMethod, found):
        found[method.case_id].methods.append(str(method))
    for group in _rows(TargetGroup, found):
        found[group.case_id].groups.append(str(group))
    for theme in _rows(Theme, found):
        found[theme.case_id].themes.append(str(theme))
    for row in _rows(NextTime, found):
        found[row.case_id].next_time.append(str(row))
    for exception in GateException.objects.filter(case__in=found):
        step = process.find(exception.step)
        found[exception.case_id].exceptions.append(
            (str(step.title if step else _("Another line in the checklist")), exception.reason)
        )
    return list(found.values())


def levels_held_on(cases: Collection[int]) -> dict[int, str]:
    """Return the level of each case, by its id: where a later decision ended the dialogue, the one that it was held on."""
    found = dict(InfluenceLevel.objects.filter(case__in=cases).values_list("case", "level"))
    ended = [pk for pk, level in found.items() if level == INFORMED]
    for decision in Decision.objects.filter(case__in=ended, step="influence_level").order_by("pk") if ended else ():
        if decision.answer["level"] != INFORMED:
            found[decision.case_id] = decision.answer["level"]
    return found


def _rows(model: type[Any], cases: Collection[int]) -> QuerySet[Any]:
    return model.objects.filter(case__in=cases, dropped_because="")


@dataclass(frozen=True)
class Beside:
    """A few lessons beside a step of a new case, and whether they fit what is written there."""

    lessons: list[Lesson]
    fits: bool


def beside(person: Person, case: Case, fitting: Q, most: int = 3) -> Beside:
    """Return the lessons that fit best; where none does, the latest of a case with the same level, or of any.

    One query. ``fitting`` is a condition on their cases.
    """
    level = InfluenceLevel.objects.filter(case=case.pk).exclude(level="").values("level")
    first = NextTime.objects.filter(case=OuterRef("pk"), dropped_because="").order_by("position", "pk")
    found = lesson_cases(person).exclude(pk=case.pk)
    found = found.annotate(
        fits=Exists(Case.objects.filter(fitting, pk=OuterRef("pk"))),
        same_level=Exists(InfluenceLevel.objects.filter(case=OuterRef("pk"), level__in=level)),
        first_of_next_time=Subquery(first.values("text")[:1]),
    )
    best = list(found.order_by(F("fits").desc(), F("same_level").desc(), "-closed_at", "-pk")[:most])
    fits = bool(best and best[0].fits)
    return Beside(
        [
            Lesson(
                learned, learned.learning, next_time=[learned.first_of_next_time] if learned.first_of_next_time else []
            )
            for learned in best
            if learned.fits or not fits
        ],
        fits,
    )


def fits_methods(slugs: Collection[str]) -> Q:
    """Return the condition that a case used one of the catalogue's methods."""
    return has(ChosenMethod, Q(method__in=[slug for slug in slugs if slug != ChosenMethod.OWN]))


def fits_methods_of(case: Case) -> Q:
    """Return the condition that a case used one of the catalogue's methods that are in force in another."""
    own = ChosenMethod.objects.filter(case=case.pk, dropped_because="").exclude(method=ChosenMethod.OWN)
    return has(ChosenMethod, Q(method__in=own.values("method")))


def fits_groups(names: Iterable[str]) -> Q:
    """Return the condition that a case had a target group which shares a word with one of these."""
    wanted = dict.fromkeys(stem for name in names for stem in stems(name) if len(stem) > 2 and stem not in COMMON)
    either = [holds(stem, "name") for stem in list(wanted)[:12] if not stem.isdecimal()]
    return has(TargetGroup, reduce(or_, either)) if either else Q(pk=None)
