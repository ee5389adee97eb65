"""Goals and outcomes: what was aimed for, what came out, and whether that is enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from dialog.pictures.canvas import PAPER, WIDTH, Canvas, Palette, wrap
from dialog.pictures.picture import NOTHING, Picture

LEFT, BARS, RIGHT = 254, 250, 112  # the goal, its bar or its words, and whether it was reached
SIZE, SMALL, LEADING = 12.5, 11.5, 15
SIGNS = {"reached": "done", "partly": "half", "not_reached": "no"}


@dataclass(frozen=True)
class GoalOutcome:
    """A goal with its outcome.

    ``reached`` is ``reached``, ``partly``, ``not_reached``, ``cannot_say``, or empty while nobody has judged.
    ``target``, ``value`` and ``baseline`` are for goals that are measured in numbers; ``outcome`` says in words what
    came out.
    """

    goal: str
    kind: str = ""
    unit: str = ""
    baseline: Decimal | int | None = None
    target: Decimal | int | None = None
    value: Decimal | int | None = None
    outcome: str = ""
    reached: str = ""

    @property
    def is_measured(self) -> bool:
        """Whether there is a target to draw the outcome against."""
        return bool(self.target)

    @property
    def verdict(self) -> str:
        """Whether the goal was reached, in words."""
        words = {
            "reached": _("Achieved"),
            "partly": _("Partly"),
            "not_reached": _("Not achieved"),
            "cannot_say": _("Too early to say"),
        }
        return words.get(self.reached, _("Not assessed yet"))

    def counted(self, number: Decimal | int | None) -> str:
        """A number with the goal's unit; a dash where there is ngoal."""
        return NOTHING if number is None else f"{say_number(number)} {self.unit}".strip()


def goals(found: Sequence[GoalOutcome], *, title: str = "", palette: Palette = PAPER) -> Picture:
    """Draw a goal a line: its bar against its target where it is measured, its outcome in words where it is not."""
    canvas = Canvas(palette)
    y = 0.0
    for outcome in found:
        y = _draw(canvas, outcome, y)
    canvas.stroke(f"M0 {y:g}H{WIDTH}")
    alternative = _("Goals and outcomes. %(goals)s.") % {
        "goals": "; ".join(f"{outcome.goal.rstrip('.')}: {outcome.verdict.lower()}" for outcome in found)
    }
    return Picture(
        svg=canvas.svg(y + 2, alternative),
        title=title or _("Goals and outcomes"),
        alternative=alternative,
        head=(_("Goal"), _("Target"), _("Outcome"), _("Achieved?")),
        rows=tuple(
            (
                outcome.goal,
                outcome.counted(outcome.target),
                outcome.outcome or outcome.counted(outcome.value),
                outcome.verdict,
            )
            for outcome in found
        ),
    )


def say_number(number: Decimal | int) -> str:
    """Return a number as people write it, without zeros behind the comma."""
    short = int(number) if number == int(number) else Decimal(number).normalize()
    return number_format(short, use_l10n=True, force_grouping=True)


def _draw(canvas: Canvas, outcome: GoalOutcome, y: float) -> float:
    """Draw one goal; return where the next one begins."""
    canvas.stroke(f"M0 {y:g}H{WIDTH}")
    names = wrap(outcome.goal, LEFT - 18, SIZE, bold=True, most=4)
    words = [] if outcome.is_measured else wrap(outcome.outcome or NOTHING, BARS - 14, SMALL, most=5)
    line = y + 19
    if outcome.kind:
        canvas.text(0, line, outcome.kind, size=SMALL, fill="soft")
        line += LEADING
    line = canvas.lines(0, line, names, leading=LEADING, size=SIZE, weight=600)
    tall = max(line - y, LEADING * len(words) + 16, 56 if outcome.is_measured else 0)
    middle = y + tall / 2
    if outcome.is_measured:
        _bar(canvas, outcome, middle)
    else:
        canvas.lines(LEFT, middle + 4 - LEADING * (len(words) - 1) / 2, words, leading=LEADING, size=SMALL)
    verdict = wrap(outcome.verdict, RIGHT - 20, SIZE)
    canvas.sign(WIDTH - RIGHT + 8, middle, SIGNS.get(outcome.reached, "empty"))
    canvas.lines(
        WIDTH - RIGHT + 22,
        middle + 4.5 - LEADING * (len(verdict) - 1) / 2,
        verdict,
        leading=LEADING,
        size=SIZE,
        weight=600 if outcome.reached else 400,
    )
    return y + tall


def _bar(canvas: Canvas, goal: GoalOutcome, middle: float) -> None:
    """Draw the outcome as a bar, the target as a line across it, and where it began as a notch."""
    assert goal.target is not None
    scale = (BARS - 22) / float(max(goal.target, goal.value or 0, goal.baseline or 0))
    goal_x = LEFT + float(goal.target) * scale
    canvas.rect(LEFT, middle - 7, BARS - 22, 14, fill="card", stroke="line", r=2)
    if goal.value is not None:
        canvas.rect(
            LEFT, middle - 7, float(goal.value) * scale, 14, fill="accent", faint=goal.reached != "reached", r=2
        )
    if goal.baseline:
        canvas.dot(LEFT + float(goal.baseline) * scale, middle, 3.4, fill="card", stroke="ink", thick=1.4)
    canvas.stroke(f"M{goal_x:.1f} {middle - 12:g}v24", "ink", 2)
    outcome = goal.counted(goal.value) if goal.value is not None else _("no outcome yet")
    canvas.text(LEFT, middle - 14, outcome, size=SMALL, weight=700 if goal.value is not None else 400)
    target = _("target %(n)s") % {"n": say_number(goal.target)}
    if goal.baseline:
        target = _("before %(n)s, ") % {"n": say_number(goal.baseline)} + target
    canvas.text(LEFT + BARS - 22, middle + 22, target, size=11, fill="soft", anchor="end")
