"""Methods × groups: which target group is reached by which method, and which by none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from dialog.pictures.canvas import PAPER, WIDTH, Canvas, Palette, width_of, wrap
from dialog.pictures.participants import say_count
from dialog.pictures.picture import NOTHING, Picture

LEFT, SLANT = 214, 0.64  # room for the groups' names; how far a slanted heading leans to the right
SIZE, SMALL, LEADING, ROW = 12.5, 11.5, 15, 34
HEADING = 130  # the longest line of a slanted heading


@dataclass(frozen=True)
class GroupOfMethods:
    """A target group with the methods that reach it: their index in the list of methods, and how many one expects.

    ``priority`` 1 and 2 are the groups that must not be left out.
    """

    name: str
    priority: int | None = None
    expected: Mapping[int, int | None] = field(default_factory=dict)

    @property
    def is_left_out(self) -> bool:
        """Whether it is a group of priority 1 or 2 that no method reaches."""
        return self.priority in (1, 2) and not self.expected


def methods_by_groups(
    methods: Sequence[str], groups: Sequence[GroupOfMethods], *, title: str = "", palette: Palette = PAPER
) -> Picture:
    """Draw a group a line and a method a column; a group of priority 1 or 2 that none reaches is said so in words."""
    canvas = Canvas(palette)
    heads = [wrap(name, HEADING, SMALL, bold=True, most=2) for name in methods]
    longest = max((width_of(line, SMALL, bold=True) for head in heads for line in head), default=0)
    column = (WIDTH - LEFT - SLANT * longest - 10) / max(len(methods), 1)
    top = 0.77 * longest + 24
    for place, head in enumerate(heads):
        x = LEFT + column * (place + 0.5)
        for number, line in enumerate(head):
            above = len(head) - 1 - number
            canvas.text(x - 10 * above, top - 8 - 9 * above, line, size=SMALL, weight=600, turned=-50)
    y = top
    for group in groups:
        y = _draw(canvas, group, len(methods), column, y)
    canvas.stroke(f"M0 {y:g}H{WIDTH}")
    alternative = _alternative(methods, groups)
    return Picture(
        svg=canvas.svg(y + 2, alternative),
        title=title or _("Methods and the target groups they reach"),
        alternative=alternative,
        head=(_("Target group"), _("Priority"), *methods),
        rows=tuple(
            (group.name, str(group.priority or ""), *(_cell(group, place) for place in range(len(methods))))
            for group in groups
        ),
    )


def _draw(canvas: Canvas, group: GroupOfMethods, count: int, column: float, y: float) -> float:
    """Draw a group's line; return where the next one begins."""
    names = wrap(group.name, LEFT - 16, SIZE, bold=group.is_left_out)
    tall = max(ROW, LEADING * (len(names) + 1) + 10)
    canvas.stroke(f"M0 {y:g}H{WIDTH}")
    weight = 600 if group.is_left_out else 400
    line = canvas.lines(0, y + 19, names, leading=LEADING, size=SIZE, weight=weight)
    if group.priority:
        canvas.text(0, line, _("Priority %(n)d") % {"n": group.priority}, size=SMALL, fill="soft")
    middle = y + tall / 2
    for place, expected in group.expected.items():
        x = LEFT + column * (place + 0.5)
        if expected is None:
            canvas.dot(x, middle, 6)
        else:
            wide = max(width_of(say_count(expected), SIZE, bold=True) + 14, 28)
            canvas.rect(x - wide / 2, middle - 11, wide, 22, fill="accent_soft", stroke="accent", r=11)
            canvas.text(x, middle + 4.5, say_count(expected), size=SIZE, weight=700, anchor="middle")
    if group.is_left_out:
        canvas.sign(LEFT + 8, middle, "no")
        canvas.text(LEFT + 22, middle + 4.5, _("No method reaches this group."), size=SIZE, weight=600)
    return y + tall


def _cell(group: GroupOfMethods, place: int) -> str:
    if place not in group.expected:
        return NOTHING
    expected = group.expected[place]
    return _("yes") if expected is None else say_count(expected)


def _alternative(methods: Sequence[str], groups: Sequence[GroupOfMethods]) -> str:
    said = [
        _("%(group)s: %(methods)s")
        % {
            "group": group.name,
            "methods": ", ".join(methods[place] for place in sorted(group.expected)) or _("no method"),
        }
        for group in groups
    ]
    return _("Which methods reach which target group. %(groups)s.") % {"groups": "; ".join(said)}
