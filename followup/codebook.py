"""The codebook of a case (kodbok): its themes as a tree, and where each theme that was merged has gone."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from dialog.process.once import once
from followup.models import Theme

if TYPE_CHECKING:
    from dialog.process.access import Access

KEYS = 9  # so many themes have a digit on the keyboard
LAST = 2**31  # the place of a theme that was given none


class Codebook:
    """The themes of a case. One that was dropped is no place in the tree: what lay under it lies where it lay."""

    def __init__(self, themes: Iterable[Theme]) -> None:
        self.all = {theme.key: theme for theme in sorted(themes, key=lambda one: (one.position or LAST, one.pk))}

    @cached_property
    def in_force(self) -> dict[str, Theme]:
        """The themes that hold, in the order of the tree: each followed by what lies under it."""
        return dict(self._from(""))

    def _from(self, parent: str) -> Iterator[tuple[str, Theme]]:
        for key in self.children(parent):
            yield key, self.all[key]
            yield from self._from(key)

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for key, theme in self.all.items():
            if not theme.dropped_because:
                found.setdefault(self.parent_of(key), []).append(key)
        return found

    def children(self, key: str) -> list[str]:
        """Return the keys of what lies right under a theme, or of the topmost for an empty key."""
        return self._children.get(key, [])

    def parent_of(self, key: str) -> str:
        """Return what a theme lies under: the nearest that holds; empty for none, and where it would lie under itself."""
        parent = up = self._nearest(key)
        passed = set()
        while up and up not in passed:
            if up == key:
                return ""
            passed.add(up)
            up = self._nearest(up)
        return parent

    def _nearest(self, key: str) -> str:
        """Return the first theme that holds on the way up from a theme, over those that were dropped or merged."""
        passed, found = {key}, self.all[key].parent
        while found in self.all and found not in passed:
            if not self.all[found].dropped_because:
                return found
            passed.add(found)
            found = self.all[found].merged_into or self.all[found].parent
        return ""

    @cached_property
    def _below(self) -> dict[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        for key in reversed(self.in_force):
            found[key] = frozenset({key}).union(*(found[child] for child in self.children(key)))
        return found

    def below(self, key: str) -> frozenset[str]:
        """Return a theme that holds and everything under it, by key; what was merged, where it went; nothing for another."""
        return self._below.get(self.now(key), frozenset())

    def covered(self, keys: Iterable[str]) -> frozenset[str]:
        """Return everything that some themes stand for today, by key."""
        return frozenset().union(*(self.below(key) for key in keys))

    def now(self, key: str) -> str:
        """Return the theme that a theme has become: what it was merged into, and that into, else itself."""
        passed: set[str] = set()
        while key in self.all and self.all[key].merged_into in self.all and key not in passed:
            passed.add(key)
            key = self.all[key].merged_into
        return key

    def today(self, keys: Iterable[str]) -> list[str]:
        """Return what some themes have become, each once."""
        return list(dict.fromkeys(map(self.now, keys)))

    def depth(self, key: str) -> int:
        """Return how many themes a theme lies under."""
        parent = self.parent_of(key)
        return 1 + self.depth(parent) if parent else 0

    @cached_property
    def digits(self) -> dict[str, int]:
        """The digit on the keyboard of the first nine topmost themes, in the order that stands."""
        return {key: number for number, key in enumerate(self.children("")[:KEYS], start=1)}


@once
def codebook(access: "Access") -> Codebook:
    """Return the codebook of a case, read once for this load."""
    return Codebook(Theme.objects.filter(case=access.case))


def codebook_of(case: int) -> Codebook:
    """Return the codebook of a case as it stands now."""
    return Codebook(Theme.objects.filter(case=case))
