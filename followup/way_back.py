"""Det här sa ni – det här gjorde vi: what was said, what was decided, what is done; and what led no further, with why."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from dialog.models import Addition
from execution.models import FeedbackRound
from followup.codebook import Codebook, codebook
from followup.models import Conclusion, Stance, Theme, Unfollowed
from followup.result_as_text import conclusions_in_force
from followup.tally import Voice, named_groups, rests_on, themes_in_force, voices
from followup.template_context import FATES, presentations
from followup.trace import Said, Trace, said_by, traces

if TYPE_CHECKING:
    from dialog.process.access import Access

QUOTED_OF_REST = 2  # voices are read beside each thing that led no further
PROMISED = (Conclusion.Becomes.TAKEN_UP, Conclusion.Becomes.PARTLY)
Becomes = Conclusion.Becomes


@dataclass(frozen=True)
class Answer:
    """A conclusion as residents read it: what they said, what was decided, and how it goes now.

    ``told`` is the latest that somebody told of the measure. ``is_late``: its day has passed, and nobody has told anything.
    """

    trace: Trace
    sign: str
    tone: str
    quotes: list[Said]
    told: Addition | None
    is_late: bool

    @property
    def conclusion(self) -> Conclusion:
        """The conclusion itself."""
        return self.trace.conclusion

    @property
    def quote(self) -> Said | None:
        """The first of its quotations; None where none was chosen."""
        return self.quotes[0] if self.quotes else None

    @property
    def is_done_by(self) -> bool:
        """Whether its day is when something is done, and not when an answer is given."""
        return self.conclusion.becomes in PROMISED


@dataclass
class Rest:
    """What led to no conclusion, by what it is about: a theme, those who are against it, or no theme at all."""

    theme: Theme | None
    against: bool
    voices: list[Voice] = field(default_factory=list)
    quotes: list[Said] = field(default_factory=list)
    reason: Unfollowed | None = None

    @property
    def about(self) -> tuple[str, bool]:
        """The key of its theme, empty for none, and whether its voices are against what that stands for."""
        return (self.theme.key if self.theme else "", self.against)

    @property
    def key(self) -> str:
        """What it is called in an address."""
        return f"{self.theme.key if self.theme else 'none'}{'-against' if self.against else ''}"

    @property
    def name(self) -> str:
        """What it is called on pages."""
        if self.theme is None:
            return _("Fits no theme")
        return _("Against: %(theme)s") % {"theme": self.theme.name} if self.against else self.theme.name


class WayBack:
    """All that a case answers its residents, as one person may read it."""

    def __init__(self, access: "Access") -> None:
        self.access = access

    @cached_property
    def voices(self) -> dict[int, Voice]:
        """The contributions of the case by number."""
        return voices(self.access)

    @property
    def book(self) -> Codebook:
        """The themes as they are today."""
        return codebook(self.access)

    @cached_property
    def conclusions(self) -> list[Conclusion]:
        """The conclusions in force."""
        return conclusions_in_force(self.access)

    @cached_property
    def answers(self) -> list[Answer]:
        """The conclusions, each with what became of it."""
        today, named = self.access.today, named_groups(self.access)
        return [
            Answer(
                trace,
                *FATES.get(Becomes(trace.conclusion.becomes or Becomes.UNDECIDED)),  # type: ignore[misc]
                quotes=[without_small_group(said, named) for said in trace.voices],
                told=trace.told[-1] if trace.told else None,
                is_late=trace.conclusion.is_promised and not trace.told and trace.conclusion.due < today,  # type: ignore[operator]
            )
            for trace in traces(self.access, self.conclusions)
        ]

    @cached_property
    def fates(self) -> Counter[str]:
        """How many conclusions each fate has."""
        return Counter(conclusion.becomes or Becomes.UNDECIDED for conclusion in self.conclusions)

    @property
    def followed(self) -> int:
        """How many conclusions are followed, wholly or partly."""
        return sum(self.fates[fate] for fate in PROMISED)

    @property
    def partly(self) -> int:
        """How many of them are followed partly."""
        return self.fates[Becomes.PARTLY]

    @property
    def other_fates(self) -> list[tuple[int, str]]:
        """How many conclusions have each of the other fates that some have, with its words."""
        others = (fate for fate in Becomes if fate not in PROMISED and self.fates[fate])
        return [(self.fates[fate], str(fate.label).lower()) for fate in others]

    @cached_property
    def heard(self) -> set[int]:
        """The numbers of the contributions that some conclusion rests on."""
        return {
            voice.number for conclusion in self.conclusions for voice in rests_on(conclusion, self.voices, self.book)
        }

    @cached_property
    def unread(self) -> list[Voice]:
        """The contributions that nobody has read yet: what they are about is not known."""
        return [voice for voice in self.voices.values() if not voice.is_read and voice.number not in self.heard]

    @property
    def left(self) -> int:
        """How many contributions were read and led to no conclusion."""
        return sum(len(rest.voices) for rest in self.rests)

    @cached_property
    def rests(self) -> list[Rest]:
        """What led to no conclusion, the most first and what fits no theme last; each with its reason or without one."""
        themes = {theme.key: theme for theme in themes_in_force(self.access)}
        found: dict[tuple[str, bool], Rest] = {}
        for voice in self.voices.values():
            if voice.number in self.heard or not voice.is_read:
                continue
            which = about(voice)
            found.setdefault(which, Rest(themes.get(which[0]), which[1])).voices.append(voice)
        reasons = {(one.theme, one.against): one for one in Unfollowed.objects.filter(case=self.access.case)}
        some = {which: [v for v in rest.voices if not v.is_duplicate][:QUOTED_OF_REST] for which, rest in found.items()}
        said = said_by(self.access, {str(which): those for which, those in some.items()}, {})
        for which, rest in found.items():
            rest.quotes, rest.reason = said[str(which)], reasons.get(which)
        return sorted(found.values(), key=lambda rest: (rest.theme is None, -len(rest.voices)))

    @property
    def without_reason(self) -> int:
        """How many contributions led no further without anybody having written why."""
        return sum(len(rest.voices) for rest in self.rests if rest.reason is None)

    @cached_property
    def decided(self) -> list[dict]:
        """The presentations that a body decided on, with their decisions."""
        return [one for one in presentations(self.access) if one["decision"]]

    @cached_property
    def rounds(self) -> list[FeedbackRound]:
        """The rounds of feedback that reached their recipients, the earliest first."""
        found = FeedbackRound.objects.filter(case=self.access.case, dropped_because="", carried_out_on__isnull=False)
        return list(found.order_by("carried_out_on", "pk"))


def about(voice: Voice) -> tuple[str, bool]:
    """Return what a contribution is about where it led to no conclusion: its main theme, and whether it is against it."""
    return (voice.themes[0] if voice.themes else "", voice.stance_on(voice.themes[:1]) == Stance.AGAINST)


def without_small_group(said: Said, named: Mapping[str, str]) -> Said:
    """Return a quotation with its target group, if that is one of those that are ``named``."""
    return replace(said, group=named.get(said.contribution.target_group, ""))
