"""From a conclusion back to the voices that it rests on: decision, measure, grounds, themes, and what was said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Subquery

from dialog.models import Addition
from execution.models.in_force import activities
from followup.codebook import codebook
from followup.models import Conclusion, Contribution, Stance, Theme
from followup.result_as_text import names_of, who_does
from followup.tally import Tally, Voice, Weight, by_theme, rests_on, tally, themes_in_force, voices
from planning.models import TargetGroup

if TYPE_CHECKING:
    from dialog.process.access import Access


@dataclass(frozen=True)
class Said:
    """A voice as it is read: the contribution, from whom, where, and whether it is against."""

    contribution: Contribution
    group: str
    activity: str
    is_against: bool


@dataclass(frozen=True)
class Trace:
    """A conclusion with everything that it rests on."""

    conclusion: Conclusion
    number: int
    count: Tally
    against: int
    themes: list[tuple[Theme, Weight]]
    voices: list[Said]
    who: str
    told: list[Addition]


def traces(access: "Access", conclusions: Sequence[Conclusion]) -> list[Trace]:
    """Return the trace of each conclusion; the number of queries does not grow with them."""
    there, counted, book = voices(access), by_theme(access), codebook(access)
    themes = {theme.key: theme for theme in themes_in_force(access)}
    names, told = names_of(access, conclusions), _told(access)
    found = {conclusion.key: rests_on(conclusion, there, book) for conclusion in conclusions}
    about = {conclusion.key: book.covered(conclusion.themes) for conclusion in conclusions}
    quoted = {one.key: [there[number] for number in one.quotations if number in there] for one in conclusions}
    may = {key: [voice for voice in those if access.is_member or voice.is_read] for key, those in quoted.items()}
    said = said_by(access, may, about)
    return [
        Trace(
            conclusion,
            number,
            tally(found[conclusion.key]),
            sum(voice.stance_on(about[conclusion.key]) == Stance.AGAINST for voice in found[conclusion.key]),
            [(themes[key], counted[key]) for key in book.today(conclusion.themes) if key in themes],
            said[conclusion.key],
            who_does(conclusion, names),
            [addition for addition in told if conclusion.key in addition.rows],
        )
        for number, conclusion in enumerate(conclusions, start=1)
    ]


def _told(access: "Access") -> list[Addition]:
    kind = Addition.Kind.PROMISED_MEASURE
    return list(Addition.objects.filter(case=access.case, kind=kind).select_related("by"))


def said_by(
    access: "Access", chosen: dict[str, list[Voice]], about: Mapping[str, frozenset[str]]
) -> dict[str, list[Said]]:
    """Return what voices said, from which target group and where, by whatever they were chosen for; in two queries.

    ``about`` are the themes by the same names: a voice is against what is quoted where it is against one of those.
    """
    wanted = {voice.pk for those in chosen.values() for voice in those}
    group = TargetGroup.objects.filter(case=OuterRef("case"), key=OuterRef("target_group")).values("name")[:1]
    texts: dict[int, Any] = Contribution.objects.annotate(group_name=Subquery(group)).in_bulk(wanted)
    titles = {key: str(activity) for key, activity in activities(access).items()}
    return {
        key: [
            Said(
                texts[voice.pk],
                texts[voice.pk].group_name or "",
                titles.get(texts[voice.pk].activity, ""),
                voice.stance_on(about.get(key, ())) == Stance.AGAINST,
            )
            for voice in those
        ]
        for key, those in chosen.items()
    }
