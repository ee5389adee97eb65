"""The process map: the phases with their steps and how far each has come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from dialog.look.signs import STATES
from dialog.pictures.canvas import PAPER, WIDTH, Canvas, Palette, wrap
from dialog.pictures.picture import Picture

if TYPE_CHECKING:
    from dialog.process.state import PhaseState

GAP, PAD, SIZE, SMALL, LEADING = 14, 12, 12.5, 11.5, 15
# What a step's state is as a sign of a picture; what is not named has none begun.
SIGNS = {
    "done": "done",
    "done_changing": "done",
    "done_waiting": "done",
    "draft": "half",
    "returned": "half",
    "waiting": "waits",
}


@dataclass(frozen=True)
class MapStep:
    """A step on the map: its title, its sign (``done``, ``half``, ``waits``, ``empty``), and its state in words."""

    title: str
    sign: str = "empty"
    state: str = ""


@dataclass(frozen=True)
class MapPhase:
    """A phase on the map with its steps in order; ``tone`` is the name of its colour, which is of the
    palette, or ``on_paper`` as it says (``#rrggbb``).
    """

    title: str
    steps: tuple[MapStep, ...]
    tone: str = "accent"
    on_paper: str = ""

    @property
    def done(self) -> int:
        """How many of the steps are done."""
        return sum(step.sign == "done" for step in self.steps)

    @property
    def summary(self) -> str:
        """How far the phase has come."""
        return _("%(done)d of %(all)d done") % {"done": self.done, "all": len(self.steps)}


def phases_of(states: "Iterable[PhaseState]") -> list[MapPhase]:
    """Return the phases of a case as the map shows them (``dialog.process.state.map_of``)."""
    return [
        MapPhase(
            str(state.phase.title),
            tuple(
                MapStep(str(step.step.title), SIGNS.get(step.code, "empty"), str(STATES[step.sign].words))
                for step in state.steps
            ),
            state.phase.colour,
            state.phase.on_paper,
        )
        for state in states
    ]


def process_map(phases: Sequence[MapPhase], *, title: str = "", palette: Palette = PAPER) -> Picture:
    """Draw the phases side by side, each step with its sign; a bar under each heading shows how far it has come."""
    canvas = Canvas(
        replace(palette, more=tuple((map_phase.tone, map_phase.on_paper) for map_phase in phases if map_phase.on_paper))
    )
    width = (WIDTH - GAP * (len(phases) - 1) - 2) / len(phases)
    lines = [[wrap(step.title, width - 2 * PAD - 20, SIZE) for step in phase.steps] for phase in phases]
    tall = 66 + max(sum(LEADING * len(title) + 9 for title in titles) for titles in lines)
    for place, (phase, titles) in enumerate(zip(phases, lines, strict=True)):
        _draw(canvas, phase, titles, 1 + place * (width + GAP), width, tall)
    alternative = _alternative(phases)
    return Picture(
        svg=canvas.svg(tall + 4, alternative),
        title=title or _("The process and how far it has come"),
        alternative=alternative,
        head=(_("Step"), _("Phase"), _("State")),
        rows=tuple((step.title, phase.title, step.state) for phase in phases for step in phase.steps),
    )


def _draw(canvas: Canvas, phase: MapPhase, titles: list[list[str]], x: float, width: float, tall: float) -> None:
    tone = phase.tone
    canvas.rect(x, 2, width, tall, stroke="line", r=6)
    canvas.rect(x, 2, width, 6, fill=tone)
    canvas.text(x + PAD, 28, phase.title, size=15, weight=700, fill=tone)
    canvas.text(x + width - PAD, 28, phase.summary, size=SMALL, fill="soft", anchor="end")
    part = (width - 2 * PAD + 3) / max(len(phase.steps), 1)
    for place, step in enumerate(phase.steps):
        done = step.sign == "done"
        canvas.rect(x + PAD + place * part, 37, part - 3, 5, fill=tone if done else "line", r=2)
    y = 64.0
    for step, lines in zip(phase.steps, titles, strict=True):
        canvas.sign(x + PAD + 7, y - 4.5, step.sign)
        y = canvas.lines(x + PAD + 22, y, lines, leading=LEADING, size=SIZE) + 9


def _alternative(phases: Sequence[MapPhase]) -> str:
    said = " ".join(f"{phase.title}: {phase.summary}." for phase in phases)
    return _("Map of the process. %(phases)s") % {"phases": said}
