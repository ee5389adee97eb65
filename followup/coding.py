"""How contributions are coded, read and written: one or ten thousand with the same few statements, and back again."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import F, Q, QuerySet

from dialog.machine import bulk
from dialog.models import Case, Person
from followup.codebook import Codebook, codebook_of
from followup.models import CodingAct, Contribution, ContributionChange, ContributionTheme, Theme

UNDOABLE = 20  # so many of one's own last acts can be undone
CHANGE = ("contribution", "act", "before", "coding", "by", "by_name", "at")
LINK = ("contribution", "theme", "position", "stance")


@dataclass(frozen=True)
class Coding:
    """How a contribution is coded: its kind, its themes with the stance to each, the main one first, and what it repeats."""

    kind: str = Contribution.Kind.UNDETERMINED
    stances: Mapping[str, str] = field(default_factory=dict)
    fits_no_theme: bool = False
    duplicate_of: int | None = None
    target_group: str = ""

    @property
    def themes(self) -> list[str]:
        """The keys of its themes, the main one first."""
        return list(self.stances)

    def kept(self) -> dict[str, Any]:
        """Return it as it is kept among a contribution's changes."""
        return {
            "kind": self.kind,
            "themes": self.themes,
            "stances": {key: stance for key, stance in self.stances.items() if stance},
            "fits_no_theme": self.fits_no_theme,
            "duplicate_of": self.duplicate_of,
            "target_group": self.target_group,
        }

    @classmethod
    def of_kept(cls, kept: Mapping[str, Any]) -> "Coding":
        """Return what was kept."""
        stances = {key: kept.get("stances", {}).get(key, "") for key in kept["themes"]}
        return cls(kept["kind"], stances, kept["fits_no_theme"], kept["duplicate_of"], kept.get("target_group", ""))

    def as_of(self, book: Codebook) -> "Coding":
        """Return it with the themes that were merged called by what they have become."""
        return replace(self, stances={book.now(key): stance for key, stance in self.stances.items()})

    def beside(self, before: "Coding") -> dict[str, Any]:
        """Return what became another than before, as an act is kept."""
        given = {key: stance for key, stance in self.stances.items() if before.stances.get(key) != stance}
        found = Order(
            give=given,
            take=[key for key in before.stances if key not in self.stances],
            kind=self.kind if self.kind != before.kind else "",
            fits_no_theme=self.fits_no_theme if self.fits_no_theme != before.fits_no_theme else None,
            duplicate_of=self.duplicate_of if self.duplicate_of != before.duplicate_of else None,
        )
        return found.said

    @property
    def facts(self) -> tuple[Any, ...]:
        """Everything of it, to be compared: in another order the themes are others, for the first is the main one."""
        return self.kind, tuple(self.stances.items()), self.fits_no_theme, self.duplicate_of, self.target_group

    def same_as(self, other: "Coding") -> bool:
        """Say whether another says the same."""
        return self.facts == other.facts


@dataclass(frozen=True)
class Order:
    """What is to become of the coding of contributions, whatever it is before; what is not said stays.

    ``give`` are themes to be added, each with the stance to it (empty leaves one that is there); ``take`` are themes to be
    taken away. A contribution that has been given a theme is not one that no theme fits, and one that has a theme is never
    said to fit none.
    """

    give: Mapping[str, str] = field(default_factory=dict)
    take: Sequence[str] = ()
    kind: str = ""
    fits_no_theme: bool | None = None
    target_group: str = ""
    duplicate_of: int | None = None

    def of(self, stood: Coding) -> Coding:
        """Return what becomes of a coding."""
        stances = {key: stance for key, stance in stood.stances.items() if key not in self.take}
        for key, stance in self.give.items():
            stances[key] = stance or stances.get(key, "")
        unfit = stood.fits_no_theme if self.fits_no_theme is None else self.fits_no_theme
        return replace(
            stood,
            stances=stances,
            kind=self.kind or stood.kind,
            fits_no_theme=unfit and not stances,
            target_group=self.target_group or stood.target_group,
            duplicate_of=self.duplicate_of or stood.duplicate_of,
        )

    @property
    def said(self) -> dict[str, Any]:
        """What is asked for, in keys and codes, as the act is kept."""
        found = {
            "give": dict(self.give),
            "take": list(self.take),
            "kind": self.kind,
            "fits_no_theme": self.fits_no_theme,
            "target_group": self.target_group,
            "duplicate_of": self.duplicate_of,
        }
        return {name: value for name, value in found.items() if value not in ("", None, {}, [])}


def codings(found: QuerySet[Contribution]) -> dict[int, Coding]:
    """Return how contributions are coded, by their ids, in two queries however many there are."""
    links: dict[int, dict[str, str]] = {}
    there = ContributionTheme.objects.filter(contribution__in=found.order_by().values("pk"))
    for pk, key, stance in there.order_by("position", "pk").values_list("contribution", "theme__key", "stance"):
        links.setdefault(pk, {})[key] = stance
    facts = found.order_by("number").values_list("pk", "kind", "fits_no_theme", "duplicate_of", "target_group")
    return {pk: Coding(kind, links.get(pk, {}), unfit, same, group) for pk, kind, unfit, same, group in facts}


