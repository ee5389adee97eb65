"""What the coding desk shows: the list with its ticks, what is open or taken, the themes, and what one did last."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.db.models import Count
from django.utils.functional import cached_property

from dialog.process.phases import process
from followup import presence
from followup.coded_words import Told, told
from followup.coding import can_be_undone
from followup.desk import Desk, Place
from followup.forms.code import STANCE
from followup.leaves import Leaf, leaves
from followup.likely import Proposed, alike, likely
from followup.models import Contribution, ContributionChange, Stance
from followup.open_contribution import OpenContribution
from followup.tally import progress

STEP = "compilation"
SHOWN = 25  # of those that are ticked
MANY = 20_000  # beyond that it is not counted who has read how many


class DeskPage:
    """A page of the desk for a person: ``made`` are the forms that she has, by their names on the page."""

    def __init__(
        self,
        desk: Desk,
        place: Place,
        opened: OpenContribution | None,
        acts: Collection[str],
        made: Mapping[str, forms.Form],
    ) -> None:
        self.desk, self.place, self.opened, self.acts, self.made = desk, place, opened, acts, made
        self.access = desk.access

    def context(self) -> dict[str, Any]:
        """Return what the template shows."""
        case, how_far = self.access.case, progress(self.access.case.pk)
        if self.codes:
            reading = self.reading
            self.place.pass_over(reading)
        return {
            "access": self.access,
            "case": case,
            "step": process.step(STEP),
            "desk": self.desk,
            "place": self.place,
            "shown": self.place.page,
            "one": self.opened,
            "progress": how_far,
            "acts": self.acts,
            "unread": 0 if self.access.is_member else how_far.left,
            "codes": self.codes,
            **self.made,
            **(self._coding(how_far.all) if self.codes else {}),
        }

    @property
    def codes(self) -> bool:
        """Whether the person may code."""
        return "code_many" in self.acts

    @cached_property
    def reading(self) -> dict[int, str]:
        """Who else reads what is in the list, or ticked, just now; that the person reads what is open is told the others."""
        if self.opened:
            presence.mark(self.access, self.opened.contribution.number)
        numbers = {row.number for row in self.place.page} | set(self.place.later[:1]) | set(self.desk.picked[:SHOWN])
        return presence.others(self.access, numbers)

    def _coding(self, number: int) -> dict[str, Any]:
        proposed = self.proposed
        self.mark_words(proposed)
        return {
            "reading": self.reading,
            "stance_choices": Stance.choices,
            "last": self.last,
            "leaves": self.leaves,
            "proposed": proposed,
            "hints": self.hints(proposed),
            "has_alike": bool(alike(self.access)),
            "has_read": self.has_read if number <= MANY else [],
            "taken": self.taken,
            "taken_in_all": self.taken_in_all,
            "toggle": self.desk.toggled(self.place.number) if self.place.number else "",
            "also_next": self.also_next,
            "pick_none": self.desk.with_picked([]),
            "pick_every": self.desk.with_picked([], every=True),
        }

    @property
    def also_next(self) -> str:
        """The address's question with what is open and the next one ticked."""
        picked = [*self.desk.picked]
        picked += [number for number in (self.place.number, self.place.next) if number and number not in picked]
        return self.desk.with_picked(picked)

    @cached_property
    def last(self) -> list[Told]:
        """What the person did last and can undo, the latest first."""
        return told(list(can_be_undone(self.access.case, self.access.user)), self.desk.book)

    @cached_property
    def leaves(self) -> list[Leaf]:
        """The themes to choose among, as the form says."""
        likely_ones = [one.theme for one in self.proposed.themes]
        if many := self.made.get("many"):
            return leaves(self.access, many["give"].value() or [], likely=likely_ones)
        code = self.made.get("code")
        if code is None:
            return []
        chosen = list(code["themes"].value() or [])
        stances = {key: code[f"{STANCE}{key}"].value() or "" for key in chosen if f"{STANCE}{key}" in code.fields}
        return leaves(self.access, chosen, stances, likely_ones)

    @cached_property
    def proposed(self) -> Proposed:
        """The themes that are likely for what is open or ticked; none while several hundred are."""
        if "many" in self.made:
            return likely(self.access, self.taken) if self.taken_in_all <= SHOWN else Proposed()
        return likely(self.access, [self.opened.contribution]) if self.opened and "code" in self.made else Proposed()

    def hints(self, proposed: Proposed) -> list[dict[str, Any]]:
        """Return the proposals with the letter that takes each."""
        there = self.desk.book.in_force
        found = [one for one in proposed.themes if one.theme in there]
        return [
            {"letter": letter, "theme": there[one.theme], "words": one.words, "like": one.like}
            for letter, one in zip("ABC", found, strict=False)
        ]

    def mark_words(self, proposed: Proposed) -> None:
        """Let the words be marked in the open text that speak for the first two proposals."""
        if self.opened:
            pairs = zip(proposed.themes, ("why", "why-b"), strict=False)
            self.opened.speaking = {word: css for one, css in pairs for word in one.words}

    @cached_property
    def taken(self) -> list[Contribution]:
        """Those that are ticked, the first of them."""
        return list(self.desk.taken.order_by("number")[:SHOWN]) if "many" in self.made else []

    @cached_property
    def taken_in_all(self) -> int:
        """How many are ticked."""
        return self.desk.taken.count() if "many" in self.made else 0

    @cached_property
    def has_read(self) -> list[tuple[str, int, bool]]:
        """Who has read how many, the person herself first: name, number, and whether it is herself."""
        there = ContributionChange.objects.filter(coding__case=self.access.case, coding__undone_at=None)
        counted = there.values_list("by", "by_name").annotate(n=Count("contribution", distinct=True)).order_by("-n")
        found = [(name, number, by == self.access.user.pk) for by, name, number in counted]
        return sorted(found, key=lambda one: not one[2])[:3]
