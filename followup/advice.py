"""Lärdomar by question: «Vi vill nå unga 13–19». What reached them in closed dialogues, and what did not.

Each stands with its source. A way to reach somebody is a method of a dialogue, with the activities that were held by it.
It worked where at least 70 per cent of those who were expected came, and did not where fewer than half did; between the two
it stands with what worked, and its figures say the rest. Where nobody expected a number, the dialogue's own verdict on the
group decides.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import Collate
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dialog.language.letters import SWEDISH
from dialog.language.sentences import figures, in_letters, in_the_house
from dialog.models import Case
from dialog.process.addresses import url_of
from dialog.process.prefilled import proper_names, within_a_sentence
from execution.models import Activity, ChosenMethod, GroupParticipation, Reached
from execution.models.counting import Counted, count_in, totals
from execution.models.units import Unit
from followup.library import Library, about, holds
from followup.models import NextTime
from followup.overview.page import POOR, per_cent
from planning.models import TargetGroup

BY_NAME = Collate("name", SWEDISH)

LATEST = 60  # closed dialogues that are looked through
SHOWN = 6  # ways on each side; the rest is folded
MOST_NEXT = 9
OFFERED = 4  # groups that are offered as questions
# Other questions: what they are called, and the word that lessons about them have in them.
TOPICS = (
    (gettext_lazy("reply sooner"), gettext_lazy("feedback")),
    (gettext_lazy("keep the cost down"), gettext_lazy("cost")),
    (gettext_lazy("get the committee to follow what was said"), gettext_lazy("board")),
)


@dataclass(frozen=True)
class Way:
    """A way to reach somebody, and how it went: who came of those expected, what was said of it, where that stands."""

    case: Case
    name: str
    url: str
    came: int | None = None
    aimed: int | None = None
    unit: str = ""
    text: str = ""
    verdict: str = ""

    @property
    def worked(self) -> bool:
        """Whether it stands with what worked; see the module."""
        if self.aimed and self.came is not None:
            return self.came >= POOR * self.aimed
        return self.verdict != Reached.NO

    @property
    def title(self) -> str:
        """What it was and who came: «Öppet hus: 52 kom av 45»."""
        if self.came is None:
            said = _("reached") if self.worked else _("not reached")
        elif self.unit:
            said = f"{figures(self.came)} {self.unit}"
        elif not self.came:
            said = _("no one of %(aimed)s came") % {"aimed": figures(self.aimed or 0)}
        elif self.aimed:
            said = _("%(came)s out of %(aimed)s came") % {"came": figures(self.came), "aimed": figures(self.aimed)}
        else:
            said = _("%(came)s came") % {"came": figures(self.came)}
        return f"{self.name}: {said}"

    @property
    def has_meter(self) -> bool:
        """Whether who came can be drawn beside who was expected."""
        return bool(self.aimed) and self.came is not None and not self.unit

    @property
    def width(self) -> str:
        """How far the bar goes."""
        return per_cent(self.came or 0, self._scale)

    @property
    def aim(self) -> str:
        """Where the line stands for those expected."""
        return per_cent(self.aimed or 0, self._scale)

    @property
    def _scale(self) -> float:
        return max(self.came or 0, self.aimed or 0) * 1.15

    @property
    def year(self) -> int:
        """When the dialogue was closed."""
        return self.case.closed_at.year if self.case.closed_at else 0


@dataclass(frozen=True)
class Next:
    """Something to do next time, and the dialogue that taught it."""

    case: Case
    text: str
    url: str

    @property
    def year(self) -> int:
        """When the dialogue was closed."""
        return self.case.closed_at.year if self.case.closed_at else 0


@dataclass
class Material:
    """What is read of the dialogues that are found, by case: their matching groups, methods, held activities, verdicts."""

    groups: dict[int, dict[str, str]] = field(default_factory=dict)
    methods: dict[int, list[ChosenMethod]] = field(default_factory=dict)
    held: dict[tuple[int, str], list[Counted]] = field(default_factory=dict)
    verdicts: dict[tuple[int, str], GroupParticipation] = field(default_factory=dict)


class Advice:
    """What closed dialogues have to say to a question. The number of queries is the same however many there are."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.group = library.words["group"]
        chosen = {a_filter.name: a_filter for a_filter in library.filters}
        self.kind, self.method = chosen["kind"], chosen["method"]

    @property
    def is_about_groups(self) -> bool:
        """Whether it is asked how to reach somebody."""
        return bool(self.group or self.kind.chosen)

    @property
    def is_asked(self) -> bool:
        """Whether there is a question at all."""
        return self.is_about_groups or bool(self.method.chosen)

    @cached_property
    def cases(self) -> dict[int, Case]:
        """The dialogues that are found, the latest first."""
        return {case.pk: case for case in self.library.found[:LATEST]}

    @cached_property
    def _material(self) -> Material:
        found = Material()
        groups = TargetGroup.objects.filter(holds(self.group, "name"), case__in=self.cases, dropped_because="")
        if self.kind.chosen:
            groups = groups.filter(kind=self.kind.chosen)
        if self.is_about_groups:
            for group in groups:
                found.groups.setdefault(group.case_id, {})[group.key] = group.name
        methods = ChosenMethod.objects.filter(case__in=self.cases, dropped_because="")
        if self.method.chosen:
            methods = methods.filter(method=self.method.chosen)
        for method in methods.order_by("position", "pk"):
            if not method.is_tool:
                found.methods.setdefault(method.case_id, []).append(method)
        held = Activity.objects.filter(case__in=self.cases, status=Activity.Status.HELD, dropped_because="")
        for counted in count_in(held):
            found.held.setdefault((counted.activity.case_id, counted.activity.method), []).append(counted)
        for verdict in GroupParticipation.objects.filter(case__in=self.cases, dropped_because=""):
            found.verdicts[verdict.case_id, verdict.key] = verdict
        return found

    @cached_property
    def ways(self) -> list[Way]:
        """Every way that the dialogues tell of, those that reached most first."""
        if not self.is_asked:
            return []
        found = [way for case in self.cases.values() for way in self._ways_of(case)]
        return sorted(found, key=lambda way: -(way.came or 0))

    def _ways_of(self, case: Case) -> Iterator[Way]:
        material = self._material
        groups = material.groups.get(case.pk, {})
        if self.is_about_groups and not groups:
            return
        told = False
        for method in material.methods.get(case.pk, []):
            if way := self._way(case, method, groups):
                told = True
                yield way
        if self.method.chosen:
            return  # the verdict on a group says nothing of one method
        for key, name in groups.items():
            verdict = material.verdicts.get((case.pk, key))
            if verdict and verdict.reached in (Reached.YES, Reached.NO) and (verdict.what_then or not told):
                url = url_of(case.pk, "participation")
                yield Way(case, name, url, text=verdict.what_then, verdict=verdict.reached)

    def _way(self, case: Case, method: ChosenMethod, groups: dict[str, str]) -> Way | None:
        """Return how a method went with some groups, or with everybody; None where nobody has counted."""
        held = self._material.held.get((case.pk, method.key), [])
        if not held:
            return None
        came, aimed, unit = _with_groups(method, held, groups) if groups else _with_everybody(held)
        if came is None or not (came or aimed):
            return None
        verdicts = [self._material.verdicts.get((case.pk, key)) for key in groups]
        said = next((verdict.reached for verdict in verdicts if verdict and verdict.reached), "")
        only = held[0].activity if len(held) == 1 else None
        url = url_of(case.pk, "activities", only.key if only else "", "activity" if only else "")
        texts = [counted.activity.experience for counted in held if counted.activity.experience]
        name = only.title if only and only.title else str(method)
        return Way(case, name, url, came, aimed, unit, texts[-1] if texts else "", said)

    @property
    def worked(self) -> list[Way]:
        """What worked."""
        return [way for way in self.ways if way.worked]

    @property
    def worked_not(self) -> list[Way]:
        """What did not."""
        return [way for way in self.ways if not way.worked]

    @property
    def sides(self) -> list[dict[str, Any]]:
        """Both sides as the page shows them: the first of each, and the rest folded."""
        return [
            {"key": key, "title": title, "icon": icon, "ways": ways[:SHOWN], "more": ways[SHOWN:], "none": none}
            for key, title, icon, ways, none in (
                ("yes", _("This worked"), "check", self.worked, _("No one has reported anything that worked.")),
                (
                    "no",
                    _("This did not work"),
                    "cross-circle",
                    self.worked_not,
                    _("No one has reported anything that did not work."),
                ),
            )
        ]

    @property
    def found_in_words(self) -> str:
        """How many dialogues the answer comes from: «Två dialoger ville nå unga 13–19.»"""
        number = len(self._material.groups) if self.is_about_groups else len(self.cases)
        if self.is_about_groups:
            who = self.group or str(self.kind.chosen_label).lower()
            words = ngettext(
                "%(n)s dialogue wanted to reach %(who)s.", "%(n)s dialogues wanted to reach %(who)s.", number
            )
        else:
            who = self.method.chosen_label
            words = ngettext(
                "%(n)s dialogue used the method %(who)s.", "%(n)s dialogues used the method %(who)s.", number
            )
        said = words % {"n": in_letters(number), "who": who}
        return f"{said[0].upper()}{said[1:]} {self.reached_in_words}".strip()

    @property
    def reached_in_words(self) -> str:
        """How many of them say that they reached the group: «En nådde dem, en delvis.»; empty where none has said."""
        verdicts = [self._verdict(case, groups) for case, groups in self._material.groups.items()]
        told = [
            (Reached.YES, lambda n: ngettext("%(n)s reached them", "%(n)s reached them", n)),
            (Reached.PARTLY, lambda n: ngettext("%(n)s partly", "%(n)s partly", n)),
            (Reached.NO, lambda n: ngettext("%(n)s did not", "%(n)s did not", n)),
        ]
        if Reached.YES not in verdicts:
            told = [
                (Reached.PARTLY, lambda n: ngettext("%(n)s partly reached them", "%(n)s partly reached them", n)),
                (Reached.NO, lambda n: ngettext("%(n)s did not reach them", "%(n)s did not reach them", n)),
            ]
        counted = [(verdicts.count(verdict), words) for verdict, words in told]
        said = ", ".join(words(number) % {"n": in_letters(number)} for number, words in counted if number)
        return f"{said[0].upper()}{said[1:]}." if said else ""

    def _verdict(self, case: int, groups: dict[str, str]) -> str:
        """Return what a dialogue says of the groups that are asked for: partly, where it does not say the same of all."""
        there = {verdict.reached for key in groups if (verdict := self._material.verdicts.get((case, key)))}
        there &= {Reached.YES, Reached.PARTLY, Reached.NO}
        return Reached.PARTLY if len(there) > 1 else next(iter(there), "")

    @cached_property
    def next_time(self) -> list[Next]:
        """What to do next time, from the dialogues that are found; of what is looked for in words, what holds them first."""
        rows = (
            NextTime.objects.filter(case__in=self.cases, dropped_because="").exclude(text="").order_by("position", "pk")
        )
        said = self.library.words["q"]
        if said:
            matching = rows.filter(holds(said, "text"))
            rows = matching if matching.exists() else rows
        by_case: dict[int, list[Next]] = {}
        for row in rows:
            case = self.cases[row.case_id]
            by_case.setdefault(case.pk, []).append(Next(case, row.text, reverse("step", args=[case.pk, "learning"])))
        ordered = [by_case[pk] for pk in self.cases if pk in by_case]
        # The first of each dialogue before the second of any.
        turns = [lessons[turn] for turn in range(MOST_NEXT) for lessons in ordered if turn < len(lessons)]
        return turns[:MOST_NEXT]

    @cached_property
    def questions(self) -> list[tuple[str, str]]:
        """Other questions that there are answers to, as words and address: groups and topics."""
        groups = TargetGroup.objects.filter(case__in=self.library.all.order_by(), dropped_because="").exclude(name="")
        names = groups.order_by().values("name").annotate(n=Count("case", distinct=True)).order_by("-n", BY_NAME)
        proper = proper_names()
        found = [
            (_("reach %(who)s") % {"who": within_a_sentence(name, proper)}, _asked(group=name))
            for name in names.values_list("name", flat=True)[:OFFERED]
            if name.lower() != self.group.lower()
        ]
        for label, word in TOPICS:
            said = in_the_house(word)
            if self.library.words["q"] != said and self.library.all.filter(about(said)).exists():
                found.append((str(label), _asked(q=said)))
        return found

    @cached_property
    def known_groups(self) -> list[str]:
        """The names of groups that dialogues wanted to reach, to choose from."""
        groups = TargetGroup.objects.filter(Q(case__in=self.library.all.order_by()), dropped_because="").exclude(
            name=""
        )
        return list(groups.order_by(BY_NAME).values_list("name", flat=True).distinct()[:100])


