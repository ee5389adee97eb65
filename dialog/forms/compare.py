"""What differs between two texts, in bounded work: a page never waits for a comparison, however long or alike they are.

Words are marked where that is little work. Beyond it paragraphs are compared, and beyond that the one is taken out and
the other put in: nothing is left out, only told less finely.
"""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

Op = tuple[str, int, int, int, int]  # as difflib has them: what, from and to in the one, from and to in the other

# So many pairs are weighed against each other by difflib, whose work grows faster than they do.
MOST_PAIRS = 20_000
# So many single differences are looked for in longer texts, with so many steps.
MOST_DIFFERENCES = 400
MOST_STEPS = 400_000
# Two texts of which less is alike are read one after the other: marks in every sentence would say nothing.
LEAST_ALIKE = 0.4


def operations(old: Sequence[str], new: Sequence[str]) -> list[Op]:
    """Return how the one becomes the other."""
    begins = _alike(old, new)
    ends = _alike(old[begins:][::-1], new[begins:][::-1])
    a, b, c, d = begins, len(old) - ends, begins, len(new) - ends
    found: list[Op] = [("equal", 0, a, 0, c)] if a else []
    found += [(op, a + i, a + j, c + k, c + n) for op, i, j, k, n in _middle(old[a:b], new[c:d])]
    return [*found, ("equal", b, len(old), d, len(new))] if ends else found


def _alike(sequence: Sequence[str], other: Sequence[str]) -> int:
    """How many stand first in both."""
    return next(
        (at for at, pair in enumerate(zip(sequence, other, strict=False)) if pair[0] != pair[1]),
        min(len(sequence), len(other)),
    )


def _middle(old: Sequence[str], new: Sequence[str]) -> list[Op]:
    if not old and not new:
        return []
    if not old or not new:
        return [("delete" if old else "insert", 0, len(old), 0, len(new))]
    if len(old) * len(new) <= MOST_PAIRS:
        return list(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())
    path = _path(old, new)
    return _along(path, len(old), len(new)) if path else [("replace", 0, len(old), 0, len(new))]


def _path(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]] | None:
    """Return the pairs that are alike on the shortest way from the one to the other (Myers); None where it is long."""
    reached, trace, steps = {1: 0}, [], 0
    for differences in range(MOST_DIFFERENCES + 1):
        trace.append(dict(reached))
        for line in range(-differences, differences + 1, 2):
            down = line == -differences or (line != differences and reached[line - 1] < reached[line + 1])
            x = reached[line + 1] if down else reached[line - 1] + 1
            y = x - line
            while x < len(old) and y < len(new) and old[x] == new[y]:
                x, y, steps = x + 1, y + 1, steps + 1
            reached[line] = x
            steps += 1
            if x >= len(old) and y >= len(new):
                return list(_back(trace, len(old), len(new)))[::-1]
        if steps > MOST_STEPS:
            return None
    return None


def _back(trace: list[dict[int, int]], x: int, y: int) -> Iterator[tuple[int, int]]:
    """Yield the pairs that are alike, from the end."""
    for differences in range(len(trace) - 1, -1, -1):
        reached, line = trace[differences], x - y
        down = line == -differences or (line != differences and reached[line - 1] < reached[line + 1])
        before = line + 1 if down else line - 1
        before_x = reached.get(before, 0)
        before_y = before_x - before
        while x > max(before_x, 0) and y > max(before_y, 0):
            x, y = x - 1, y - 1
            yield x, y
        x, y = before_x, before_y


def _along(pairs: list[tuple[int, int]], old: int, new: int) -> list[Op]:
    """Return pairs that are alike as operations, with what lies between them."""
    found: list[Op] = []
    a = c = 0
    for x, y in [*pairs, (old, new)]:
        if (x, y) != (a, c):
            kind = "replace" if x > a and y > c else "delete" if x > a else "insert"
            found.append((kind, a, x, c, y))
        if x < old and found and found[-1][0] == "equal" and found[-1][2] == x:
            found[-1] = ("equal", found[-1][1], x + 1, found[-1][3], y + 1)
        elif x < old:
            found.append(("equal", x, x + 1, y, y + 1))
        a, c = x + 1, y + 1
    return found


def marked(before: str, after: str) -> dict[str, SafeString]:
    """Mark what was taken out of the one text and put into the other: word by word, or by paragraphs where they are long."""
    words = before.split(" "), after.split(" ")
    found = operations(*words)
    if found == [("replace", 0, len(words[0]), 0, len(words[1]))]:
        paragraphs = before.splitlines(keepends=True), after.splitlines(keepends=True)
        return _shown(*paragraphs, operations(*paragraphs), "")
    return _shown(*words, found, " ")


def _shown(old: Sequence[str], new: Sequence[str], found: list[Op], between: str) -> dict[str, SafeString]:
    left, right = [], []
    for op, a, b, c, d in found:
        out, into = between.join(old[a:b]), between.join(new[c:d])
        if op == "equal":
            left.append(format_html("{}{}", out, between))
            right.append(format_html("{}{}", into, between))
            continue
        if out:
            left.append(format_html("<del>{}</del>{}", out, between))
        if into:
            right.append(format_html("<ins>{}</ins>{}", into, between))
    return {"before": SafeString("".join(left)), "after": SafeString("".join(right))}


def in_one(before: str, after: str) -> SafeString:
    """Return both texts as one, what was struck out and what was added marked where it stands, also for who hears it."""
    old, new = before.split(" "), after.split(" ")
    found = operations(old, new)
    alike = sum(b - a for op, a, b, _c, _d in found if op == "equal")
    if found and alike < LEAST_ALIKE * max(len(old), len(new)):
        found = [("replace", 0, len(old), 0, len(new))]
    return _in_one(old, new, found, " ")


def lines_in_one(before: str, after: str) -> SafeString:
    """Return two lists as one, each line struck out or added as a whole."""
    old, new = before.splitlines(), after.splitlines()
    return _in_one(old, new, operations(old, new), "\n")


def _in_one(old: Sequence[str], new: Sequence[str], found: list[Op], between: str) -> SafeString:
    pieces: list[SafeString] = []
    for op, a, b, c, d in found:
        out, into = between.join(old[a:b]), between.join(new[c:d])
        if op == "equal":
            pieces.append(format_html("{}", into))
            continue
        if out:
            pieces.append(_told("del", _("deleted:"), out))
        if into:
            pieces.append(_told("ins", _("added:"), into))
    return format_html_join(between, "{}", ((piece,) for piece in pieces))


def _told(tag: str, how: str, text: str) -> SafeString:
    tag = SafeString(tag)
    return format_html('<{}><span class="visually-hidden">{} </span>{}</{}>', tag, how, text, tag)