@dataclass(frozen=True)
class Hand:
    """Who codes, when, and by which act."""

    case: Case
    act: str
    by: Person
    at: dt.datetime


def write(
    hand: Hand, stood: Mapping[int, Coding], becomes: Mapping[int, Coding], given: Mapping[str, Any]
) -> CodingAct | None:
    """Write what becomes of contributions, with how each stood before, as one act that can be undone; None for no change.

    The statements are the same few for one contribution and for ten thousand.
    """
    changed = [pk for pk, after in becomes.items() if not after.same_as(stood[pk])]
    if not changed:
        return None
    one = Contribution.objects.values_list("number", flat=True).get(pk=changed[0]) if len(changed) == 1 else None
    act = CodingAct.objects.create(
        case=hand.case, act=hand.act, given=dict(given), count=len(changed), number=one, by=hand.by, at=hand.at
    )
    keep_how_it_stood(hand, {pk: stood[pk] for pk in changed}, act)
    _write(act, stood, {pk: becomes[pk] for pk in changed})
    return act


def take_back(hand: Hand, act: CodingAct) -> None:
    """Let every contribution of an act be coded as before it; what lay in a theme that was merged lies where that went."""
    book = codebook_of(act.case_id)
    kept = dict(act.changes.values_list("contribution", "before"))
    becomes = {pk: Coding.of_kept(before).as_of(book) for pk, before in kept.items()}
    stood = codings(Contribution.objects.filter(changes__coding=act))
    undoing = CodingAct.objects.create(
        case=hand.case,
        act=hand.act,
        given={"undoes": act.pk},
        count=len(kept),
        by=hand.by,
        at=hand.at,
        undone_at=hand.at,
    )
    keep_how_it_stood(hand, stood, undoing)
    _write(undoing, stood, becomes, as_before=act)
    act.undone_at, act.undone_by = hand.at, hand.by
    act.save(update_fields=["undone_at", "undone_by"])


def keep_how_it_stood(hand: Hand, stood: Mapping[int, Coding], act: CodingAct) -> None:
    """Write among the changes of each contribution how it stood before an act."""
    rows = (
        (pk, hand.act, json.dumps(before.kept()), act.pk, hand.by.pk, hand.by.name, hand.at)
        for pk, before in stood.items()
    )
    bulk.insert(ContributionChange, CHANGE, rows)


def _write(
    act: CodingAct, stood: Mapping[int, Coding], becomes: Mapping[int, Coding], as_before: CodingAct | None = None
) -> None:
    """Write the coding of contributions whose earlier one is kept with the act; ``as_before`` is one that is taken back."""
    touched = Contribution.objects.filter(changes__coding=act).order_by().values("pk")
    if any(after.facts[1] != stood[pk].facts[1] for pk, after in becomes.items()):
        ContributionTheme.objects.filter(contribution__in=touched).delete()
        themes = dict(Theme.objects.filter(case=act.case_id).values_list("key", "pk"))
        rows = (
            (pk, themes[key], position, stance)
            for pk, after in becomes.items()
            for position, (key, stance) in enumerate(after.stances.items())
            if key in themes
        )
        bulk.insert(ContributionTheme, LINK, rows)
    for name in ("kind", "fits_no_theme", "target_group", "duplicate_of"):
        values = Counter(getattr(after, name) for after in becomes.values())
        if any(getattr(after, name) != getattr(stood[pk], name) for pk, after in becomes.items()):
            _write_fact(name, [value for value, _count in values.most_common()], touched, as_before)
    Contribution.objects.filter(pk__in=touched).update(revision=F("revision") + 1)


def _write_fact(name: str, values: Sequence[Any], touched: QuerySet[Any], as_before: CodingAct | None) -> None:
    """Write one fact of contributions: the first of the values for all; the others where it stood so before."""
    column = "duplicate_of_id" if name == "duplicate_of" else name
    Contribution.objects.filter(pk__in=touched).update(**{column: values[0]})
    for value in values[1:]:
        stood_so = ContributionChange.objects.filter(coding=as_before, **{f"before__{name}": value})
        Contribution.objects.filter(pk__in=stood_so.values("contribution")).update(**{column: value})


def coded_since(act: CodingAct) -> ContributionChange | None:
    """Return a change by which somebody has coded one of an act's contributions after it, and that still stands."""
    last = act.changes.order_by("-pk").values("pk")[:1]
    later = ContributionChange.objects.filter(
        contribution__in=Contribution.objects.filter(changes__coding=act).order_by().values("pk"),
        coding__isnull=False,
        coding__undone_at=None,
        pk__gt=last,
    )
    return later.select_related("contribution", "by").order_by("-pk").first()


def can_be_undone(case: Case, by: Person) -> QuerySet[CodingAct]:
    """Return the last acts by which a person coded contributions and that stand, the latest first: at most twenty."""
    return CodingAct.objects.filter(case=case, by=by, undone_at=None).order_by("-pk")[:UNDOABLE]


def found_by(case: Case, numbers: Iterable[int]) -> QuerySet[Contribution]:
    """Return the contributions of a case that have some numbers."""
    return Contribution.objects.filter(Q(case=case, number__in=list(numbers)))
