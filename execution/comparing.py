"""Two or three methods side by side."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dialog.language.dates import say
from dialog.language.sentences import all_of, figures
from execution.cards import Card
from execution.experience import Experience


@dataclass(frozen=True)
class Line:
    """A line of the comparison: what it is about, and for each method what it says and whether it is the best."""

    label: str
    cells: list[tuple[Card, str, bool]]
    is_cost: bool = False


def side_by_side(cards: list[Card]) -> list[Line]:
    """Return what is compared of methods, line by line. The best is marked only where one can measure it."""

    def line(label: str, say_it: Callable[[Card], str], best: Sequence[int] = (), *, is_cost: bool = False) -> Line:
        return Line(label, [(card, say_it(card), n in best) for n, card in enumerate(cards)], is_cost)

    return [
        line(_("Reaches"), lambda card: all_of(group.name for group in card.fit.groups) or _("none of your groups")),
        line(_("Level"), lambda card: all_of(card.method.level_names)),
        line(_("Size"), lambda card: card.method.size),
        line(_("Time"), lambda card: card.method.duration),
        line(_("Start by"), _say_begin, _best([-card.method.weeks for card in cards])),
        line(
            _("Cost"),
            lambda card: str(card.method.cost_name),
            _best([-card.method.cost for card in cards]),
            is_cost=True,
        ),
        line(_("Where"), lambda card: str(card.method.mode_name)),
        line(_("Good for"), lambda card: card.method.good_for),
        line(_("Strength"), lambda card: card.method.strengths),
        line(_("Watch out for"), lambda card: " ".join(card.warnings)),
        line(
            _("How it worked"),
            _say_experience,
            _best([card.experience.share if card.experience else None for card in cards]),
        ),
    ]


def _say_begin(card: Card) -> str:
    before = _("%(weeks)s before") % {"weeks": card.method.lead_time}
    if card.begin_by is None:
        return before
    if not card.fit.is_in_time:
        return _("%(before)s: too late") % {"before": before}
    return f"{say(card.begin_by)}, {before}"


def _say_experience(card: Card) -> str:
    if card.experience is None:
        return _("not tried here yet")
    return (
        f"{card.experience.case.name}: {came_of(card.experience)}"
        if card.experience.total
        else card.experience.case.name
    )


def came_of(experience: Experience) -> str:
    """Return how many came, of how many one expected."""
    total = experience.total
    if total is None:
        return ""
    came = f"{total.came} {total.unit.label}"
    if not (total.is_expected and total.expected):
        return _("%(came)s.") % {"came": came}
    return _("%(came)s of %(expected)s expected.") % {"came": came, "expected": figures(total.expected)}


def _best(values: Sequence[float | None]) -> Sequence[int]:
    """Return the places of the highest value; none where all are alike, or only one can be measured."""
    known = [value for value in values if value is not None]
    if len(known) < 2 or len(set(known)) == 1:
        return ()
    return [place for place, value in enumerate(values) if value == max(known)]
