"""One voice forwards to what became of it, and one decision backwards to the voices behind it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from execution.models import FeedbackRound
from followup.models import Contribution, Stance, Theme
from followup.open_contribution import OpenContribution
from followup.tally import Voice, Weight, by_theme, named_groups, rests_on, themes_in_force
from followup.trace import Said, said_by
from followup.way_back import Answer, Rest, WayBack, about

SHOWN = 3  # voices that went the same way


@dataclass
class Ended:
    """A conclusion that a voice speaks in: how it stands there, who else does, and what became of it."""

    answer: Answer
    is_quoted: bool
    is_against: bool
    same: list[Said]
    others: list[Said]


class WayOfOne:
    """What became of one contribution, a no and a silence told as plainly as a yes."""

    def __init__(self, opened: OpenContribution, way: WayBack) -> None:
        self.opened, self.way = opened, way
        self.voice = way.voices[opened.contribution.number]

    @property
    def contribution(self) -> Contribution:
        """The contribution itself."""
        return self.opened.contribution

    @property
    def group(self) -> str:
        """Its target group, unless that has so few voices that one could guess whose it is."""
        return named_groups(self.way.access).get(self.contribution.target_group, "")

    @cached_property
    def themes(self) -> list[tuple[Theme, Weight]]:
        """Its themes, each with how many contributions are about it."""
        there, counted = {theme.key: theme for theme in themes_in_force(self.way.access)}, by_theme(self.way.access)
        return [(there[key], counted[key]) for key in self.voice.themes]

    @cached_property
    def ends(self) -> list[Ended]:
        """The conclusions that it speaks in."""
        found: dict[str, Answer] = {}
        chosen: dict[str, list[Voice]] = {}
        for answer in self.way.answers:
            key, those = answer.conclusion.key, rests_on(answer.conclusion, self.way.voices, self.way.book)
            if self.voice not in those:
                continue
            found[key] = answer
            others = [voice for voice in those if voice is not self.voice and voice.is_read and not voice.is_duplicate]
            chosen[f"{key} same"] = [voice for voice in others if not self._is_against(voice, answer)][:SHOWN]
            chosen[f"{key} others"] = [voice for voice in others if self._is_against(voice, answer)][:SHOWN]
        said = said_by(self.way.access, chosen, {})
        return [
            Ended(
                answer,
                self.voice.number in answer.conclusion.quotations,
                self._is_against(self.voice, answer),
                said[f"{key} same"],
                said[f"{key} others"],
            )
            for key, answer in found.items()
        ]

    def _is_against(self, voice: Voice, answer: Answer) -> bool:
        return voice.stance_on(self.way.book.covered(answer.conclusion.themes)) == Stance.AGAINST

    @cached_property
    def rest(self) -> Rest | None:
        """What it is counted with where it led to no conclusion; None where it did, or where nobody has read it."""
        if self.ends or not self.voice.is_read:
            return None
        which = about(self.voice)
        return next((rest for rest in self.way.rests if rest.about == which), None)

    @property
    def decided(self) -> dict[str, Any] | None:
        """The latest decision on the result."""
        return self.way.decided[-1] if self.way.decided else None

    @property
    def told(self) -> FeedbackRound | None:
        """The latest round of feedback that reached its recipients."""
        return self.way.rounds[-1] if self.way.rounds else None


class WayOfDecision:
    """The voices behind one decision on the result, those against among them."""

    def __init__(self, way: WayBack, presented: dict[str, Any]) -> None:
        self.way = way
        self.presentation, self.decision, self.section = (
            presented["presentation"],
            presented["decision"],
            presented["section"],
        )

    @property
    def voices(self) -> int:
        """How many contributions some conclusion rests on."""
        return len(self.way.heard)

    @property
    def of_all(self) -> int:
        """How many contributions there are."""
        return len(self.way.voices)

    @cached_property
    def _facts(self) -> dict[int, tuple[str, str]]:
        found = Contribution.objects.filter(case=self.way.access.case, number__in=self.way.heard)
        return {
            number: (activity, group)
            for number, activity, group in found.values_list("number", "activity", "target_group")
        }

    @property
    def activities(self) -> int:
        """From how many activities they come."""
        return len({activity for activity, _group in self._facts.values() if activity})

    @property
    def groups(self) -> int:
        """From how many target groups they come."""
        return len({group for _activity, group in self._facts.values() if group})

    @property
    def against(self) -> int:
        """How many of them are against what a conclusion's themes stand for."""
        book, there = self.way.book, self.way.voices
        return len(
            {
                voice.number
                for conclusion in self.way.conclusions
                for voice in rests_on(conclusion, there, book)
                if voice.stance_on(book.covered(conclusion.themes)) == Stance.AGAINST
            }
        )