def _with_groups(
    method: ChosenMethod, held: list[Counted], groups: dict[str, str]
) -> tuple[int | None, int | None, str]:
    """Return how many of some groups came by a method, how many were expected, and in which unit."""
    counted = [one.by_target_group[key] for one in held for key in groups if key in one.by_target_group]
    expected = [method.expected[key] for key in groups if key in method.expected]
    came = sum(counted) if counted or any(one.by_target_group for one in held) or _nobody_came(held) else None
    aimed = sum(expected) if expected else None
    if method.expected_unit in ("", Unit.PARTICIPANTS):
        return came, aimed, ""
    return came, aimed, str(Unit(method.expected_unit).label)


def _nobody_came(held: list[Counted]) -> bool:
    """Say whether somebody counted at each activity, and nobody was there: then no group was."""
    return all(one.actual and not any(count.number for count in one.actual) for one in held)


def _with_everybody(held: list[Counted]) -> tuple[int | None, int | None, str]:
    """Return how many came to some activities and how many were expected, in the first unit that anybody counted in."""
    total = next((one for one in totals(held) if one.actual or one.expected), None)
    if total is None:
        return None, None, ""
    unit = "" if total.unit == Unit.PARTICIPANTS else str(total.unit.label)
    return total.actual, total.expected if total.is_expected else None, unit


def _asked(**question: str) -> str:
    return f"{reverse('lessons')}?{urlencode(question)}"
